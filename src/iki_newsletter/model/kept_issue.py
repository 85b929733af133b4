"""What publishing remembers of an issue, so that one that has not changed is not made again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from iki_newsletter.model.card import Card, IssueCard
from iki_newsletter.model.problem import Problem


@dataclass(frozen=True, slots=True)
class KeptIssue:
    """An issue's cards, and the digests of the files that were made of it last."""

    key: str
    """Of all that its cards are made from."""
    issue_cards: dict[str, IssueCard]
    """By language, as are the cards."""
    cards: dict[str, tuple[Card, ...]]
    hidden: dict[str, str]
    """The names of contributions that are not shown, and why."""
    wrong: tuple[Problem, ...] = ()
    """What would stop `send`; paths are relative to the workspace."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """The other issues' events that it is part of, as `ISSUE/NAME`, and the digests of their files."""
    embargoes: dict[str, dt.date] = field(default_factory=dict)
    """The names of contributions that are shown, and the day on which each may become public."""
    related: str = ""
    """Of the cards in other issues that its pages show."""
    files: dict[str, str] = field(default_factory=dict)
    """Path to digest; empty until pages were made."""
    notes: tuple[str, ...] = ()
    """What there is to say about it."""
