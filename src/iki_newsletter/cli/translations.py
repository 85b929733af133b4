"""`iki-news translations`: texts to translators and back, and how far each language is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, plural, safe
from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.cli.table import make_table
from iki_newsletter.errors import ExitCode
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.workflow.translation_export import Exported
    from iki_newsletter.workflow.translation_import import Imported
    from iki_newsletter.workflow.translation_judging import Outcome
    from iki_newsletter.workflow.translation_status import Standing, Status

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Send texts to translators and take them back.")

_WAYS = {
    "source changed": "The source has changed since the file was made: --anyway puts the translation in.",
    "changed here": "The translation here has changed since the file was made: --replace writes over it.",
    "incomplete": "Some paragraphs are not translated: --anyway puts in what is there.",
}


@app.command("export")
def export(
    ctx: typer.Context,
    issue: IssueId,
    *,
    to: Annotated[str, typer.Option("--to", metavar="LANGUAGE", help="The language to translate into.")],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="LANGUAGE", help="The language to translate from; else each original."),
    ] = None,
    kind: Annotated[str, typer.Option("--format", metavar="FORMAT", help="docx, xliff or xlsx.")] = "docx",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; else in the issue's translations."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is translated already, to be looked through.")
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Write what has no translation yet, or one of an earlier text, into one file for a translator.

    Word's docx is a table, source beside translation; xliff is for programs such as OmegaT, memoQ or Trados; xlsx
    is a workbook. What comes back is put in by `iki-news translations import`.

    \b
    Examples:
      iki-news translations export 2017-06 --to de
      iki-news translations export 2017-06 --to en --format xliff --all --out horizons-en.xlf
    """
    from iki_newsletter.workflow import translation_export  # noqa: PLC0415

    face = face_of(ctx)
    exported = translation_export.export(
        face.workspace, issue, to, source=source, kind=kind, out=out and out.absolute(), everything=everything
    )
    _say_exported(face, exported)
    face.give(exported.as_json())


@app.command("import")
def take_in(
    ctx: typer.Context,
    issue: IssueId,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What the translator gave back.")],
    *,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway", help="Also what was made from an earlier source (it counts as such), or is incomplete."
        ),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over translations that changed since the file was made.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would become of each text.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Put a translator's file into the issue's YAML files, each text in its place.

    Comments, order and style of the files stay. What cannot be put in without somebody's decision is named, and the
    exit code is 1.

    \b
    Example:
      iki-news translations import 2017-06 issues/2017-06/translations/2017-06-de.docx
    """
    from iki_newsletter.workflow.translation_import import take_in as import_file  # noqa: PLC0415

    face = face_of(ctx)
    imported = import_file(face.workspace, issue, file.absolute(), anyway=anyway, replace=replace, dry_run=dry_run)
    _say_imported(face, imported, dry_run=dry_run)
    face.give(imported.as_json())
    if imported.held_back:
        raise typer.Exit(ExitCode.WRONG)


@app.command("status")
def status(ctx: typer.Context, issue: IssueId, json: Json = False) -> None:  # noqa: ARG001 - the face has seen it
    """Show item by item which languages are whole, what is missing, and what is older than its source.

    \b
    Example:
      iki-news translations status 2017-06
    """
    from iki_newsletter.workflow.translation_status import status as find_status  # noqa: PLC0415

    face = face_of(ctx)
    found = find_status(face.workspace, issue)
    _show(face, found)
    face.give(found.as_json())


@app.command("accept")
def accept(
    ctx: typer.Context,
    issue: IssueId,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The contribution's name, or issue.yaml.")],
    *,
    language: Annotated[
        str | None, typer.Option("--to", metavar="LANGUAGE", help="Only the translation into this language.")
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Say that an item's translations hold for its texts as they are now.

    For a source that changed without its meaning, or translations that were mended by hand.

    \b
    Example:
      iki-news translations accept 2017-06 ecovalor-valuation --to de
    """
    from iki_newsletter.workflow.translation_status import accept as accept_item  # noqa: PLC0415

    face = face_of(ctx)
    accepted = accept_item(face.workspace, issue, item, language)
    face.say(f"{item}: {', '.join(accepted)} taken as translations of the texts as they are now.")
    face.give({"issue": issue, "item": item, "accepted": accepted})


def _say_exported(face: Face, exported: Exported) -> None:
    sheet = exported.sheet
    if exported.path is None:
        face.say(f"Nothing of {sheet.issue} is to be translated into {sheet.to}; --all writes what is translated.")
    else:
        about = f"{plural(exported.texts, 'text')}, {plural(exported.words, 'word')}"
        shown = relative_to_here(exported.path)
        face.say(
            f"Wrote {shown}: {about} to translate into {sheet.to}.",
            f"When it comes back: iki-news translations import {sheet.issue} FILE",
        )
    if exported.without_source:
        face.say(f"Not in it, since they do not exist in that language: {', '.join(exported.without_source)}.")


def _say_imported(face: Face, imported: Imported, *, dry_run: bool) -> None:
    from iki_newsletter.workflow.translation_judging import Fate  # noqa: PLC0415

    counts = [f"{len(found)} {fate.value}" for fate in Fate if (found := imported.having(fate))]
    face.say(f"{imported.issue} into {imported.to}: {', '.join(counts) or 'no text'}.")
    for each in imported.outcomes:
        if each.fate.is_held_back or each.remarks:
            face.complain(_line(each), style="yellow")
            face.complain(*_parting(face, each), style="dim")
    for fate in Fate:
        if fate.value in _WAYS and imported.having(fate):
            face.complain(f"  {_WAYS[fate.value]}", style="dim")
    for line in _to_decide(imported):
        face.complain(f"  {line}", style="dim")
    if dry_run:
        face.say("Nothing was written.")
    elif imported.files:
        face.say(f"Wrote {', '.join(relative_to_here(path) for path in imported.files)}.")
        face.say(f"Next: iki-news check {imported.issue}")


def _line(each: Outcome) -> str:
    remarks = f" ({'; '.join(each.remarks)})" if each.remarks else ""
    return f"{each.item}: {each.field}: {each.fate.value}{remarks}"


def _parting(face: Face, each: Outcome) -> list[str]:
    """Show in two lines what a decision is about, or what was written over."""
    from iki_newsletter.cli.excerpt import where_they_part  # noqa: PLC0415

    if each.other is None:
        return []
    names = ("    in the file: ", "    here:        ") if each.fate.is_held_back else ("    now:    ", "    before: ")
    texts = where_they_part(*each.other, face.err.width - len(names[0]))
    return [f"{name}{text}" for name, text in zip(names, texts, strict=True)]


def _to_decide(imported: Imported) -> Iterator[str]:
    """Say what is left to do about what was put in: look whether it still fits, and have it released anew."""
    from iki_newsletter.workflow.translation_judging import Fate  # noqa: PLC0415

    older = {each.item for each in imported.having(Fate.TRANSLATED) if not each.holds}
    for item in sorted(older):
        accept = f"iki-news translations accept {imported.issue} {item} --to {imported.to}"
        yield f"Where {item} fits its new source: {accept}"
    for item in imported.unreleased:
        yield (
            f"{item} was released without this (C651): iki-news proof {imported.issue} shows it; "
            f"once its project agrees: iki-news release {imported.issue} {item} --by WHO --again"
        )


def _show(face: Face, found: Status) -> None:
    from rich.text import Text  # noqa: PLC0415

    rows: list[tuple[str | Text, ...]] = [
        (safe(item), *(Text(_cell(standings[language])) for language in found.languages))
        for item, standings in found.items.items()
        if item not in found.left_out
    ]
    face.show(make_table(("Item", *found.languages), rows, face.out.width))
    if found.unwritten:
        unwritten = "; ".join(f"{item}: {', '.join(texts)}" for item, texts in found.unwritten.items())
        face.say("", f"Still to be written: {unwritten}.")
    todo = {language: count for language, count in found.open_texts.items() if count}
    said = ", ".join(f"{plural(count, 'text')} into {language}" for language, count in todo.items())
    face.say("", f"To translate: {said or 'nothing'}.")
    if todo:
        face.say(f"Next: iki-news translations export {found.issue} --to {next(iter(todo))}")


def _cell(standing: Standing) -> str:
    parts = ["original"] if standing.is_original else []
    if standing.missing:
        parts.append(f"missing {plural(len(standing.missing), 'text')}")
    if standing.outdated:
        parts.append(f"source changed: {', '.join(standing.outdated)}")
    return "; ".join(parts) or "whole"
