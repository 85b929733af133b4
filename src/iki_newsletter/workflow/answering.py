"""Answer whoever sent a contribution by mail: once for each of its versions, each answer a campaign of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.address import AddressError, read_address
from iki_newsletter.checks.wording import LANGUAGES, tell
from iki_newsletter.mail.personal import greeting
from iki_newsletter.model.contact import Party
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.edition import Slot
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.render.answer import Missing, Sent, answer_folder, render_answer
from iki_newsletter.render.stationery import Stationery
from iki_newsletter.render.templates import load_templates
from iki_newsletter.workflow.calling import occasion_of
from iki_newsletter.workflow.collected import Fate
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.sources import read_register, read_sources
from iki_newsletter.workflow.working_plan import WorkingPlan, choose_people, find_begun
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.collected import Collected, Outcome
    from iki_newsletter.workflow.sources import Register, Sources
    from iki_newsletter.workspace.folder import Workspace

_ANSWERED: Final = (Fate.TAKEN, Fate.REPLACED, Fate.KNOWN, Fate.EDITED, Fate.KEPT)
_OURS: Final = frozenset({"C301", "C302", "C402", "C403", "C651"})
"""What is the editors' to see to, or told otherwise: the release, the day it came, translations."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Who would be told what."""

    plans: tuple[WorkingPlan, ...]
    answered: int
    """How many got their answer before."""

    @property
    def letters(self) -> list[tuple[Party, Edition]]:
        """All answers, with whom they go to."""
        return [letter for plan in self.plans for letter in plan.letters]

    @property
    def to_do(self) -> int:
        """How many would be sent."""
        return sum(plan.to_do for plan in self.plans)

    @property
    def sentences(self) -> list[str]:
        """Say the plan."""
        lines = [f"Answers to send: {self.to_do}{f', through {self.plans[0].outlet.server}' if self.plans else ''}."]
        lines += [f"  {party.person.address}: {edition.subject}" for party, edition in self.letters]
        if self.answered:
            lines.append(f"Answered before: {self.answered}.")
        return lines

    @property
    def shown(self) -> Iterator[str]:
        """Give each answer as its receiver will read it, without its HTML."""
        for party, edition in self.letters:
            said = {Slot.GREETING: greeting(edition, party.person), Slot.ADDRESS: party.person.address}
            text = edition.text
            for slot, words in said.items():
                text = text.replace(edition.sentinels[slot], words)
            yield f"\nTo {party.person.address}: {edition.subject}\n\n{text}"


def plan_answers(workspace: Workspace, collected: Collected, smtp: str | None) -> Answers:
    """See who is to be answered, and with what; nothing is written.

    Only the latest version of a contribution in this run, only to the address that its mail came from. Raises
    FilesWrongError for an issue without a deadline, ConfigurationError for what is wrong with the words.
    """
    register = read_register(workspace)
    sources = read_sources(register, collected.issue)
    outlet = choose_outlet(workspace, register.newsletter.smtp, smtp)
    plans, answered = [], 0
    for outcome, party in _parties(register, collected):
        campaign_id = f"{collected.issue}/answer-{outcome.version}"
        begun = find_begun(outlet, campaign_id)
        if begun is not None and not begun.sum.unfinished:
            answered += 1
            continue
        kept, left_out = choose_people(register, [party])
        letters = [(each, _letter(register, sources, outcome)) for each in kept if begun is None]
        plan = WorkingPlan(
            register, outlet, campaign_id, f"{collected.issue}/answer", tuple(letters), left_out, begun=begun
        )
        if plan.to_do:
            plans.append(plan)
    return Answers(tuple(plans), answered)


def _parties(register: Register, collected: Collected) -> Iterator[tuple[Outcome, Party]]:
    newsletter = register.newsletter
    ours = {
        address.lower()
        for address in (newsletter.sender.address, newsletter.sender.reply_to, newsletter.sender.bounces)
        if address
    }
    latest: dict[tuple[str, str], Outcome] = {}
    for outcome in collected.outcomes:
        # Of a document that nobody has said a project for, there is nothing to answer yet.
        is_read = outcome.understood is not None or outcome.problems
        can_be_answered = outcome.sender and not outcome.may_be_forged
        if outcome.fate in _ANSWERED and outcome.version and can_be_answered and is_read:
            # Of what waits for the editors' decision, each sender has a version of their own.
            own = outcome.sender if outcome.fate is Fate.EDITED else ""
            key = (outcome.name or outcome.version.partition("-")[0], own)
            latest[key] = max(latest.get(key, outcome), outcome, key=_moment)
    for outcome in latest.values():
        if outcome.sender.lower() in ours:
            continue
        try:
            address = read_address(outcome.sender)
        except AddressError:
            continue
        language = _language(register, outcome)
        person = Subscriber(address.address, address.key, address.mailbox, language)
        yield outcome, Party(person, (outcome.understood.project,) if outcome.understood else ())


def _moment(outcome: Outcome) -> float:
    return outcome.saved_at.timestamp() if outcome.saved_at else 0.0


def _language(register: Register, outcome: Outcome) -> str:
    languages = register.newsletter.languages
    return outcome.language if outcome.language in languages and outcome.language else languages[0]


def _letter(register: Register, sources: Sources, outcome: Outcome) -> Edition:
    folder = answer_folder(register.workspace.templates, starter() / "templates")
    templates = load_templates(register.workspace.templates)
    language = _language(register, outcome)
    paper = Stationery(register.newsletter, templates, folder, language, occasion_of(sources))
    about = outcome.understood
    sent = Sent(
        project=register.portfolio.projects_by_id.get(about.project) if about else None,
        kind=Kind(about.kind) if about else None,
        title=about.title if about else "",
        languages=about.languages if about else (),
        pictures=about.pictures if about else 0,
        missing=[_missing(problem, language) for problem in _to_tell(outcome)],
        is_taken=outcome.fate is not Fate.KEPT,
        is_checked=outcome.is_checked,
        is_late=outcome.is_late,
    )
    return render_answer(paper, sent)


def _to_tell(outcome: Outcome) -> list[Problem]:
    return [each for each in outcome.problems if each.level.stops and each.code not in _OURS]


def _missing(problem: Problem, language: str) -> Missing:
    """Say a problem to its sender, in their language where rules are told in it."""
    told = tell(problem, language if language in LANGUAGES else LANGUAGES[0])
    return Missing(told.headline, " ".join(told.advice))
