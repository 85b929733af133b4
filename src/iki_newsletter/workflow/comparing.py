"""Two editions of one language compared: what a reader of the later one gets otherwise."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from html import escape
from typing import TYPE_CHECKING, Any

from iki_newsletter.mail.personal import fill_html, fill_text
from iki_newsletter.model.edition import Slot
from iki_newsletter.render.parts import Parts, read_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.edition import Edition

_NAMES = {slot: f"{{{slot.value}}}" for slot in Slot}
"""What stands in the slots: the sentinels differ wherever anything does."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """How many words of an item went and came; an empty name stands for what is around the items."""

    name: str
    removed: int
    added: int
    is_new: bool = False
    is_gone: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        state = "new" if self.is_new else "gone" if self.is_gone else "changed"
        return {"name": self.name or None, "state": state, "removed": self.removed, "added": self.added}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What has changed from one edition to another."""

    subject: tuple[str, str] | None
    """The subject before and now, where it changed."""
    items: tuple[ItemChange, ...]
    text: tuple[str, ...]
    """The text part's unified diff, line by line."""
    other: tuple[str, ...]
    """What the text part does not show, in sentences."""

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "subject": {"before": self.subject[0], "now": self.subject[1]} if self.subject else None,
            "items": [item.as_json() for item in self.items],
            "text": list(self.text),
            "other": list(self.other),
        }


def compare(before: Edition, now: Edition) -> Comparison:
    """Compare two editions of a language."""
    old, new = _parts(before), _parts(now)
    items = tuple(_items(old, new))
    was, is_now = (fill_text(edition, _NAMES).splitlines() for edition in (before, now))
    diff = unified_diff(was, is_now, "before", "now", lineterm="")
    return Comparison(
        subject=(before.subject, now.subject) if before.subject != now.subject else None,
        items=items,
        text=tuple(diff),
        other=(*_other(before, now), *_look(old, new, items)),
    )


def _parts(edition: Edition) -> Parts:
    """Read an edition's HTML; the subject, which is compared by itself, stands in the markup as well."""
    return read_parts(fill_html(edition, _NAMES).replace(escape(edition.subject), "{subject}"))


def _items(old: Parts, new: Parts) -> Iterator[ItemChange]:
    """Compare item by item, in the order of the new edition; those that are gone come last."""
    for name in [*new.words, *(each for each in old.words if each not in new.words)]:
        before, now = old.words.get(name, ()), new.words.get(name, ())
        if before != now:
            removed, added = _count(before, now)
            yield ItemChange(name, removed, added, is_new=name not in old.words, is_gone=name not in new.words)


def _count(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[int, int]:
    """Count the words that went and that came."""
    same = sum(block.size for block in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks())
    return len(before) - same, len(now) - same


def _other(before: Edition, now: Edition) -> Iterator[str]:
    if before.preheader != now.preheader:
        yield f"The preheader was “{before.preheader}” and is “{now.preheader}”."
    old, new = ({picture.file for picture in edition.pictures} for edition in (before, now))
    yield from (f"A picture is gone: {file}" for file in sorted(old - new))
    yield from (f"A picture is new: {file}" for file in sorted(new - old))
    changed = sorted(
        key for key in {*before.wording, *now.wording} if before.wording.get(key) != now.wording.get(key)
    )
    if changed:
        yield f"The message's own words changed: {', '.join(changed)}"


def _look(old: Parts, new: Parts, items: tuple[ItemChange, ...]) -> Iterator[str]:
    gone, come = (sorted(set(each) - set(other)) for each, other in ((old.links, new.links), (new.links, old.links)))
    yield from (f"A link is gone: {url}" for url in gone)
    yield from (f"A link is new: {url}" for url in come)
    orders = [[name for name in each.words if name in old.words and name in new.words] for each in (old, new)]
    if orders[0] != orders[1]:
        yield "The items stand in another order."
    before, now = Counter(old.markup), Counter(new.markup)
    number = max((before - now).total(), (now - before).total())
    if number and not any(item.is_new or item.is_gone for item in items):
        places = "1 place" if number == 1 else f"{number} places"
        yield f"The HTML's look changed in {places}: elements, styles or alt texts."
