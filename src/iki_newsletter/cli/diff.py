"""`iki-news diff`: what changed in an issue since it was approved, or since it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, safe
from iki_newsletter.cli.options import IssueId, Json, face_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from iki_newsletter.workflow.comparing import Comparison, ItemChange
    from iki_newsletter.workflow.difference import Difference, EditionChange

_HUES = {"+": "green", "-": "red", "@": "cyan"}


def command(
    ctx: typer.Context,
    issue: IssueId,
    *,
    approved: Annotated[
        bool, typer.Option("--approved", help="Compare with what was approved, also where sending has begun.")
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show what readers would get otherwise than when the issue was approved, or sent where sending has begun.

    Edition by edition: how many words of which item changed, the text part line by line, and what only the HTML
    shows (links, pictures, the look).

    \b
    Examples:
      iki-news diff 2017-06
      iki-news diff 2017-06 --approved --json
    """
    from iki_newsletter.workflow.difference import find_difference  # noqa: PLC0415

    face = face_of(ctx)
    difference = find_difference(face.workspace, issue, approved=approved)
    _show(face, difference)
    face.give(difference.as_json())
    if difference.exit_code:
        raise typer.Exit(difference.exit_code)


def _show(face: Face, difference: Difference) -> None:
    face.say(difference.summary)
    for edition in difference.editions:
        if edition.has_changed:
            _show_edition(face, edition)
    if difference.next_steps:
        face.say("", *difference.next_steps)


def _show_edition(face: Face, edition: EditionChange) -> None:
    from rich.rule import Rule  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    face.say("", Rule(Text(edition.language, "bold"), align="left", style="dim"))
    if edition.comparison:
        _show_comparison(face, edition.comparison)
    elif edition.before is None:
        face.say("This edition is new.")
    elif edition.now is None:
        face.say("This edition is not made any more.")
    else:
        face.say(f"It was {edition.before[:12]} and is {(edition.now or '')[:12]}; the earlier one is not kept here.")


def _show_comparison(face: Face, comparison: Comparison) -> None:
    if comparison.subject:
        face.say(f"The subject was “{comparison.subject[0]}” and is “{comparison.subject[1]}”.")
    if comparison.items:
        face.say("", _items(comparison.items))
    if comparison.other:
        face.say("", *comparison.other)
    if comparison.text:
        face.say("")
        for line in comparison.text:
            _show_line(face, line)


def _show_line(face: Face, line: str) -> None:
    """Show a line of the text part's diff; long ones stay whole, so that what is redirected is a diff."""
    from rich.text import Text  # noqa: PLC0415

    if not face.quiet:
        face.out.print(Text(safe(line), _HUES.get(line[:1], "")), highlight=False, soft_wrap=True)


def _items(items: tuple[ItemChange, ...]) -> RenderableType:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Item", overflow="fold")
    table.add_column("Words gone", justify="right", style="red")
    table.add_column("Words new", justify="right", style="green")
    table.add_column("")
    for item in items:
        note = "new" if item.is_new else "gone" if item.is_gone else ""
        table.add_row(item.name or "(around the items)", _or_none(item.removed), _or_none(item.added), note)
    return table


def _or_none(number: int) -> str:
    return f"{number:,}" if number else "–"
