"""`iki-news publish`: the newsletter's web archive, as a folder to put on the web."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.cli.options import Json, face_of, issue_named
from iki_newsletter.errors import UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from iki_newsletter.workflow.publish import Publication

_SHOWN = 10


def _issues_named(given: list[str] | None) -> list[str]:
    return [issue_named(each) or "" for each in given or []]


def command(
    ctx: typer.Context,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to; build/site where none is named.")
    ] = None,
    named: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="ISSUE", help="Make this issue public before it is sent.", callback=_issues_named
        ),
    ] = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Show issues that are not public too, in build/site-drafts only.")
    ] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Look at it in a browser, anew whenever a file is saved; Ctrl-C ends it.")
    ] = False,
    port: Annotated[int, typer.Option("--port", metavar="N", help="For --serve; else any that is free.")] = 0,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Write the newsletter's web archive: all public issues, their contributions, the portfolio, feeds and calendars.

    An issue is public once it was really sent, or when you name it: before sending, so that the links in the mail
    lead somewhere from the first moment on. What `send` would refuse does not become public. What was public once
    keeps its address: published.yaml remembers it, and redirects.yaml says what has moved or is gone. With --serve
    nothing becomes public.

    \b
    Examples:
      iki-news publish --with 2017-06
      iki-news publish --out ../website/news
      iki-news publish --drafts --serve
    """
    from iki_newsletter.workflow.publish import publish  # noqa: PLC0415

    gc.freeze()
    gc.enable()  # the command line turns it off for short runs, and this may be about ten years of issues

    face = face_of(ctx)
    if port and not serve:
        raise UsageError("--port is for --serve.", instead="Leave it away, or add --serve.")
    if serve:
        from iki_newsletter.cli.site_watching import serve_site  # noqa: PLC0415

        if out is not None or named:
            raise UsageError(
                "--serve shows the site, and makes nothing public.", instead="Leave --out and --with away."
            )
        serve_site(face, face.workspace, port, is_draft=drafts)
        return
    publication = publish(face.workspace, out, named=named or [], is_draft=drafts)
    tell(face, publication)
    face.give(publication.as_json())
    if publication.exit_code:
        raise typer.Exit(publication.exit_code)


def tell(face: Face, publication: Publication) -> None:
    """Say what was published, and first what is wrong in it."""
    face.problems(publication.wrong)
    issues = publication.issues
    named = (
        f"{plural(len(issues), 'issue')} ({issues[0]} to {issues[-1]})" if len(issues) > 1 else f"issue {issues[0]}"
    )
    where = relative_to_here(publication.folder)
    same = f", {publication.kept} of them as they were" if publication.kept else ""
    face.say(f"Wrote {named} to {where}: {plural(publication.files, 'file')}{same}.")
    if publication.is_draft:
        face.say("Drafts: nothing of it is public, and every page says so.")
    elif publication.added:
        more = len(publication.added) - _SHOWN
        shown = ", ".join(publication.added[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        face.say(f"New, and public from now on: {shown}")
    if publication.waiting:
        last = publication.waiting[-1]
        face.say(f"Not public: {', '.join(publication.waiting)}. To publish one before it is sent: --with {last}")
    for name, why in publication.hidden.items():
        face.say(f"Not shown: {name} ({why})")
    if publication.wrong and not publication.is_draft:
        face.complain("What is named above would stop `send`. It was public already, so the rest was published.")
    face.complain(*publication.notes, style="yellow")
    if not publication.is_draft:
        face.say("Next: put the folder on the web, and published.yaml into git.")
