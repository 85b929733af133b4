"""Show each project its own items as they will appear, and ask it to release them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import NotThereError, RefusedError
from iki_newsletter.model.contact import by_person
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.render.working_mail import ANSWER_BY, render_proof
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.calling import occasion_of, sending_passed, stationery_for
from iki_newsletter.workflow.clock import day_of
from iki_newsletter.workflow.kept_editions import kept_editions, shows
from iki_newsletter.workflow.listing import read_contacts_for
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.working_plan import WorkingPlan, choose_people, go_on, newest, shares_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from iki_newsletter.model.contact import Party
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue, Item
    from iki_newsletter.render.stationery import Occasion
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workflow.working_plan import Begun
    from iki_newsletter.workspace.folder import Workspace

_BEFORE_SENDING: Final = dt.timedelta(days=2)
"""How long before the day of sending an answer is wanted at the latest."""
_WEEKEND: Final = 5
"""The first day of it, as `date.weekday` counts."""


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """What the user asked for."""

    smtp: str | None = None
    project: str | None = None
    """Only this one; none for all."""
    by: dt.date | None = None
    """When an answer is wanted; none for the last working day that is two days or more before the issue goes out."""
    again: bool = False
    """Also to those who have this very proof already."""


def plan_proof(workspace: Workspace, issue_id: str, options: ProofOptions, at: dt.datetime) -> WorkingPlan:
    """See who is to get which items: the contacts of each project whose items are in the issue and not released yet.

    Who has the very same proof already gets it only if asked for. One that was stopped goes on, without those who
    would see what was released or left out since; else it is the next one. Raises NotThereError for a project that is
    unknown or has nothing to prove, RefusedError where another proof than the one asked for is not finished, and what
    merging and rendering raise.
    """
    register = read_register(workspace)
    merged = merge_issue(register, issue_id)
    issue = merged.issue
    if options.project and options.project not in register.portfolio.projects_by_id:
        instead = did_you_mean(options.project, register.portfolio.projects_by_id)
        raise NotThereError(
            f"The portfolio has no project `{options.project}`.",
            instead=instead or "The projects' ids stand in portfolio.yaml.",
        )
    outlet = choose_outlet(workspace, register.newsletter.smtp, options.smtp)
    kind = f"{issue_id}/proof"
    number, last = newest(outlet, kind)
    open_items = [item for item in issue.items if not item.contribution.is_released]
    contacts = read_contacts_for(register)
    by = options.by or usual_answer_day(issue.sends_on)
    occasion = occasion_of(merged.sources)
    warnings = _passed(occasion, by, day_of(at, register.newsletter.timezone))
    if last is not None and last.sum.unfinished:
        _refuse_another(issue, f"{kind}-{number}", last, options, outlet.ledger)
        needed, why = _still_needed(issue, last, outlet.ledger), "with an item that was released or left out since"
        wanted: tuple[tuple[str, str], ...] = (("Answer by", str(by)),)
        if options.project is None and len(theirs := _projects_of(last)) == 1:
            first = f"what was begun for {', '.join(theirs)}; the same command goes to others after it"
            wanted += (("First", first),)
        plan = go_on(register, outlet, (kind, number), last, needed, why, notes=wanted, items=_by_project(open_items))
        return replace(plan, warnings=warnings)
    projects = _projects(open_items, options.project)
    if not projects:
        whose = f"of {options.project} in {issue_id}" if options.project else f"in {issue_id}"
        raise NotThereError(
            f"There is nothing {whose} that waits to be released.",
            instead=f"See where the issue stands: iki-news status {issue_id}",
        )
    people, left_out = choose_people(register, by_person(contacts.contacts, projects))
    letters = _letters(register, occasion, issue, people, by)
    had = set() if options.again else shares_of((f"{kind}-{each}" for each in range(1, number + 1)), outlet)
    fresh = tuple((party, edition) for party, edition in letters if (party.person.key, edition.digest) not in had)
    reached = {project for party, _ in fresh for project in party.projects}
    shown = [item for item in open_items if item.project.id in reached]
    notes = [("Answer by", str(by))]
    notes += [("Items", ", ".join(item.name for item in shown))] if shown else []
    changed = [item.name for item in shown if item.contribution.has_changed]
    notes += [("Changed", f"{', '.join(changed)}: since released")] if changed else []
    if len(fresh) < len(letters):
        notes.append(("Had it", f"{len(letters) - len(fresh)} have this very proof; --again sends it once more"))
    without = [project for project in projects if project not in {each.project for each in contacts.contacts}]
    notes += [("No contact", ", ".join(without))] if without else []
    return WorkingPlan(
        register,
        outlet,
        f"{kind}-{number + 1}",
        kind,
        fresh,
        left_out,
        tuple(notes),
        contacts.problems,
        projects=tuple(project for project in projects if project in reached),
        items=_by_project(open_items),
        warnings=warnings,
    )


def usual_answer_day(sends_on: dt.date) -> dt.date:
    """Give the day by which answers are wanted where nobody names one: no Saturday and no Sunday.

    >>> usual_answer_day(dt.date(2017, 7, 4))  # a Tuesday; two days before is a Sunday
    datetime.date(2017, 6, 30)
    """
    day = sends_on - _BEFORE_SENDING
    return day - dt.timedelta(days=max(0, day.weekday() - _WEEKEND + 1))


def _passed(occasion: Occasion, by: dt.date, today: dt.date) -> tuple[str, ...]:
    """Say which day is over, that of sending or that for answers."""
    told = sending_passed(occasion, today)
    return told or ((f"The day for answers, {by}, has passed.",) if today > by else ())


def only_of(issue: Issue, projects: Collection[str]) -> Issue:
    """Give an issue with nothing in it but what these projects have still to release."""

    def is_theirs(item: Item) -> bool:
        return item.project.id in projects and not item.contribution.is_released

    sections = (replace(section, items=tuple(filter(is_theirs, section.items))) for section in issue.sections)
    focus = issue.focus if issue.focus and is_theirs(issue.focus) else None
    return replace(issue, focus=focus, sections=tuple(section for section in sections if section.items))


def _refuse_another(issue: Issue, campaign_id: str, begun: Begun, options: ProofOptions, ledger: Path) -> None:
    """Refuse to go on with a proof that is not the one asked for: of another project, or with another day in it.

    Whoever asks for no project goes on with whatever was begun: one for all may have reached a single project, where
    the others had theirs already, and nothing tells it from one for that project.
    """
    theirs = _projects_of(begun)
    is_same = options.project is None or theirs == {options.project}
    usual = usual_answer_day(issue.sends_on)
    asked = (options.by or usual).isoformat()
    # One that began before the day was kept says none.
    day = next((each.wording.get(ANSWER_BY, asked) for each in kept_editions(ledger, begun.waiting.values())), asked)
    if is_same and day == asked:
        return
    waits = len(begun.waiting)
    is_of_one = len(theirs) == 1
    whose = f" of {', '.join(theirs)}" if is_of_one else ""
    command = f"iki-news proof {issue.id}"
    command += f" --project {', '.join(theirs)}" if is_of_one else ""
    command += f" --by {day}" if day != usual.isoformat() else ""
    command += f" --smtp {options.smtp}" if options.smtp else ""
    raise RefusedError(
        f"Another proof is not finished: {campaign_id}{whose}, with answers by {day}, still has to go to {waits}. "
        "Nothing was sent.",
        instead=f"Go on with it first: {command}",
    )


def _projects_of(begun: Begun) -> set[str]:
    return {project for projects in begun.projects.values() for project in projects}


def _still_needed(issue: Issue, begun: Begun, ledger: Path) -> set[str]:
    """Give the keys of those who wait and would see only what is still to be released."""
    done = {item.name for item in issue.items if item.contribution.is_released}
    done.update(each.name for each in issue.left_out)
    settled = {
        edition.digest
        for edition in kept_editions(ledger, begun.waiting.values())
        if any(shows(edition, name) for name in done)
    }
    return {key for key, digest in begun.waiting.items() if digest not in settled}


def _by_project(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        found[item.project.id] = (*found.get(item.project.id, ()), item.name)
    return found


def _letters(
    register: Register, occasion: Occasion, issue: Issue, people: Iterable[Party], by: dt.date
) -> list[tuple[Party, Edition]]:
    paper = stationery_for(register, occasion)
    made: dict[tuple[str, tuple[str, ...]], Edition] = {}
    letters = []
    for party in people:
        key = (party.person.language, party.projects)
        if key not in made:
            projects = [register.portfolio.projects_by_id[each] for each in party.projects]
            made[key] = render_proof(paper(party.person.language), projects, only_of(issue, party.projects), by)
        letters.append((party, made[key]))
    return letters


def _projects(items: Iterable[Item], only: str | None) -> list[str]:
    named = dict.fromkeys(item.project.id for item in items)
    return [project for project in named if only in (None, project)]
