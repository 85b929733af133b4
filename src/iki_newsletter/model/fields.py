"""Walking through a shape: every value in it, and every text field, with the keys that lead there."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
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


@cache
def descriptions(shape: type[Shape]) -> dict[str, str]:
    """Read what a shape's keys are for from the docstrings under them.

    pydantic can do it as well, but then for every shape at every start, which reads all their sources.
    """
    found: dict[str, str] = {}
    for part in reversed(shape.__mro__):
        if issubclass(part, Shape):
            (body,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
            found |= _docstrings(body.body) if isinstance(body, ast.ClassDef) else {}
    return found


def _docstrings(body: list[ast.stmt]) -> dict[str, str]:
    found = {}
    for statement, following in pairwise(body):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            text = following.value if isinstance(following, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found[statement.target.id] = inspect.cleandoc(text.value)
    return found


_NAMES = ("place", "credit", "signed")


def is_name(keys: Keys, text: str | dict[str, str]) -> bool:
    """Tell a place, a credit or a signature that is written as one string: a name, which needs no translation."""
    return keys[-1] in _NAMES and isinstance(text, str)


def is_markdown(keys: Keys) -> bool:
    """Tell whether marks in a text field are read as Markdown: bodies, the editorial, what a session is about."""
    return keys[0] == "body" or keys == ("editorial", "text") or (keys[0] == "sessions" and keys[-1] == "text")


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
