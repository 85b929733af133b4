"""`iki-news report`: how the newsletter fares, in figures that name nobody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Final

import typer

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.cli.options import Json, face_of
from iki_newsletter.errors import UsageError

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="How the newsletter fares, in figures.")

_NAMES: Final = (
    "areas, organisations, scopes, partners, states, terms, years, steps, kinds, goals, components, silent, "
    "fair-organisations, fair-areas, translations, backlog, old-facts or projects."
)
_FIRST_YEAR = 1900
_LAST_YEAR = 2200
"""As `Year` in the shapes: what lies outside is a slip of the finger."""

Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write a new page with charts, to print or pass on.")
]


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
    html: Html = None,
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


@app.command("portfolio", short_help="Show what the whole portfolio does.")
def portfolio(
    ctx: typer.Context,
    *,
    period: Annotated[
        str,
        typer.Option(
            "--period",
            metavar="P",
            help="2017, 2017-H1, 2017-Q1, 2017-03, 2017-03..2017-09 or since-last; without it, all of it.",
        ),
    ] = "",
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="Instead of a period: from this day on.")] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar="DAY",
            help="Tell how it stood on this day; without it, on the last one of a --period that is over, else today.",
        ),
    ] = "",
    facts_older_than: Annotated[
        int,
        typer.Option(
            "--facts-older-than", metavar="N", min=0, max=600, help="List projects whose facts are older (months)."
        ),
    ] = 12,
    html: Html = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="FILE", help="Print the page into a new file; needs the extra `pdf`."),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", help="Write a new workbook: an overview, and a sheet for each table."),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write a new CSV file for Excel, a row for each project."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help=f"Show this table alone in the terminal; repeatable: {_NAMES}"),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="L",
            help="Of the report, the workbook and the CSV file: es, de or en; without it German, if the newsletter "
            "has it.",
        ),
    ] = None,
    remember: Annotated[
        bool,
        typer.Option(
            "--remember", help="Write into reports.yaml up to when this report goes, for --period since-last."
        ),
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Show what the whole portfolio does, for the ministry: projects, what they told, and what is missing.

    It counts the register of projects and the issues up to a day. What is not known is said so, and never counted as
    zero; the grants of regional and global projects are never added to bilateral ones.

    \b
    Examples:
      iki-news report portfolio
      iki-news report portfolio --only silent --only old-facts
      iki-news report portfolio --period 2017-H1 --html portfolio.html --xlsx portfolio.xlsx
      iki-news report portfolio --period since-last --pdf portfolio.pdf --remember
    """
    from iki_newsletter.workflow.portfolio_report import Asked, day_for, report_portfolio  # noqa: PLC0415
    from iki_newsletter.workflow.reported import remember_report  # noqa: PLC0415

    face = face_of(ctx)
    day = _day("--as-of", as_of) or day_for(period, _today(face))
    asked = Asked(day, period, _day("--since", since), facts_older_than)
    result = report_portfolio(face.workspace, asked)
    language = language or result.language
    if html is not None:
        result.write_page(language, html)
        face.say(f"Wrote the report to {html}.")
    if pdf is not None:
        result.write_pdf(language, pdf)
        face.say(f"Wrote the report to {pdf}.")
    if xlsx is not None:
        result.write_workbook(language, xlsx)
        face.say(f"Wrote the report to {xlsx}.")
    if csv is not None:
        face.say(f"Wrote {plural(result.write_csv(language, csv), 'row')} to {csv}.")
    shown = result.view(language, only or ())
    if not face.json and (only or not any((html, pdf, xlsx, csv))):
        from iki_newsletter.cli.report_page import pieces  # noqa: PLC0415

        face.say(*pieces(shown, face.out.width))
    if remember:
        until = result.report.material.period.last
        path = remember_report(face.workspace, until)
        face.say(f"Wrote into {path.name} that the ministry has been told up to {until}.")
    face.give(result.as_json())


def _today(face: Face) -> dt.date:
    from iki_newsletter.workflow.clock import day_of  # noqa: PLC0415
    from iki_newsletter.workspace.settings import load_newsletter  # noqa: PLC0415

    return day_of(dt.datetime.now(dt.UTC), load_newsletter(face.workspace).value.timezone)


def _day(option: str, written: str) -> dt.date | None:
    """Read a day, strictly as year-month-day."""
    try:
        day = dt.date.fromisoformat(written) if written else None
    except ValueError:
        day = None
    if written and (day is None or day.isoformat() != written):
        raise UsageError(f"`{written}` is no day.", instead=f"Write it as year-month-day: {option} 2017-06-30")
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UsageError(
            f"There is no report on the year {day.year:04}.",
            instead=f"Name a day between {_FIRST_YEAR} and {_LAST_YEAR}: {option} 2017-06-30",
        )
    return day
