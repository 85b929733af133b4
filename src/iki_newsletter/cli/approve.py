"""`iki-news approve`: the editor in charge agrees to an issue's editions, as they are now."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, safe
from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.errors import StoppedError, UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from rich.table import Table

    from iki_newsletter.workflow.approving import Proposal


def command(
    ctx: typer.Context,
    issue: IssueId,
    *,
    as_name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who approves.")],
    correction: Annotated[
        Path | None,
        typer.Option("--correction", metavar="FILE", help="Approve this correction instead of the issue."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Agree to an issue's editions, as they are now.

    Shows what is approved, and asks. The approval is bound to the editions' digests and stands in
    issues/ISSUE/approval.yaml: any later change to what readers get makes it void. With `approval: required` in
    newsletter.yaml nothing is sent without it. What a check stops cannot be approved.

    \b
    Examples:
      iki-news approve 2017-06 --as "Ana Muster"
      iki-news approve 2017-06 --as "Ana Muster" --correction issues/2017-06/correction.yaml
    """
    from iki_newsletter.workflow.approving import approve, propose  # noqa: PLC0415

    face = face_of(ctx)
    proposal = propose(face.workspace, issue, as_name, correction)
    face.problems(proposal.problems)
    face.facts(proposal.facts)
    face.say("", _editions(proposal), "")
    if not (yes or proposal.is_known):
        _ask(proposal, to_stderr=face.json)
    approval = approve(proposal, dt.datetime.now(dt.UTC))
    _say_what_came_of_it(face, proposal)
    face.give(proposal.as_json(approval))


def _editions(proposal: Proposal) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Edition")
    table.add_column("Subject", overflow="fold")
    table.add_column("Items", justify="right")
    table.add_column("Digest", style="dim", no_wrap=True)
    table.add_column("Since")
    for language, subject, items, digest in proposal.rows:
        table.add_row(language, safe(subject), items, digest, _since(proposal, language))
    return table


def _since(proposal: Proposal, language: str) -> str:
    """Say what an edition is to the approval before this one."""
    newest = proposal.standing.newest
    if newest is None or language not in newest.editions:
        return "new"
    return "changed" if language in proposal.standing.unapproved else "the same"


def _ask(proposal: Proposal, *, to_stderr: bool) -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            "An approval needs a yes, and nobody is here to ask.", instead="Say it beforehand with --yes."
        )
    if not typer.confirm(f"Approve {proposal.campaign_id} as {proposal.by}?", err=to_stderr):
        raise StoppedError("Nothing was approved.")


def _say_what_came_of_it(face: Face, proposal: Proposal) -> None:
    from iki_newsletter.store.approvals import FILE  # noqa: PLC0415

    path = relative_to_here(proposal.built.issue.folder / FILE)
    if proposal.is_known:
        face.say(f"Nothing has changed since you approved it; {path} stays as it is.")
    else:
        face.say(f"Approved. Keep {path} in git, so that everybody who sends knows.")
    correction = proposal.standing.correction
    which = f" --correction {relative_to_here(correction)}" if correction else ""
    face.say(f"Next: iki-news send {proposal.built.issue.id}{which}")
