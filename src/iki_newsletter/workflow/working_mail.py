"""Send working mails to contacts: small campaigns, planned, delivered, resumed and proved as an issue is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import ExitCode, NotThereError, RefusedError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.audience import Reason, in_order
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import refuse_handed_over
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.example_data import refuse_example_data
from iki_newsletter.workflow.outlet import environment, sign_in
from iki_newsletter.workflow.plan import describe_sum
from iki_newsletter.workflow.runlog import log_path, log_run
from iki_newsletter.workflow.said import read_suppressed
from iki_newsletter.workflow.send import maker
from iki_newsletter.workflow.signing import find_signer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from iki_newsletter.delivery.progress import Outcome
    from iki_newsletter.model.contact import Party
    from iki_newsletter.model.delivery import Delivery, Sum
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

HOLDING: Final = (Reason.DEAD, Reason.COMPLAINED, Reason.ERASED)
"""What holds a working mail back. Who left the newsletter is no reader any more, and still answers for a project."""
_EVEN: Final = tuple(reason for reason in Reason if reason not in HOLDING)
_SANDBOX: Final = "That was the sandbox: the mails are in build/outbox, and nobody's mailbox got one."


@dataclass(frozen=True, slots=True)
class Begun:
    """A campaign that has begun: where it stands, who has a delivery, and what is kept for them."""

    campaign: Campaign
    sum: Sum
    keys: Collection[str]


@dataclass(frozen=True, slots=True)
class WorkingPlan:
    """What a run would send to whom."""

    register: Register
    outlet: Outlet
    campaign_id: str
    kind: str
    """The campaign's kind, as in `2017-06/proof`: what its number counts."""
    letters: tuple[tuple[Party, Edition], ...]
    """To whom, and what; of a campaign that has begun only those whom it does not know yet."""
    left_out: tuple[tuple[Party, Reason], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """What is good to know before a yes, each under its name."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the list of contacts."""
    begun: Begun | None = None
    projects: tuple[str, ...] = field(default=())
    """The projects that are written to."""

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.register.workspace

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.register.newsletter

    @property
    def to_do(self) -> int:
        """How many messages a run would send."""
        return len(self.letters) + (self.begun.sum.unfinished if self.begun else 0)

    @property
    def excluded(self) -> dict[str, int]:
        """How many are left out, by reason."""
        return {str(reason): number for reason, number in in_order(Counter(why for _, why in self.left_out)).items()}

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Say the plan, each fact under its name."""
        sender = self.newsletter.sender
        by_language = Counter(edition.language for _, edition in self.letters)
        shares = ", ".join(f"{language} {number}" for language, number in by_language.items())
        size = sum(1 for _ in self.letters)
        facts = [("Campaign", self.campaign_id)]
        if self.begun:
            facts.append(("Begun", f"{describe_sum(self.begun.sum)}; {self.begun.sum.unfinished} to go on with"))
        if self.letters:
            people = f"{size} {'person' if size == 1 else 'people'} ({shares})"
            facts.append(("To", f"{people} in {_projects(len(self.projects))}"))
            facts.append(("Subject", self.letters[0][1].subject))
        facts += self.notes
        facts += [("Left out", f"{party.person.address}: {reason}") for party, reason in self.left_out]
        attached = {each.file: len(each.data) for _, edition in self.letters for each in edition.attachments}
        facts += [("Attached", f"{name}, {max(size // 1000, 1)} KB") for name, size in attached.items()]
        answers = f", answers to {sender.reply_to}" if sender.reply_to else ""
        facts.append(("From", f"{sender.name} <{sender.address}>{answers}, through {self.outlet.server}"))
        return facts

    def as_json(self) -> dict[str, Any]:
        """Give it to programs: numbers and projects, no addresses."""
        return {
            "campaign": self.campaign_id,
            "projects": list(self.projects),
            "to_send": self.to_do,
            "excluded": self.excluded,
        }


@dataclass(frozen=True, slots=True)
class WorkingSent:
    """What came of a run."""

    plan: WorkingPlan
    sum: Sum
    rows: tuple[Delivery, ...]
    """Those who have not got it."""
    outcome: Outcome | None = None

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        stopped = self.outcome is not None and self.outcome.stop is Stop.INTERRUPTED
        if stopped and not (self.sum.sent or self.sum.uncertain or self.sum.failed):
            return ExitCode.STOPPED
        if self.sum.unfinished:
            return ExitCode.NOT_FINISHED
        return ExitCode.WRONG if self.sum.failed or self.sum.uncertain else ExitCode.DONE

    @property
    def sentences(self) -> list[str]:
        """Say what came of it, and what comes next."""
        lines = [f"{describe_sum(self.sum)}."]
        if self.outcome and self.outcome.words:
            lines.append(self.outcome.words)
        lines += [f"{row.address}: {row.state} {row.reply}".strip() for row in self.rows]
        if self.sum.unfinished:
            lines.append("Run the same command again to go on.")
        elif self.plan.outlet.is_sandbox:
            lines.append(_SANDBOX)
        lines.append(f"Who got it: iki-news deliveries {self.plan.campaign_id}")
        return lines

    def as_json(self) -> dict[str, Any]:
        """Give the figures to programs."""
        return self.plan.as_json() | {name: getattr(self.sum, name) for name in self.sum.__slots__}


def choose_people(
    register: Register, outlet: Outlet, parties: Iterable[Party]
) -> tuple[tuple[Party, ...], tuple[tuple[Party, Reason], ...]]:
    """Part those who may be written to from those who may not, and why."""
    suppressed = read_suppressed(register.workspace, outlet)
    kept, left_out = [], []
    for party in parties:
        reason = suppressed.reason(party.person.key)
        if reason in HOLDING:
            left_out.append((party, reason))
        else:
            kept.append(party)
    return tuple(kept), tuple(left_out)


def find_begun(outlet: Outlet, campaign_id: str) -> Begun | None:
    """Look a campaign up without making a ledger where there is none; None where nothing of it was tried."""
    if not outlet.ledger.exists():
        return None
    with Database.open(outlet.ledger) as database:
        ledger = Ledger(database)
        campaign = ledger.campaign(campaign_id)
        if campaign is None or not ledger.has_begun(campaign_id):
            return None
        return Begun(campaign, ledger.sum(campaign_id), frozenset(ledger.keys(campaign_id)))


def newest(outlet: Outlet, kind: str) -> tuple[int, Begun | None]:
    """Give the number of a kind's newest campaign that has begun, and it; 0 and None where there is none."""
    number, found = 0, None
    while (begun := find_begun(outlet, f"{kind}-{number + 1}")) is not None:
        number, found = number + 1, begun
    return number, found


def shares_of(campaign_ids: Iterable[str], outlet: Outlet) -> set[tuple[str, str]]:
    """Give who has which edition of some campaigns already, or may have it: address as compared by, and digest."""
    if not outlet.ledger.exists():
        return set()
    with Database.open(outlet.ledger) as database:
        ledger = Ledger(database)
        return {pair for campaign_id in campaign_ids for pair in ledger.editions_got(campaign_id)}


def send_working(
    plan: WorkingPlan, *, watcher: Watcher, ask_password: Callable[[str], str] | None = None, is_patient: bool = False
) -> WorkingSent:
    """Begin the campaign or go on with it, and deliver until nothing is due or somebody stops it.

    Raises NotThereError where there is nobody, RefusedError where it has begun since it was planned, and what sending
    an issue raises.
    """
    if not plan.to_do and plan.begun is None:
        listed = plan.newsletter.contacts
        raise NotThereError(
            "There is nobody to write to.", instead=f"See who is named: iki-news check --list {listed}"
        )
    refuse_example_data(plan.register.settings, plan.outlet.server)
    credentials = sign_in(plan.outlet, ask_password)
    secret = load_secret(plan.workspace.var, environment())
    began = _now()
    with (
        hold_sender_lock(plan.outlet.ledger.parent, plan.campaign_id) as owner,
        Database.open(plan.outlet.ledger) as database,
    ):
        if not plan.outlet.is_sandbox:
            refuse_handed_over(database)
        ledger = Ledger(database, even=_EVEN)
        _begin_or_add(plan, ledger, secret)
        campaign = ledger.campaign(plan.campaign_id) or _campaign(plan)
        ledger.recover(campaign.id, _now())
        signer = find_signer(plan.workspace, plan.newsletter, plan.outlet)
        make = maker(campaign, ledger, plan.newsletter, secret, signer)
        errand = Errand(plan.workspace, plan.newsletter, plan.outlet, campaign.id, owner, is_patient=is_patient)
        try:
            outcome = run_errand(errand, ledger, make, credentials, watcher)
        finally:
            ledger.recover(campaign.id, _now())
            ledger.expire(campaign.id, _now())
        rows = tuple(row for row in ledger.deliveries(campaign.id) if row.state != "sent")
        sent = WorkingSent(plan, ledger.sum(campaign.id), rows, outcome)
    _log(sent, began)
    return sent


def _begin_or_add(plan: WorkingPlan, ledger: Ledger, secret: bytes) -> None:
    """Freeze the audience at the first run, and add to it what a later one was asked to add."""
    if ledger.has_begun(plan.campaign_id) and plan.begun is None:
        raise RefusedError(
            f"Sending {plan.campaign_id} has begun since this was planned. Nothing was sent.",
            instead="Run the same command again: it shows who is left.",
        )
    if not plan.letters:
        return
    editions = {party.person.key: edition for party, edition in plan.letters}
    builders = {
        digest: MessageBuilder(edition, plan.newsletter, plan.campaign_id, secret)
        for digest, edition in {edition.digest: edition for edition in editions.values()}.items()
    }
    kept = {digest: part for edition in editions.values() for digest, part in edition.kept.items()}
    people = [party.person for party, _ in plan.letters]

    def digest_of(person: Subscriber) -> str:
        return editions[person.key].digest

    def message_id(person: Subscriber) -> str:
        return builders[digest_of(person)].message_id(person)

    if plan.begun is None:
        ledger.begin(_campaign(plan), kept, people, message_id, digest_of)
    else:
        ledger.add(plan.begun.campaign, people, message_id, editions=kept, digest_of=digest_of)


def _campaign(plan: WorkingPlan) -> Campaign:
    """Make the campaign; its editions go by language and projects, for each project has its own."""
    digests = {f"{edition.language} {' '.join(party.projects)}": edition.digest for party, edition in plan.letters}
    return Campaign(plan.campaign_id, plan.kind, _now(), digests, excluded=plan.excluded)


def _log(sent: WorkingSent, began: dt.datetime) -> None:
    figures = {name: getattr(sent.sum, name) for name in sent.sum.__slots__}
    plan = sent.plan
    facts: Mapping[str, object] = {
        "campaign": plan.campaign_id,
        "server": plan.outlet.server,
        "began": began.isoformat(timespec="seconds"),
        **figures,
        "exit": sent.exit_code.value,
    }
    log_run(log_path(plan.workspace.var, plan.campaign_id), _now(), facts)


def _projects(number: int) -> str:
    return f"{number} project{'' if number == 1 else 's'}"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
