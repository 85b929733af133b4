"""Checks of what is part of an event: that there is one, and that events are not part of each other in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Material, Piece, of_contribution
from iki_newsletter.model.contribution import Event
from iki_newsletter.model.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@of_contribution("C205")
def event_is_there(piece: Piece) -> Iterator[Finding]:
    """Find contributions that are part of an event which no issue has."""
    written, events = piece.written.part_of, _events(piece.material)
    if written and piece.written.event_id(piece.material.issue_id) not in events:
        what = f"`part_of` names `{written}`, and there is no event of this name"
        where = " in any issue." if "/" in written else f" in {piece.material.issue_id}."
        yield Finding(piece.at("part_of"), what + where, _suggestion(written, piece.material.issue_id, events))


@of_contribution("C206")
def event_is_no_part_of_itself(piece: Piece) -> Iterator[Finding]:
    """Find events that are part of themselves, directly or through others."""
    if not isinstance(piece.written, Event) or not piece.written.part_of:
        return
    events, issue_id = _events(piece.material), piece.material.issue_id
    own = f"{issue_id}/{piece.loaded.name}"
    way = [own]
    while (following := events.get(way[-1], "")) and following not in way:
        way.append(following)
    if following == own:
        through = f", through {', '.join(f'`{_seen_from(issue_id, each)}`' for each in way[1:])}" if way[1:] else ""
        yield Finding(piece.at("part_of"), f"`{piece.loaded.name}` is part of itself{through}.")


def _events(material: Material) -> Mapping[str, str]:
    """Give every event that is known as `ISSUE/NAME`, and which one it is part of, in the same form."""
    own = {
        f"{material.issue_id}/{loaded.name}": loaded.value.event_id(material.issue_id)
        for loaded in material.contributions
        if isinstance(loaded.value, Event)
    }
    return {**material.events, **own}


def _suggestion(written: str, issue_id: str, events: Mapping[str, str]) -> str:
    """Ask for the event of this name in the newest issue that has one, else for the nearest name."""
    name = written.rpartition("/")[2]
    same = max((each for each in events if each.endswith(f"/{name}")), default=None)
    by_name = {each.rpartition("/")[2]: each for each in sorted(events)}
    meant = same or by_name.get(nearest(name, by_name) or "")
    return f"Did you mean `{_seen_from(issue_id, meant)}`?" if meant else ""


def _seen_from(issue_id: str, event: str) -> str:
    return event.removeprefix(f"{issue_id}/")
