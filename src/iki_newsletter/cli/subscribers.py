"""`iki-news subscribers`: the list, what people said beside it, and what they may ask of us."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli import importing
from iki_newsletter.cli.face import Face, in_blocks, plural, safe
from iki_newsletter.cli.options import Json, face_of, password_asker
from iki_newsletter.errors import FilesWrongError, NotThereError, StoppedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from iki_newsletter.workflow.people_list import Entry
    from iki_newsletter.workflow.story import Line, Story

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The list, what people said beside it, and their rights."
)

app.command("import", short_help="Take a file into the list.")(importing.command)

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="As in ana@example.org, however it is written.")]
Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="How they said it, for the record.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
_HUES = {"active": "green", "dead": "red", "complained": "bold red", "unsubscribed": "cyan", "full": "yellow"}


@app.command("list", short_help="Show who gets the newsletter, and who does not and why.")
def list_(
    ctx: typer.Context,
    *,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="Only those, as in active, unsubscribed or dead.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="Only who gets this edition.")
    ] = None,
    group: Annotated[str | None, typer.Option("--group", metavar="NAME", help="Only this group.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write them to a new CSV file.")] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show who gets the newsletter, and who does not and why: the list, and what people and servers said beside it.

    \b
    Examples:
      iki-news subscribers list
      iki-news subscribers list --state unsubscribed
      iki-news subscribers list --group ministry --csv ministry.csv
    """
    from iki_newsletter.workflow.people_list import Wanted, list_people, write_people  # noqa: PLC0415

    face = face_of(ctx)
    people = list_people(face.workspace, Wanted(state, language, group))
    if csv is not None:
        face.say(f"Wrote {write_people(people, csv):,} to {csv}.")
    elif not face.json:
        for entries in in_blocks(people.entries):
            face.say(_people(entries), "")
    face.say(f"{people.source}: {people.reading}.", *people.sentences)
    face.give(people.as_json())


@app.command("show", short_help="Show a person's whole story.")
def show(
    ctx: typer.Context,
    address: Address,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show a person's whole story: what is held of them, what was sent, what came back, what they said.

    \b
    Example:
      iki-news subscribers show ana@example.org
    """
    from iki_newsletter.workflow.story import read_whole_story  # noqa: PLC0415

    face = face_of(ctx)
    story = read_whole_story(face.workspace, address)
    if not face.json:
        _tell(face, story)
    face.give(story.as_json())


@app.command("export", short_help="Give a person all that is held of them, as JSON.")
def export(
    ctx: typer.Context,
    address: Address,
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A new file; else it is shown.")] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Give everything that is held of a person as JSON, for them to have: the list's rows with all their cells too.

    \b
    Example:
      iki-news subscribers export ana@example.org --out ana.json
    """
    from iki_newsletter.workflow.story import read_whole_story, write_story  # noqa: PLC0415

    face = face_of(ctx)
    story = read_whole_story(face.workspace, address)
    if not story.is_known:
        raise NotThereError(
            story.sentence,
            instead="There is nothing to give. Do they write from another address than they get it at?",
        )
    if out is not None:
        write_story(story, out)
        face.say(f"Wrote all that is held of {story.address} to {out}.")
    else:
        face.json = True
    face.give(story.as_json())


@app.command("remove", short_help="Take somebody off who told you so.")
def remove(
    ctx: typer.Context,
    address: Address,
    *,
    because: Because = "",
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also an address that is not known: no list brings it then.")
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Take somebody off who told you that they want no more, by telephone or in a mail.

    Whatever list names them later, they stay off. To forget them altogether: iki-news subscribers erase.

    \b
    Example:
      iki-news subscribers remove ana@example.org --because "on the phone, 12 June"
    """
    from iki_newsletter.workflow import leaving  # noqa: PLC0415

    face = face_of(ctx)
    change = leaving.remove(face.workspace, address, dt.datetime.now(dt.UTC), because, anyway=anyway)
    face.say(*change.sentences)
    face.give(change.as_json())


@app.command("restore", short_help="Take somebody back in who was left out.")
def restore(
    ctx: typer.Context,
    address: Address,
    *,
    because: Because = "",
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Take somebody back in who was left out: unsubscribed by mistake, or an address that works again.

    Where the list itself calls them gone, the status of their row becomes active.

    \b
    Example:
      iki-news subscribers restore ana@example.org --because "her mailbox works again, she wrote"
    """
    from iki_newsletter.workflow import leaving  # noqa: PLC0415

    face = face_of(ctx)
    change = leaving.restore(face.workspace, address, dt.datetime.now(dt.UTC), because)
    face.say(*change.sentences)
    face.give(change.as_json())
    if change.exit_code:
        raise typer.Exit(change.exit_code)


@app.command("erase", short_help="Forget a person altogether; there is no undo.")
def erase(
    ctx: typer.Context,
    address: Address,
    *,
    yes: Yes = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Erase a person: their address goes from the list, the ledger, what came back, the sandbox and the logs.

    What stays are numbers, and a keyed hash of the address, so that no old list brings them back. There is no undo.

    \b
    Example:
      iki-news subscribers erase ana@example.org
    """
    from iki_newsletter.workflow.erasing import erase_person  # noqa: PLC0415

    face = face_of(ctx)
    if not yes:
        _ask(face, _what_to_erase(face, address))
    erasure = erase_person(face.workspace, address, dt.datetime.now(dt.UTC))
    face.say(*erasure.sentences)
    face.give(erasure.as_json())
    if erasure.exit_code:
        raise typer.Exit(erasure.exit_code)


@app.command("tidy", short_help="Forget what newsletter.yaml keeps no longer.")
def tidy(
    ctx: typer.Context,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Forget who got and sent what longer ago than newsletter.yaml keeps it (`retention`); `inbox` does it as well.

    \b
    Example:
      iki-news subscribers tidy
    """
    from iki_newsletter.workflow import forgetting  # noqa: PLC0415

    face = face_of(ctx)
    tidied = forgetting.tidy(face.workspace, dt.datetime.now(dt.UTC))
    face.say(*tidied.sentences)
    face.give(tidied.as_json())


@app.command("invite", short_help="Ask who wants the newsletter whether it is them.")
def invite(
    ctx: typer.Context,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ADDRESS]...", help="Who wants it; left out: those who asked by mail and wait."),
    ] = None,
    *,
    source: Annotated[
        str, typer.Option("--source", metavar="WORDS", help="How you know, as in: list at the workshop in May.")
    ] = "",
    language: Annotated[str | None, typer.Option("--language", metavar="L", help="In which language to ask.")] = None,
    smtp: Annotated[
        str | None,
        typer.Option("--smtp", metavar="URL", help="The mail server; else the one newsletter.yaml names."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show who would be asked; send nothing.")] = False,
    yes: Yes = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Ask whoever wants the newsletter whether it is really them, by a mail with a link that says yes.

    Only who says yes is mailed from then on (double opt-in); the question's words, the day and the source are kept as
    proof. Nobody is asked twice within a day, and who left is asked only after a mail of their own. A rehearsal in
    the sandbox asks nobody, and so does not count for the day.

    \b
    Examples:
      iki-news subscribers invite
      iki-news subscribers invite ana@example.org --language es --source "list at the workshop in May"
    """
    from iki_newsletter.workflow.errand import Watcher  # noqa: PLC0415
    from iki_newsletter.workflow.inviting import Wish, plan_invitation  # noqa: PLC0415
    from iki_newsletter.workflow.inviting import invite as send_questions  # noqa: PLC0415

    face = face_of(ctx)
    now = dt.datetime.now(dt.UTC)
    plan = plan_invitation(face.workspace, Wish(tuple(addresses or ()), source, language), smtp, now)
    face.facts(plan.facts)
    if dry_run or not (plan.asked or plan.unfinished):
        face.say("This was a dry run: nobody was asked." if dry_run else "There is nobody to ask.")
        face.give(plan.as_json())
        return
    if not yes:
        _ask(face, f"Ask {plural(len(plan.asked) + plan.unfinished, 'person', 'people')} now?")
    invited = send_questions(plan, now, watcher=Watcher(), ask_password=password_asker())
    face.say("", *invited.sentences)
    face.give(plan.as_json() | invited.as_json())
    if invited.exit_code:
        raise typer.Exit(invited.exit_code)


def _what_to_erase(face: Face, address: str) -> str:
    """Show what is held of somebody, and give the question; a list that cannot be read keeps nobody from asking."""
    from iki_newsletter.workflow.story import read_whole_story  # noqa: PLC0415

    try:
        story = read_whole_story(face.workspace, address)
    except FilesWrongError as error:
        face.complain(*error.lines(), style="yellow")
        return f"Erase {address} from all that can be read? It cannot be undone."
    _tell(face, story)
    if story.is_known:
        return f"Erase all of this? It cannot be undone. ({address})"
    return f"Bar {address} from every list all the same? It cannot be undone."


def _ask(face: Face, question: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError("This needs a yes, and nobody is here to ask.", instead="Say it beforehand with --yes.")
    if not typer.confirm(question, err=face.json):
        raise StoppedError("Nothing was changed.")


def _tell(face: Face, story: Story) -> None:
    face.say(story.sentence)
    if story.facts:
        face.say("")
        face.facts(story.facts)
    lines = story.lines
    if lines:
        face.say("", _story(lines, story.timezone), "", f"Times are those of {story.timezone}.")


def _story(lines: Iterable[Line], timezone: str) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from iki_newsletter.workflow.clock import on_clock  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("When", no_wrap=True)
    table.add_column("What", no_wrap=True)
    table.add_column("", overflow="fold", style="dim")
    for line in lines:
        table.add_row(on_clock(line.at, timezone), line.what, safe(line.words))
    return table


def _people(entries: Iterable[Entry]) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Address", overflow="fold")
    table.add_column("State", no_wrap=True)
    table.add_column("Language", no_wrap=True)
    table.add_column("Groups", overflow="fold", style="dim")
    for entry in entries:
        address = Text(safe(entry.address))
        if entry.name:
            address.append(f"\n{safe(entry.name)}", style="dim")
        state = Text(entry.state, _HUES.get(entry.state, ""))
        table.add_row(address, state, entry.language, safe(", ".join(entry.groups)))
    return table
