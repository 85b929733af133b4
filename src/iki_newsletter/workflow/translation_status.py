"""Tell how far an issue's translations are, and take an editor's word that one still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.content.translation_record import write_translation_record
from iki_newsletter.errors import NotThereError, UsageError
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.workflow.texts import known_language, read_texts

if TYPE_CHECKING:
    from iki_newsletter.workflow.texts import IssueText, IssueTexts
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an item's translation into a language is."""

    is_original: bool
    missing: tuple[str, ...] = ()
    """The texts that are not there in the language, or still wait to be written, by their names for people."""
    outdated: tuple[str, ...] = ()
    """The texts whose source has changed since."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.missing or self.outdated)


@dataclass(frozen=True, slots=True)
class Status:
    """How far an issue's translations are."""

    issue: str
    languages: tuple[str, ...]
    items: dict[str, dict[str, Standing]]
    """Item to language to standing, in the issue's order, the plan first."""
    left_out: frozenset[str]

    @property
    def open_texts(self) -> dict[str, int]:
        """How many texts are to be translated, by language; of items that readers get."""
        return {
            language: sum(
                len({*standings[language].missing, *standings[language].outdated})
                for item, standings in self.items.items()
                if item not in self.left_out and not standings[language].is_original
            )
            for language in self.languages
        }

    @property
    def unwritten(self) -> dict[str, tuple[str, ...]]:
        """What is still to be written in its original, by item; of items that readers get."""
        return {
            item: missing
            for item, standings in self.items.items()
            if item not in self.left_out
            for missing in [tuple(text for each in standings.values() if each.is_original for text in each.missing)]
            if missing
        }

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.issue,
            "open": self.open_texts,
            "items": {
                item: {
                    language: {
                        "original": each.is_original,
                        "missing": list(each.missing),
                        "outdated": list(each.outdated),
                    }
                    for language, each in standings.items()
                }
                for item, standings in self.items.items()
            },
            "left_out": sorted(self.left_out),
        }


def status(workspace: Workspace, issue_id: str) -> Status:
    """Tell of each item and language whether it is whole, what is missing, and what is older than its source."""
    texts = read_texts(workspace, issue_id)
    languages = texts.newsletter.languages
    by_item: dict[str, list[IssueText]] = {item: [] for item in texts.items}
    for each in texts.texts:
        by_item[each.item].append(each)
    items = {
        item: {language: _standing(texts, found, language) for language in languages}
        for item, found in by_item.items()
    }
    return Status(issue_id, languages, items, texts.left_out)


def accept(workspace: Workspace, issue_id: str, item: str, language: str | None = None) -> list[str]:
    """Write down that an item's translations hold for its texts as they are now; gives the texts concerned.

    All languages, or one. Raises NotThereError for an item that is not there.
    """
    texts = read_texts(workspace, issue_id)
    if item not in texts.titles:
        raise NotThereError(
            f"The issue {issue_id} has no contribution {item}.",
            instead=did_you_mean(item, texts.titles) or f"Its own texts are those of {texts.items[0]}.",
        )
    languages = [known_language(language, texts.newsletter)] if language else texts.newsletter.languages
    record, accepted = texts.sources.translated, []
    for each in texts.texts:
        for to in languages if each.item == item else ():
            source = record.source_of(each.item, each.keys, to) or each.text.original
            if to != source and each.text.has(to) and each.text.has(source):
                record = record.having(each.item, each.keys, to, source, each.text.by_language[source])
                accepted.append(f"{each.field} in {to}")
    if not accepted:
        raise UsageError(f"{item} has no translation that could be accepted.")
    if record != texts.sources.translated:
        write_translation_record(texts.sources.folder, record)
    return accepted


def _standing(texts: IssueTexts, found: list[IssueText], language: str) -> Standing:
    record = texts.sources.translated
    translated = [each for each in found if each.text.original != language]
    return Standing(
        is_original=not translated,
        missing=tuple(each.field for each in found if not (each.is_name or each.text.has(language))),
        outdated=tuple(
            each.field for each in translated if record.is_outdated(each.item, each.keys, each.text, language)
        ),
    )
