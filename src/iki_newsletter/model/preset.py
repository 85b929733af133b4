"""What is known of the mail servers that teams have: limits that hold unless the settings say otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Preset(StrEnum):
    """A kind of mail server, by the name that `smtp.preset` takes."""

    MICROSOFT_365 = "microsoft-365"
    """Exchange Online with a mailbox that signs in (SMTP AUTH)."""
    GOOGLE_WORKSPACE = "google-workspace"
    """smtp.gmail.com with a user that signs in."""
    POSTFIX_LOCAL = "postfix-local"
    """A Postfix of our own, on this computer or beside it."""
    RELAY = "relay"
    """A service that passes mail on for many."""


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What a server lets one sender do; None where it sets no limit."""

    connections: int = 4
    rate: str | None = None
    """Messages over time, as in `30/m`."""
    rate_per_domain: str | None = None
    messages_per_connection: int | None = None
    messages_per_day: int | None = None
    """In any 24 hours; each of our messages has one recipient."""
    takes_any_sender: bool = True
    """Whether the envelope sender may be an address that is no mailbox or alias of who signs in."""


LIMITS: Final[Mapping[Preset, ServerLimits]] = {
    # Microsoft: "Message storage and concurrent connection throttling for SMTP Authenticated Submission".
    # A sender that the mailbox has no right to send as is refused (5.7.60, SendAsDenied).
    Preset.MICROSOFT_365: ServerLimits(connections=3, rate="30/m", messages_per_day=10_000, takes_any_sender=False),
    # Google: "Gmail sending limits in Google Workspace", over rolling 24 hours. No rate is published.
    # A sender that is not among the account's addresses is replaced by the account's own.
    Preset.GOOGLE_WORKSPACE: ServerLimits(
        connections=2, rate="1/s", messages_per_connection=100, messages_per_day=2_000, takes_any_sender=False
    ),
    # Its own queue is the brake; it takes 50 connections of one client (smtpd_client_connection_count_limit).
    Preset.POSTFIX_LOCAL: ServerLimits(connections=8),
    # Each service has limits of its own, and tells them by 421: these are kind to all.
    Preset.RELAY: ServerLimits(connections=4, rate="10/s", messages_per_connection=100),
}
