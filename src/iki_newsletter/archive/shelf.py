"""All that lists are made of: the cards of every issue that is shown, in each language, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.card import Card, IssueCard


@dataclass(frozen=True)
class Shelf:
    """Issues and contributions by language, newest issue first, and within one as its readers meet them."""

    issues: Mapping[str, tuple[IssueCard, ...]]
    cards: Mapping[str, tuple[Card, ...]]
    states: frozenset[str] = frozenset()
    """The states that had pages before, by their paths: they keep them, though nothing names them any more."""

    @cached_property
    def day(self) -> dt.date:
        """The day of the newest issue: what is coming and what is past is told from it, never from today."""
        return max((issue.sent_on for issues in self.issues.values() for issue in issues), default=dt.date.min)

    def about(self, language: str, event: str) -> tuple[Card, ...]:
        """Give what is part of an event, named as `ISSUE/NAME`, oldest first."""
        return tuple(sorted(self._parts.get((language, event), ()), key=lambda card: (card.sent_on, card.name)))

    def card(self, language: str, identity: str) -> Card | None:
        """Look a contribution up by `ISSUE/NAME`."""
        return self._by_id.get((language, identity))

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[Card]]:
        found: dict[tuple[str, str], list[Card]] = {}
        for language, cards in self.cards.items():
            for card in cards:
                if card.part_of:
                    found.setdefault((language, card.part_of), []).append(card)
        return found

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Card]:
        return {(language, card.id): card for language, cards in self.cards.items() for card in cards}
