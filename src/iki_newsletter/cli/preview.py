"""`iki-news preview`: the newsletter to read, in the terminal or a browser."""

from __future__ import annotations

import sys
from pathlib import Path
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
    correction: Annotated[
        Path | None,
        typer.Option("--correction", metavar="FILE", help="The mail with this correction, instead of the issue."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Show it anew whenever a file is saved; Ctrl-C ends it.")
    ] = False,
    no_problems: Annotated[
        bool, typer.Option("--no-problems", help="Leave out what is wrong with the items.")
    ] = False,
) -> None:
    """Read an issue as its readers will, before they do.

    In the terminal, what a check finds stands beneath the title of its item, with the line in the item's file; what
    belongs to no item stands on top. With --watch --browser the page reloads itself.

    \b
    Examples:
      iki-news preview 2017-06
      iki-news preview 2017-06 --language de --browser --watch
      iki-news preview 2017-06 --as ana@example.org --plain
      iki-news preview 2017-06 --correction issues/2017-06/correction.yaml
    """
    from iki_newsletter.workflow.preview import preview_issue  # noqa: PLC0415

    if plain + source + browser > 1:
        raise UsageError("--plain, --source and --browser show different things.", instead="Choose one of them.")
    if watch and source:
        raise UsageError("--watch does not show the message's source.", instead="Leave one of the two out.")
    face = face_of(ctx)
    workspace = face.workspace

    def make() -> Preview:
        return preview_issue(workspace, issue, language, as_address, correction)

    def show(preview: Preview) -> None:
        if plain:
            _write(preview.text.encode())
        else:
            _read(face, preview, problems=not no_problems)

    if watch:
        from iki_newsletter.cli.watching import watch_in_browser, watch_in_terminal  # noqa: PLC0415

        if browser:
            watch_in_browser(face, workspace, make)
        else:
            watch_in_terminal(face, workspace, make, show)
        return
    preview = make()
    if source:
        _write(preview.source)
    elif browser:
        _open(face, preview)
    else:
        show(preview)
    say_how_many(face, preview)


def say_how_many(face: Face, preview: Preview) -> None:
    """Say that there are problems, and where to read them all."""
    if preview.problems:
        number = plural(len(preview.problems), "problem")
        face.complain(f"{number}: iki-news check {preview.merged.issue.id}", style="yellow")


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


def _read(face: Face, preview: Preview, *, problems: bool) -> None:
    from iki_newsletter.cli.page import WIDEST, page  # noqa: PLC0415

    width = min(face.out.width, WIDEST)
    for piece in page(preview, problems=problems):
        face.out.print(piece, width=width, markup=False, highlight=False)
