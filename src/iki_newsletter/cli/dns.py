"""`iki-news dns`: what the DNS must say of the sender, and whether it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.options import Json, face_of
from iki_newsletter.errors import ExitCode
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from iki_newsletter.cli.face import Face
    from iki_newsletter.workflow.dns import Published

_HUES = {"found": "green", "missing": "red", "wrong": "red", "unsure": "yellow"}


def command(
    ctx: typer.Context,
    *,
    check: Annotated[bool, typer.Option("--check", help="Ask the DNS what of it is there.")] = False,
    make_key: Annotated[
        bool, typer.Option("--make-key", help="First make the key that newsletter.yaml names, or var/dkim.pem.")
    ] = False,
    resolver: Annotated[
        str | None,
        typer.Option("--resolver", metavar="ADDRESS", help="Whom --check asks, as in 192.0.2.53 or 127.0.0.1:5353."),
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Print the SPF, DKIM and DMARC records that the sender's domain needs, as lines of a zone file.

    With --check, the DNS is asked for them, and the command ends with 1 where one is missing or wrong.

    \b
    Examples:
      iki-news dns
      iki-news dns --make-key
      iki-news dns --check
    """
    from iki_newsletter.workflow.dns import check_records, plan_records  # noqa: PLC0415

    face = face_of(ctx)
    published = (
        check_records(face.workspace, resolver, make_key=make_key)
        if check
        else plan_records(face.workspace, make_key=make_key)
    )
    for path in published.made:
        face.complain(f"Made {relative_to_here(path)}. Back it up, and share it with nobody.")
    if published.to_write:
        face.complain(
            "newsletter.yaml does not use var/dkim.pem yet. Once the DNS has it, put this line there:",
            f"  {published.to_write}",
        )
    if check:
        _show_findings(face, published)
    else:
        _write_zone(face, published)
    face.give(published.as_json())
    if published.exit_code is not ExitCode.DONE:
        raise typer.Exit(published.exit_code)


def _write_zone(face: Face, published: Published) -> None:
    """Write lines that can be handed on as they are: what is no record is a comment there."""
    face.write(*(f"; {note}" for note in published.plan.notes))
    for record in published.plan.records:
        face.write(f"; {record.purpose}: {record.note}")
        face.write(record.zone_line if record.value else f"; {record.name}. IN TXT …")
        if record.value:
            face.write(f"; for a web form, in one piece: {record.value}")


def _show_findings(face: Face, published: Published) -> None:
    from rich.text import Text  # noqa: PLC0415

    face.say(*published.plan.notes)
    for finding in published.findings:
        record = finding.record
        state = Text(finding.state.value, _HUES[finding.state])
        face.say(Text(f"{record.purpose} {record.name}: ") + state, f"  {finding.what}")
        face.write(*(f"  there: {text}" for text in finding.there if finding.state != "found"))
        if finding.is_amiss and record.value:
            face.write(f"  should: {record.zone_line}")
    face.say(published.summary)
