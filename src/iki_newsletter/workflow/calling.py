"""Call for contributions, and remind those of whom nothing has come: who is written to, and what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import find_files
from iki_newsletter.content.loading import load_as_written
from iki_newsletter.errors import FilesWrongError, RefusedError
from iki_newsletter.model.contact import by_person
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.roster import Arrival
from iki_newsletter.render.stationery import Occasion, Stationery, call_folder
from iki_newsletter.render.templates import load_templates
from iki_newsletter.render.working_mail import Earlier, render_call, render_reminder
from iki_newsletter.workflow.arrivals import find_arrivals, missing
from iki_newsletter.workflow.attaching import find_enclosure
from iki_newsletter.workflow.clock import day_of
from iki_newsletter.workflow.earlier import heads_until
from iki_newsletter.workflow.listing import read_contacts_for
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.sources import read_register, read_sources
from iki_newsletter.workflow.waiting import what_waits
from iki_newsletter.workflow.working_plan import WorkingPlan, choose_people, find_begun, go_on, newest
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.audience.contacts import ContactsReading
    from iki_newsletter.model.contact import Party
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.model.text import LocalText
    from iki_newsletter.workflow.attaching import Enclosure
    from iki_newsletter.workflow.sources import Register, Sources
    from iki_newsletter.workspace.folder import Workspace

_ISSUES_TOLD: Final = 3
"""Of so many issues a call reminds its readers what they had in them."""
AGAIN_AFTER: Final = dt.timedelta(hours=24)
"""Within this a second reminder is more likely a slip than meant."""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """What the user asked for."""

    smtp: str | None = None
    attach: Path | None = None
    """The file that goes with the mails; none for the issue's form."""
    no_attachment: bool = False
    add: bool = False
    """Write to contacts who were named after the call began as well."""
    again: bool = False
    """Remind although the last reminder is less than a day old."""


def plan_call(workspace: Workspace, issue_id: str, options: CallOptions, at: dt.datetime) -> WorkingPlan:
    """See who is to be called: the contacts of all projects that run in the issue's month.

    A call that has begun goes on with whom it was planned for; nobody gets it twice. Nothing is written. Raises
    FilesWrongError without a deadline, and what reading settings, issue and contacts raises.
    """
    register = read_register(workspace)
    sources = read_sources(register, issue_id)
    outlet = choose_outlet(workspace, register.newsletter.smtp, options.smtp)
    kind = f"{issue_id}/call"
    occasion = occasion_of(sources)
    month = sources.plan.value.month
    projects = [project.id for project in register.portfolio.projects if project.runs_in(month)]
    contacts = read_contacts_for(register)
    begun = find_begun(outlet, kind)
    # Also where nobody gets it: a name that was misspelt is told at once.
    enclosure = find_enclosure(workspace, issue_id, options.attach, nothing=options.no_attachment)
    notes = [("Wanted by", f"{occasion.deadline}; the issue goes out on {occasion.sends_on}")]
    warnings = _passed(occasion, day_of(at, register.newsletter.timezone))
    if begun is not None and not options.add:
        new = [party for party in by_person(contacts.contacts, projects) if party.person.key not in begun.keys]
        if new:
            notes.append(("New since", f"{len(new)} on the list of contacts; --add writes to them too"))
        return WorkingPlan(register, outlet, kind, kind, (), notes=tuple(notes), begun=begun, warnings=warnings)
    people = by_person(contacts.contacts, projects)
    if begun is not None and begun.campaign.forgotten_at:
        raise RefusedError(
            f"Who got {kind} was forgotten on {begun.campaign.forgotten_at:%Y-%m-%d}, as newsletter.yaml asks: "
            "they would get it twice. Nothing was sent.",
            instead="Write to the new ones yourself.",
        )
    if begun is not None:
        people = tuple(party for party in people if party.person.key not in begun.keys)
    people, left_out = choose_people(register, people)
    render = _renderer(register, occasion, _call_with(_told(sources), enclosure))
    ended = [project.id for project in register.portfolio.projects if not project.runs_in(month)]
    notes += _unreached(contacts, projects)
    notes += [("Not called", f"{', '.join(ended)}: not running in {month}")] if ended else []
    notes += enclosure.missing if people else ()
    letters = tuple((party, render(party)) for party in people)
    written = _written(projects, people)
    return WorkingPlan(
        register,
        outlet,
        kind,
        kind,
        letters,
        left_out,
        tuple(notes),
        contacts.problems,
        begun,
        written,
        warnings=warnings,
    )


def plan_reminder(workspace: Workspace, issue_id: str, options: CallOptions, at: dt.datetime) -> WorkingPlan:
    """See who is to be reminded: the contacts of those projects that run and of which nothing has come yet.

    Of whom something waits in `incoming` is told, and not reminded: it is for the editors to take.
    One that was stopped goes on; else it is the next one. Raises RefusedError where the last one is less than a day
    old, and what `plan_call` raises.
    """
    register = read_register(workspace)
    sources = read_sources(register, issue_id)
    outlet = choose_outlet(workspace, register.newsletter.smtp, options.smtp)
    kind = f"{issue_id}/remind"
    occasion = occasion_of(sources)
    number, last = newest(outlet, kind)
    today = day_of(at, register.newsletter.timezone)
    heads, waiting = heads_until(workspace, issue_id), what_waits(sources.folder)
    states = find_arrivals(register.portfolio, sources.plan.value, issue_id, heads, today, waiting)
    silent = missing(states)
    enclosure = find_enclosure(workspace, issue_id, options.attach, nothing=options.no_attachment)
    contacts = read_contacts_for(register)
    if last is not None and last.sum.unfinished:
        wanted = {party.person.key for party in by_person(contacts.contacts, silent)}
        return go_on(register, outlet, (kind, number), last, wanted, "of whose projects something has come")
    if last is not None and at - last.campaign.begun_at < AGAIN_AFTER and not options.again:
        raise RefusedError(
            f"The last reminder ({kind}-{number}) began less than a day ago. Nothing was sent.",
            instead=f"Wait for answers; to remind all the same: iki-news remind {issue_id} --again",
        )
    people, left_out = choose_people(register, by_person(contacts.contacts, silent))
    is_late = today > occasion.deadline

    def letter(paper: Stationery, projects: Sequence[Project]) -> Edition:
        return render_reminder(paper, projects, enclosure.attachment, is_form=enclosure.is_form, is_late=is_late)

    render = _renderer(register, occasion, letter)
    notes = [("Wanted by", f"{occasion.deadline}{', which has passed' if is_late else ''}")]
    notes.append(("Has sent", f"{len(states) - len(silent)} of {len(states)} projects"))
    waits = [state.id for state in states if state.arrival is Arrival.WAITING]
    if waits:
        notes.append(("Not reminded", f"{', '.join(waits)}: what came waits in issues/{issue_id}/incoming"))
    notes += _unreached(contacts, silent)
    notes += enclosure.missing if people else ()
    warnings = _passed(occasion, today)
    if find_begun(outlet, f"{issue_id}/call") is None:
        warnings += (f"There was no call for {issue_id}: this would be the first that they hear of it.",)
    letters = tuple((party, render(party)) for party in people)
    return WorkingPlan(
        register,
        outlet,
        f"{kind}-{number + 1}",
        kind,
        letters,
        left_out,
        tuple(notes),
        contacts.problems,
        projects=_written(silent, people),
        warnings=warnings,
    )


def occasion_of(sources: Sources) -> Occasion:
    """Give what working mails say of the issue; raises FilesWrongError where it has no deadline."""
    plan: IssuePlan = sources.plan.value
    if plan.deadline is None:
        path = relative_to_here(sources.folder / "issue.yaml")
        raise FilesWrongError(
            f"{path} names no deadline, and nobody can keep to none.",
            instead="Add the last day on which you take contributions, as in `deadline: 2017-05-24`.",
        )
    return Occasion(sources.issue_id, plan.number, plan.month, plan.sends_on, plan.deadline)


def stationery_for(register: Register, occasion: Occasion) -> Callable[[str], Stationery]:
    """Give what makes each language's stationery, once."""
    templates = load_templates(register.workspace.templates)
    folder = call_folder(register.workspace.templates, starter() / "templates")
    made: dict[str, Stationery] = {}

    def of(language: str) -> Stationery:
        if language not in made:
            made[language] = Stationery(register.newsletter, templates, folder, language, occasion)
        return made[language]

    return of


def _renderer(
    register: Register, occasion: Occasion, letter: Callable[[Stationery, Sequence[Project]], Edition]
) -> Callable[[Party], Edition]:
    """Render what somebody gets: an edition for each language and each set of projects, made once."""
    paper = stationery_for(register, occasion)
    made: dict[tuple[str, tuple[str, ...]], Edition] = {}

    def render(party: Party) -> Edition:
        key = (party.person.language, party.projects)
        if key not in made:
            projects = [register.portfolio.projects_by_id[each] for each in party.projects]
            made[key] = letter(paper(party.person.language), projects)
        return made[key]

    return render


def _call_with(
    told: Mapping[str, Sequence[tuple[LocalText, str]]], enclosure: Enclosure
) -> Callable[[Stationery, Sequence[Project]], Edition]:
    def letter(paper: Stationery, projects: Sequence[Project]) -> Edition:
        last = {
            project.id: [
                Earlier(" ".join(title.in_order([paper.language]).text.split()), issue)
                for title, issue in told.get(project.id, ())
            ]
            for project in projects
        }
        return render_call(paper, projects, last, enclosure.attachment, is_form=enclosure.is_form)

    return letter


def _told(sources: Sources) -> dict[str, list[tuple[LocalText, str]]]:
    """Gather the titles that each project had in the last issues, the newest first, and which issues those were."""
    told: dict[str, list[tuple[LocalText, str]]] = {}
    for issue_id, items in list(sources.earlier.items())[: -_ISSUES_TOLD - 1 : -1]:
        paths = {path.stem: path for path in find_files(sources.register.workspace.issue(issue_id)).contributions}
        for item in items:
            written = load_as_written(paths[item.name]) if item.name in paths else None
            if written is not None:
                told.setdefault(written.project, []).append((written.local(written.title), issue_id))
    return told


def sending_passed(occasion: Occasion, today: dt.date) -> tuple[str, ...]:
    """Say that an issue's day of sending is over, where it is."""
    if today > occasion.sends_on:
        return (f"{occasion.issue_id} was to go out on {occasion.sends_on}, which has passed.",)
    return ()


def _passed(occasion: Occasion, today: dt.date) -> tuple[str, ...]:
    """Say which of an issue's days is over."""
    if told := sending_passed(occasion, today):
        return told
    if today > occasion.deadline:
        return (f"The deadline of {occasion.issue_id}, {occasion.deadline}, has passed.",)
    return ()


def _unreached(contacts: ContactsReading, projects: Sequence[str]) -> list[tuple[str, str]]:
    has = {contact.project for contact in contacts.contacts}
    without = [project for project in projects if project not in has]
    return [("No contact", ", ".join(without))] if without else []


def _written(projects: Sequence[str], people: Iterable[Party]) -> tuple[str, ...]:
    reached = {project for party in people for project in party.projects}
    return tuple(project for project in projects if project in reached)
