"""`iki-news check`: every problem of an issue or a list, each at its place and with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face
from iki_newsletter.cli.options import AnyIssueId, Json, face_of, issue_named
from iki_newsletter.errors import IkiNewsError, UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from iki_newsletter.checks.wording import Words
    from iki_newsletter.model.rule import Rule
    from iki_newsletter.workflow.check import Checked
    from iki_newsletter.workflow.choice import Choice
    from iki_newsletter.workflow.visiting import Visitor


class Format(StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Language(StrEnum):
    """The languages that rules are told in."""

    ENGLISH = "en"
    SPANISH = "es"
    GERMAN = "de"


def command(
    ctx: typer.Context,
    issue: AnyIssueId = None,
    list_file: Annotated[Path | None, typer.Option("--list", metavar="FILE", help="Check a subscriber list.")] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Say what a rule is for, and what to do.")
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="CODES",
            help="Show only these rules: codes or their beginnings, as in C5,E; or levels, as in error.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODES", help="Do not show these rules or levels; `send` still does."),
    ] = None,
    new_since: Annotated[
        str | None,
        typer.Option(
            "--new-since", metavar="ISSUE", help="Show only kinds of problems that this earlier issue has not."
        ),
    ] = None,
    correction: Annotated[
        Path | None,
        typer.Option("--correction", metavar="FILE", help="Check this correction of the issue as well."),
    ] = None,
    online: Annotated[bool, typer.Option("--online", help="Look up where links lead; remembered for a day.")] = False,
    output: Annotated[Format, typer.Option("--format", help="How to write the problems.")] = Format.TEXT,
    language: Annotated[
        Language, typer.Option("--language", "-l", help="Tell why and what to do in English, Spanish or German.")
    ] = Language.ENGLISH,
    json: Json = False,
) -> None:
    """Find what is wrong with an issue's files, or with a list, before anybody gets it.

    \b
    Examples:
      iki-news check 2017-06
      iki-news check 2017-06 --ignore C4,C511
      iki-news check 2017-06 --correction correction.yaml
      iki-news check --list subscribers.csv --select error
      iki-news check --explain C201
      iki-news check 2017-06 --language es
    """
    from iki_newsletter.checks.wording import tell, words_in  # noqa: PLC0415
    from iki_newsletter.workflow.check import explain_rule  # noqa: PLC0415
    from iki_newsletter.workflow.choice import read_choice  # noqa: PLC0415

    face = face_of(ctx)
    face.json = face.json or json or output is Format.JSON
    if explain:
        _show_rule(face, explain_rule(explain, language), words_in(language))
        return
    with _telling(language):
        checked = _check(
            face,
            issue,
            list_file,
            read_choice(select or [], ignore or []),
            new_since,
            correction,
            online=online,
        )
    if output is Format.GITHUB:
        _write_annotations(face, checked, language)
    else:
        if checked.nothing_for is None:
            face.problems(checked.told_in(language))
        else:
            face.problems_of_list(checked.problems, lambda problem: tell(problem, language).lines())
        face.say(checked.summary)
    if face.json:
        face.give(checked.as_json(language))
    if checked.exit_code:
        raise typer.Exit(checked.exit_code)


def _check(
    face: Face,
    issue: str | None,
    list_file: Path | None,
    choice: Choice,
    new_since: str | None,
    correction: Path | None,
    *,
    online: bool,
) -> Checked:
    from iki_newsletter.workflow.check import check_issues, check_list  # noqa: PLC0415

    if list_file is None:
        if correction and not issue:
            raise UsageError(
                "Which issue is the correction for?", instead="Name it: iki-news check ISSUE --correction FILE"
            )
        visitor, since = _visitor() if online else None, issue_named(new_since)
        return check_issues(face.workspace, issue, choice, new_since=since, visitor=visitor, correction=correction)
    if issue is None and new_since is None and correction is None and not online:
        return check_list(face.workspace, list_file, choice)
    raise UsageError("An issue and a list are checked one at a time.", instead="Leave one of the two out.")


@contextmanager
def _telling(language: Language) -> Iterator[None]:
    """Tell the problems that an error carries in this language as well."""
    from iki_newsletter.checks.wording import tell  # noqa: PLC0415
    from iki_newsletter.model.problem import Problem  # noqa: PLC0415

    try:
        yield
    except IkiNewsError as error:
        error.problems = tuple(
            tell(problem, language) if isinstance(problem, Problem) else problem for problem in error.problems
        )
        raise


def _visitor() -> Visitor:
    from iki_newsletter.workflow.visiting import Visitor  # noqa: PLC0415 - few checks go online

    return Visitor()


def _show_rule(face: Face, rule: Rule, words: Words) -> None:
    level, _ = words.levels[rule.level]
    face.say(f"{rule.code} ({level})", "", rule.reason, f"{words.page['cure']} {rule.cure}")
    if rule.source:
        face.say(f"{words.page['source']} {rule.source}")
    face.give(
        {"code": rule.code, "level": rule.level, "reason": rule.reason, "cure": rule.cure, "source": rule.source}
    )


def _write_annotations(face: Face, checked: Checked, language: Language) -> None:
    """Write workflow commands, which a code host shows beside the lines of a change."""
    for told in checked.told_in(language):
        kind = "warning" if told.level == "warn" else "error"
        place = told.problem.position
        message = " ".join((told.headline, *told.advice))
        message = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        where = f"file={relative_to_here(place.path)},line={place.line or 1},col={place.column or 1}"
        face.write(f"::{kind} {where},title={told.problem.code}::{message}")
