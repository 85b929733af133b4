"""`iki-news deliveries`: who got an issue, who did not, and the server's own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from iki_newsletter.cli.face import Face, in_blocks, plural, safe
from iki_newsletter.cli.options import Json, face_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from iki_newsletter.model.delivery import Delivery
    from iki_newsletter.workflow.deliveries import Deliveries

_BESIDE: Final = re.compile(r"call|(correction|remind|proof)-\d+|answer-[a-z2-7]{16}-\d{8}T\d{6}")
"""What a campaign beside an issue's own is called."""
_NO_NAME = "(erased or forgotten)"
_HUES = {"sent": "green", "failed": "red", "uncertain": "bold yellow", "deferred": "yellow", "withdrawn": "dim"}


def _campaign_id(given: str) -> str:
    """Take an issue's folder for its id, as the tab key completes it; what belongs to an issue stands behind it."""
    parts = given.replace("\\", "/").rstrip("/").split("/")
    return "/".join(parts[-2:] if _BESIDE.fullmatch(parts[-1]) else parts[-1:])


def command(
    ctx: typer.Context,
    issue: Annotated[
        str,
        typer.Argument(
            metavar="ISSUE",
            help="The issue's folder in issues/, as in 2017-06; what belongs to it as in 2017-06/correction-1 or "
            "2017-06/call.",
            callback=_campaign_id,
        ),
    ],
    *,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="Only those in this state, as in failed.")
    ] = None,
    address: Annotated[
        str | None, typer.Option("--address", metavar="TEXT", help="Only those with this in their address.")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Only the sums, edition by edition.")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write them to a new CSV file.")] = None,
    smtp: Annotated[
        str | None, typer.Option("--smtp", metavar="URL", help="Whose ledger: sandbox: for the sandbox's own.")
    ] = None,
    reconcile: Annotated[
        Path | None,
        typer.Option(
            "--reconcile", metavar="POSTFIX_LOG", help="Settle what is uncertain by the log of a local Postfix."
        ),
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show every delivery of an issue with its state and the server's answer, and the sum that proves it.

    With `iki-news -v` also which edition each got, by the beginning of its digest; --csv and --json always have it.

    \b
    Examples:
      iki-news deliveries 2017-06
      iki-news deliveries 2017-06 --state failed --csv failed.csv
      iki-news deliveries 2017-06 --address ana@
      iki-news deliveries 2017-06/call --state failed
      iki-news deliveries 2017-06 --reconcile /var/log/mail.log
    """
    from iki_newsletter.workflow.deliveries import show_deliveries, write_csv  # noqa: PLC0415

    face = face_of(ctx)
    deliveries = show_deliveries(face.workspace, issue, state, smtp, reconcile, address)
    if csv is not None:
        face.say(f"Wrote {plural(write_csv(deliveries, csv), 'delivery', 'deliveries')} to {csv}.")
    elif summary:
        face.say(*(edition.sentence for edition in deliveries.editions))
    elif not face.json:
        _show(face, deliveries)
    face.say(*deliveries.sentences)
    if face.json:
        face.give(deliveries.summary_as_json() if summary else deliveries.as_json())


def _show(face: Face, deliveries: Deliveries) -> None:
    for rows in in_blocks(deliveries.rows):
        face.say(_table(rows, deliveries.timezone, editions=face.verbose), "")
    if len(deliveries.rows):
        face.say(f"Times are those of {deliveries.timezone}.")


def _table(rows: Iterable[Delivery], timezone: str, *, editions: bool) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from iki_newsletter.workflow.clock import on_clock  # noqa: PLC0415
    from iki_newsletter.workflow.deliveries import short_digest  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Address", overflow="fold")
    for heading in ("Language", "State", "When", *(["Edition"] if editions else [])):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        when = on_clock(row.at, timezone) if row.at else ""
        state = Text(row.state.value, _HUES.get(row.state.value, ""))
        # What went well needs no words here; --json and --csv have them all.
        answer = "" if row.state == "sent" else " ".join(part for part in (row.reason, row.reply) if part)
        address = Text(safe(row.address or _NO_NAME))
        if answer:
            address.append(f"\n{safe(answer)}", style="dim")
        table.add_row(address, row.language, state, when, *([short_digest(row)] if editions else []))
    return table
