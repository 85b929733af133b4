"""`iki-news report`: how the newsletter fares, in figures that name nobody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from iki_newsletter.cli.face import plural
from iki_newsletter.cli.options import Json, face_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="How the newsletter fares, in figures.")


@app.callback()
def group() -> None:
    """How the newsletter fares, in figures."""


@app.command("audience", short_help="Show how the readership develops.")
def audience(
    ctx: typer.Context,
    *,
    since: Annotated[
        str, typer.Option("--since", metavar="YYYY[-MM]", help="Only issues and months from this one on.")
    ] = "",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a new page with charts, to print or pass on.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="L",
            help="Of the report: es, de or en; without it a page is in the newsletter's first language.",
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a new CSV file, a row for each edition.")
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show how the readership develops: growth, who came and left, what came back, by language and group.

    It counts people and names nobody. What the sandbox took counts for nothing.

    \b
    Examples:
      iki-news report audience
      iki-news report audience --since 2017-01 --language de
      iki-news report audience --html readership.html
    """
    from iki_newsletter.workflow.audience_report import report_audience  # noqa: PLC0415

    face = face_of(ctx)
    result = report_audience(face.workspace, dt.datetime.now(dt.UTC), since)
    if html is not None:
        result.write_page(language or result.newsletter.languages[0], html)
        face.say(f"Wrote the report to {html}.")
    if csv is not None:
        face.say(f"Wrote {plural(result.write_csv(csv), 'row')} to {csv}.")
    if html is None and csv is None and not face.json:
        from iki_newsletter.cli.report_page import pieces  # noqa: PLC0415

        face.say(*pieces(result.view(language or "en"), face.out.width))
    face.give(result.as_json())
