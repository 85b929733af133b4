"""Put what a translator gave back into its places, and tell of every text what became of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from iki_newsletter.content.translation_record import refuse_unreadable_record, write_translation_record
from iki_newsletter.errors import UsageError
from iki_newsletter.reading.characters import describe, forbidden_in
from iki_newsletter.translations.marks import addresses_in, pieces_of
from iki_newsletter.translations.paragraphs import NOTHING, digest_of, paragraphs_of, text_of
from iki_newsletter.translations.reading import read_returned
from iki_newsletter.workflow.texts import known_language, read_texts
from iki_newsletter.workflow.translation_places import at_their_places
from iki_newsletter.workflow.translation_writing import write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.translation import TranslationRecord
    from iki_newsletter.translations.sheet import ReturnedRow
    from iki_newsletter.workflow.texts import IssueText, IssueTexts
    from iki_newsletter.workspace.folder import Workspace

_LONGEST = 20_000


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

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "item": self.item,
            "text": ".".join(map(str, self.keys)),
            "fate": self.fate.value,
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    issue: str
    to: str
    outcomes: tuple[Outcome, ...]
    files: tuple[Path, ...]
    """What was written."""

    def having(self, fate: Fate) -> list[Outcome]:
        """Give the texts that this became of."""
        return [each for each in self.outcomes if each.fate is fate]

    @property
    def held_back(self) -> list[Outcome]:
        """The texts about which somebody has to decide."""
        return [each for each in self.outcomes if each.fate.is_held_back]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.issue,
            "to": self.to,
            "texts": [each.as_json() for each in self.outcomes],
            "files": list(map(str, self.files)),
        }


def take_in(
    workspace: Workspace,
    issue_id: str,
    path: Path,
    *,
    anyway: bool = False,
    replace: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Put the translations of a file into the issue's YAML files; gives what became of each.

    `anyway` also takes what was made from an earlier source, and what is incomplete; `replace` also what would
    overwrite a translation that changed since the file was made. All files are written, or none.
    Raises UsageError for a file of another issue or none of ours, RefusedError where a file cannot be changed.
    """
    returned = read_returned(path)
    if returned.issue != issue_id:
        raise UsageError(
            f"{path.name} belongs to the issue {returned.issue}.",
            instead=f"Put it there: iki-news translations import {returned.issue} {path.name}",
        )
    texts = read_texts(workspace, issue_id)
    known_language(returned.to, texts.newsletter)
    known = {(each.item, each.keys): each for each in texts.texts}
    returned = at_their_places(returned, known)
    outcomes = []
    for place, rows in _by_text(returned.rows).items():
        if place in known:
            outcomes.append(_judge(known[place], rows, returned.to, anyway=anyway, replace=replace))
        else:
            outcomes.append(Outcome(*place, " ".join(map(str, place[1])), Fate.UNKNOWN))
    files = () if dry_run else _write(texts, outcomes, returned.to)
    return Imported(issue_id, returned.to, tuple(outcomes), files)


def _by_text(rows: Iterable[ReturnedRow]) -> Mapping[tuple[str, Keys], list[ReturnedRow]]:
    """Gather paragraphs to texts, in the file's order of texts and the paragraphs' own."""
    found: dict[tuple[str, Keys], list[ReturnedRow]] = {}
    for row in rows:
        found.setdefault((row.id.item, row.id.keys), []).append(row)
    return {place: sorted(rows, key=lambda row: row.id.paragraph) for place, rows in found.items()}


def _judge(each: IssueText, rows: Sequence[ReturnedRow], to: str, *, anyway: bool, replace: bool) -> Outcome:
    source = rows[0].id.language
    written, there = each.text.by_language.get(source, ""), each.text.by_language.get(to, "")
    targets = [unicodedata.normalize("NFC", row.target) for row in rows if row.target]
    # Between them stand the very lines that stood there, or that the source has.
    like = there if len(paragraphs_of(there)) == len(targets) else written
    text = text_of(targets, like).strip()
    remarks = list(dict.fromkeys(row.remark for row in rows if row.remark))
    before = [row.id.target for row in rows if row.id.target != NOTHING]
    holds = _digests(written) == [row.id.source for row in rows if row.id.source != NOTHING]
    fate = Fate.TRANSLATED
    if not text:
        fate = Fate.EMPTY
        if before and there:
            remarks.append("the translation that stands there stays")
    elif text == there:
        fate = Fate.UNCHANGED
        if not holds:
            remarks.append("its source has changed since the file was made: not recorded as a translation of it")
    elif reason := _unusable(rows, text):
        fate, remarks = Fate.UNUSABLE, [*remarks, reason]
    elif not anyway and not holds:
        fate = Fate.SOURCE_CHANGED
    elif not replace and _digests(there) != before:
        fate = Fate.CHANGED_HERE
    elif not anyway and (missing := _missing(rows)):
        fate, remarks = Fate.INCOMPLETE, [*remarks, f"no translation of paragraph {', '.join(map(str, missing))}"]
    if fate in (Fate.TRANSLATED, Fate.UNCHANGED):
        remarks += _differences(written, text, is_markdown=each.is_markdown)
    return Outcome(each.item, each.keys, each.field, fate, text, source, tuple(remarks), holds)


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


def _write(texts: IssueTexts, outcomes: Sequence[Outcome], to: str) -> tuple[Path, ...]:
    refuse_unreadable_record(texts.sources.folder)
    put_in = [each for each in outcomes if each.fate is Fate.TRANSLATED]
    files = write_texts(texts, {(each.item, each.keys): each.text for each in put_in}, to)
    record, known = texts.sources.translated, {(each.item, each.keys): each.text for each in texts.texts}
    new = record
    for each in outcomes:
        if not (each.fate is Fate.TRANSLATED or _begins_record(each, record, to)):
            continue
        if source := known[each.item, each.keys].by_language.get(each.source):
            new = new.having(each.item, each.keys, to, each.source, source)
    if new != record:
        write_translation_record(texts.sources.folder, new)
    return files


def _begins_record(each: Outcome, record: TranslationRecord, to: str) -> bool:
    """Tell whether a text that stands here already is known, by the file, to belong to the source that stands here.

    What the record says already is not touched: a file that comes back as it went confirms nothing.
    """
    return each.fate is Fate.UNCHANGED and each.holds and record.source_of(each.item, each.keys, to) is None
