"""`iki-news remind`: write to those projects of which nothing has come yet."""

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
    again: Annotated[
        bool, typer.Option("--again", help="Remind although the last reminder is less than a day old.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    smtp: SmtpUrl = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Remind the contacts of those projects that run and have sent nothing yet, in kind words.

    Each reminder is a mailing of its own (2017-07/remind-1, 2017-07/remind-2); one that was stopped goes on first.

    \b
    Examples:
      iki-news remind 2017-07 --dry-run
      iki-news remind 2017-07
    """
    from iki_newsletter.workflow.calling import CallOptions, plan_reminder  # noqa: PLC0415

    face = face_of(ctx)
    options = CallOptions(smtp, attach, no_attachment=no_attachment, again=again)
    plan = plan_reminder(face.workspace, issue, options, dt.datetime.now(dt.UTC))
    carry_out(face, plan, dry_run=dry_run, yes=yes)
