"""`iki-news new issue` and `iki-news new contribution`: files to write in, filled in as far as is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.errors import UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from iki_newsletter.cli.face import Face

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Scaffold an issue or a contribution.")


@app.command("issue", short_help="Make the folder of a new issue.")
def issue(
    ctx: typer.Context,
    issue: Annotated[
        str | None, typer.Argument(metavar="[ISSUE]", help="Its month, as in 2017-07; else the one after the newest.")
    ] = None,
    *,
    no_carry: Annotated[bool, typer.Option("--no-carry", help="Take nothing over from earlier issues.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Make the folder of a new issue, with number, deadline and sending date proposed.

    Calls that are still open when it is sent, and events still to come, are copied from earlier issues, and named.

    \b
    Examples:
      iki-news new issue
      iki-news new issue 2017-09 --no-carry
    """
    from iki_newsletter.workflow.scaffold import new_issue, next_issue_id  # noqa: PLC0415
    from iki_newsletter.workflow.taking_over import take_over  # noqa: PLC0415

    face = face_of(ctx)
    issue = issue or next_issue_id(face.workspace)
    path = new_issue(face.workspace, issue)
    taken = () if no_carry else take_over(face.workspace, issue)
    face.say(
        f"Made {relative_to_here(path)}: look at the dates in it.",
        *(f"Taken over from {each.issue}: {each.name} ({each.why})." for each in taken),
        f"Next: iki-news new contribution {issue} --project PROJECT --kind news",
    )
    face.give({"issue": issue, "file": str(path), "carried": [each.as_json() for each in taken]})


@app.command("contribution", short_help="Make the file of a new contribution.")
def contribution(
    ctx: typer.Context,
    issue: IssueId,
    project: Annotated[
        str, typer.Option("--project", "-p", metavar="ID", help="The project's id in portfolio.yaml.")
    ],
    kind: Annotated[
        str | None,
        typer.Option("--kind", "-k", help="news, event, publication, call, interview, video or profile."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", help="The language it is written in first; else the newsletter's first."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE.docx", help="Fill it with what stands in a Word document."),
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Make a contribution's file, with what the portfolio knows filled in.

    With --from, title, teaser, text and pictures are those of a Word document, in all languages that its headings or
    a table name; it is news unless --kind says otherwise. What the document does not say is left to be written. It is
    kept beside the issue, in `originals`.

    \b
    Examples:
      iki-news new contribution 2017-07 --project ecovalor --kind event --language es
      iki-news new contribution 2017-07 --project ecovalor --from nota.docx
    """
    from iki_newsletter.workflow.scaffold import new_contribution  # noqa: PLC0415

    face = face_of(ctx)
    if source is not None:
        _from_document(face, issue, source, project, kind or "news", language)
        return
    if kind is None:
        raise UsageError("Missing option '--kind' / '-k'.", instead="Say what it is, as in --kind news.")
    path = new_contribution(face.workspace, issue, project=project, kind=kind, language=language)
    face.say(
        f"Made {relative_to_here(path)}: replace every placeholder in it.",
        f"Next: iki-news check {issue}",
    )
    face.give({"issue": issue, "file": str(path)})


def _from_document(face: Face, issue: str, source: Path, project: str, kind: str, language: str | None) -> None:
    from iki_newsletter.workflow.scaffold_word import new_from_word  # noqa: PLC0415

    made = new_from_word(face.workspace, issue, source, project, kind, language)
    face.say(f"Made {relative_to_here(made.path)}: compare it with {source.name}, and replace every placeholder.")
    face.say(*(f"  {note}" for note in made.notes))
    face.say(f"The document is kept as {relative_to_here(made.original)}; git ignores it.")
    face.say(f"Next: iki-news check {issue}")
    face.give({"issue": issue, "file": str(made.path), "original": str(made.original), "notes": list(made.notes)})
