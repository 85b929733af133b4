"""Put what a translator gave back into its places, and tell of every text what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.content.translation_record import refuse_unreadable_record, write_translation_record
from iki_newsletter.errors import UsageError
from iki_newsletter.translations.reading import read_returned
from iki_newsletter.workflow.texts import known_language, read_texts
from iki_newsletter.workflow.translation_judging import Fate, Outcome, judge
from iki_newsletter.workflow.translation_places import at_their_places
from iki_newsletter.workflow.translation_writing import write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.translation import TranslationRecord
    from iki_newsletter.translations.sheet import ReturnedRow
    from iki_newsletter.workflow.texts import IssueTexts
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    issue: str
    to: str
    outcomes: tuple[Outcome, ...]
    files: tuple[Path, ...]
    """What was written."""
    unreleased: tuple[str, ...] = ()
    """The items whose projects have agreed to what they said before this."""

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
            "release_again": list(self.unreleased),
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

    `anyway` also takes what was made from an earlier source, which the record says then, and what is incomplete;
    `replace` also what would overwrite a translation that changed since the file was made. All files are written, or
    none.
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
            outcomes.append(judge(known[place], rows, returned.to, anyway=anyway, replace=replace))
        else:
            outcomes.append(Outcome(*place, " ".join(map(str, place[1])), Fate.UNKNOWN))
    files = () if dry_run else _write(texts, outcomes, returned.to)
    return Imported(issue_id, returned.to, tuple(outcomes), files, _unreleased(texts, outcomes))


def _unreleased(texts: IssueTexts, outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Name the items that say more now than was released; of a release without a digest nobody knows."""
    changed = {each.item for each in outcomes if each.fate is Fate.TRANSLATED}
    released = {each.name for each in texts.sources.contributions if each.value.released and each.value.released.text}
    return tuple(item for item in texts.titles if item in changed & released)


def _by_text(rows: Iterable[ReturnedRow]) -> Mapping[tuple[str, Keys], list[ReturnedRow]]:
    """Gather paragraphs to texts, in the file's order of texts and the paragraphs' own."""
    found: dict[tuple[str, Keys], list[ReturnedRow]] = {}
    for row in rows:
        found.setdefault((row.id.item, row.id.keys), []).append(row)
    return {place: sorted(rows, key=lambda row: row.id.paragraph) for place, rows in found.items()}


def _write(texts: IssueTexts, outcomes: Sequence[Outcome], to: str) -> tuple[Path, ...]:
    refuse_unreadable_record(texts.sources.folder)
    put_in = [each for each in outcomes if each.fate is Fate.TRANSLATED]
    files = write_texts(texts, {(each.item, each.keys): each.text for each in put_in}, to)
    record, known = texts.sources.translated, {(each.item, each.keys): each.text for each in texts.texts}
    new = record
    for each in outcomes:
        if not (each.fate is Fate.TRANSLATED or _begins_record(each, record, to)):
            continue
        if each.source in known[each.item, each.keys].by_language:
            new = new.having(each.item, each.keys, to, each.source, each.made_from)
    if new != record:
        write_translation_record(texts.sources.folder, new)
    return files


def _begins_record(each: Outcome, record: TranslationRecord, to: str) -> bool:
    """Tell whether a text that stands here already is known, by the file, to belong to the source that stands here.

    What the record says already is not touched: a file that comes back as it went confirms nothing.
    """
    return each.fate is Fate.UNCHANGED and each.holds and record.source_of(each.item, each.keys, to) is None
