"""`iki-news collect`: what projects sent, from a folder or a mailbox, into an issue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.cli.options import IssueId, Json, face_of, password_asker
from iki_newsletter.cli.working import SmtpUrl, Yes, ask_before_sending, send_plans
from iki_newsletter.errors import ExitCode

if TYPE_CHECKING:
    from iki_newsletter.workflow.collected import Collected, Outcome

_HUES = {"taken": "green", "replaced": "green", "edited": "yellow", "kept": "yellow", "refused": "red"}
_QUIET = ("known", "older", "elsewhere")


def command(
    ctx: typer.Context,
    issue: IssueId,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A folder, a parcel (.zip), a .yaml or .docx file, a mail, a Maildir, an mbox, or a mailbox as in "
            "imaps://user@mail.example.org/INBOX.",
        ),
    ],
    *,
    replace: Annotated[
        list[str] | None,
        typer.Option(
            "--replace", metavar="NAME", help="Take the newer version of this contribution over what was edited here."
        ),
    ] = None,
    answer: Annotated[
        bool, typer.Option("--answer", help="Tell the senders of mails what was understood and what is missing.")
    ] = False,
    yes: Yes = False,
    smtp: SmtpUrl = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look: nothing is written or sent.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Take what projects sent into an issue: parcels of the form, YAML and Word files, from a folder or by mail.

    Each is taken whole or not at all. A newer version takes the older one's place, unless somebody edited that here;
    what was taken before changes nothing. What cannot be taken as it is lies in the issue's `incoming` and is named
    with what to do. Pictures are written anew, without where they were taken. In a mailbox nothing is deleted, moved
    or marked; its password comes from IKI_NEWS_IMAP_PASSWORD, the system's keyring, or a prompt.

    --answer writes to whoever sent a mail, once for each version of a contribution, and never to a machine or a list.

    \b
    Examples:
      iki-news collect 2017-07 ~/Downloads/parcels --dry-run
      iki-news collect 2017-07 imaps://news%40example.org@mail.example.org/INBOX
      iki-news collect 2017-07 nota.docx
    """
    from iki_newsletter.workflow.collecting import CollectOptions, collect  # noqa: PLC0415

    face = face_of(ctx)
    options = CollectOptions(source, tuple(replace or ()), is_rehearsal=dry_run, answers=answer)
    at = dt.datetime.now(dt.UTC)
    collected = collect(face.workspace, issue, options, at, password_asker())
    _show(face, collected)
    face.say(*collected.sentences)
    if dry_run:
        face.say("This was a dry run: nothing was written.")
    code = collected.exit_code
    answered: dict[str, Any] = {}
    if answer:
        code, answered = _answer(face, collected, smtp, dry_run=dry_run, yes=yes)
    face.give(collected.as_json() | answered)
    if code:
        raise typer.Exit(code)


def _answer(
    face: Face, collected: Collected, smtp: str | None, *, dry_run: bool, yes: bool
) -> tuple[ExitCode, dict[str, Any]]:
    """Show the answers, ask, and send them; gives the exit code of all."""
    from iki_newsletter.workflow.answering import plan_answers, sentences_of  # noqa: PLC0415

    answers = plan_answers(face.workspace, collected, smtp)
    face.say("", *answers.sentences)
    if dry_run:
        for line in answers.shown:
            face.say(line)
        return collected.exit_code, {"answers": {"to_send": answers.to_do}}
    if not answers.to_do:
        return collected.exit_code, {"answers": {"to_send": 0}}
    if not yes:
        ask_before_sending(answers.to_do)
    sent = list(send_plans(face, answers.plans))
    face.say(*sentences_of(sent))
    codes = [collected.exit_code, *(each.exit_code for each in sent)]
    if len(sent) < len(answers.plans):
        face.complain(f"{plural(len(answers.plans) - len(sent), 'answer')} not begun: run the same command again.")
        codes.append(ExitCode.NOT_FINISHED)
    return next(code for code in ExitCode if code in codes), {"answers": {"to_send": answers.to_do}}


def _show(face: Face, collected: Collected) -> None:
    for outcome in collected.outcomes:
        if outcome.fate in _QUIET and not face.verbose:
            continue
        if outcome.fate in ("edited", "kept", "refused"):
            _complain(face, outcome)
        else:
            _tell(face, outcome)
    if face.verbose and collected.empty:
        face.say(*(f"nothing in   {name}" for name in collected.empty))
    if collected.outcomes:
        face.say("")


def _tell(face: Face, outcome: Outcome) -> None:
    """Say what was taken, and what is to mend in it."""
    from rich.text import Text  # noqa: PLC0415

    from iki_newsletter.model.problem import summarise  # noqa: PLC0415

    head = Text(f"{outcome.fate.value:<10} ", _HUES.get(outcome.fate.value, "dim"))
    head.append(outcome.name or outcome.file, style="bold")
    face.say(head)
    lines = (_about(outcome), f"from {outcome.origin}", outcome.why, *outcome.notes)
    face.detail(*filter(None, lines))
    if outcome.problems:
        face.detail(f"check: {summarise(outcome.problems)}")
        face.problems(each for each in outcome.problems if face.verbose or each.level.stops)
    if face.verbose:
        face.say(*(Text(f"  {line}", "dim") for line in outcome.difference))


def _complain(face: Face, outcome: Outcome) -> None:
    face.complain(f"{outcome.fate.value:<10} {outcome.origin}", style=_HUES[outcome.fate.value])
    about = _about(outcome)
    face.complain(*(f"  {line}" for line in (about, outcome.why, *outcome.notes) if line))
    face.problems(outcome.problems)
    face.complain(*(f"  {line}" for line in outcome.difference), style="dim")
    if outcome.instead:
        face.complain(f"  {outcome.instead}")


def _about(outcome: Outcome) -> str:
    about = outcome.understood
    if about is None:
        return ""
    late = "; LATE" if outcome.is_late else ""
    facts = f"{', '.join(about.languages)}; {plural(about.pictures, 'picture')}{late}"
    return f"{about.kind} of {about.project}: “{about.title}” ({facts})"
