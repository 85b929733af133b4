"""Finding where something on the page was written: a value in a file that people write, a word in a template."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.fields import values_in
from iki_newsletter.model.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.origin import Origin

_TYPESET: Final = str.maketrans(
    dict.fromkeys("„“”«»", '"') | dict.fromkeys("‚‘’‹›", "'") | {"\N{SOFT HYPHEN}": None, "\N{NO-BREAK SPACE}": " "}
)


def as_typed(words: str) -> str:
    """Undo what setting a text does to it, so that words of a page are found in the file they come from.

    >>> as_typed("„Ja“,  5\N{NO-BREAK SPACE}km")
    '"Ja", 5 km'
    """
    return " ".join(words.translate(_TYPESET).split())


def find_written(value: str, written: object, origin: Origin, language: str) -> Position | None:
    """Find a value in what people wrote: a text of its own before a part of one, `language`'s before another's."""
    wanted = as_typed(value)
    if not wanted:
        return None
    found = min(_places(wanted, written, language), default=None, key=lambda place: place[:2])
    if found is None:
        return None
    within, _, keys = found
    return line_within(wanted, origin, keys) if within else origin.at(*keys)


def find_in_files(paths: Iterable[Path], *wanted: str | re.Pattern[str]) -> Position | None:
    """Find the first place of the first of `wanted` that stands in one of these files, however it is spaced."""
    for each in wanted:
        pattern = each if isinstance(each, re.Pattern) else _loosely(each)
        for path in paths if pattern.pattern else ():
            text = _text_of(path)
            match = pattern.search(text)
            if match:
                before = text[: match.start()]
                return Position(path, before.count("\n") + 1, match.start() - before.rfind("\n"))
    return None


def _places(wanted: str, written: object, language: str) -> Iterator[tuple[bool, bool, Keys]]:
    part = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    for keys, value in values_in(written):
        if isinstance(value, str):
            typed = as_typed(value)
            if part.search(typed):
                yield typed != wanted, language not in keys, keys


def line_within(wanted: str, origin: Origin, keys: Keys) -> Position:
    """Find the line of a long text that has the words; where they run over two, the text begins there.

    `wanted` is as `as_typed` gives it.
    """
    start = origin.at(*keys)
    if not start.line:
        return start
    ends = min((line for line, _ in origin.marks.values() if line > start.line), default=None)
    lines = _text_of(origin.path).splitlines()
    for number, line in enumerate(islice(lines, start.line - 1, ends and ends - 1), start.line):
        if wanted in as_typed(line):
            return Position(origin.path, number, line.find(wanted) + 1 or start.column)
    return start


@lru_cache(maxsize=64)
def _loosely(wanted: str) -> re.Pattern[str]:
    words = re.findall(r"\w+|[^\w\s]", wanted)
    return re.compile(r"\s*".join(map(re.escape, words)), re.IGNORECASE)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
