"""Corrections as files: reading one, and finding what would keep it from its readers before anything is sent."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.errors import NotThereError
from iki_newsletter.model.correction import Correction
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.problem import Problem
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.store.database import Database
from iki_newsletter.store.decisions import Decisions
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.receipt import read_receipt
from iki_newsletter.workflow.outlet import real_ledger, sandbox_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.workspace.folder import Workspace

_NAME: Final = re.compile(r"correction(-[0-9]+)?\.yaml")


def read_correction(file: Path) -> tuple[Loaded[Correction] | None, list[Problem]]:
    """Read a correction's file, with everything that is wrong with its shape; raises NotThereError without one."""
    if not file.is_file():
        raise NotThereError(
            f"There is no file {relative_to_here(file)}.",
            instead="Write the correction: subject: {es: …, de: …} and text: {es: …, de: …}",
        )
    return read_shape(file, TypeAdapter(Correction), family="I")


def find_in_corrections(
    workspace: Workspace, issue_id: str, languages: Iterable[str], more: Path | None = None
) -> list[Problem]:
    """Find what is wrong with an issue's corrections, those in its folder and one `more` that is named.

    `languages` are the newsletter's, in its order; none where its settings cannot be read, and then only the shape
    is judged.
    """
    folder = workspace.issue(issue_id)
    files = [path for path in sorted(folder.glob("correction*.yaml")) if _NAME.fullmatch(path.name)]
    if more is not None and more.resolve() not in {path.resolve() for path in files}:
        files.append(more)
    problems: list[Problem] = []
    known = list(languages)
    readers = _readers(workspace, issue_id) if files and known else {}
    for file in files:
        loaded, found = read_correction(file)
        problems += found or (_missing(loaded, known, readers) if loaded and known else [])
    return problems


def _missing(loaded: Loaded[Correction], languages: list[str], readers: Mapping[str, int]) -> list[Problem]:
    """Name the languages that somebody read the issue in, and that the correction is not whole in."""
    whole = loaded.value.languages(languages[0])
    missing = {language: number for language, number in readers.items() if language not in whole}
    if not missing and whole:
        return []
    counts = ", ".join(
        f"{language} ({number} readers)" if number else language for language, number in missing.items()
    )
    what = f"A subject or a text is missing in {counts}." if counts else "No language has both a subject and a text."
    return [Problem("I421", loaded.origin.at("text"), what)]


def _readers(workspace: Workspace, issue_id: str) -> Mapping[str, int]:
    """Count who would get a correction, by language: by the ledger, else the languages that the receipt names."""
    for path in (real_ledger(workspace), sandbox_ledger(workspace)):
        if path.exists():
            with Database.open(path) as database:
                if Ledger(database).campaign(issue_id) is not None:
                    holders = Decisions(database).holders(issue_id)
                    return Counter(person.language for person, suppressed in holders if not suppressed)
    receipt = read_receipt(workspace.issue(issue_id))
    return dict.fromkeys(receipt.editions, 0) if receipt else {}
