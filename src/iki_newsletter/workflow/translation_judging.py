"""Judge what a translator gave back, text by text: what goes in, and what somebody has to decide."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.reading.characters import describe, forbidden_in
from iki_newsletter.translations.marks import addresses_in, pieces_of
from iki_newsletter.translations.paragraphs import NOTHING, digest_of, paragraphs_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.translations.sheet import ReturnedRow
    from iki_newsletter.workflow.texts import IssueText

_LONGEST: Final = 20_000
"""Characters; no text may have more."""


class Fate(StrEnum):
    """What became of a text that came back."""

    TRANSLATED = "translated"
    """Put in."""
    UNCHANGED = "unchanged"
    """What stands there already."""
    EMPTY = "empty"
    """Not translated yet."""
    SOURCE_CHANGED = "source changed"
    """Not put in: the source is another than the one that was sent out."""
    CHANGED_HERE = "changed here"
    """Not put in: the translation that stands here was changed since, or came in meanwhile."""
    INCOMPLETE = "incomplete"
    """Not put in: some of its paragraphs are not translated."""
    UNUSABLE = "unusable"
    """Not put in: it cannot stand in a contribution."""
    UNKNOWN = "unknown"
    """The issue has no such text any more."""

    @property
    def is_held_back(self) -> bool:
        """Whether somebody has to decide."""
        return self not in (Fate.TRANSLATED, Fate.UNCHANGED, Fate.EMPTY)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text."""

    item: str
    keys: Keys
    field: str
    fate: Fate
    text: str = ""
    """The translation."""
    source: str = ""
    """The language it was made from."""
    remarks: tuple[str, ...] = ()
    holds: bool = False
    """Whether the source that stands here is, paragraph by paragraph, the one in the file."""
    made_from: str = ""
    """The source in the file; where that cannot be told word by word, what no text is."""
    other: tuple[str, str] | None = None
    """What somebody has to decide about, or what was written over: the text in the file, and the one here."""

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "item": self.item,
            "text": ".".join(map(str, self.keys)),
            "fate": self.fate.value,
            "remarks": list(self.remarks),
        } | ({"in_file": self.other[0], "here": self.other[1]} if self.other else {})


def judge(each: IssueText, rows: Sequence[ReturnedRow], to: str, *, anyway: bool, replace: bool) -> Outcome:
    """Tell what is to become of a text whose paragraphs came back as `rows`, which are sorted."""
    source = rows[0].id.language
    written, there = each.text.by_language.get(source, ""), each.text.by_language.get(to, "")
    targets = [unicodedata.normalize("NFC", row.target) for row in rows if row.target]
    # Between them stand the very lines that stood there, or that the source has.
    like = there if len(paragraphs_of(there)) == len(targets) else written
    text = text_of(targets, like).strip()
    before = [row.id.target for row in rows if row.id.target != NOTHING]
    holds = _digests(written) == [row.id.source for row in rows if row.id.source != NOTHING]
    is_other = _digests(there) != before
    fate, remark = _fate(rows, text, there, may_be_older=anyway or holds, may_be_over=replace or not is_other)
    if fate is Fate.INCOMPLETE and anyway:
        fate, remark = Fate.TRANSLATED, ""
    remarks = [*dict.fromkeys(row.remark for row in rows if row.remark), *([remark] if remark else [])]
    other = None
    if fate is Fate.SOURCE_CHANGED:
        other = (text_of(_sources(rows)), written)
    elif is_other and fate in (Fate.CHANGED_HERE, Fate.TRANSLATED):
        other = (text, there)
    if fate in (Fate.TRANSLATED, Fate.UNCHANGED):
        remarks += _put_in_so(fate, is_older=not holds, is_over=other is not None and bool(there))
        remarks += _at_odds(each, written, text, to)
    made_from = written if holds else _made_from(rows, written)
    return Outcome(each.item, each.keys, each.field, fate, text, source, tuple(remarks), holds, made_from, other)


def _fate(
    rows: Sequence[ReturnedRow], text: str, there: str, *, may_be_older: bool, may_be_over: bool
) -> tuple[Fate, str]:
    """Tell whether a text is put in, and why not, where the fate alone does not say it."""
    missing = _missing(rows)
    if not text:
        had = there and any(row.id.target != NOTHING for row in rows)
        return Fate.EMPTY, "the translation that stands there stays" if had else ""
    if text == there:
        return Fate.UNCHANGED, ""
    if reason := _unusable(rows, text):
        return Fate.UNUSABLE, reason
    if not (may_be_older and may_be_over):
        return (Fate.CHANGED_HERE if may_be_older else Fate.SOURCE_CHANGED), ""
    if missing:
        return Fate.INCOMPLETE, f"no translation of paragraph {', '.join(map(str, missing))}"
    return Fate.TRANSLATED, ""


def _put_in_so(fate: Fate, *, is_older: bool, is_over: bool) -> list[str]:
    """Name what an editor has decided by `anyway` and `replace`, and what a text that is there does not become."""
    if fate is Fate.UNCHANGED:
        why = "its source has changed since the file was made: not recorded as a translation of it"
        return [why] if is_older else []
    return ["made from an earlier source"] * is_older + ["written over another translation"] * is_over


def _sources(rows: Sequence[ReturnedRow]) -> list[str]:
    return [row.source for row in rows if row.id.source != NOTHING]


def _made_from(rows: Sequence[ReturnedRow], like: str) -> str:
    """Give the source that a file was made from, as its ids vouch for it.

    Where the source's column was written in, the ids alone: a digest of these is no text's.
    """
    digests = [row.id.source for row in rows if row.id.source != NOTHING]
    text = text_of(_sources(rows), like)
    return text if _digests(text) == digests else " ".join(digests)


def _digests(text: str) -> list[str]:
    return [digest_of(paragraph) for paragraph in paragraphs_of(text)]


def _missing(rows: Sequence[ReturnedRow]) -> list[int]:
    return [row.id.paragraph for row in rows if row.id.source != NOTHING and not row.target]


def _unusable(rows: Sequence[ReturnedRow], text: str) -> str:
    numbers = [row.id.paragraph for row in rows]
    if numbers != list(range(1, len(rows) + 1)):
        return f"paragraphs came back as {', '.join(map(str, numbers))}"
    if len(text) > _LONGEST:
        return f"it has {len(text):,} characters, more than a text can have"
    if forbidden := forbidden_in(text):
        return f"it holds {describe(forbidden[0])}"
    return ""


def _at_odds(each: IssueText, source: str, text: str, to: str) -> Iterator[str]:
    """Name what is to be looked at in a translation that is put in, or is there."""
    if (most := each.most(to)) is not None and len(text) > most:
        yield f"too long: {len(text):,} characters, and at most {most:,} are meant for it"
    yield from _differences(source, text, is_markdown=each.is_markdown)


def _differences(source: str, target: str, *, is_markdown: bool) -> list[str]:
    """Name what a translation has otherwise than its source: the number of paragraphs, where links lead."""
    remarks = []
    before, after = len(paragraphs_of(source)), len(paragraphs_of(target))
    if before != after:
        remarks.append(f"{after} paragraphs instead of {before}")
    if is_markdown:
        lost = [address for address in addresses_in(source) if address not in addresses_in(target)]
        remarks += [f"no link to {address} any more" for address in dict.fromkeys(lost)]
        if _bold(source) != _bold(target):
            remarks.append("other bold words than in the source")
    return remarks


def _bold(text: str) -> int:
    return sum(piece.kind == "bold" for piece in pieces_of(text, is_markdown=True))
