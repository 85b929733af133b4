"""A newsletter's settings: `newsletter.yaml`."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.portfolio import AreaKey
from iki_newsletter.model.preset import LIMITS, Preset, ServerLimits
from iki_newsletter.model.shape import Date, Language, Line, Shape, Slug, WebAddress
from iki_newsletter.model.text import LocalText, Prose, Text

Address = Annotated[str, StringConstraints(pattern=r"^[^\s@<>\",;]+@[^\s@<>\",;]+$", max_length=254)]


class Sender(Shape):
    """Who the newsletter comes from."""

    name: Line
    address: Address
    """What stands in From, as in `newsletter@example.org`."""
    reply_to: Address | None = None
    """Where replies and mails that unsubscribe go; the address where none is given."""
    bounces: Address | None = None
    """The envelope sender, where mail that cannot be delivered returns to."""
    verp: bool = False
    """Whether each delivery has an envelope sender of its own, `bounces+CODE@…`, so that what returns names it."""


class Takes(Shape):
    """Which contributions a section takes: of this kind, of this funding area, or both."""

    kind: Kind | tuple[Kind, ...] | None = None
    area: AreaKey | tuple[AreaKey, ...] | None = None


class SectionPlan(Shape):
    """A heading of the newsletter and what stands under it; the first section that takes an item has it."""

    id: Slug
    title: Text
    takes: Takes


class Identity(Shape):
    """Who is responsible, as the law of each edition's readers asks."""

    impressum: dict[Language, Prose] = Field(default_factory=dict)
    privacy: dict[Language, Prose] = Field(default_factory=dict)
    postal: dict[Language, Prose] = Field(default_factory=dict)


class FundingNotice(Shape):
    """What the ministry asks to be said, for issues sent in a period; ministries change their names."""

    model_config = Shape.model_config | {"populate_by_name": True}

    from_: Annotated[Date, Field(alias="from")]
    until: Date | None = None
    text: Text


Rate = Annotated[str, StringConstraints(pattern=r"^\d+/[smh]$")]


class Smtp(Shape):
    """How mail leaves; a password is never kept here."""

    url: Line = "sandbox:"
    preset: Preset | None = None
    """Which kind of server it is: its limits hold where none are given here."""
    connections: Annotated[int, Field(ge=1, le=50)] = 4
    rate: Rate | None = None
    """How many messages at most, as in `10/s`."""
    rate_per_domain: Rate | None = None
    """How many at most to mailboxes behind one `@`."""
    messages_per_connection: Annotated[int, Field(ge=1)] | None = None
    messages_per_day: Annotated[int, Field(ge=1)] | None = None
    """How many at most in any 24 hours."""
    token_command: Annotated[tuple[Line, ...], Field(min_length=1)] | None = None
    """A program and its words, run without a shell; what it prints is the token to sign in with (XOAUTH2)."""

    @property
    def limits(self) -> ServerLimits:
        """What holds: what is given here, else what is known of the preset."""
        known = LIMITS[self.preset] if self.preset else ServerLimits()
        given = {
            key: getattr(self, key)
            for key in ServerLimits.__dataclass_fields__
            if key in self.model_fields_set and getattr(self, key) is not None
        }
        return replace(known, **given)


Domain = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$", max_length=253)]
Selector = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$", max_length=100)]


class Algorithm(StrEnum):
    """What a key signs with, as a DKIM record names it after `k=`."""

    RSA = "rsa"
    ED25519 = "ed25519"


class SigningKey(Shape):
    """A key that mails are signed with, and the name under which the DNS has its other half."""

    selector: Selector
    """The key's name: a new key gets a new one, as in `iki2017`."""
    key: Line | None = None
    """The file with the private key; without one, the variable IKI_NEWS_DKIM_ED25519_KEY has it."""


class Dkim(Shape):
    """Who answers for the mails, by a signature that every mail server can verify (RFC 6376)."""

    domain: Domain
    """Whose signature it is: the domain of the sender's address, or one above it."""
    signed_by: Literal["iki-news", "relay"] = "iki-news"
    """Who signs: this program, or the mail server that takes the mails."""
    selector: Selector | None = None
    """The key's name; for a relay only so that `iki-news dns --check` can look its record up."""
    key: Line | None = None
    """The file with the private key (RSA); without one, the environment variable IKI_NEWS_DKIM_KEY has it."""
    ed25519: SigningKey | None = None
    """A second signature, shorter and stronger (RFC 8463), for servers that know it; the first one stays needed."""

    @property
    def keys(self) -> dict[Algorithm, SigningKey]:
        """The keys that this program signs with, RSA first; none where a relay signs."""
        if self.signed_by == "relay" or self.selector is None:
            return {}
        rsa = {Algorithm.RSA: SigningKey(selector=self.selector, key=self.key)}
        return rsa | ({Algorithm.ED25519: self.ed25519} if self.ed25519 else {})


class FeedbackPolicy(Shape):
    """What becomes of what comes back; `iki-news inbox` goes by it."""

    dead_after: Annotated[int, Field(ge=1, le=10)] = 1
    """After how many reports that an address does not exist it is left out."""
    full_after: Annotated[int, Field(ge=1, le=24)] = 3
    """After how many issues in a row that met a full mailbox it is left out."""
    complaint: Literal["leave-out", "tell"] = "leave-out"
    """Whether who called a mail spam is left out, or only named."""
    believe: Literal["address", "proof"] = "address"
    """Whether a report is believed that only names an address, as anybody could write it, or only one that returns to
    a delivery's own sender, or quotes its Message-ID or a token of ours."""


Months = Annotated[int, Field(ge=1, le=600)]


class Retention(Shape):
    """How many months what is known of people is kept; nothing is forgotten where no number is given."""

    deliveries: Months | None = None
    """Who got which issue, after its sending was done; how many stays."""
    feedback: Months | None = None
    """What came back about whom; how many of which kind stays."""
    sign_ups: Months | None = None
    """Who asked for the newsletter and never said yes."""


class Newsletter(Shape):
    """`newsletter.yaml`."""

    title: Text
    tagline: Text | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """One edition each; where a text is missing, the order of fall-back."""
    timezone: Line = "UTC"
    """The team's time zone, an IANA name."""
    sender: Sender
    list_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=255)]
    web: WebAddress | None = None
    """Where the web archive stands, without a slash at the end; none where there is none."""
    sections: Annotated[tuple[SectionPlan, ...], Field(min_length=1)]
    untranslated: Literal["show", "leave-out"] = "show"
    identity: Identity = Identity()
    funding_notices: tuple[FundingNotice, ...] = ()
    smtp: Smtp = Smtp()
    dkim: Dkim | None = None
    subscribers: Line = "subscribers.csv"
    contacts: Line = "contacts.csv"
    """The list of whom to write to in each project."""
    groups: tuple[Line, ...] = ()
    """The groups that people on the list can be in, for `send --group`; without any, lists name what they like."""
    consent: Literal["optional", "required"] = "optional"
    approval: Literal["optional", "required"] = "optional"
    """Whether nothing is sent before somebody has approved its editions, by `iki-news approve`."""
    feedback: FeedbackPolicy = FeedbackPolicy()
    retention: Retention = Retention()

    def is_own(self, address: str) -> bool:
        """Tell whether an address is in the newsletter's own web archive: its first page, or one below it."""
        return bool(self.web) and (address == self.web or address.startswith((f"{self.web}/", f"{self.web}#")))

    def local(self, text: Text) -> LocalText:
        """Read one of the newsletter's text fields; a bare string is in the first language."""
        return LocalText.of(text, self.languages[0])
