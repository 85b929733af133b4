"""`iki-news status`: where an issue stands, project by project and item by item."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, safe
from iki_newsletter.cli.options import IssueId, Json, face_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text

    from iki_newsletter.model.roster import Roster, Share, Translation

_HUES = {"missing": "red", "late": "yellow", "received": "green"}
_ORDER = ("missing", "late", "received")
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

    Projects are received, late, missing, and beside that silent, if nothing came for six months. Then follow the
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

    areas = [(roster.area(share.name, "en"), share) for share in roster.areas]
    organisations = [(share.name, share) for share in roster.organisations]
    parts = (_projects(roster), _shares("Organisation", organisations), _shares("Area", areas))
    face.say(Text(safe(summary(roster)), "bold"), "")
    for table in parts:
        face.say(table, "")
    if roster.items:
        face.say(_items(roster), "")
    lines = _mailings(roster)
    face.say(*lines, *([""] if lines else []))


def _projects(roster: Roster) -> Table:
    from rich.text import Text  # noqa: PLC0415

    table = _table("Project", "Organisation", "State", "Came on", ">Items")
    for arrival in _ORDER:
        for state in roster.projects:
            if state.arrival != arrival:
                continue
            said = Text(arrival, _HUES[arrival])
            if state.is_silent:
                since = f"since {state.last_on}" if state.last_on else "ever"
                said.append(f", silent {since}", "dim")
            came = str(state.first_on) if state.first_on else ""
            table.add_row(
                safe(state.id), safe(state.organisation), said, came, str(len(state.items)) if state.items else ""
            )
    return table


def _shares(heading: str, shares: Sequence[tuple[str, Share]]) -> Table:
    table = _table(heading, ">Projects", ">Sent", ">Items", ">Last three issues")
    for name, share in shares:
        figures = (share.projects, share.sent, share.items, share.recent)
        table.add_row(safe(name or "not known"), *map(str, figures))
    return table


def _items(roster: Roster) -> Table:
    from rich.text import Text  # noqa: PLC0415

    table = _table("Item", "Released", *roster.languages)
    for item in roster.items:
        if not item.is_usable:
            table.add_row(safe(item.name), Text("cannot be used", "red"), *[""] * len(roster.languages))
            continue
        released = Text(str(item.released_on), "green") if item.released_on else Text("no", "yellow")
        if item.has_changed:
            released = Text(f"{item.released_on}, changed since", "yellow")
        if not item.is_known:
            released = Text("unknown project", "red")
        cells = [_cell(item.languages[language]) for language in roster.languages]
        table.add_row(safe(item.name), released, *cells)
    return table


def _cell(translation: Translation) -> Text:
    from rich.text import Text  # noqa: PLC0415

    lacks = translation.lacks
    words = {
        "original": "original",
        "whole": "yes",
        "nothing": "no",
        "stale": "source changed since",
        "part": f"no {lacks[0]}" if len(lacks) == 1 else f"{len(lacks)} texts missing",
    }
    standing = translation.standing.value
    return Text(words[standing], _LANGUAGE_HUES[standing])


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


def _table(*headings: str) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for place, heading in enumerate(headings):
        if heading.startswith(">"):
            table.add_column(heading[1:], justify="right")
        else:
            table.add_column(heading, overflow="fold", no_wrap=place > 1 and "-" in heading)
    return table
