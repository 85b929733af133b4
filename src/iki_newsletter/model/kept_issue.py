"""What publishing remembers of an issue, so that one that has not changed is not made again."""

from __future__ import annotations

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
    related: str = ""
    """Of the cards in other issues that its pages show."""
    files: dict[str, str] = field(default_factory=dict)
    """Path to digest; empty until pages were made."""
    notes: tuple[str, ...] = ()
    """What there is to say about it."""
