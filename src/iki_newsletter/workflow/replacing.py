"""What a newer version of a contribution throws away: said, and where somebody had written it, kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.workflow.kept import keep_replaced
from iki_newsletter.workflow.objections import difference
from iki_newsletter.workflow.offer import understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.workflow.collected import Outcome
    from iki_newsletter.workflow.shelf import Shelf


def replacing(
    shelf: Shelf, text: bytes, pictures: Mapping[str, bytes], source: str, outcome: Outcome, *, is_rehearsal: bool
) -> Outcome:
    """Say what goes when a newer version is put in the place of `outcome.name`, before it is.

    A text that was edited here is kept among the originals, and compared with what came. `text` and `pictures` are
    what will be written, and `source` is the name of what they came in.
    """
    notes = [*outcome.notes, *_of_pictures(shelf, outcome.name, pictures), *_of_languages(shelf, outcome)]
    path = shelf.path(outcome.name)
    if path.is_file() and shelf.is_edited(outcome.name) and path.read_bytes() != text:
        lines = difference(path, text, source)
        kept = relative_to_here(keep_replaced(shelf.folder, outcome.name, path.read_bytes()))
        lies = "would lie" if is_rehearsal else "lies"
        notes.append(f"It takes the place of a text that was edited here; that {lies} in {kept}.")
        outcome = replace(outcome, difference=lines)
    return replace(outcome, notes=tuple(notes))


def _of_pictures(shelf: Shelf, name: str, pictures: Mapping[str, bytes]) -> Iterator[str]:
    for file in shelf.edited_pictures(name, pictures.values()):
        if file not in pictures:
            yield f"{file} stays beside it, as it is here."
    for file in shelf.staying_pictures(name, pictures.values()).values():
        yield f"{file} stays as it was changed here: the same picture came again."


def _of_languages(shelf: Shelf, outcome: Outcome) -> Iterator[str]:
    path = shelf.path(outcome.name)
    before = load_as_written(path) if path.is_file() else None
    if before is not None and outcome.understood is not None:
        gone = [each for each in understood(before).languages if each not in outcome.understood.languages]
        if gone:
            yield f"It has no text in {', '.join(gone)}, which the version before had."
