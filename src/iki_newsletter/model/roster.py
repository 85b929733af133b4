"""The roster: which projects an issue has heard from, which it waits for, and who has been silent for long."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from iki_newsletter.model.delivery import Sum
from iki_newsletter.model.text import LocalText


class Arrival(StrEnum):
    """Whether something of a project has come for an issue; each project is in exactly one of these."""

    RECEIVED = "received"
    LATE = "late"
    """All that came, came after the deadline."""
    WAITING = "waiting"
    """Nothing of it is in the issue, and what came could not be taken yet."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that was collected and lies in the issue's `incoming`, until somebody has mended it."""

    name: str
    """Its name there."""
    project: str
    """The project that it says it is of; empty where it does not say so."""


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project in the roster of one issue."""

    id: str
    label: str
    organisation: str
    area: str
    """Its funding area's key; empty where none is known."""
    arrival: Arrival
    items: tuple[str, ...]
    """What came, by the contributions' names."""
    first_on: dt.date | None
    """The day that the first of it came."""
    last_on: dt.date | None
    """The day that anything of it came last, for any issue."""
    is_silent: bool
    """Whether nothing came for six months, beside what it is otherwise."""
    runs: bool = True
    """Whether it runs in the issue's month."""
    waiting: tuple[str, ...] = ()
    """What of it waits in `incoming`, by its names there."""


class Standing(StrEnum):
    """How an item stands in one language."""

    ORIGINAL = "original"
    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"
    STALE = "stale"
    """All is there, and the original has changed since it was translated."""


@dataclass(frozen=True, slots=True)
class Translation:
    """An item in one language: where it stands, and which of its texts are missing, by their keys."""

    standing: Standing
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemState:
    """A contribution in the roster."""

    name: str
    project: str
    """Its id, as the file says it."""
    received_on: dt.date | None
    released_on: dt.date | None = None
    """None while its project has not agreed to it."""
    has_changed: bool = False
    """Whether it says something else now than its project agreed to."""
    languages: Mapping[str, Translation] = field(default_factory=dict)
    """By the newsletter's languages; none where the file cannot be used."""
    is_known: bool = True
    """Whether the portfolio has its project."""
    left_out: str = ""
    """Why no reader gets it; empty for all others."""

    @property
    def is_usable(self) -> bool:
        """Tell whether the file can be used at all."""
        return bool(self.languages)

    @property
    def is_released(self) -> bool:
        """Tell whether its project has agreed to what it says now."""
        return self.released_on is not None and not self.has_changed

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing of it is missing or stale, in any language."""
        done = (Standing.ORIGINAL, Standing.WHOLE)
        return self.is_usable and all(each.standing in done for each in self.languages.values())


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an organisation, or of a funding area, is in the issue and in the three before it."""

    name: str
    projects: int
    sent: int
    """Of how many of its projects something has come, also where it waits."""
    items: int
    recent: int
    """Its items in the last three issues together."""
    waiting: int
    """Of how many of those that sent something all of it waits in `incoming`."""


@dataclass(frozen=True, slots=True)
class CampaignState:
    """A mailing of the issue: how far it is."""

    id: str
    sum: Sum
    begun_on: dt.date
    is_sandbox: bool


class Approved(StrEnum):
    """Whether the issue is approved, as far as it can be told without making its editions."""

    NO = "no"
    YES = "yes"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    """There is an approval, and the editions were not made since something changed."""


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """The approval that counts."""

    approved: Approved
    is_required: bool
    on: dt.date | None = None
    changed: tuple[str, ...] = ()
    """The languages whose edition has changed since."""


@dataclass(frozen=True)
class Roster:
    """Where an issue stands; no address is in it."""

    issue: str
    number: int
    month: str
    today: dt.date
    deadline: dt.date | None
    sends_on: dt.date
    languages: tuple[str, ...]
    projects: tuple[ProjectState, ...]
    items: tuple[ItemState, ...]
    organisations: tuple[Share, ...]
    areas: tuple[Share, ...]
    """By the areas' keys."""
    area_names: Mapping[str, LocalText]
    """By key, as the portfolio has them."""
    approval: ApprovalState
    campaigns: tuple[CampaignState, ...]
    waiting: tuple[Waits, ...] = ()
    """What was collected and could not be taken yet."""

    @cached_property
    def counts(self) -> Mapping[Arrival, int]:
        """How many projects are in each place."""
        counted = Counter(state.arrival for state in self.projects)
        return {arrival: counted[arrival] for arrival in Arrival}

    @property
    def sent(self) -> int:
        """Of how many projects something has come; where it cannot be taken yet, it has come all the same."""
        return len(self.projects) - self.counts[Arrival.MISSING]

    @property
    def came(self) -> int:
        """How many items of them the issue has, also those left out; not what was taken over or waits."""
        return sum(len(state.items) for state in self.projects)

    @property
    def left_out(self) -> tuple[ItemState, ...]:
        """The items that no reader gets."""
        return tuple(item for item in self.items if item.left_out)

    @property
    def days_left(self) -> int | None:
        """How many days there are until the deadline, below nought after it; None where there is none."""
        return (self.deadline - self.today).days if self.deadline else None

    @property
    def silent(self) -> tuple[ProjectState, ...]:
        """The projects of which nothing came for six months."""
        return tuple(state for state in self.projects if state.is_silent)

    @property
    def unreleased(self) -> tuple[ItemState, ...]:
        """The items for readers whose projects have not agreed yet to what they say now."""
        return tuple(item for item in self.items if item.is_usable and not (item.left_out or item.is_released))

    @property
    def incomplete(self) -> tuple[ItemState, ...]:
        """The items for readers of which something is missing in some language."""
        return tuple(item for item in self.items if item.is_usable and not (item.left_out or item.is_whole))

    @property
    def broken(self) -> tuple[ItemState, ...]:
        """The items whose files cannot be used, or whose project nobody knows."""
        return tuple(item for item in self.items if not item.is_usable or not item.is_known)

    def area(self, key: str, language: str) -> str:
        """Name a funding area: its key, and its name in a language or the original; nothing where it is not known."""
        name = self.area_names.get(key)
        return f"{key} {name.in_order([language]).text}".strip() if name else key

    def campaign(self, name: str) -> CampaignState | None:
        """Give the newest campaign of a kind, as in `call` or `remind`; the issue's own has no name."""
        ours = [each for each in self.campaigns if _kind_of(each.id) == name]
        return ours[-1] if ours else None

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.issue,
            "number": self.number,
            "month": self.month,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "days_left": self.days_left,
            "sends_on": self.sends_on.isoformat(),
            "counts": {arrival.value: number for arrival, number in self.counts.items()},
            "projects": [_project_as_json(state) for state in self.projects],
            "items": [_item_as_json(item) for item in self.items],
            "waiting": [{"name": each.name, "project": each.project or None} for each in self.waiting],
            "organisations": [_share_as_json(share) for share in self.organisations],
            "areas": [_share_as_json(share) for share in self.areas],
            "approval": {
                "approved": self.approval.approved.value,
                "required": self.approval.is_required,
                "on": _iso(self.approval.on),
                "changed": list(self.approval.changed),
            },
            "campaigns": [
                {"campaign": each.id, "begun_on": _iso(each.begun_on), "sandbox": each.is_sandbox}
                | {name: getattr(each.sum, name) for name in each.sum.__slots__}
                for each in self.campaigns
            ],
        }


def _kind_of(campaign_id: str) -> str:
    return campaign_id.partition("/")[2].rstrip("0123456789").rstrip("-")


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _project_as_json(state: ProjectState) -> dict[str, Any]:
    return {
        "project": state.id,
        "organisation": state.organisation,
        "area": state.area or None,
        "arrival": state.arrival.value,
        "first_on": _iso(state.first_on),
        "last_on": _iso(state.last_on),
        "silent": state.is_silent,
        "runs": state.runs,
        "items": list(state.items),
        "waiting": list(state.waiting),
    }


def _item_as_json(item: ItemState) -> dict[str, Any]:
    return {
        "item": item.name,
        "project": item.project,
        "received_on": _iso(item.received_on),
        "released_on": _iso(item.released_on),
        "changed_since": item.has_changed,
        "usable": item.is_usable,
        "left_out": item.left_out or None,
        "languages": {
            language: {"standing": each.standing.value, "lacks": list(each.lacks)}
            for language, each in item.languages.items()
        },
    }


def _share_as_json(share: Share) -> dict[str, Any]:
    return {name: getattr(share, name) for name in share.__slots__}
