"""All that lists are made of: the cards of every issue that is shown, in each language, newest first."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.card import Card, IssueCard


_NUMBERED: Final = re.compile(r"-\d+$")


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

    @cached_property
    def listed(self) -> Mapping[str, tuple[Card, ...]]:
        """The cards without reminders: what was taken over is listed, counted and told once, where it stood first."""
        return {
            language: tuple(card for card in cards if not self.is_copy(card))
            for language, cards in self.cards.items()
        }

    def first(self, card: Card) -> Card:
        """Give the card that one was taken over from, over however many issues; itself where none is shown."""
        while before := self._before(card):
            card = before
        return card

    def is_copy(self, card: Card) -> bool:
        """Tell whether it was taken over from another one that is shown."""
        return self._before(card) is not None

    def _before(self, card: Card) -> Card | None:
        """Find what a card was taken over from; where its name was taken, a copy got a number behind it."""
        if not card.carried_from or card.carried_from >= card.issue:
            return None
        names = (card.name, _NUMBERED.sub("", card.name))
        found = (self.card(card.language, f"{card.carried_from}/{name}") for name in names)
        return next((each for each in found if each and (each.project, each.kind) == (card.project, card.kind)), None)

    def about(self, language: str, event: str) -> tuple[Card, ...]:
        """Give what is part of an event, named as `ISSUE/NAME`, oldest first."""
        return tuple(sorted(self._parts.get((language, event), ()), key=lambda card: (card.sent_on, card.name)))

    def _first_id(self, language: str, identity: str) -> str:
        known = self.card(language, identity)
        return self.first(known).id if known else identity

    def card(self, language: str, identity: str) -> Card | None:
        """Look a contribution up by `ISSUE/NAME`."""
        return self._by_id.get((language, identity))

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[Card]]:
        found: dict[tuple[str, str], list[Card]] = {}
        for language, cards in self.listed.items():
            for card in cards:
                for event in {card.part_of, self._first_id(language, card.part_of)} - {""}:
                    found.setdefault((language, event), []).append(card)
        return found

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Card]:
        return {(language, card.id): card for language, cards in self.cards.items() for card in cards}
