"""What came in for an issue and where it went, as `received.yaml` keeps it, so that two editors know the same."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from iki_newsletter.model.shape import Line, Shape, Slug

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


def _moment(value: Any) -> Any:
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        message = "a moment is written as in 2017-06-02T14:03:11Z"
        raise ValueError(message)
    return value


Moment = Annotated[dt.datetime, BeforeValidator(_moment)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MaybeDigest = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
"""Empty where nothing is known."""


def _with_digests(value: Any) -> Any:
    # Until digests were kept, this was a list of files.
    is_list = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return dict.fromkeys(value, "") if is_list else value


Pictures = Annotated[dict[Line, MaybeDigest], BeforeValidator(_with_digests)]


class Received(Shape):
    """One contribution: the parcel that it came in, and what was made of it. It holds no address."""

    parcel: Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{16}$")]
    """The parcel's id; of what came without one, made of project, kind and title."""
    saved_at: Moment
    """When the sender saved it, else when it came."""
    received_at: Moment
    """When it was collected."""
    sender: Annotated[str, StringConstraints(pattern=r"^([a-z2-7]{16})?$")] = ""
    """Of what came by mail without a form: a keyed hash of who sent it. A form's id only its sender knows.

    Empty where nobody knows who that was: then only a contact of the project is believed to send a newer version.
    """
    source: Line
    """The name of the file that it came in."""
    content: Digest
    """SHA-256 of what came, by which the same is known again."""
    came: tuple[Digest, ...] = ()
    """SHA-256 of what could not be taken as it came, and was mended before."""
    earlier: tuple[Digest, ...] = ()
    """SHA-256 of versions whose place it took, and of older ones met later: other issues know them by it."""
    sha256: Digest
    """SHA-256 of the YAML file as it was written then: another one now means that somebody has edited it."""
    pictures: Pictures = Field(default_factory=dict)
    """The pictures written with it, as in `images/reef.jpg`, to the SHA-256 of each as it was written then."""

    @property
    def contents(self) -> tuple[str, ...]:
        """Everything by which what came is known again."""
        return (self.content, *self.came)


class ReceivedFile(Shape):
    """`issues/ISSUE/received.yaml`, which the program writes: the contribution's name to what came."""

    contributions: dict[Slug, Received]
