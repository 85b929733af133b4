"""Reading and writing `translations.yaml`, which says what an issue's translations were made from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import yaml
from pydantic import TypeAdapter

from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.translation import FILE, TranslationRecord
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.problem import Problem

_MOST: Final = 512 * 1024
"""Bytes: forty items with ten texts in three languages take 120 KB."""
_HEADING: Final = (
    "# Written by `iki-news translations`; keep it in git. It says which source each translation was made from, by\n"
    "# the source's language and digest, so that a source that changed since can be told.\n"
)


def read_translation_record(folder: Path) -> tuple[TranslationRecord, list[Problem]]:
    """Read an issue's record; an empty one where there is no file, or where it has problems."""
    path = folder / FILE
    if not path.exists():
        return TranslationRecord(), []
    loaded, problems = read_shape(path, _adapter(), family="I", cap=_MOST)
    return (loaded.value if loaded else TranslationRecord()), problems


def refuse_unreadable_record(folder: Path) -> None:
    """Raise FilesWrongError where an issue's record has problems: what it says would be lost when it is written."""
    _, problems = read_translation_record(folder)
    if problems:
        path = relative_to_here(folder / FILE)
        raise FilesWrongError(
            f"{path} must be mended first: it says what the translations were made from. Nothing was written.",
            instead=f"Take it from git as it was: git checkout {path}",
            problems=problems,
        )


def write_translation_record(folder: Path, record: TranslationRecord) -> None:
    """Write an issue's record, sorted, so that two editors' changes meet in git line by line.

    Raises FilesWrongError rather than write over one that cannot be read.
    """
    refuse_unreadable_record(folder)
    text = yaml.safe_dump(record.model_dump(mode="json"), sort_keys=True, allow_unicode=True, width=1000)
    write_atomically(folder / FILE, _HEADING + text)


@cache
def _adapter() -> TypeAdapter[TranslationRecord]:
    return TypeAdapter(TranslationRecord)
