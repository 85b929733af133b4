"""`iki-news send`: show the plan, ask, deliver; run again to go on."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.cli.interrupt import stopping_on_interrupt
from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.errors import StoppedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.delivery.engine import Progress
    from iki_newsletter.workflow.send import Prepared, Sent


def command(
    ctx: typer.Context,
    issue: IssueId,
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
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Send an issue to everyone on the list who wants it, each in their language.

    Shows who would get what, and asks. If anything stops it, run the same command again: it goes on where it
    stopped, and nobody gets it twice.

    Examples: iki-news send 2017-06 --dry-run · iki-news send 2017-06 --test you@example.org · iki-news send 2017-06
    """
    from iki_newsletter.workflow.send import SendOptions, prepare  # noqa: PLC0415

    face = face_of(ctx)
    options = SendOptions(to, smtp, limit, add=add, old_edition=rest_gets_old_edition)
    if test is not None:
        _send_test(face, issue, test, options)
        return
    prepared = prepare(face.workspace, issue, options, dry_run=dry_run)
    _show_plan(face, prepared)
    if dry_run:
        face.say("This was a dry run: nothing was sent and nothing written down.")
        face.give(prepared.as_json())
        return
    if prepared.to_do and not yes:
        _ask(face, prepared)
    sent = _deliver(face, prepared)
    _show_result(face, sent)
    face.give(sent.as_json())
    if sent.exit_code:
        raise typer.Exit(sent.exit_code)


def _show_plan(face: Face, prepared: Prepared) -> None:
    face.problems(prepared.problems)
    face.say(*prepared.sentences)


def _ask(face: Face, prepared: Prepared) -> None:
    if not sys.stdin.isatty():
        raise UsageError("Sending needs a yes, and nobody is here to ask.", instead="Say it beforehand with --yes.")
    if not typer.confirm(f"Send {plural(prepared.to_do, 'message')} now?", err=face.json):
        raise StoppedError("Nothing was sent.")


def _deliver(face: Face, prepared: Prepared) -> Sent:
    from iki_newsletter.workflow.send import deliver_prepared  # noqa: PLC0415

    with stopping_on_interrupt(face.complain) as stop, _progress(face, prepared.to_do) as on_progress:
        return deliver_prepared(prepared, stop=stop, on_progress=on_progress, ask_password=_ask_password)


def _send_test(face: Face, issue: str, address: str, options: object) -> None:
    from iki_newsletter.workflow.send_test import send_test  # noqa: PLC0415

    sent = send_test(face.workspace, issue, address, options, ask_password=_ask_password)
    face.problems(sent.problems)
    face.say(*sent.sentences)
    face.give(sent.as_json())
    if sent.exit_code:
        raise typer.Exit(sent.exit_code)


def _ask_password(question: str) -> str | None:
    return str(typer.prompt(question, hide_input=True, err=True)) if sys.stdin.isatty() else None


def _show_result(face: Face, sent: Sent) -> None:
    face.say("", *sent.sentences)


@contextmanager
def _progress(face: Face, total: int) -> Iterator[Callable[[Progress], None]]:
    """Show a bar with rate and remaining time on a terminal; elsewhere, and when quiet, nothing moves."""
    if face.quiet or not face.out.is_terminal or not total:
        yield lambda _: None
        return
    from rich import progress as rich_progress  # noqa: PLC0415

    columns = (
        rich_progress.TextColumn("Sending"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeRemainingColumn(),
        rich_progress.TextColumn("{task.fields[rate]}"),
    )
    with rich_progress.Progress(*columns, console=face.out, transient=True) as bar:
        task = bar.add_task("send", total=total, rate="")

        def show(progress: Progress) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=progress.done, rate=f"{speed:,.0f}/s" if speed else "")

        yield show
