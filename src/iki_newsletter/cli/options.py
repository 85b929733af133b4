"""Options, arguments and small duties that several commands share, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

from iki_newsletter.cli.face import Face

IssueId = Annotated[str, typer.Argument(metavar="ISSUE", help="The issue's folder in issues/, as in 2017-06.")]

Json = Annotated[bool, typer.Option("--json", help="Give programs one JSON object on stdout.")]


def face_of(ctx: typer.Context) -> Face:
    """Give the run's face, which the group has made."""
    face = ctx.find_object(Face)
    return face if face is not None else Face()
