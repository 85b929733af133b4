"""What the commands that write to contacts share: the plan first, a yes, then the mails."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from iki_newsletter.cli.face import Face, plural, safe
from iki_newsletter.cli.lasting import lasting_output
from iki_newsletter.cli.options import password_asker
from iki_newsletter.cli.progress import shown_progress
from iki_newsletter.errors import NotFinishedError, StoppedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from iki_newsletter.delivery.progress import Progress
    from iki_newsletter.workflow.working_plan import WorkingPlan, WorkingSent

SmtpUrl = Annotated[
    str | None, typer.Option("--smtp", metavar="URL", help="The mail server; else the one newsletter.yaml names.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan; send nothing, write nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Attach = Annotated[
    Path | None,
    typer.Option("--attach", metavar="FILE", help="Attach this file; else build/ISSUE/form.html, if it is there."),
]
NoAttachment = Annotated[bool, typer.Option("--no-attachment", help="Attach nothing.")]

_BEGINNING: Final = 8
"""Lines that tell what a mail is about."""


def carry_out(face: Face, plan: WorkingPlan, *, dry_run: bool, yes: bool) -> None:
    """Show a plan, ask, and send; ends the command with its exit code."""
    from iki_newsletter.model.problem import Problem  # noqa: PLC0415

    face.problems_of_list(plan.problems, Problem.lines)
    if dry_run and not face.json:
        face.show_facts(plan.facts)  # what was asked for
    else:
        face.facts(plan.facts)
    for warning in plan.warnings if plan.to_do else ():
        face.complain(warning, style="yellow")
    if face.verbose or (dry_run and not face.json):
        _show_recipients(face, plan)
    if dry_run:
        _show_sample(face, plan)
        if not plan.to_do and not plan.overtaken:
            face.say("There is nobody to write to now.")
        face.say("This was a dry run: nothing was sent and nothing written down.")
        face.give(plan.as_json())
        return
    if not plan.to_do and not plan.overtaken:
        face.say("There is nobody to write to now; nothing was sent.")
        face.give(plan.as_json())
        return
    if plan.to_do and not yes:
        ask_before_sending(plan.to_do)
    with lasting_output() as lost:
        sent = send_plan(face, plan)
        face.say("", *sent.sentences)
        face.give(sent.as_json())
        if lost:
            face.complain(f"This could not be shown to its end ({lost[0].strerror}):", *sent.sentences)
    if sent.exit_code:
        raise typer.Exit(sent.exit_code)


def _show_recipients(face: Face, plan: WorkingPlan) -> None:
    """Name who would get it, and what of theirs a proof would show them."""
    people = plan.recipients
    if not people:
        return
    from iki_newsletter.cli.table import make_table  # noqa: PLC0415

    rows = [(safe(each.address), "; ".join(each.about)) for each in people]
    face.show("", make_table(("To", "About"), rows, face.out.width), "")


def _show_sample(face: Face, plan: WorkingPlan) -> None:
    """Show how the first mail begins, or all of it to who asked for more."""
    if plan.sample is None or face.json:
        return
    address, text = plan.sample
    lines = text.strip().splitlines()
    face.show(f"To {address}:", "")
    for line in lines if face.verbose else lines[:_BEGINNING]:
        face.show(f"  {line}" if line else "")
    if len(lines) > _BEGINNING and not face.verbose:
        face.show("  …", "", "`iki-news -v` before the same command shows it whole.")
    face.show("")


def day(given: str | None) -> dt.date | None:
    """Read a day that an option gives; raises UsageError for what is none."""
    if given is None:
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"{given} is no day.", instead="Write it year-month-day, as in 2017-05-29.") from None


def ask_before_sending(number: int) -> None:
    """Ask for a yes; raises StoppedError for a no, and UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError("Sending needs a yes, and nobody is here to ask.", instead="Say it beforehand with --yes.")
    if not typer.confirm(f"Send {plural(number, 'message')} now?", err=True):
        raise StoppedError("Nothing was sent.")


def send_plan(face: Face, plan: WorkingPlan) -> WorkingSent:
    """Send a plan's mails, with a progress bar; raises NotFinishedError for Ctrl-C."""
    return send_plans(face, [plan])[0]


def send_plans(face: Face, plans: Sequence[WorkingPlan]) -> list[WorkingSent]:
    """Send the mails of several plans, one after the other, with one progress bar for all of them.

    Where somebody stops it, what comes after is not begun. Raises NotFinishedError for the second Ctrl-C.
    """
    from iki_newsletter.delivery.progress import Stop  # noqa: PLC0415
    from iki_newsletter.workflow.errand import Watcher  # noqa: PLC0415
    from iki_newsletter.workflow.working_mail import send_working  # noqa: PLC0415

    def stopping() -> None:
        face.complain("Stopping after the message in hand; Ctrl-C once more ends at once.", style="yellow")

    done: list[WorkingSent] = []
    behind = 0
    ahead = sum(plan.to_do for plan in plans)
    with shown_progress(face) as on_progress:
        for plan in plans:
            ahead -= plan.to_do
            shown = _counted(on_progress, behind, ahead)
            try:
                sent = send_working(
                    plan,
                    watcher=Watcher(shown, stopping),
                    ask_password=password_asker(),
                    is_patient=face.out.is_terminal,
                )
            except KeyboardInterrupt:
                raise NotFinishedError(
                    "Stopped.",
                    instead=f"See what was sent: iki-news deliveries {plan.campaign_id}. Run it again to go on.",
                ) from None
            behind += sent.sum.planned
            done.append(sent)
            if sent.outcome and sent.outcome.stop is Stop.INTERRUPTED:
                break
    return done


def _counted(on_progress: Callable[[Progress], None], behind: int, ahead: int) -> Callable[[Progress], None]:
    """Show a campaign's progress as that of several, of which so many deliveries are done, and so many to come."""

    def show(progress: Progress) -> None:
        on_progress(replace(progress, done=behind + progress.done, total=behind + progress.total + ahead))

    return show
