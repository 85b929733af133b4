"""Make the files of a new issue or contribution, filled in as far as is known; nothing is ever overwritten."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.blank import blank_contribution, blank_plan
from iki_newsletter.content.loading import load_issue_plan
from iki_newsletter.errors import AlreadyThereError, FilesWrongError, NotThereError, UsageError
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Portfolio, Project
    from iki_newsletter.workspace.folder import Workspace

_ISSUE_ID: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(-[a-z0-9]+)*")
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME: Final = 64
_TO_EDIT: Final = dt.timedelta(days=12)
"""Time to edit and translate, between the deadline and the day of sending."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def next_issue_id(workspace: Workspace, clock: Callable[[], dt.datetime] = _now) -> str:
    """Propose the month after the newest issue's; without one, this month, or the next where this is too late."""
    newest = max((named[0][:7] for each in workspace.issue_ids() if (named := _ISSUE_ID.fullmatch(each))), default="")
    if newest:
        year, month = int(newest[:4]), int(newest[5:])
    else:
        day = today(read_register(workspace).newsletter, clock)
        year, month = day.year, day.month
        if day < _second_monday(year, month):
            return f"{year}-{month:02}"
    return f"{year + month // 12}-{month % 12 + 1:02}"


def new_issue(workspace: Workspace, issue_id: str, clock: Callable[[], dt.datetime] = _now) -> Path:
    """Make an issue's folder and give its issue.yaml, with number and dates proposed.

    An issue is named by its month. It is sent on the month's second Monday, and its deadline is twelve days before;
    where that has passed, halfway between today and the day of sending.
    Raises UsageError for another name, AlreadyThereError for an issue that exists, and FilesWrongError when an
    issue.yaml cannot be read that might hold the last number.
    """
    named = _ISSUE_ID.fullmatch(issue_id)
    if not named or len(issue_id) > _LONGEST_NAME:
        raise UsageError(f"{issue_id} is no name for an issue.", instead="Name it by its month, as in 2017-07.")
    path = workspace.issues / issue_id / "issue.yaml"
    if path.exists():
        raise AlreadyThereError(
            f"The issue {issue_id} exists: {relative_to_here(path)}",
            instead=f"Add to it: iki-news new contribution {issue_id} --project PROJECT --kind KIND",
        )
    newsletter = read_register(workspace).newsletter
    sends_on = _second_monday(int(named[1]), int(named[2]))
    deadline = _deadline(sends_on, today(newsletter, clock))
    text = blank_plan(issue_id, _last_number(workspace) + 1, sends_on, deadline, newsletter)
    for folder in ("contributions", "images"):
        (path.parent / folder).mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)
    return path


def new_contribution(
    workspace: Workspace,
    issue_id: str,
    project: str,
    kind: str,
    language: str | None = None,
    name: str | None = None,
    clock: Callable[[], dt.datetime] = _now,
) -> Path:
    """Make a contribution's file in an issue and give its path, with what the portfolio knows filled in.

    It was received today; for an issue that was sent before today, on that issue's deadline at the latest.
    The file is called PROJECT-KIND.yaml (PROJECT-KIND-2.yaml where that is taken), or as `name` says. The original's
    language is the newsletter's first where none is given. Raises NotThereError for an unknown issue or project,
    UsageError for another kind, language or name than can be, and AlreadyThereError for a `name` that is taken.
    """
    folder = workspace.issue(issue_id) / "contributions"
    register = read_register(workspace)
    newsletter, portfolio = register.newsletter, register.portfolio
    chosen = project_called(project, portfolio)
    text = blank_contribution(
        kind_called(kind),
        chosen,
        portfolio,
        newsletter,
        edition_language(language, newsletter),
        day_of_arrival(workspace.issue(issue_id), today(newsletter, clock)),
    )
    path = _named(folder, name) if name else free_name(folder, chosen.id, kind)
    write_atomically(path, text)
    return path


def _second_monday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=-first.weekday() % 7 + 7)


def _deadline(sends_on: dt.date, today: dt.date) -> dt.date:
    usual = sends_on - _TO_EDIT
    return usual if today <= usual or sends_on < today else today + (sends_on - today) // 2


def day_of_arrival(folder: Path, today: dt.date) -> dt.date:
    """Give the day that a new file is dated: who writes an issue down that went out long ago is not late for it."""
    plan, _ = load_issue_plan(folder)
    if plan is None or plan.value.sends_on >= today:
        return today
    return min(today, plan.value.deadline or plan.value.sends_on)


def _last_number(workspace: Workspace) -> int:
    """Look the highest number of an issue up, 0 where there is no issue."""
    numbers = [0]
    for issue_id in workspace.issue_ids():
        plan, problems = load_issue_plan(workspace.issue(issue_id))
        if plan is None:
            what = f"Which number comes next cannot be told, since the issue {issue_id} cannot be read."
            raise FilesWrongError(what, instead="Mend its issue.yaml first.", problems=problems)
        numbers.append(plan.value.number)
    return max(numbers)


def project_called(project: str, portfolio: Portfolio) -> Project:
    """Give the project of an id; raises NotThereError."""
    known = portfolio.projects_by_id
    if project not in known:
        instead = did_you_mean(project, known) or "The projects' ids stand in portfolio.yaml."
        raise NotThereError(f"The portfolio has no project `{project}`.", instead=instead)
    return known[project]


def kind_called(kind: str) -> Kind:
    """Give the kind of a name; raises UsageError."""
    kinds = [known.value for known in Kind]
    if kind not in kinds:
        instead = did_you_mean(kind, kinds) or f"Choose one of {', '.join(kinds)}."
        raise UsageError(f"There is no kind of contribution called `{kind}`.", instead=instead)
    return Kind(kind)


def edition_language(language: str | None, newsletter: Newsletter) -> str:
    """Give a language of the newsletter, the first where none is named; raises UsageError for another."""
    languages = newsletter.languages
    if language is None:
        return languages[0]
    if language not in languages:
        instead = f"Choose one of {', '.join(languages)}, or add it to `languages` in newsletter.yaml."
        raise UsageError(f"The newsletter has no edition in {language}.", instead=instead)
    return language


def today(newsletter: Newsletter, clock: Callable[[], dt.datetime]) -> dt.date:
    """Give the day it is where the newsletter is made."""
    return clock().astimezone(zoneinfo.ZoneInfo(newsletter.timezone)).date()


def _named(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        instead = "Use lower-case letters, digits and single hyphens, as in reef-course."
        raise UsageError(f"{name} is no name for a contribution.", instead=instead)
    path = folder / f"{name}.yaml"
    if path.exists():
        raise AlreadyThereError(f"There is a contribution of this name: {relative_to_here(path)}")
    return path


def free_name(folder: Path, project: str, kind: str, taken: Container[str] = ()) -> Path:
    """Give the first name that is free, short enough to be named in issue.yaml; `taken` names are not."""
    number = 1
    while True:
        ending = f"-{kind}" if number == 1 else f"-{kind}-{number}"
        path = folder / f"{project[: _LONGEST_NAME - len(ending)].rstrip('-')}{ending}.yaml"
        if not path.exists() and path.stem not in taken:
            return path
        number += 1
