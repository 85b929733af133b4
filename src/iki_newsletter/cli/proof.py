"""`iki-news proof`: show each project its own items as they will appear, and ask it to release them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.cli.working import DryRun, SmtpUrl, Yes, carry_out, day


def command(
    ctx: typer.Context,
    issue: IssueId,
    *,
    project: Annotated[str | None, typer.Option("--project", metavar="P", help="Only this project.")] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="DATE",
            help="When an answer is wanted; else two days before the issue goes out, or the Friday before.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Send it also to those who have this very proof already.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    smtp: SmtpUrl = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Send each project its own items as readers will see them, and ask for a yes by a day.

    Only what is not released yet is sent, to that project's contacts alone, in their language. An item that changed
    is sent anew with the next proof; what nobody touched is not sent twice. A proof that was stopped goes on first,
    by the same command. Write the yes down with iki-news release.

    \b
    Examples:
      iki-news proof 2017-07 --dry-run
      iki-news proof 2017-07 --by 2017-07-05
      iki-news proof 2017-07 --project ecovalor
    """
    from iki_newsletter.workflow.proofing import ProofOptions, plan_proof  # noqa: PLC0415

    face = face_of(ctx)
    options = ProofOptions(smtp, project, day(by), again=again)
    carry_out(face, plan_proof(face.workspace, issue, options, dt.datetime.now(dt.UTC)), dry_run=dry_run, yes=yes)
