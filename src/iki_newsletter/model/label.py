"""Labels: words and sentences that a file says in one language, with places in braces to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints

from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.origin import Loaded, Origin

Word = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""A label: a word or a sentence."""

Keys = tuple[str, ...]
"""The keys that lead to a label in its file."""


class Words(BaseModel):
    """The base of the shapes of labels: as `Shape`, but quick to build: every run that renders waits for them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


W = TypeVar("W", bound=Words)


class Counted(Words):
    """A label by the plural categories of Unicode that its language needs; up to `two` the number may be a word."""

    zero: Word | None = None
    one: Word | None = None
    two: Word | None = None
    few: Word | None = None
    many: Word | None = None
    other: Word

    def of(self, category: str) -> str:
        """Give the form for a category."""
        form: str | None = getattr(self, category, None)
        return form or self.other


def fill(label: str, **values: object) -> str:
    """Fill a label's words in braces."""
    return label.format(**values)


def misfilled(loaded: Loaded[W], filled_in: Mapping[Keys, tuple[str, ...]]) -> list[Problem]:
    """Find labels whose words in braces are not the ones of `filled_in`; a label that is not in it has no braces."""
    return [
        problem
        for keys, label in _flat(loaded.value.model_dump(exclude_none=True))
        if (problem := _check_braces(loaded.origin, keys, label, filled_in))
    ]


def _flat(plain: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    if isinstance(plain, str):
        yield keys, plain
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield from _flat(value, (*keys, key))


def _check_braces(
    origin: Origin, keys: Keys, label: str, filled_in: Mapping[Keys, tuple[str, ...]]
) -> Problem | None:
    wanted = filled_in.get(keys) or filled_in.get((*keys[:-1], "other"), ())
    try:
        found = {name for _, name, _, _ in Formatter().parse(label) if name is not None}
    except ValueError:
        found = {label}
    if found == set(wanted) or (keys[-1] in ("zero", "one", "two") and not found):
        return None
    braces = " and ".join("{" + name + "}" for name in wanted)
    what = f"`{'.'.join(keys)}` has not exactly {braces} to fill in." if wanted else f"`{'.'.join(keys)}` has braces."
    instead = (
        f"Write {braces} where it belongs, and no other braces." if wanted else "Nothing is filled in: remove them."
    )
    return Problem("W108", origin.at(*keys), what, instead)
