"""Write what is to be translated into one file for a translator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Any

from iki_newsletter.content.files import TRANSLATIONS
from iki_newsletter.errors import AlreadyThereError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.translations.paragraphs import digest_of, paragraphs_of
from iki_newsletter.translations.sheet import Row, RowId, Sheet
from iki_newsletter.translations.words import words_for
from iki_newsletter.workflow.texts import known_language, read_texts, wanted_texts
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.model.translation import TranslationRecord
    from iki_newsletter.workflow.texts import IssueText
    from iki_newsletter.workspace.folder import Workspace


class Format(StrEnum):
    """What translators work with."""

    DOCX = "docx"
    XLIFF = "xliff"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written for a translator."""

    path: Path | None
    """None where nothing is to be translated."""
    sheet: Sheet
    texts: int
    words: int
    """Of the source, roughly as offers count them."""
    without_source: tuple[str, ...]
    """The texts that do not exist in the source language asked for."""

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.sheet.issue,
            "to": self.sheet.to,
            "file": str(self.path) if self.path else None,
            "texts": self.texts,
            "paragraphs": len(self.sheet.rows),
            "words": self.words,
            "without_source": list(self.without_source),
        }


def export(
    workspace: Workspace,
    issue_id: str,
    to: str,
    *,
    source: str | None = None,
    kind: str = Format.DOCX,
    out: Path | None = None,
    everything: bool = False,
) -> Exported:
    """Write what has no translation into `to`, or one of an earlier text, or `everything`; gives what was written.

    `source` translates from another language than each text's original, where the text exists in it. Nothing is
    overwritten. Raises UsageError for a language or format that is not known, AlreadyThereError for a file that is
    there, and what reading an issue raises.
    """
    if kind not in list(Format):
        raise UsageError(f"There is no format {kind}.", instead=f"Choose one of {', '.join(Format)}.")
    texts = read_texts(workspace, issue_id)
    known_language(to, texts.newsletter)
    if source is not None and known_language(source, texts.newsletter) == to:
        raise UsageError(f"Nothing is translated from {source} into {to}.", instead="Name two languages.")
    wanted = list(wanted_texts(texts, to, everything=everything))
    given = [each for each in wanted if each.text.has(source or each.text.original)]
    record = texts.sources.translated
    rows = tuple(row for each in given for row in _rows(each, source or each.text.original, to, record))
    sheet = Sheet(issue_id, to, rows, texts.titles)
    missing = tuple(f"{each.item}: {each.field}" for each in wanted if each not in given)
    words = sum(len(row.source.split()) for row in rows)
    path = _write(out or _place(workspace.issue(issue_id), sheet, kind), sheet, kind) if rows else None
    return Exported(path, sheet, len(given), words, missing)


def _rows(each: IssueText, source: str, to: str, record: TranslationRecord) -> Iterator[Row]:
    sources = paragraphs_of(each.text.by_language[source])
    targets = paragraphs_of(each.text.by_language.get(to, ""))
    is_old = record.is_outdated(each.item, each.keys, each.text, to)
    total = max(len(sources), len(targets))
    words = words_for(to)
    part = words.part(each.keys)
    for number, (old, new) in enumerate(zip_longest(sources, targets, fillvalue=""), start=1):
        yield Row(
            RowId(each.item, each.keys, number, source, digest_of(old), digest_of(new)),
            part if total == 1 else words.paragraph.format(part=part, number=number, total=total),
            old,
            new,
            each.note(to) if number == 1 else "",
            is_markdown=each.is_markdown,
            is_outdated=is_old,
        )


def _place(folder: Path, sheet: Sheet, kind: str) -> Path:
    """Give a place in the issue's own folder, since what lies in build/ may be thrown away."""
    place = folder / TRANSLATIONS
    if not place.exists():
        # What comes back from an office names in its properties who worked on it.
        write_atomically(
            place / ".gitignore", "# What goes to translators and comes back stays on this machine.\n*\n"
        )
    return _free(place, sheet, kind)


def _free(folder: Path, sheet: Sheet, kind: str) -> Path:
    """Give the first name that is free: somebody may have translated in an earlier file."""
    ending = "xlf" if kind == Format.XLIFF else kind
    numbers = (f"-{number}" if number > 1 else "" for number in count(1))
    paths = (folder / f"{sheet.issue}-{sheet.to}{number}.{ending}" for number in numbers)
    return next(path for path in paths if not path.exists())


def _write(path: Path, sheet: Sheet, kind: str) -> Path:
    if path.exists():
        raise AlreadyThereError(
            f"{relative_to_here(path)} is there already.",
            instead="It may be the file a translator is working on: name another one.",
        )
    write_atomically(path, _written(sheet, kind))
    return path


def _written(sheet: Sheet, kind: str) -> bytes:
    if kind == Format.XLIFF:
        from iki_newsletter.translations.xliff import write_xliff  # noqa: PLC0415 - each needs a library of its own

        return write_xliff(sheet)
    if kind == Format.XLSX:
        from iki_newsletter.translations.spreadsheet import write_xlsx  # noqa: PLC0415

        return write_xlsx(sheet)
    from iki_newsletter.translations.wordfile import write_docx  # noqa: PLC0415

    return write_docx(sheet)
