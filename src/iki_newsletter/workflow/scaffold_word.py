"""Make a contribution of a Word document that the user names, as `new contribution --from` does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from iki_newsletter.errors import AlreadyThereError, NotThereError, UsageError
from iki_newsletter.intake.parcel import derived_id
from iki_newsletter.intake.sent import CURES, ending, read_file
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.received import Received
from iki_newsletter.workflow.from_word import make_from_word, says_no_language
from iki_newsletter.workflow.kept import day_it_came, forget_document, keep_original
from iki_newsletter.workflow.scaffold import (
    day_of_arrival,
    edition_language,
    kind_called,
    project_called,
    today,
)
from iki_newsletter.workflow.shelf import Shelf, digest, digests
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.written import source_name, written_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class FromDocument:
    """What was made of a document."""

    path: Path
    original: Path
    notes: tuple[str, ...]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def new_from_word(
    workspace: Workspace,
    issue_id: str,
    source: Path,
    project: str,
    kind: str,
    language: str | None = None,
    clock: Callable[[], dt.datetime] = _now,
) -> FromDocument:
    """Make it, under the name that `new contribution` would give it.

    Raises what `new_contribution` raises, NotThereError and UsageError for a file that is not there or no .docx,
    AlreadyThereError for a document that was taken before, NotTakenError for one that cannot be read.
    """
    folder = workspace.issue(issue_id)
    register = read_register(workspace)
    newsletter = register.newsletter
    chosen, sort = project_called(project, register.portfolio), kind_called(kind)
    if language is not None:
        edition_language(language, newsletter)
    raw = _read(source)
    shelf = Shelf.of(folder)
    known = shelf.name_of("", digest(raw))
    if known and shelf.is_there(known):
        raise AlreadyThereError(
            f"This document was taken before: {relative_to_here(shelf.path(known))}",
            instead="Go on there, or take that file away first.",
        )
    came_on = day_it_came(folder, source, ZoneInfo(newsletter.timezone))
    day = came_on or day_of_arrival(folder, today(newsletter, clock))
    made = make_from_word(register, raw, chosen.id, sort, language, day, folder)
    name = known or shelf.free_name(chosen.id, sort.value)
    text, files = written_for(shelf, made.text, made.loaded, made.pictures, name, day)
    pictures = {new: made.pictures[old][0] for old, new in files.items()}
    original = keep_original(folder, name, raw)
    now = clock()
    entry = Received(
        parcel=derived_id(raw, made.loaded.value),
        saved_at=now,
        received_at=now,
        source=source_name(source.name),
        content=digest(raw),
        sha256=digest(text),
        pictures=digests(pictures),
    )
    shelf.put(name, text, pictures, entry)
    forget_document(folder, source)
    said = (f"{says_no_language(made.guessed)}; --language says otherwise.",) if made.guessed else ()
    return FromDocument(shelf.path(name), original, (*said, *made.notes))


def _read(source: Path) -> bytes:
    if not source.is_file():
        raise NotThereError(f"There is no file {source}.", instead="Name a Word document, as in nota.docx.")
    if ending(source.name) != ".docx":
        instead = CURES.get(ending(source.name), "Name a Word document, as in nota.docx.")
        raise UsageError(f"{source.name} is no Word document (.docx).", instead=instead)
    return read_file(source)
