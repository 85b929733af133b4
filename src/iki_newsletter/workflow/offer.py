"""What can be taken into an issue, and what it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import FilesWrongError, NotTakenError
from iki_newsletter.intake.sent import content_of
from iki_newsletter.render.pictures import clean_picture
from iki_newsletter.workflow.collected import Understood

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.intake.parcel import Parcel
    from iki_newsletter.intake.sent import Sent
    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.workflow.kept import Came

_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Offer:
    """A contribution that can be taken, with what is to be written."""

    sent: Sent
    id: str
    saved_at: dt.datetime
    content: str
    text: bytes = field(repr=False)
    loaded: Loaded[Contribution] = field(repr=False)
    pictures: Mapping[str, tuple[bytes, str]] = field(repr=False)
    """What the text calls them, to their bytes, fit to be kept, and their ending."""
    document: bytes = field(default=b"", repr=False)
    """The document that it was made from; empty where there is none."""
    came: Came | None = None
    """What it was before somebody mended it; None for what came as it is."""
    has_form: bool = False
    """Whether its id is one that a form gave."""
    guessed: str = ""
    """The language that a document is taken to be in, where it says none."""


def cleaned(parcel: Parcel, written: Contribution) -> dict[str, tuple[bytes, str]]:
    """Write the pictures that are shown anew; one that cannot be read is reason enough to refuse it all."""
    written_anew = {}
    for file in dict.fromkeys(image.file for image in written.images):
        if file in parcel.pictures:
            try:
                written_anew[file] = clean_picture(content_of(parcel.pictures[file]))
            except FilesWrongError as error:
                raise NotTakenError(f"{file}: {error.what}", instead=error.instead) from error
    return written_anew


def not_shown(parcel: Parcel, written: Contribution) -> tuple[str, ...]:
    """Name the pictures that came along and that the text does not show."""
    shown = {image.file for image in written.images}
    return tuple(f"It brings {file} along and does not show it." for file in parcel.pictures if file not in shown)


def understood(written: Contribution) -> Understood:
    """Say what a contribution is about."""
    title = written.local(written.title)
    languages = dict.fromkeys([written.language, *title.by_language])
    words = " ".join(title.in_order([written.language]).text.split())
    return Understood(written.project, written.kind.value, words, tuple(languages), len(written.images))


def version_saved(parcel_id: str, saved_at: dt.datetime) -> str:
    """Name a version that a form saved, as one word."""
    return f"{parcel_id}-{saved_at.astimezone(dt.UTC):%Y%m%dT%H%M%S}"


def version_come(parcel_id: str, content: str) -> str:
    """Name a version of what came without a form, as one word: by what it holds.

    When a mail came is not always the same twice.
    """
    return f"{parcel_id}-{content[:_DIGITS]}"
