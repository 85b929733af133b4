"""Options, arguments and small duties that several commands share, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

from iki_newsletter.cli.face import Face


def issue_named(given: str | None) -> str | None:
    """Take an issue's folder for its id, as the tab key completes it."""
    return given.replace("\\", "/").rstrip("/").rpartition("/")[2] if given else given


IssueId = Annotated[
    str, typer.Argument(metavar="ISSUE", help="The issue's folder in issues/, as in 2017-06.", callback=issue_named)
]
AnyIssueId = Annotated[
    str | None,
    typer.Argument(metavar="[ISSUE]", help="The issue to check; all of them when left out.", callback=issue_named),
]

Json = Annotated[bool, typer.Option("--json", help="Give programs one JSON object on stdout.")]


def face_of(ctx: typer.Context) -> Face:
    """Give the run's face, which the group has made."""
    face = ctx.find_object(Face)
    return face if face is not None else Face()
