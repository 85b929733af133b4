"""An approval: the editor in charge has agreed to what readers will get, bound to the editions' digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from iki_newsletter.model.shape import Language, Line, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of an edition's bytes, in hexadecimal."""

Name = Annotated[Line, StringConstraints(max_length=100)]
"""How somebody who approves is called."""


class Approval(Shape):
    """Who agreed to which editions, and when."""

    by: Name
    at: AwareDatetime
    """In UTC."""
    campaign: Line
    """What is approved: the issue's id, or that of a correction, as in `2017-06/correction-1`."""
    editions: Annotated[dict[Language, Digest], Field(min_length=1)]
    """Language to the digest of the edition."""

    def changed(self, digests: Mapping[str, str]) -> list[str]:
        """Name the languages whose edition is not the approved one."""
        return [language for language, digest in digests.items() if self.editions.get(language) != digest]


class Approvals(Shape):
    """`approval.yaml`: every approval that an issue and its corrections have had, the newest last."""

    approvals: tuple[Approval, ...] = ()

    def newest(self, campaign_id: str) -> Approval | None:
        """Give the approval that counts: a later one replaces those before it."""
        return next((each for each in reversed(self.approvals) if each.campaign == campaign_id), None)
