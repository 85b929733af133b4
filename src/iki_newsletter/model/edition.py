"""An edition: an issue rendered in one language, bound to a digest of its bytes."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Slot(StrEnum):
    """A place in an edition that is filled in for each subscriber."""

    GREETING = "greeting"
    """The salutation line, as text."""
    ADDRESS = "address"
    """The subscriber's address, as text."""
    UNSUBSCRIBE = "unsubscribe"
    """The address (`mailto:` or `https:`) that unsubscribes this subscriber."""
    PREFERENCES = "preferences"
    """The address (`mailto:` or `https:`) to ask for another language at."""
    CONFIRM = "confirm"
    """The address that says yes to the question whether somebody wants the newsletter; in no issue."""


ISSUE_SLOTS: Final = (Slot.GREETING, Slot.ADDRESS, Slot.UNSUBSCRIBE, Slot.PREFERENCES)
"""Those of an issue's editions; their digests depend on which there are."""


_WORKING: Final = frozenset({"attachments", "is_working_mail"})


@dataclass(frozen=True, slots=True)
class EmbeddedImage:
    """A picture that travels in the message, referred to as `cid:` + `cid`."""

    cid: str
    file: str
    """Its name in `build/ISSUE/images/` and in the archive."""
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with the message, to be saved and opened by itself."""

    file: str
    """The name it is offered to be saved under."""
    media_type: str
    data: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hexadecimal: what it is kept by, once for all editions that it travels with."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Edition:
    """Everything that readers of one language get, before it is made personal.

    `html` and `text` hold, for each slot, a sentinel from `sentinels`; sentinels are derived from the content, so
    that no contribution can contain one. `wording` holds the sentences that the message itself needs, from the
    templates' labels: `greeting_named` (with `{name}`), `greeting_plain`, `unsubscribe_subject`,
    `preferences_subject`, `test_mark` and `sample_name`; of a proof also `answer_by`, a day.

    What our own people get in their work is written as an edition too (`is_working_mail`): it says nothing of a list.
    """

    issue: str
    language: str
    subject: str
    preheader: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    images: tuple[EmbeddedImage, ...] = ()
    """The pictures that travel in the message."""
    hosted: tuple[EmbeddedImage, ...] = ()
    """The pictures that the HTML refers to on the web instead, where a web address is configured."""
    sentinels: Mapping[Slot, str] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    is_working_mail: bool = False
    """Whether it goes to people we work with rather than to a list that they could leave."""

    def to_bytes(self) -> bytes:
        """Write the edition so that the same edition always gives the same bytes.

        Of attachments their digests: a form goes to forty projects, and is kept once (`kept`).
        """
        plain: dict[str, Any] = asdict(self)
        for image in (*plain["images"], *plain["hosted"]):
            image["data"] = base64.b64encode(image["data"]).decode("ascii")
        plain["attachments"] = [
            {"file": each.file, "media_type": each.media_type, "digest": each.digest} for each in self.attachments
        ]
        # Issues have neither, and their digests must not depend on what came later.
        plain = {key: value for key, value in plain.items() if value or key not in _WORKING}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def kept(self) -> dict[str, bytes]:
        """All that must be kept to make its messages again, by digest."""
        return {self.digest: self.to_bytes()} | {each.digest: each.data for each in self.attachments}

    @classmethod
    def from_bytes(cls, kept: bytes, fetch: Callable[[str], bytes] | None = None) -> Edition:
        """Read an edition that `to_bytes` wrote; `fetch` gives an attachment's bytes by its digest."""
        plain = json.loads(kept)
        attached = plain.pop("attachments", ())
        if attached and fetch is None:
            raise ValueError("an edition with attachments needs somebody to fetch them")
        plain["attachments"] = tuple(
            Attachment(each["file"], each["media_type"], fetch(each["digest"])) for each in attached if fetch
        )
        images = {
            kind: tuple(EmbeddedImage(**image | {"data": base64.b64decode(image["data"])}) for image in plain[kind])
            for kind in ("images", "hosted")
        }
        sentinels = {Slot(slot): sentinel for slot, sentinel in plain["sentinels"].items()}
        return cls(**plain | images | {"sentinels": sentinels})

    @property
    def pictures(self) -> tuple[EmbeddedImage, ...]:
        """All pictures that readers see, wherever they are kept."""
        return self.images + self.hosted

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the edition's bytes, in hexadecimal: what approvals and campaigns bind to."""
        return hashlib.sha256(self.to_bytes()).hexdigest()
