"""An approval: the editor in charge has agreed to what readers will get, bound to the editions' digests."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from iki_newsletter.model.shape import Language, Line, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.newsletter import Newsletter

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of an edition's bytes, in hexadecimal."""

Name = Annotated[Line, StringConstraints(max_length=100)]
"""How somebody who approves is called."""


def settings_of_mails(newsletter: Newsletter) -> dict[str, Digest]:
    """Give the settings that each mail shows beside its edition, by name: who it is from, and where one unsubscribes.

    As digests: an approval is tracked by git, and need not repeat them.
    """
    sender, dkim = newsletter.sender, newsletter.dkim
    values = {
        "sender": [sender.name, sender.address, sender.reply_to],
        "list_id": newsletter.list_id,
        "web": newsletter.web,
        "dkim": dkim.domain if dkim else None,
    }
    return {name: hashlib.sha256(json.dumps(value).encode()).hexdigest() for name, value in values.items()}


class Approval(Shape):
    """Who agreed to which editions, and when."""

    by: Name
    at: AwareDatetime
    """In UTC."""
    campaign: Line
    """What is approved: the issue's id, or that of a correction, as in `2017-06/correction-1`."""
    editions: Annotated[dict[Language, Digest], Field(min_length=1)]
    """Language to the digest of the edition."""
    settings: dict[Line, Digest] = Field(default_factory=dict)
    """The setting's name to the digest of its value."""

    def changed_settings(self, settings: Mapping[str, str]) -> list[str]:
        """Name the settings of newsletter.yaml that are not as they were approved."""
        return [name for name, digest in settings.items() if self.settings.get(name) != digest]

    def changed(self, digests: Mapping[str, str]) -> list[str]:
        """Name the languages whose edition is not the approved one."""
        return [language for language, digest in digests.items() if self.editions.get(language) != digest]


class Approvals(Shape):
    """`approval.yaml`: every approval that an issue and its corrections have had, the newest last."""

    approvals: tuple[Approval, ...] = ()

    def newest(self, campaign_id: str) -> Approval | None:
        """Give the approval that counts: a later one replaces those before it."""
        return next((each for each in reversed(self.approvals) if each.campaign == campaign_id), None)
