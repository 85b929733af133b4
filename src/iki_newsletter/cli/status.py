"""`iki-news status`: where an issue stands, project by project and item by item."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import SPOKEN, Face, safe
from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.cli.table import make_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text

    from iki_newsletter.model.roster import Roster, Share, Translation

_HUES = {"missing": "red", "waiting": "yellow", "late": "yellow", "received": "green"}
_ORDER = ("missing", "waiting", "late", "received")
_LANGUAGE_HUES = {"original": "", "whole": "green", "part": "yellow", "nothing": "red", "stale": "yellow"}


def command(
    ctx: typer.Context,
    issue: IssueId,
    *,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page, for a shared drive.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="L", help="The page's language; else the newsletter's first."),
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show where an issue stands: which projects have sent something, what is missing, and what to do next.

    Projects are received, late, waiting (what came lies in the issue's incoming), missing, and beside that silent, if
    nothing came for six months. Then follow the
    shares of organisations and areas over the last three issues, each item with its languages and its release, the
    approval, and the mailings. No address is in it.

    \b
    Examples:
      iki-news status 2017-07
      iki-news status 2017-07 --html status.html --language es
    """
    from iki_newsletter.workflow.next_step import next_step, summary  # noqa: PLC0415
    from iki_newsletter.workflow.roster import read_roster  # noqa: PLC0415

    face = face_of(ctx)
    roster = read_roster(face.workspace, issue, dt.datetime.now(dt.UTC))
    if html is not None:
        from iki_newsletter.workflow.roster_file import write_roster  # noqa: PLC0415

        write_roster(face.workspace, roster, html, language)
        face.say(f"Wrote {html}.")
    elif not face.json:
        _show(face, roster)
    if not face.json or html is None:
        face.say(*([] if html is None else [summary(roster)]), f"Next: {next_step(roster)}")
    face.give(roster.as_json() | {"next": next_step(roster)})


def _show(face: Face, roster: Roster) -> None:
    from rich.text import Text  # noqa: PLC0415

    from iki_newsletter.workflow.next_step import summary  # noqa: PLC0415

    areas = [(roster.area(share.name, SPOKEN), share) for share in roster.areas]
    organisations = [(share.name, share) for share in roster.organisations]
    width = face.out.width
    parts = (
        _projects(roster, width),
        _shares("Organisation", organisations, width),
        _shares("Area", areas, width),
    )
    face.say(Text(safe(summary(roster)), "bold"), "")
    for table in parts:
        face.say(table, "")
    if roster.items:
        face.say(_items(roster, width), "")
    lines = [*_waiting(roster), *_mailings(roster)]
    face.say(*lines, *([""] if lines else []))


def _projects(roster: Roster, width: int) -> Table:
    from rich.text import Text  # noqa: PLC0415

    rows: list[tuple[str | Text, ...]] = []
    for arrival in _ORDER:
        for state in roster.projects:
            if state.arrival != arrival:
                continue
            said = Text(arrival, _HUES[arrival])
            if state.is_silent:
                since = f"since {state.last_on}" if state.last_on else "ever"
                said.append(f", silent {since}", "dim")
            came = str(state.first_on) if state.first_on else ""
            items = str(len(state.items)) if state.items else ""
            rows.append((safe(state.id), safe(state.organisation), said, came, items))
    return make_table(("Project", "Organisation", "State", "Came on", ">Items"), rows, width)


def _shares(heading: str, shares: Sequence[tuple[str, Share]], width: int) -> Table:
    some_wait = any(share.waiting for _, share in shares)
    rows = [
        (
            safe(name or "not known"),
            *map(
                str, (share.projects, share.sent, *([share.waiting] if some_wait else []), share.items, share.recent)
            ),
        )
        for name, share in shares
    ]
    waiting = [">Waiting"] if some_wait else []
    return make_table((heading, ">Projects", ">Sent", *waiting, ">Items", ">Last three issues"), rows, width)


def _items(roster: Roster, width: int) -> Table:
    from rich.text import Text  # noqa: PLC0415

    rows: list[tuple[str | Text, ...]] = []
    for item in roster.items:
        if not item.is_usable:
            rows.append((safe(item.name), Text("cannot be used", "red"), *[""] * len(roster.languages)))
            continue
        released = Text(str(item.released_on), "green") if item.released_on else Text("no", "yellow")
        if item.has_changed:
            released = Text(f"{item.released_on}, changed since", "yellow")
        if item.left_out:
            released = Text("left out", "dim")
        if not item.is_known:
            released = Text("unknown project", "red")
        cells = [_cell(item.languages[language]) for language in roster.languages]
        rows.append((safe(item.name), released, *cells))
    return make_table(("Item", "Released", *roster.languages), rows, width)


def _cell(translation: Translation) -> Text:
    from rich.text import Text  # noqa: PLC0415

    lacks = translation.lacks
    words = {
        "original": "original",
        "whole": "yes",
        "nothing": "no",
        "stale": "source changed since",
        "part": f"{lacks[0]} missing" if len(lacks) == 1 else f"{len(lacks)} texts missing",
    }
    standing = translation.standing.value
    return Text(words[standing], _LANGUAGE_HUES[standing])


def _waiting(roster: Roster) -> list[str]:
    """Say what could not be taken yet, and whose it is where it says so."""
    if not roster.waiting:
        return []
    told = [f"{each.name} ({each.project or 'project not known'})" for each in roster.waiting]
    return [f"Waiting in issues/{roster.issue}/incoming: {', '.join(told)}"]


def _mailings(roster: Roster) -> list[str]:
    """Say how far the approval and each mailing is."""
    from iki_newsletter.workflow.plan import describe_sum  # noqa: PLC0415

    approval = roster.approval
    changed = f"; changed since: {', '.join(approval.changed)}" if approval.changed else ""
    told = {
        "no": "not yet" if approval.is_required else "",
        "yes": f"on {approval.on}",
        "changed": f"on {approval.on}{changed}",
        "unknown": f"on {approval.on}; whether that still holds: iki-news diff {roster.issue}",
    }[approval.approved.value]
    lines = [f"Approved: {told}"] if told else []
    for each in roster.campaigns:
        where = ", in the sandbox" if each.is_sandbox else ""
        lines.append(f"{each.id}, begun {each.begun_on}{where}: {describe_sum(each.sum)}")
    return lines
