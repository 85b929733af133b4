"""Options, arguments and small duties that several commands share, declared once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face

if TYPE_CHECKING:
    from collections.abc import Callable


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


def password_asker() -> Callable[[str], str] | None:
    """Give what asks for a password, where there is somebody to ask."""
    if not sys.stdin.isatty():
        return None
    return lambda question: str(typer.prompt(question, hide_input=True, err=True))
