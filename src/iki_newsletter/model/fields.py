"""Walking through a shape: every value in it, and every text field, with the keys that lead there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_type_hints

from iki_newsletter.model.shape import Shape
from iki_newsletter.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

Keys: TypeAlias = tuple[str | int, ...]


def values_in(value: object, *keys: str | int) -> Iterator[tuple[Keys, object]]:
    """Give every value of a shape that is not made of others, with the keys that lead there."""
    for key, part in _parts(value):
        yield from values_in(part, *keys, key)
    if value is not None and not isinstance(value, (Shape, tuple, dict)):
        yield keys, value


def texts_in(value: object, *keys: str | int) -> Iterator[tuple[Keys, str | dict[str, str]]]:
    """Give every text field of a shape and of the shapes in it, as written, with the keys that lead there."""
    texts = text_fields(type(value)) if isinstance(value, Shape) else frozenset()
    for key, part in _parts(value):
        if key not in texts:
            yield from texts_in(part, *keys, key)
        elif part is not None:
            yield (*keys, key), part


@cache
def text_fields(shape: type[Shape]) -> frozenset[str]:
    """Give the names of a shape's text fields."""
    hints = get_type_hints(shape, include_extras=True)
    return frozenset(name for name in shape.model_fields if is_text(hints[name]))


def is_text(hint: Any) -> bool:
    """Tell whether an annotation is that of a text field."""
    choices = get_args(hint)
    return all(part in choices for part in get_args(Text))


def named(keys: Keys) -> str:
    """Name a value by its keys as messages do; entries of a list have none, and the place tells which it is.

    >>> named(("images", 0, "alt"))
    '`images.alt`'
    """
    return f"`{'.'.join(key for key in keys if isinstance(key, str))}`"


def _parts(value: object) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, Shape):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)
