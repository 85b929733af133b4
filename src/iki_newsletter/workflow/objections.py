"""Why a newer version of a contribution does not take the older one's place by itself."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.intake.parcel import derived_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.workflow.offer import Offer
    from iki_newsletter.workflow.senders import Senders, SentBy
    from iki_newsletter.workflow.shelf import Shelf

_MOST_DIFFERENT: Final = 60
"""Lines of a comparison that are shown."""


def objection(
    shelf: Shelf, name: str, offer: Offer, text: bytes, pictures: Mapping[str, bytes], senders: Senders
) -> str:
    """Say in a sentence what an editor must decide about; empty where the newer version may be taken.

    `text` and `pictures` are what would be written.
    """
    written = load_as_written(shelf.path(name))
    if written is not None and written.project != offer.loaded.value.project:
        return f"It says that it is a newer version of {name}, and is of another project."
    entry = shelf.received[name]
    if offer.saved_at == entry.saved_at:
        return f"It came, or was saved, at the same moment as {name}, and says something else."
    edited = shelf.edited_pictures(name, pictures.values())
    # The same bytes are there already where a crash kept received.yaml from saying so.
    if shelf.path(name).read_bytes() != text and shelf.is_edited(name):
        also = f"; {_changed(shelf, name, edited)}" if edited else ""
        return f"It is a newer version of {name}, which was edited here since it was collected{also}."
    if edited:
        return f"It is a newer version of {name}, of which {_changed(shelf, name, edited)}."
    by, first = senders.sent_by(offer.sent, offer.came), entry.sender
    # The id that a form gave is a key, and whoever has it is the sender; one that is made of a title is none.
    if by.may_be_forged or (
        senders.is_stranger(by, first, offer.loaded.value.project) and (first or not _has_key(offer, written))
    ):
        return f"It is a newer version of {name}, {_whose(by, first, offer.loaded.value.project)}."
    return ""


def _has_key(offer: Offer, here: Contribution | None) -> bool:
    """Tell whether a form gave the id: in a form.json, anybody can write one that a title gives."""
    open_to_all = {derived_id(b"", each) for each in (here, offer.loaded.value) if each is not None}
    return offer.has_form and offer.id not in open_to_all


def _changed(shelf: Shelf, name: str, edited: list[str]) -> str:
    known = [file for file in edited if shelf.received[name].pictures[file]]
    if known:
        return f"{' and '.join(known)} {'was' if len(known) == 1 else 'were'} changed here since it was collected"
    return f"{' and '.join(edited)} may have been changed here: no digest was kept when it was collected"


def _whose(by: SentBy, first: str, project: str) -> str:
    if by.may_be_forged:
        return "and your mail server doubts that it came from its sender"
    if not by.pseudonym:
        return "and its mail does not name a person who sent it"
    if not first:
        return f"nobody knows who sent the first, and whoever sent it is no contact of {project}"
    return f"and whoever sent it neither sent the first one nor is a contact of {project}"


def difference(path: Path, text: bytes, source: str) -> tuple[str, ...]:
    """Compare what lies in a file with what came from a source, in lines as `diff -u` writes them."""
    here = path.read_text(encoding="utf-8", errors="replace").splitlines()
    lines = difflib.unified_diff(here, text.decode("utf-8").splitlines(), path.name, source, lineterm="", n=1)
    return tuple(lines)[:_MOST_DIFFERENT]
