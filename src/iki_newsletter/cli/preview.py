"""`iki-news preview`: the newsletter to read, in the terminal or a browser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.cli.options import IssueId, face_of
from iki_newsletter.errors import UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from iki_newsletter.workflow.preview import Preview


def command(
    ctx: typer.Context,
    issue: IssueId,
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="The edition's language; else the newsletter's first.")
    ] = None,
    as_address: Annotated[
        str | None, typer.Option("--as", metavar="ADDRESS", help="As this person on the list would get it.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Show the text part.")] = False,
    source: Annotated[bool, typer.Option("--source", help="Show the message as it goes on the wire.")] = False,
    browser: Annotated[bool, typer.Option("--browser", help="Open the page in a browser.")] = False,
) -> None:
    """Read an issue as its readers will, before they do.

    \b
    Examples:
      iki-news preview 2017-06
      iki-news preview 2017-06 --language de --browser
      iki-news preview 2017-06 --as ana@example.org --plain
    """
    from iki_newsletter.workflow.preview import preview_issue  # noqa: PLC0415

    if plain + source + browser > 1:
        raise UsageError("--plain, --source and --browser show different things.", instead="Choose one of them.")
    face = face_of(ctx)
    preview = preview_issue(face.workspace, issue, language, as_address)
    if source:
        _write(preview.source)
    elif plain:
        _write(preview.text.encode())
    elif browser:
        _open(face, preview)
    else:
        _read(face, preview)
    if preview.problems:
        face.complain(f"{plural(len(preview.problems), 'problem')}: iki-news check {issue}", style="yellow")


def _write(content: bytes) -> None:
    """Write bytes as they are: a redirected message keeps its line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _open(face: Face, preview: Preview) -> None:
    import webbrowser  # noqa: PLC0415

    path = preview.write_page()
    face.say(f"Opening {relative_to_here(path)}")
    if not webbrowser.open(path.as_uri()):
        face.complain("No browser could be opened here.", f"  Open this file in one: {relative_to_here(path)}")


def _read(face: Face, preview: Preview) -> None:
    from iki_newsletter.cli.page import WIDEST, page  # noqa: PLC0415

    width = min(face.out.width, WIDEST)
    for piece in page(preview):
        face.out.print(piece, width=width, markup=False, highlight=False)
