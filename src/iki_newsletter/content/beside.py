"""The comments that belong to an entry of a list or mapping: on its line, and in lines of their own right above it.

They move with it. Where it is taken out they stay, and say whose they were, so that nobody takes them for another's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.cutting import comments_with_places
from iki_newsletter.content.splicing import end_of, line_start, start_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import yaml


_SAYS_WHOSE: Final = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*: ")


_EMPTY_LINE: Final = re.compile(r"\n([ \t]*)\r?(?=\n)")


def above(text: str, start: int) -> int:
    """Give the start of the comment lines right above a line, else its own start; an empty line parts them."""
    at = line_start(text, start)
    while at:
        before = line_start(text, at - 1)
        if not text[before:at].lstrip().startswith("#"):
            break
        at = before
    return at


def saying_whose(comment: str, whose: str) -> str:
    """Write into a comment whose it was, unless it says so already.

    >>> saying_whose("# told Ana", "reef-course"), saying_whose("# told Ana", "")
    ('# reef-course: told Ana', '# told Ana')
    """
    words = comment.lstrip("#").strip()
    return comment if not whose or _SAYS_WHOSE.match(words) else f"# {whose}: {words}"


def same_words(before: Iterable[str], after: Iterable[str], names: Iterable[str]) -> bool:
    """Tell whether comments are the same, but for names that stand before some of them now."""
    left = Counter(comment.lstrip("#").strip() for comment in before)
    changed = []
    for words in (comment.lstrip("#").strip() for comment in after):
        if left[words]:
            left[words] -= 1
        else:
            changed.append(words)
    known = [f"{name}: " for name in names]
    for words in changed:
        found = next((bare for bare in map(words.removeprefix, known) if bare != words and left[bare]), None)
        if found is None:
            return False
        left[found] -= 1
    return not left.total()


@dataclass(slots=True)
class _Entry:
    raw: str
    above: list[str] = field(default_factory=list)
    beside: str = ""


def in_brackets(text: str, node: yaml.SequenceNode, names: Sequence[str], ends: str) -> str:
    """Write a list in brackets that holds comments with other entries, each in a line with the comments it has."""
    first, last = start_of(node), int(node.end_mark.index)
    entries = {str(each.value): _Entry(text[start_of(each) : end_of(each, text)]) for each in node.value}
    spans = [(start_of(each), end_of(each, text), str(each.value)) for each in node.value]
    opening = "["
    closing: list[str] = []
    empty = [(found.start(1), "") for found in _EMPTY_LINE.finditer(text, first, last)]
    for place, words in sorted([*comments_with_places(text, first, last), *empty]):
        before = next((each for each in reversed(spans) if each[1] <= place), None)
        after = next((each for each in spans if each[0] > place), None)
        if before and "\n" not in text[before[1] : place] and not entries[before[2]].beside:
            entries[before[2]].beside = words
        elif not before and "\n" not in text[first:place]:
            opening = text[first:place] + words
        elif after:
            entries[after[2]].above.append(words)
        else:
            closing.append(words)
    for name, entry in entries.items():
        if name not in names:
            remarks = [*entry.above, *filter(None, [entry.beside])]
            closing += (saying_whose(words, name) if words else "" for words in remarks)
    outer = text[line_start(text, first) : first]
    indent = " " * (len(outer) - len(outer.lstrip()) + 2)
    lines = [opening]
    for name in names:
        entry = entries.get(name) or _Entry(name)
        lines += (f"{indent}{words}".rstrip() for words in entry.above)
        lines.append(f"{indent}{entry.raw}," + (f"  {entry.beside}" if entry.beside else ""))
    lines += (f"{indent}{words}".rstrip() for words in closing)
    return text[:first] + ends.join([*lines, f"{indent[2:] or indent}]"]) + text[last:]
