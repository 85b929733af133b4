"""`iki-news send`: show the plan, ask, deliver; run again to go on."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iki_newsletter.cli.face import Face, in_blocks, plural, safe
from iki_newsletter.cli.lasting import lasting_output
from iki_newsletter.cli.options import IssueId, Json, face_of, password_asker
from iki_newsletter.cli.progress import shown_progress
from iki_newsletter.errors import NotFinishedError, StoppedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iki_newsletter.workflow.appointment import Appointment
    from iki_newsletter.workflow.plan import Plan, SendOptions
    from iki_newsletter.workflow.sent import Sent


def command(
    ctx: typer.Context,
    issue: IssueId,
    *,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="The list; else the one newsletter.yaml names.")
    ] = None,
    smtp: Annotated[
        str | None,
        typer.Option("--smtp", metavar="URL", help="The mail server; else the one newsletter.yaml names."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan; send nothing, write nothing.")] = False,
    test: Annotated[
        str | None,
        typer.Option("--test", metavar="ADDRESS", help="Send each edition once, marked as a test, to ADDRESS alone."),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            "--group", metavar="NAME", help="Only to those in this group of the list; several times for several."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Stop after N messages.")] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Add people who came onto the list after the campaign began.")
    ] = False,
    rest_gets_old_edition: Annotated[
        bool,
        typer.Option(
            "--rest-gets-old-edition", help="The issue changed since; go on with what the others have got already."
        ),
    ] = False,
    rest_gets_new_edition: Annotated[
        bool,
        typer.Option(
            "--rest-gets-new-edition", help="The issue was mended since; who has nothing yet gets it as it is now."
        ),
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try those who failed again, but no address that is dead.")
    ] = False,
    resend_uncertain: Annotated[
        bool,
        typer.Option(
            "--resend-uncertain", help="Send it once more to those who may have it already; they are named."
        ),
    ] = False,
    correction: Annotated[
        Path | None,
        typer.Option(
            "--correction", metavar="FILE", help="Send this correction, to those who got the first edition alone."
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help='Wait until then, as in "2017-06-12 09:00 America/Mexico_City".'),
    ] = None,
    connections: Annotated[
        int | None, typer.Option("--connections", min=1, max=50, metavar="N", help="At the same time.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar="RATE", help="At most so many messages, as in 10/s or 30/m.")
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Send an issue to everyone on the list who wants it, each in their language.

    Shows who would get what, and asks; with `iki-news -v` it names everybody. If anything stops it, run the same
    command again: it goes on where it stopped, and nobody gets it twice.

    \b
    Examples:
      iki-news send 2017-06 --dry-run
      iki-news send 2017-06 --test you@example.org
      iki-news send 2017-06
      iki-news send 2017-06 --at "2017-06-12 09:00 America/Mexico_City"
    """
    from iki_newsletter.workflow.plan import SendOptions  # noqa: PLC0415

    face = face_of(ctx)
    options = SendOptions(
        to,
        smtp,
        limit,
        add=add,
        old_edition=rest_gets_old_edition,
        new_edition=rest_gets_new_edition,
        retry_failed=retry_failed,
        resend_uncertain=resend_uncertain,
        correction=correction,
        dry_run=dry_run,
        connections=connections,
        rate=rate,
        groups=tuple(group or ()),
        # Somebody who watches can wait for greylisting; a program runs the command again.
        is_patient=face.out.is_terminal,
    )
    if test is not None:
        if dry_run or at:
            raise UsageError(
                "--test sends something, now, and neither --dry-run nor --at fit it.",
                instead="Leave one of them out.",
            )
        with lasting_output():
            code = _send_trial(face, issue, test, options)
        raise typer.Exit(code)
    plan = _plan(face, issue, options)
    appointment = _appointment(plan, at)
    _show_plan(face, plan, appointment)
    if dry_run:
        face.say("This was a dry run: nothing was sent and nothing written down.")
        face.give(plan.as_json() | _approval_as_json(plan))
        return
    if plan.to_do and not yes:
        _ask(face, plan, appointment)
    with lasting_output() as lost:
        if appointment is not None:
            plan = _wait(face, plan, appointment)
        sent = _deliver(face, plan)
        _show_result(face, sent)
        face.give(sent.as_json())
        if lost:
            face.complain(f"This could not be shown to its end ({lost[0].strerror}):", *sent.sentences)
    if sent.exit_code:
        raise typer.Exit(sent.exit_code)


def _plan(face: Face, issue: str, options: SendOptions) -> Plan:
    from iki_newsletter.workflow.correcting import plan_correction  # noqa: PLC0415
    from iki_newsletter.workflow.planning import plan_sending  # noqa: PLC0415

    if options.correction is not None:
        return plan_correction(face.workspace, issue, options.correction, options)
    return plan_sending(face.workspace, issue, options)


def _appointment(plan: Plan, text: str | None) -> Appointment | None:
    from iki_newsletter.workflow.appointment import read_appointment, refuse_when_late  # noqa: PLC0415

    if text is None:
        return None
    appointment = read_appointment(text, plan.newsletter.timezone)
    refuse_when_late(appointment, _clock())
    return appointment


def _wait(face: Face, plan: Plan, appointment: Appointment) -> Plan:
    """Wait visibly, then look whether anybody on the list has unsubscribed meanwhile."""
    from iki_newsletter.workflow.appointment import wait_for  # noqa: PLC0415
    from iki_newsletter.workflow.planning import look_again  # noqa: PLC0415

    said = f"Waiting until {appointment}. Ctrl-C stops it; the computer must stay awake."
    if face.quiet or not face.out.is_terminal:
        face.say(said)
        wait_for(appointment, clock=_clock, sleep=time.sleep, tell=lambda _: None)
    else:
        with face.out.status(said) as shown:

            def tell(left: str) -> None:
                shown.update(f"{said} {left} to go.")

            wait_for(appointment, clock=_clock, sleep=time.sleep, tell=tell)
    return look_again(plan)


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _show_plan(face: Face, plan: Plan, appointment: Appointment | None) -> None:
    from iki_newsletter.model.problem import Problem  # noqa: PLC0415
    from iki_newsletter.model.rule import Level  # noqa: PLC0415

    wrong = (each for each in plan.audience.problems if not face.quiet or each.level is not Level.WARN)
    face.problems_of_list(wrong, Problem.lines)
    facts = [*plan.facts, *_approval_facts(plan), *([("When", str(appointment))] if appointment else [])]
    if plan.options.dry_run and not face.json:
        face.show_facts(facts)  # what was asked for
    else:
        face.facts(facts)
    if face.verbose:
        face.say("")
        _name(face, ("Language", "Planned"), ((person.language, person.address) for person in plan.to_add))
        left_out = ((row.reason.value, f"{row.address} (line {row.line})") for row in plan.audience.excluded)
        _name(face, ("Why", "Left out"), left_out)


def _name(face: Face, heads: tuple[str, str], people: Iterable[tuple[str, str]]) -> None:
    """Name people in a table, the second head saying what becomes of them; nothing where there are none."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    for block in in_blocks(people):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        table.add_column(heads[0], no_wrap=True, style="dim")
        table.add_column(heads[1], overflow="fold")
        for word, address in block:
            table.add_row(word, safe(address))
        face.say(table, "")


def _approval_facts(plan: Plan) -> list[tuple[str, str]]:
    """Say who approved what goes out, where that is asked for or somebody has."""
    from iki_newsletter.workflow.approval import standing_of  # noqa: PLC0415

    found = standing_of(plan)
    if plan.begun is not None and found.is_approved:
        return []  # what is kept goes out
    stops = f"; send would refuse. Type: {found.command}" if found.is_required and not found.is_approved else ""
    return [("Approved", f"{found.sentence}{stops}")] if found.is_worth_saying else []


def _approval_as_json(plan: Plan) -> dict[str, Any]:
    """Give it to programs, beside the promised figures, only where it is asked for."""
    from iki_newsletter.workflow.approval import standing_of  # noqa: PLC0415

    found = standing_of(plan)
    return {"approval": found.as_json()} if found.is_required else {}


def _ask(face: Face, plan: Plan, appointment: Appointment | None) -> None:
    if not sys.stdin.isatty():
        raise UsageError("Sending needs a yes, and nobody is here to ask.", instead="Say it beforehand with --yes.")
    twice = f", {len(plan.to_resend)} of them to people who may have it already" if plan.to_resend else ""
    when = f"at {appointment}" if appointment else "now"
    if not typer.confirm(f"Send {plural(plan.to_do, 'message')} {when}{twice}?", err=face.json):
        raise StoppedError("Nothing was sent.")


def _deliver(face: Face, plan: Plan) -> Sent:
    from iki_newsletter.workflow.errand import Watcher  # noqa: PLC0415
    from iki_newsletter.workflow.send import send_planned  # noqa: PLC0415

    try:
        with shown_progress(face) as on_progress:
            return send_planned(
                plan,
                watcher=Watcher(on_progress, _stopping(face)),
                ask_password=password_asker(),
                log_addresses=face.verbose,
            )
    except KeyboardInterrupt:
        # Before or after the engine's own care of it; whether anything went out is in the ledger.
        raise NotFinishedError(
            "Stopped.", instead=f"See what was sent: iki-news deliveries {plan.campaign_id}. Run it again to go on."
        ) from None


def _send_trial(face: Face, issue: str, address: str, options: SendOptions) -> int:
    from iki_newsletter.workflow.trial import send_trial  # noqa: PLC0415

    sent = send_trial(
        face.workspace, issue, address, options, on_stopping=_stopping(face), ask_password=password_asker()
    )
    face.problems(sent.problems)
    face.say(*sent.sentences)
    found = sent.standing
    if found.is_required and not found.is_approved:
        face.say(f"Approved: {found.sentence}. A test needs no approval; sending does: {found.command}")
    face.give(sent.as_json())
    return sent.exit_code


def _stopping(face: Face) -> Callable[[], None]:
    return lambda: face.complain("Stopping after the message in hand; Ctrl-C once more ends at once.", style="yellow")


def _show_result(face: Face, sent: Sent) -> None:
    face.say("", *sent.sentences)
    if sent.error:
        face.complain(*sent.error.lines(), style="bold")
