"""Checks of what contributions refer to: other projects, states, languages.

That an item's own project is known is found in merging, since there is no item without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Piece, of_contribution
from iki_newsletter.model.federal_state import FEDERAL_STATES, OTHER_NAMES, state_named
from iki_newsletter.model.suggestion import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


@of_contribution("C202")
def other_projects_are_known(piece: Piece) -> Iterator[Finding]:
    """Find projects named beside an item that the portfolio does not have."""
    known = piece.material.portfolio.projects_by_id
    for index, project in enumerate(piece.written.other_projects):
        if project not in known:
            position = piece.at("other_projects", index)
            yield Finding(position, f"The portfolio has no project `{project}`.", did_you_mean(project, known))


@of_contribution("C203")
def states_are_federal_states(piece: Piece) -> Iterator[Finding]:
    """Find states that are none of Mexico's 32 federal entities as the newsletter spells them."""
    for index, state in enumerate(piece.written.states):
        if state not in FEDERAL_STATES:
            meant = nearest(state, (*FEDERAL_STATES, *OTHER_NAMES))
            instead = f"Did you mean `{state_named(meant)}`?" if meant else ""
            what = f"`{state}` is not the name of a federal state of Mexico as the newsletter spells it."
            yield Finding(piece.at("states", index), what, instead)


@of_contribution("C204")
def original_has_an_edition(piece: Piece) -> Iterator[Finding]:
    """Find originals in a language that the newsletter has no edition in."""
    language, languages = piece.written.language, piece.material.newsletter.languages
    if language not in languages:
        what = f"The original's language is `{language}`; the newsletter has editions in {', '.join(languages)}."
        yield Finding(piece.at("language"), what)
