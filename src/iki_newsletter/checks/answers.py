"""Checks of what the web answered for an edition's links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Check, Finding
from iki_newsletter.model.answer import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iki_newsletter.checks.page import Page
    from iki_newsletter.model.answer import Answer


@dataclass(frozen=True, slots=True)
class Visited:
    """Editions, and what the addresses in them answered."""

    pages: tuple[Page, ...]
    answers: Mapping[str, Answer]
    """Address, without what follows a `#`, to its answer."""


def addresses_in(page: Page) -> list[str]:
    """List the addresses to ask for, in reading order; the newsletter's own archive comes into being later."""
    newsletter = page.newsletter
    found = (str(link.get("href")).strip() for link in page.links)
    kept = (each for each in found if each.startswith("https://") and not newsletter.is_own(each))
    return list(dict.fromkeys(each.partition("#")[0] for each in kept))


def _with_outcome(code: str, *outcomes: Outcome) -> Check[Visited]:
    def find(visited: Visited) -> Iterator[Finding]:
        told = set()
        for page in visited.pages:
            for link in page.links:
                address = str(link.get("href")).strip()
                answer = visited.answers.get(address.partition("#")[0])
                if answer is None or answer.outcome not in outcomes:
                    continue
                finding = Finding(page.place_of(link, address), f"`{address}` {answer.why}.")
                # The same link stands in each edition, and is written once.
                if finding not in told:
                    told.add(finding)
                    yield finding

    return Check(code, find)


page_is_there = _with_outcome("D101", Outcome.GONE, Outcome.NOWHERE)
server_is_trusted = _with_outcome("D102", Outcome.UNTRUSTED)
way_stays_private = _with_outcome("D103", Outcome.OPEN)
page_answers = _with_outcome("D104", Outcome.UNKNOWN)
page_is_public = _with_outcome("D105", Outcome.PRIVATE)
