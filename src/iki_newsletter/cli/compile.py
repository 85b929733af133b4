"""`iki-news compile`: merge and render an issue into build/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from iki_newsletter.cli.face import SPOKEN, Face
from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.errors import ExitCode
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from rich.table import Table

    from iki_newsletter.workflow.compile import Compiled


def command(
    ctx: typer.Context,
    issue: IssueId,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Merge an issue's contributions and render it in every language, into build/ISSUE/.

    The same files always give the same bytes.

    \b
    Example:
      iki-news compile 2017-06
    """
    from iki_newsletter.workflow.compile import compile_issue  # noqa: PLC0415

    face = face_of(ctx)
    compiled = compile_issue(face.workspace, issue)
    _show(face, compiled)
    face.give(compiled.as_json())
    if compiled.stops:
        raise typer.Exit(ExitCode.WRONG)


def _show(face: Face, compiled: Compiled) -> None:
    face.say(compiled.title_line)
    face.say("", _sections(compiled), "", _editions(compiled), "")
    for left_out in compiled.left_out:
        face.say(f"Left out: {left_out.name} ({left_out.reason})")
    face.problems(compiled.build.problems)
    face.say(compiled.summary, f"Look at it: {relative_to_here(compiled.folder)}", f"Next: {compiled.next_step}")


def _sections(compiled: Compiled) -> Table:
    table = _table("Section", "Items")
    merged = compiled.build.issue
    if merged.focus:
        table.add_row("In focus", "1")
    for section in merged.sections:
        if section.items:
            table.add_row(section.title.in_order((SPOKEN,)).text, str(len(section.items)))
    return table


def _editions(compiled: Compiled) -> Table:
    table = _table("Edition", "Items", "Untranslated", "HTML", "Text", "Message")
    for row in compiled.editions:
        table.add_row(
            row.language,
            str(row.items),
            str(row.untranslated),
            *(f"{size / 1000:,.1f} kB" for size in (row.html, row.text, row.message)),
        )
    return table


def _table(first: str, *numbers: str) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column(first)
    for number in numbers:
        table.add_column(number, justify="right")
    return table
