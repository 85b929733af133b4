"""A parcel: what the form saves, from hostile bytes to a contribution with its pictures and where it comes from."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.archive import Limits, read_archive
from iki_newsletter.intake.names import quoted
from iki_newsletter.intake.sent import MOST_OCTETS, PICTURES, YAML, content_of, ending
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.shape import Language, Slug  # noqa: TC001 - pydantic reads annotations at run time
from iki_newsletter.reading.reader import MAX_BYTES, read_bytes_as

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.intake.sent import Sent
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.problem import Problem

MOST_FILES: Final = 20
CONTRIBUTION: Final = "contribution.yaml"
FORM: Final = "form.json"
_IMAGES: Final = "images/"
_JUNK: Final = re.compile(r"(.*/)?(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
"""What systems lay into archives by themselves."""
_LIMITS: Final = Limits(octets=MOST_OCTETS, files=2 * MOST_FILES, unfolded=2 * MOST_OCTETS)
_MOST_FORM_OCTETS: Final = 16_384
_ID_OCTETS: Final = 10
_PLAIN_PICTURE: Final = re.compile(r"images/[A-Za-z0-9][A-Za-z0-9._-]{0,100}\.(jpe?g|png|webp)")
_PICTURE: Final = re.compile(r"images/[^/]+")

Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$")]
"""A moment as JavaScript writes it (RFC 3339)."""


class _About(BaseModel):
    """What `form.json` says; what a later form says beside is passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)

    parcel: Literal[1]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{16}$")]
    issue: Slug | None = None
    saved_at: Moment
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A contribution as it came, whole or not."""

    sent: Sent
    id: str
    """The form's, or one that the same project, kind and title always give."""
    saved_at: dt.datetime
    text: bytes = field(repr=False)
    """Its YAML."""
    pictures: Mapping[str, bytes | Path] = field(repr=False)
    """By what its YAML calls them, as in `images/reef.jpg`."""
    loaded: Loaded[Contribution] | None = field(repr=False)
    problems: tuple[Problem, ...]
    """What is wrong with its YAML; none where it is loaded."""
    issue: str | None = None
    """The issue that the form was made for."""
    language: str | None = None
    """The language that it was filled in."""
    form: bytes = field(default=b"", repr=False)
    """Its `form.json`; empty where it has none."""

    @property
    def content(self) -> str:
        """SHA-256 of what came, in hexadecimal: the same for the same contribution with the same pictures."""
        digest = hashlib.sha256(hashlib.sha256(self.text).digest())
        for name in sorted(self.pictures):
            digest.update(name.encode() + hashlib.sha256(content_of(self.pictures[name])).digest())
        return digest.hexdigest()


def read_parcel(sent: Sent, path: Path) -> Parcel:
    """Read a `.zip`, an unpacked parcel, or a single YAML file; `path` is where problems are told to be.

    Raises NotTakenError for what is hostile, damaged, or no parcel. A YAML file that is wrong is told in `problems`.
    """
    if sent.folder is not None or ending(sent.name) in YAML:
        files: dict[str, bytes | Path] = {CONTRIBUTION: sent.raw, **_beside(sent)}
    else:
        files = dict(_without_folder(read_archive(sent.raw, _LIMITS)))
    text = content_of(files.pop(CONTRIBUTION, b""))
    if len(text) > MAX_BYTES:
        raise NotTakenError(f"Its text has more than {MAX_BYTES // 1024} KB.", instead="Ask for a shorter text.")
    loaded, problems = read_bytes_as(text, path, _contribution())
    form = content_of(files.pop(FORM, b""))
    about = _about(form) if form else None
    pictures = {name: content for name, content in files.items() if _is_shown(name, loaded, sent)}
    return Parcel(
        sent,
        about.id if about else derived_id(sent.raw, loaded.value if loaded else None),
        _moment(about.saved_at) if about else sent.came_at,
        text,
        pictures,
        loaded,
        tuple(problems),
        about.issue if about else None,
        about.language if about else None,
        form=form,
    )


def derived_id(raw: bytes, contribution: Contribution | None) -> str:
    """Give an id to what has none: the same for the same project, kind and title, so that it is known again."""
    about = raw
    if contribution is not None:
        title = " ".join(contribution.local(contribution.title).in_order([]).text.casefold().split())
        about = f"{contribution.project}\n{contribution.kind}\n{title}".encode()
    digest = hashlib.sha256(about).digest()[:_ID_OCTETS]
    return base64.b32encode(digest).decode("ascii").lower()


def _beside(sent: Sent) -> dict[str, bytes | Path]:
    """Call pictures that came with a YAML file as it calls them, whether or not they lay in a folder."""
    if sent.folder is not None:
        return dict(sent.beside)
    return {f"{_IMAGES}{name}": content for name, content in sent.beside.items()}


def _is_shown(name: str, loaded: Loaded[Contribution] | None, sent: Sent) -> bool:
    """Tell whether a picture belongs to it: those of an archive do; of a mail all, where its text cannot be read."""
    if ending(sent.name) == ".zip":
        return True
    if loaded is None:
        return sent.is_mail and bool(_PLAIN_PICTURE.fullmatch(name))
    return any(image.file == name for image in loaded.value.images)


def _without_folder(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Take out what systems add, and a folder around everything; raises NotTakenError for what is no parcel."""
    kept = {name: content for name, content in files.items() if not _JUNK.fullmatch(name)}
    folders = {name.partition("/")[0] for name in kept if "/" in name}
    if CONTRIBUTION not in kept and len(folders) == 1 and all("/" in name for name in kept):
        kept = {name.partition("/")[2]: content for name, content in kept.items()}
    if CONTRIBUTION not in kept:
        raise NotTakenError(
            f"It is no parcel: there is no {CONTRIBUTION} in it.",
            instead="Unpack it, look at what is in it, and collect the folder.",
        )
    if len(kept) > MOST_FILES:
        raise NotTakenError(f"It holds more than {MOST_FILES} files.", instead="Ask for it with fewer pictures.")
    for name in kept:
        if name not in (CONTRIBUTION, FORM) and not (_PICTURE.fullmatch(name) and ending(name) in PICTURES):
            raise NotTakenError(
                f"{quoted(name)} in it is no part of a parcel.",
                instead="Unpack it, take that file out, and collect the folder.",
            )
    return kept


def _about(raw: bytes) -> _About:
    if len(raw) > _MOST_FORM_OCTETS:
        raise _wrong_form()
    try:
        said: Any = json.loads(raw.decode("utf-8"))
        return _About.model_validate(said)
    except (ValueError, RecursionError, ValidationError) as error:
        raise _wrong_form() from error


def _wrong_form() -> NotTakenError:
    return NotTakenError(
        f"Its {FORM} cannot be understood.",
        instead="Ask for it once more, saved by the form of this issue.",
    )


def _moment(written: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(written).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise _wrong_form() from error


@cache
def _contribution() -> TypeAdapter[Contribution]:
    return TypeAdapter(Contribution)
