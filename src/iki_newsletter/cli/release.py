"""`iki-news release`: write down that a project has agreed to its item."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.cli.working import day


def command(
    ctx: typer.Context,
    issue: IssueId,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The contribution, by its file's name.")],
    *,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who in the project agreed.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When; else today.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="It is released already; its text changed and was released anew.")
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Write into a contribution who released it, and when; all else in the file stays as it is, comments too.

    A digest of the text is written beside it: when the text changes, iki-news status, check and proof say so, until
    it is released --again.

    \b
    Examples:
      iki-news release 2017-07 ecovalor-news --by "Valeria Inventada"
      iki-news release 2017-07 ecovalor-news --by "Valeria Inventada" --on 2017-06-29
    """
    from iki_newsletter.workflow.releasing import release  # noqa: PLC0415

    face = face_of(ctx)
    done = release(face.workspace, issue, name, by, dt.datetime.now(dt.UTC), on=day(on), again=again)
    face.say(done.sentence)
    if done.warning:
        face.complain(done.warning, style="yellow")
    face.give(done.as_json())
