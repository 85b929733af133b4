"""The figures of the readership: what was sent, what came back, who came and who left, and who gets it today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model.feedback import Kind
from iki_newsletter.report.shares import Growth, Share

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

RETURNS: Final = (Kind.DEAD, Kind.FULL, Kind.REFUSED)
"""What a mail can return for; one that a server is still trying has not returned."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of deliveries: of a whole campaign, or of one language of it."""

    planned: int = 0
    sent: int = 0
    uncertain: int = 0
    """May have arrived."""
    failed: Mapping[str, int] = field(default_factory=dict)
    """Refused, or given up, while it was sent, by reason."""
    waiting: int = 0
    withdrawn: int = 0
    returned: Mapping[str, int] = field(default_factory=dict)
    """What servers said later, by kind; each delivery once."""
    said: Mapping[str, int] = field(default_factory=dict)
    """What people and machines said, by kind."""
    left: Mapping[str, int] | None = field(default_factory=dict)
    """Who unsubscribed or complained before the next issue, by reason; None where it cannot be told any more."""

    @property
    def gone_out(self) -> int:
        """How many may have arrived."""
        return self.sent + self.uncertain

    @property
    def failures(self) -> int:
        """How many failed while they were sent."""
        return sum(self.failed.values())

    @property
    def returns(self) -> Share:
        """How many of what had gone out came back later: dead, full, refused."""
        return Share(sum(self.returned.get(kind, 0) for kind in RETURNS), self.gone_out)

    @property
    def leavers(self) -> Share | None:
        """How many of those whom it reached left before the next issue."""
        return None if self.left is None else Share(sum(self.left.values()), self.gone_out)

    def lost(self, kind: str) -> int:
        """How many did not arrive for a reason, told while they were sent or later."""
        return self.failed.get(kind, 0) + self.returned.get(kind, 0)

    @property
    def lost_otherwise(self) -> int:
        """How many failed while they were sent for any other reason than those of RETURNS."""
        return self.failures - sum(self.failed.get(kind, 0) for kind in RETURNS)

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "planned": self.planned,
            "sent": self.sent,
            "uncertain": self.uncertain,
            "waiting": self.waiting,
            "withdrawn": self.withdrawn,
            "failed": dict(self.failed),
            "returned": dict(self.returned),
            "said": dict(self.said),
            "left": None if self.left is None else dict(self.left),
            "returned_of_sent": self.returns.as_json(),
            "left_of_sent": self.leavers.as_json() if self.leavers else None,
        }


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """One campaign."""

    id: str
    issue: str
    begun_on: dt.date
    """On the newsletter's clock."""
    total: Tally
    languages: Mapping[str, Tally]
    """In the order of its editions."""
    groups: Mapping[str, int]
    """How many of the planned were in which group, the largest first; empty for those in none, OTHERS for names that
    must not be shown."""
    excluded: Mapping[str, int]
    """Who was left out when it was planned, by reason."""
    growth: Growth | None = None

    @property
    def audience(self) -> int:
        """How many were considered."""
        return self.total.planned + sum(self.excluded.values())

    @property
    def is_correction(self) -> bool:
        """Tell whether it corrects an issue, and so went only to those who had it."""
        return self.id != self.issue

    @property
    def is_partial(self) -> bool:
        """Tell whether it was for some groups only, so that its size says nothing of the readership's."""
        return "not-in-group" in self.excluded

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "campaign": self.id,
            "issue": self.issue,
            "begun_on": self.begun_on.isoformat(),
            "corrects": self.is_correction,
            "some_groups_only": self.is_partial,
            "audience": self.audience,
            **self.total.as_json(),
            "excluded": dict(self.excluded),
            "growth": self.growth.as_json() if self.growth else None,
            "languages": {language: tally.as_json() for language, tally in self.languages.items()},
            "groups": dict(self.groups),
        }


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What changed in one month."""

    month: str
    """As in 2017-06, on the newsletter's clock."""
    joined: int = 0
    """Said yes to the question whether they want it."""
    restored: int = 0
    unsubscribed: int = 0
    complained: int = 0
    dead: int = 0
    full: int = 0
    erased: int = 0

    @property
    def left(self) -> int:
        """Who did not want it any more."""
        return self.unsubscribed + self.complained

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            name: getattr(self, name)
            for name in (
                "month",
                "joined",
                "restored",
                "left",
                "unsubscribed",
                "complained",
                "dead",
                "full",
                "erased",
            )
        }


@dataclass(frozen=True, slots=True)
class Today:
    """The list as it is, and what was said beside it."""

    languages: Mapping[str, int] = field(default_factory=dict)
    """Who gets the newsletter, by language, in the newsletter's order."""
    groups: Mapping[str, int] = field(default_factory=dict)
    """The same by group, as in `CampaignFigures`."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Who does not, by reason."""

    @property
    def active(self) -> int:
        """How many get it."""
        return sum(self.languages.values())

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "active": self.active,
            "languages": dict(self.languages),
            "groups": dict(self.groups),
            "left_out": dict(self.left_out),
        }


@dataclass(frozen=True, slots=True)
class AudienceReport:
    """How the readership develops; it names nobody."""

    made_on: dt.date
    today: Today
    campaigns: tuple[CampaignFigures, ...] = ()
    """The oldest first."""
    months: tuple[MonthFigures, ...] = ()
    """One after the other, without gaps."""
    since: str = ""
    """The first month asked for; empty for all."""
    has_ledger: bool = True
    """False where nothing was sent from here: then only today is known."""
    has_sent: bool = True
    """False where no issue was sent at all, whatever part is asked for; not even a yes to our question makes one."""

    @property
    def issues(self) -> tuple[CampaignFigures, ...]:
        """The campaigns that are no corrections."""
        return tuple(each for each in self.campaigns if not each.is_correction)

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that occurs, today's first."""
        names = [*self.today.languages, *(language for each in self.campaigns for language in each.languages)]
        return tuple(dict.fromkeys(names))

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "made_on": self.made_on.isoformat(),
            "since": self.since or None,
            "has_ledger": self.has_ledger,
            "today": self.today.as_json(),
            "campaigns": [each.as_json() for each in self.campaigns],
            "months": [each.as_json() for each in self.months],
        }
