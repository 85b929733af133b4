"""A Word document to a contribution's file: what it says in its place, what it does not say as placeholders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from iki_newsletter.content.blank import Prefill, blank_contribution, model_of
from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.errors import FilesWrongError, NotTakenError
from iki_newsletter.intake.captions import is_bare_name
from iki_newsletter.intake.draft import draft_of
from iki_newsletter.intake.sent import content_of
from iki_newsletter.intake.word import read_word
from iki_newsletter.model.contribution import Contribution, Kind
from iki_newsletter.reading.reader import read_bytes_as
from iki_newsletter.render.pictures import clean_picture

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.intake.draft import Draft, DraftPicture
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.workflow.sources import Register

_ADAPTER: Final[TypeAdapter[Contribution]] = TypeAdapter(Contribution)
_ASK: Final = "`rights: granted` of a picture says that you have asked: the document does not say it."
_LEFT: Final = "The document says as well, outside of what is below:"


@dataclass(frozen=True, slots=True)
class Made:
    """A contribution made of a document."""

    text: bytes = field(repr=False)
    loaded: Loaded[Contribution] = field(repr=False)
    pictures: Mapping[str, tuple[bytes, str]] = field(repr=False)
    """What the text calls them, to their bytes and ending."""
    notes: tuple[str, ...] = ()
    """How it was read, and what could not be."""
    guessed: str = ""
    """The language that it is taken to be in, where neither it nor anybody says one."""


def make_from_word(
    register: Register,
    raw: bytes,
    project: str,
    kind: Kind,
    language: str | None,
    received_on: dt.date,
    folder: Path,
    beside: Mapping[str, bytes | Path] | None = None,
) -> Made:
    """Write a document's contribution; `beside` are pictures that came with it, and `folder` is the issue's.

    Without a `language`, texts that name none are in the newsletter's first. Raises NotTakenError for what is no
    document, or hostile, or too long to be a contribution.
    """
    newsletter = register.newsletter
    draft = draft_of(read_word(raw), newsletter.languages, language or newsletter.languages[0])
    pictures, images, notes = _pictures(draft, beside or {})
    texts = {"title": draft.title, "teaser": draft.teaser, "body": draft.body}
    homeless = [] if "body" in model_of(kind).model_fields else _lines(draft)
    rest = [*draft.rest, *homeless]
    remarks = [*notes, *([_ASK] if images else []), *([_LEFT, *rest] if rest else [])]
    told = Prefill(texts, draft.languages, tuple(images), tuple(remarks))
    chosen = register.portfolio.projects_by_id[project]
    text = blank_contribution(
        kind, chosen, register.portfolio, newsletter, draft.language, received_on, told
    ).encode()
    path = folder / CONTRIBUTIONS / f"{project}-{kind.value}.yaml"
    loaded, problems = read_bytes_as(text, path, _ADAPTER)
    if loaded is None:
        raise NotTakenError(
            f"What stands in it does not fit into a contribution: {problems[0].what}",
            instead="Shorten it, or take what is meant into a document of its own.",
        )
    said = [f"{len(rest)} of its paragraphs stand as comments at the head of the file: read them."] if rest else []
    guessed = "" if draft.notes or language else draft.language
    return Made(text, loaded, pictures, (*draft.notes, *notes, *said), guessed)


def says_no_language(guessed: str) -> str:
    """Say which language a document is taken to be in; how to say otherwise is for whoever took it to add."""
    return f"It names no language, and is taken to be in {guessed}"


def _lines(draft: Draft) -> list[str]:
    """Give the body of a kind that has none, line by line, so that it is not lost."""
    return [line for body in draft.body.values() for line in body.splitlines() if line.strip()]


def _pictures(
    draft: Draft, beside: Mapping[str, bytes | Path]
) -> tuple[dict[str, tuple[bytes, str]], list[dict[str, Any]], list[str]]:
    """Give the pictures that can be read, what is known of each, and a note for each that cannot."""
    pictures: dict[str, tuple[bytes, str]] = {}
    images: list[dict[str, Any]] = []
    notes: list[str] = []
    known: dict[bytes, int] = {}
    for number, picture in enumerate(draft.pictures, start=1):
        if picture.raw in known:
            continue
        known[picture.raw] = number
        try:
            content, ending = clean_picture(picture.raw)
        except FilesWrongError:
            notes.append(f"Picture {number} of the document is in a form that is not read: ask for it as JPEG.")
            notes += [f"It is said of that picture: {said}" for said in (picture.alt, picture.caption) if said]
            continue
        file = f"images/picture-{number}.{ending}"
        pictures[file] = content, ending
        images.append({"file": file} | _said(picture, draft.language))
    for number, (name, raw) in enumerate(sorted(beside.items()), start=1):
        try:
            content, ending = clean_picture(content_of(raw))
        except FilesWrongError as error:
            notes.append(f"{name}, which came with it: {error.what}")
            continue
        file = f"images/beside-{number}.{ending}"
        pictures[file] = content, ending
        images.append({"file": file})
    return pictures, images, notes


def _said(picture: DraftPicture, original: str) -> dict[str, Any]:
    """Give what the document says of a picture, in the language of where it stands."""
    language = picture.language or original
    said: dict[str, Any] = {}
    if picture.credit:
        # A name is the same in all languages: as one string no translator is asked for it.
        said["credit"] = picture.credit if is_bare_name(picture.credit) else {language: picture.credit}
    if picture.alt:
        said["alt"] = {language: picture.alt}
    if picture.caption:
        said["caption"] = {language: picture.caption}
    return said
