"""Check issues and lists without making anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.checks.wording import rule_in, tell
from iki_newsletter.errors import ConfigurationError, ExitCode, FilesWrongError, NotThereError, UsageError
from iki_newsletter.model.many import Many
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.problem import Problem, by_position, summarise
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.workflow.build import find_broken_pictures, merge_issue, render_merged, stops
from iki_newsletter.workflow.choice import EVERYTHING, Choice
from iki_newsletter.workflow.corrections import find_in_corrections
from iki_newsletter.workflow.mail_server import find_server_problems
from iki_newsletter.workflow.sources import find_in_shapes, find_register, read_register
from iki_newsletter.workspace.settings import read_newsletter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from iki_newsletter.checks.wording import Told
    from iki_newsletter.errors import IkiNewsError
    from iki_newsletter.model.rule import Rule
    from iki_newsletter.render.templates import Templates
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workflow.visiting import Visitor
    from iki_newsletter.workspace.folder import Workspace

_NO_SERVER: Final = "W133"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at and what was found."""

    what: str
    """What was looked at, to begin a sentence with."""
    problems: Collection[Problem]
    nothing_for: int | None = None
    """For a list: how many of its rows get nothing."""
    links: int | None = None
    """How many links were looked up on the web; None where that was not asked for."""
    not_shown: Collection[Problem] = ()
    """What was found as well, and the user asked not to see."""
    is_whole: bool = True
    """Whether everything could be looked at, also what only rendering tells."""
    unusable: tuple[str, ...] = ()
    """The files of settings and templates that must be mended before everything can be looked at."""

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: by what is shown, but for settings and templates that cannot be used."""
        if self.unusable or any(problem.code == _NO_SERVER for problem in self.problems):
            return ExitCode.USAGE
        return ExitCode.WRONG if stops(self.problems) else ExitCode.DONE

    @property
    def summary(self) -> str:
        """One sentence."""
        if self.nothing_for is None:
            return f"{self.what}: {summarise(self.problems)}{self._rest}."
        return (
            f"{self.what}: {summarise(self.problems)}; {self.nothing_for} of the rows would get nothing{self._rest}."
        )

    @property
    def _rest(self) -> str:
        more = (
            f"; {' and '.join(self.unusable)} must be mended before the rest can be looked at"
            if self.unusable
            else ""
        )
        return self._links + more

    @property
    def _links(self) -> str:
        links = "" if self.links is None else f"; links looked up: {self.links}"
        return links + (f"; not shown: {summarise(self.not_shown)}" if self.not_shown else "")

    def told_in(self, language: str) -> Iterator[Told]:
        """Give the problems in one of the languages that rules are told in, one after the other: lists are long."""
        return (tell(problem, language) for problem in self.problems)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Give it to programs, with reasons and cures in this language."""
        return {
            "checked": self.what,
            "problems": [told.as_json() for told in self.told_in(language)],
            "not_shown": len(self.not_shown),
        } | ({} if self.links is None else {"links": self.links})

    def showing(self, choice: Choice) -> Checked:
        """Show only what the user chose; the rest is counted."""
        if choice == EVERYTHING:
            return self
        found = self.problems
        shown = Many(lambda: (problem for problem in found if choice.takes(problem.code)))
        rest = Many(lambda: (problem for problem in found if not choice.takes(problem.code)))
        return replace(self, problems=shown, not_shown=rest)


def check_issues(
    workspace: Workspace,
    issue_id: str | None,
    choice: Choice = EVERYTHING,
    *,
    new_since: str | None = None,
    visitor: Visitor | None = None,
    correction: Path | None = None,
) -> Checked:
    """Check one issue, or all of them, and what they are sent with; give what was chosen.

    With `new_since`, an earlier issue, only kinds of problems (codes) that this one has not, as its files are today;
    without an issue, those issues are checked that came after it.
    The corrections in the issues' folders are looked at as well, and a `correction` that is named.
    With a `visitor`, links are looked up on the web, of the issues to check and not of the earlier one.
    Where settings or templates cannot be used, the rest is looked at as far as it goes without them. Raises
    NotThereError for an issue or a correction that is not there.
    """
    issue_ids = [issue_id] if issue_id else workspace.issue_ids()
    for each in (issue_id, new_since):
        if each:
            workspace.issue(each)
    if new_since:
        issue_ids = _after(new_since, issue_ids, issue_id)
    ground = _prepare(workspace)
    if new_since:
        known = frozenset(problem.code for problem in _find(ground, new_since).problems)
        choice = replace(choice, known=known)
    found = [_find(ground, each, visitor, correction) for each in issue_ids]
    problems = dict.fromkeys(chain(ground.problems, *(checked.problems for checked in found)))
    links = sum(checked.links or 0 for checked in found) if visitor else None
    unusable = tuple(sorted({*ground.unusable, *chain(*(checked.unusable for checked in found))}))
    what = ", ".join(issue_ids) or "No issue"
    return Checked(what, tuple(problems), links=links, unusable=unusable).showing(choice)


def _after(earlier: str, issue_ids: list[str], issue_id: str | None) -> list[str]:
    if issue_id and issue_id <= earlier:
        raise UsageError(
            f"{earlier} does not come before {issue_id}.",
            instead="Name an issue that came before it, or none at all.",
        )
    return [each for each in issue_ids if each > earlier]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all issues stand on, as far as it can be used, and what is wrong with it."""

    workspace: Workspace
    register: Register | None
    templates: Templates | None
    problems: tuple[Problem, ...]
    unusable: frozenset[str]
    """The files that must be mended before everything can be looked at."""


def _prepare(workspace: Workspace) -> _Ground:
    register, problems = find_register(workspace)
    settings = register.settings if register else read_newsletter(workspace)[0]
    templates, in_templates = usable_templates(workspace, settings.value.languages if settings else ())
    in_server = find_server_problems(settings) if settings else []
    unusable = frozenset(relative_to_here(problem.position.path) for problem in [*problems, *in_templates])
    return _Ground(workspace, register, templates, (*problems, *in_server, *in_templates), unusable)


def usable_templates(workspace: Workspace, languages: Sequence[str]) -> tuple[Templates | None, Sequence[Problem]]:
    """Read a workspace's templates; gives them, or None and what is wrong with them.

    Raises ConfigurationError where there are none to report about.
    """
    from iki_newsletter.render.templates import load_templates  # noqa: PLC0415 - heavy, and a list needs none

    try:
        templates = load_templates(workspace.templates)
    except ConfigurationError as error:
        return None, _carried(error)
    problems = templates.find_mistakes(languages)
    return (None if problems else templates), problems


def _carried(error: IkiNewsError) -> tuple[Problem, ...]:
    """Give the problems that an error carries; one that carries none is no report and ends the command."""
    problems = tuple(problem for problem in error.problems if isinstance(problem, Problem))
    if not problems:
        raise error
    return problems


def _find(ground: _Ground, issue_id: str, visitor: Visitor | None = None, correction: Path | None = None) -> Checked:
    """Check an issue as far as what it stands on allows: its files' shape in any case."""
    languages = ground.register.newsletter.languages if ground.register else ()
    in_corrections = find_in_corrections(ground.workspace, issue_id, languages, correction)
    if ground.register is None:
        return Checked(issue_id, (*find_in_shapes(ground.workspace, issue_id), *in_corrections))
    try:
        checked = find_in_issue(ground.register, ground.templates, issue_id, visitor)
    except FilesWrongError as error:
        checked = Checked(issue_id, _carried(error))
    return replace(checked, problems=(*checked.problems, *in_corrections))


def find_in_issue(
    register: Register, templates: Templates | None, issue_id: str, visitor: Visitor | None = None
) -> Checked:
    """Find what is wrong with an issue, as far as it can be rendered; raises what merging and rendering raise."""
    merged = merge_issue(register, issue_id)
    broken = tuple(find_broken_pictures(merged.issue))
    if broken or templates is None:  # such an issue cannot be rendered: then this is all there is to say
        return Checked(issue_id, (*merged.problems, *broken), is_whole=False)
    try:
        built = render_merged(merged, templates)
    except ConfigurationError as error:
        in_templates = _carried(error)
        unusable = tuple(relative_to_here(problem.position.path) for problem in in_templates)
        return Checked(issue_id, (*in_templates, *merged.problems), unusable=unusable, is_whole=False)
    if visitor is None:
        return Checked(issue_id, built.problems)
    from iki_newsletter.workflow.online import find_online  # noqa: PLC0415 - few checks go online

    online, links = find_online(built, visitor, dt.datetime.now(dt.UTC))
    # What is wrong with the allowances themselves is in both.
    return Checked(issue_id, tuple(by_position(list(dict.fromkeys([*built.problems, *online])))), links=links)


def check_list(workspace: Workspace, path: Path, choice: Choice = EVERYTHING) -> Checked:
    """Check a subscriber list, row by row, or the contacts that newsletter.yaml names; give what was chosen."""
    from iki_newsletter.workflow.listing import is_of_contacts, read_contacts_for, read_list_for  # noqa: PLC0415

    register = read_register(workspace)
    if is_of_contacts(workspace, register.newsletter, path):
        contacts = read_contacts_for(register, path)
        problems = (*contacts.without(list(register.portfolio.projects_by_id)), *contacts.problems)
        return Checked(f"{path} ({contacts.sentence})", problems, contacts.unused).showing(choice)
    reading = read_list_for(register.newsletter, path)
    return Checked(f"{path} ({reading.sentence})", reading.problems, len(reading.excluded)).showing(choice)


def explain_rule(code: str, language: str = "en") -> Rule:
    """Look a rule up by its code, in one of the languages that rules are told in."""
    if code.upper() not in RULES:
        near = get_close_matches(code.upper(), RULES)
        hint = f"Did you mean {near[0]}?" if near else "The codes stand in brackets behind each problem."
        raise NotThereError(f"There is no rule {code}.", instead=hint)
    return rule_in(code.upper(), language)
