"""`iki-news inbox`: what came back, by reason and by domain, in the servers' own words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, plural, safe
from iki_newsletter.cli.options import Json, face_of, password_asker
from iki_newsletter.errors import WorkspaceNotFoundError

if TYPE_CHECKING:
    from rich.table import Table

    from iki_newsletter.workflow.inbox import Inbox, Row
    from iki_newsletter.workspace.folder import Workspace

_HUES = {
    "dead": "red",
    "complaint": "bold red",
    "refused": "bold yellow",
    "full": "yellow",
    "unsubscribe": "cyan",
    "unknown": "magenta",
}
_SAID = {"refused": "refused (ours)"}
"""Kinds that would be misread by their own word: who was refused has done nothing, we have to mend it."""
_MOST_DOMAINS = 3
_MOST_WORDS = 140


def command(
    ctx: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A folder of .eml files, a Maildir, an mbox, or a mailbox as in imaps://user@mail.example.org/INBOX.",
        ),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look: nothing is changed, here or there.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Read mail that came back, and do what follows.

    Who is gone, complained or left is mailed no more; who asks for another language gets it. Refusals are ours, and
    nobody is left out for them. What people write is left to people. A mailbox's password comes from
    IKI_NEWS_IMAP_PASSWORD, the system's keyring, or a prompt. Mail is never deleted, moved or marked as read; what
    was read before changes nothing.

    \b
    Examples:
      iki-news inbox returned/ --dry-run
      iki-news inbox imaps://bounces%40example.org@mail.example.org/INBOX
    """
    from iki_newsletter.workflow.inbox import read_inbox, take_inbox  # noqa: PLC0415

    face = face_of(ctx)
    workspace = _workspace(face, dry_run=dry_run)
    if workspace is None:
        inbox = read_inbox(source, password_asker())
    else:
        inbox = take_inbox(workspace, source, dt.datetime.now(dt.UTC), password_asker(), dry_run=dry_run)
    if inbox.events and not face.json:
        face.say(_table(inbox.rows), "")
    _show_to_read(face, inbox)
    _show_still_open(face, inbox)
    face.say(inbox.summary, *inbox.sentences)
    face.give(inbox.as_json())


def _workspace(face: Face, *, dry_run: bool) -> Workspace | None:
    """Give the workspace; mails can be looked at without one, and then none can be told to be an answer to ours."""
    try:
        return face.workspace
    except WorkspaceNotFoundError:
        if dry_run:
            return None
        raise


def _show_to_read(face: Face, inbox: Inbox) -> None:
    """Name what no rule can settle, so that somebody reads it in the mail program."""
    if inbox.tally is None or not inbox.tally.to_read or face.json:
        return
    face.say("For you to read:")
    for taken in inbox.tally.to_read:
        event = taken.event
        face.say(f"  {event.address or 'somebody'}: {event.reason} ({event.file})")
    face.say("")


def _show_still_open(face: Face, inbox: Inbox) -> None:
    """Name what people asked before, until somebody has done something about it."""
    if not inbox.still_open or face.json:
        return
    face.say("Asked for, and not done yet:")
    for key, reason, at in inbox.still_open:
        face.say(f"  {key}: {reason} (read on {at:%Y-%m-%d})")
    face.say("  iki-news subscribers remove ADDRESS takes somebody off, subscribers invite asks them back.", "")


def _table(rows: list[Row]) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("Kind", no_wrap=True)
    table.add_column("Why, where, and in whose words", overflow="fold")
    for row in rows:
        told = Text(safe(row.reason))
        told.append(f"  {_domains(row)}", style="dim")
        if row.words:
            words = row.words if len(row.words) <= _MOST_WORDS else f"{row.words[:_MOST_WORDS]}…"
            told.append(f"\n{safe(words)}", style="dim")
        table.add_row(
            str(row.count), Text(_SAID.get(row.kind.value, row.kind.value), _HUES.get(row.kind.value, "")), told
        )
    return table


def _domains(row: Row) -> str:
    named = [safe(domain) + (f" ({count})" if count > 1 else "") for domain, count in row.domains[:_MOST_DOMAINS]]
    more = len(row.domains) - _MOST_DOMAINS
    return ", ".join([*named, *([f"and {plural(more, 'other domain')}"] if more > 0 else [])])
