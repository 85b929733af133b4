"""`iki-news subscribers import`: show what a file would change in the list, ask, write it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from iki_newsletter.cli.face import plural
from iki_newsletter.cli.options import Json, face_of
from iki_newsletter.errors import StoppedError, UsageError

if TYPE_CHECKING:
    from iki_newsletter.cli.face import Face
    from iki_newsletter.workflow.importing import Import

_SHOWN: Final = 10
"""So many people of a kind are named; `-v` names all."""


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file of any dialect, or a workbook (.xlsx).")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="NAME", help="Put everybody into this group; repeatable.")
    ] = None,
    consent_source: Annotated[
        str, typer.Option("--consent-source", metavar="TEXT", help="Where those agreed whose rows do not say it.")
    ] = "",
    consent_on: Annotated[
        str, typer.Option("--consent-on", metavar="DATE", help="When they agreed, as in 2017-05-22.")
    ] = "",
    consent_basis: Annotated[
        str, typer.Option("--consent-basis", metavar="TEXT", help="What allows to write to them, as in consent.")
    ] = "",
    consent_wording: Annotated[
        str, typer.Option("--consent-wording", metavar="TEXT", help="What they agreed to, in its words.")
    ] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="LANG", help="The language of those whose rows name none.")
    ] = "",
    guess_languages: Annotated[
        bool,
        typer.Option(
            "--guess-languages", help="Guess the others' language by greeting, title or country, and say by which."
        ),
    ] = False,
    as_utf_8: Annotated[
        bool, typer.Option("--as-utf-8", help="Write the list as UTF-8, where its encoding lacks a letter.")
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Take a file into the list that newsletter.yaml names: show what would change, ask, write.

    What the file says replaces what the list says, but for consents that are there; groups come together. Whoever
    has left stays out, whatever the file says. Rows that do not change keep every byte. Run twice, it changes
    nothing the second time.

    \b
    Examples:
      iki-news subscribers import fair.xlsx --dry-run
      iki-news subscribers import fair.xlsx --group public --consent-source "fair, Oaxaca" --consent-on 2017-05-22
    """
    from iki_newsletter.model.problem import Problem  # noqa: PLC0415
    from iki_newsletter.workflow.importing import (  # noqa: PLC0415
        ImportOptions,
        plan_import,
        refuse_unwritable,
        write_import,
    )

    face = face_of(ctx)
    options = ImportOptions(
        tuple(group or ()),
        consent_source,
        consent_on,
        consent_basis,
        consent_wording,
        language,
        guess_languages=guess_languages,
        as_utf_8=as_utf_8,
    )
    plan = plan_import(face.workspace, file, options)
    face.problems_of_list(plan.problems, Problem.lines)
    _show(face, plan, asked=dry_run)
    if dry_run:
        if plan.refusal and plan.is_needed:
            face.complain(*plan.refusal.lines(), style="yellow")
        face.say("This was a dry run: nothing was written.")
        face.give(plan.as_json(written=False))
        return
    refuse_unwritable(plan)
    if not plan.is_needed:
        face.say("The list has all of it: nothing was written.")
        face.give(plan.as_json(written=False))
        return
    if not yes:
        _ask(plan, to_stderr=face.json)
    face.say(*write_import(plan))
    face.give(plan.as_json(written=True))


def _show(face: Face, plan: Import, *, asked: bool) -> None:
    from iki_newsletter.audience.merging import Kind  # noqa: PLC0415
    from iki_newsletter.workflow.importing import describe_step  # noqa: PLC0415

    show = face.show_facts if asked and not face.json else face.facts
    show(plan.facts)
    for kind in Kind:
        steps = plan.of(kind)
        shown = steps if face.verbose else steps[:_SHOWN]
        if shown:
            face.say("")
            show((kind.value, describe_step(step)) for step in shown)
        if len(shown) < len(steps):
            more = plural(len(steps) - len(shown), "other", "others")
            face.say(f"… and {more}; `iki-news -v` before the same command names all.")
    face.say("")


def _ask(plan: Import, *, to_stderr: bool) -> None:
    if not sys.stdin.isatty():
        raise UsageError("Writing needs a yes, and nobody is here to ask.", instead="Say it beforehand with --yes.")
    number = sum(1 for step in plan.merge.steps if step.changes)
    if not typer.confirm(f"Write {plural(number, 'row')} into the list?", err=to_stderr):
        raise StoppedError("Nothing was written.")
