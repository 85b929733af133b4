"""`iki-news call`: write to every project what is wanted for an issue, and by when."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.cli.working import Attach, DryRun, NoAttachment, SmtpUrl, Yes, carry_out


def command(
    ctx: typer.Context,
    issue: IssueId,
    *,
    attach: Attach = None,
    no_attachment: NoAttachment = False,
    add: Annotated[
        bool, typer.Option("--add", help="Write also to contacts who were named after the call began.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    smtp: SmtpUrl = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Call for contributions: each project's contacts are told, in their language, what is wanted by when.

    They are those of contacts.csv whose projects run in the issue's month. The mail names the deadline, the kinds and
    lengths of texts, and what the project had in the last three issues; the form goes with it. Nobody gets a call
    twice: run the same command again to go on where it stopped.

    \b
    Examples:
      iki-news call 2017-07 --dry-run
      iki-news call 2017-07
      iki-news call 2017-07 --attach guidelines.pdf
    """
    from iki_newsletter.workflow.calling import CallOptions, plan_call  # noqa: PLC0415

    face = face_of(ctx)
    options = CallOptions(smtp, attach, no_attachment=no_attachment, add=add)
    carry_out(face, plan_call(face.workspace, issue, options, dt.datetime.now(dt.UTC)), dry_run=dry_run, yes=yes)
