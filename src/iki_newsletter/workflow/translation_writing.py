"""Write translations into an issue's YAML files: all of them or none, and nothing but them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from iki_newsletter.content.editing import YamlFile
from iki_newsletter.errors import FilesWrongError, RefusedError
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.fields import said_in
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.translation import PLAN
from iki_newsletter.reading.reader import MAX_BYTES, read_bytes_as

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.workflow.texts import IssueText, IssueTexts


def write_texts(texts: IssueTexts, new: Mapping[tuple[str, Keys], str], language: str) -> tuple[Path, ...]:
    """Write texts in a language into their files, by item and keys; gives the files that were changed.

    Each file is read back before any is written: it must say what it said, and the new texts. Raises RefusedError
    where that cannot be done.
    """
    files: dict[Path, YamlFile] = {}
    for each in texts.texts:
        text = new.get((each.item, each.keys))
        if text is not None:
            file = files.setdefault(each.path, YamlFile(each.path))
            _put(file, each, text, language, texts.newsletter.languages)
    for item, path in {each.item: each.path for each in texts.texts if each.path in files}.items():
        _compare(
            files[path], item, {keys: text for (name, keys), text in new.items() if name == item}, language, texts
        )
    changed = [file for file in files.values() if file.is_changed]
    for file in changed:
        file.save()
    return tuple(file.path for file in changed)


def _put(file: YamlFile, each: IssueText, text: str, language: str, languages: tuple[str, ...]) -> None:
    if isinstance(file.value(*each.keys), str):
        file.wrap(each.keys, each.text.original)
    before = languages[: languages.index(language)]
    file.put(
        (*each.keys, language), text, after=before if any(name in each.text.by_language for name in before) else ()
    )


def _compare(file: YamlFile, item: str, new: Mapping[Keys, str], language: str, texts: IssueTexts) -> None:
    """Read a file as it would be written; it must hold nothing else that is new."""
    adapter: TypeAdapter[Any] = TypeAdapter(IssuePlan if item == PLAN else Contribution)
    loaded, problems = read_bytes_as(file.text.encode(), file.path, adapter, family="I" if item == PLAN else "C")
    if loaded is None or len(file.text.encode()) > MAX_BYTES:
        raise FilesWrongError(
            f"{relative_to_here(file.path)} cannot hold the translation; nothing was written.",
            problems=problems,
        )
    before, _ = read_bytes_as(file.path.read_bytes(), file.path, adapter, family="I" if item == PLAN else "C")
    original = texts.newsletter.languages[0] if item == PLAN else getattr(loaded.value, "language", "")
    wanted = said_in(before.value, original) if before else {}
    for keys, text in new.items():
        wanted[keys] = {**wanted[keys], language: text}
    if said_in(loaded.value, original) != wanted:
        raise RefusedError(
            f"{relative_to_here(file.path)} would not say the same any more; nothing was written.",
            instead="Put the translation in by hand.",
        )
