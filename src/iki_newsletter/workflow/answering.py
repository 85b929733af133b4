"""Answer whoever sent a contribution by mail: once for each of its versions, each answer a campaign of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.address import AddressError, read_address
from iki_newsletter.mail.personal import greeting
from iki_newsletter.model.contact import Party
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.delivery import Sum
from iki_newsletter.model.edition import Slot
from iki_newsletter.model.placeholder import is_placeholder
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.render.answer import Sent, State, answer_folder, render_answer
from iki_newsletter.render.answer_words import read_answer_words
from iki_newsletter.render.stationery import Stationery
from iki_newsletter.render.templates import load_templates
from iki_newsletter.workflow.calling import occasion_of
from iki_newsletter.workflow.collected import Fate
from iki_newsletter.workflow.lacks import lacks
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.plan import describe_sum
from iki_newsletter.workflow.senders import Senders
from iki_newsletter.workflow.sources import read_register, read_sources
from iki_newsletter.workflow.working_plan import WorkingPlan, choose_people, find_begun
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.workflow.collected import Collected, Outcome
    from iki_newsletter.workflow.sources import Register, Sources
    from iki_newsletter.workflow.working_plan import WorkingSent
    from iki_newsletter.workspace.folder import Workspace

_STATES: Final = {
    Fate.TAKEN: State.TAKEN,
    Fate.REPLACED: State.TAKEN,
    Fate.KNOWN: State.TAKEN,
    Fate.EDITED: State.WAITS,
    Fate.KEPT: State.KEPT,
}
"""What the senders are told; of anything else they are told nothing."""
_PASSED: Final = "passed over"


@dataclass(frozen=True, slots=True)
class Answers:
    """Who would be told what."""

    plans: tuple[WorkingPlan, ...]
    answered: int
    """How many got their answer before."""
    by_hand: tuple[str, ...] = ()
    """Who gets none and may wait for one: address, file and why."""

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
        if self.by_hand:
            lines += ["These senders get no answer; write to them yourself:", *(f"  {each}" for each in self.by_hand)]
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
    for outcome, party in _parties(register, sources, collected):
        campaign_id = f"{collected.issue}/answer-{outcome.version}"
        begun = find_begun(outlet, campaign_id)
        if begun is not None and not begun.sum.unfinished:
            answered += 1
            continue
        kept, left_out = choose_people(register, [party])
        language = party.person.language
        letters = [(each, _letter(register, sources, outcome, language)) for each in kept if begun is None]
        plan = WorkingPlan(
            register,
            outlet,
            campaign_id,
            f"{collected.issue}/answer",
            tuple(letters),
            left_out,
            begun=begun,
            projects=party.projects,
        )
        if plan.to_do:
            plans.append(plan)
    return Answers(tuple(plans), answered, tuple(_by_hand(register, sources, collected)))


def sentences_of(sent: Sequence[WorkingSent]) -> list[str]:
    """Say what came of the answers, in one sum, and of which projects' contributions."""
    projects = dict.fromkeys(project for each in sent for project in each.plan.projects)
    about = f" ({', '.join(projects)})" if projects else ""
    lines = [f"Answers{about}: {describe_sum(Sum.total(each.sum for each in sent))}."]
    lines += [each.outcome.words for each in sent if each.outcome and each.outcome.words]
    return [*lines, *(f"{row.address}: {row.state} {row.reply}".strip() for each in sent for row in each.rows)]


def _parties(register: Register, sources: Sources, collected: Collected) -> Iterator[tuple[Outcome, Party]]:
    """Give who is answered, and about what: of each contribution its latest version."""
    senders = Senders(register)
    latest: dict[tuple[str, str], Outcome] = {}
    for outcome in collected.outcomes:
        if outcome.sender and not outcome.may_be_forged and not _untold(sources, outcome):
            # Of what waits for the editors' decision, each sender has a version of their own.
            own = outcome.sender if outcome.fate is Fate.EDITED else ""
            key = (outcome.name or outcome.version.partition("-")[0], own)
            latest[key] = max(latest.get(key, outcome), outcome, key=_moment)
    for outcome in latest.values():
        person = _person(register, senders, outcome)
        if person is not None and not _is_ours(register, outcome.sender):
            yield outcome, Party(person, (outcome.understood.project,) if outcome.understood else ())


def _by_hand(register: Register, sources: Sources, collected: Collected) -> Iterator[str]:
    """Say who gets no answer and may wait for one, and why."""
    for outcome in collected.outcomes:
        why = _untold(sources, outcome)
        if why and why != _PASSED and outcome.sender and not _is_ours(register, outcome.sender):
            doubted = "; and your mail server doubts that it is theirs" if outcome.may_be_forged else ""
            yield f"{outcome.sender}: {outcome.file} ({why}{doubted})"


def _untold(sources: Sources, outcome: Outcome) -> str:
    """Say in a few words why a program cannot answer; empty where it can."""
    if outcome.fate is Fate.REFUSED:
        return "refused"
    if outcome.fate not in _STATES or not outcome.version:
        return _PASSED
    if outcome.understood is None and not outcome.problems:
        return "gone from here" if outcome.fate is Fate.KNOWN else "it names no project"
    if outcome.name in sources.plan.value.leave_out:
        return "left out of the issue"
    # What was dropped or moved is not in the issue, as an answer would say.
    return "gone from here" if outcome.fate is Fate.KNOWN and outcome.why else ""


def _is_ours(register: Register, address: str) -> bool:
    sender = register.newsletter.sender
    ours = (sender.address, sender.reply_to, sender.bounces)
    return address.lower() in {each.lower() for each in ours if each}


def _moment(outcome: Outcome) -> float:
    return outcome.saved_at.timestamp() if outcome.saved_at else 0.0


def _person(register: Register, senders: Senders, outcome: Outcome) -> Subscriber | None:
    """Give whoever is answered, at the address that the mail came from; None where that is none.

    What the form says of the language comes first, then the list of contacts, then the contribution itself.
    """
    try:
        address = read_address(outcome.sender)
    except AddressError:
        return None
    contact = senders.contact(outcome.sender)
    about = outcome.understood
    said = (
        outcome.language,
        contact.person.language if contact and contact.says_language else None,
        about.languages[0] if about else None,
    )
    languages = register.newsletter.languages
    language = next((each for each in said if each in languages and each), languages[0])
    known = contact.person if contact else None
    return Subscriber(
        address.address,
        address.key,
        address.mailbox,
        language,
        name=known.name if known else "",
        salutation=known.salutation if known else "",
    )


def _letter(register: Register, sources: Sources, outcome: Outcome, language: str) -> Edition:
    given = starter() / "templates"
    folder = answer_folder(register.workspace.templates, given)
    templates = load_templates(register.workspace.templates)
    paper = Stationery(register.newsletter, templates, folder, language, occasion_of(sources))
    words = read_answer_words(folder, given, language)
    about = outcome.understood
    sent = Sent(
        project=register.portfolio.projects_by_id.get(about.project) if about else None,
        kind=Kind(about.kind) if about else None,
        title=about.title if about and not is_placeholder(about.title) else "",
        languages=about.languages if about else (),
        pictures=about.pictures if about else 0,
        missing=lacks(outcome.problems, words, language, paper.dates.locale),
        state=_STATES[outcome.fate],
        is_checked=outcome.is_checked,
        is_late=outcome.is_late,
        has_form=outcome.has_form,
    )
    return render_answer(paper, words, sent)
