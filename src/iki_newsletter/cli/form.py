"""`iki-news form`: the form for project offices, as one file to send them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iki_newsletter.cli.options import Json, face_of, issue_named
from iki_newsletter.model.position import relative_to_here


def command(
    ctx: typer.Context,
    issue: Annotated[
        str | None,
        typer.Argument(
            metavar="[ISSUE]", help="The issue it is for; without one it is good for any.", callback=issue_named
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write it; else into build/.")
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Write the form in which projects write their contributions: one HTML file that needs no network.

    Send it by mail or lay it on a shared drive. Whoever fills it in saves a file and sends that back;
    `collect` takes it in.

    \b
    Example:
      iki-news form 2017-07
      iki-news form --out formulario.html
    """
    from iki_newsletter.workflow.form import write_form  # noqa: PLC0415

    face = face_of(ctx)
    written = write_form(face.workspace, issue, out.absolute() if out else None)
    shown = relative_to_here(written.path)
    face.say(
        f"Wrote {shown}: {written.projects} projects, {', '.join(written.languages)}, "
        f"{written.size / 1000:,.0f} kB in one file.",
        f"Look at it in a browser, then send it to the projects{f' of {issue}' if issue else ''}.",
    )
    face.give(written.as_json())
