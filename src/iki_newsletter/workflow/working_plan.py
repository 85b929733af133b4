"""The plan of a working mail: who gets what, who has had it, and how that is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import ExitCode
from iki_newsletter.mail.personal import greeting
from iki_newsletter.model.audience import Reason, in_order
from iki_newsletter.model.edition import Slot
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.workflow.plan import describe_sum
from iki_newsletter.workflow.said import read_suppressed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from iki_newsletter.delivery.progress import Outcome
    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.model.contact import Party
    from iki_newsletter.model.delivery import Delivery, Sum
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

HOLDING: Final = (Reason.DEAD, Reason.COMPLAINED, Reason.ERASED)
"""What holds a working mail back. Who left the newsletter is no reader any more, and still answers for a project."""
_SANDBOX: Final = "That was the sandbox: the mails are in build/outbox, and nobody's mailbox got one."


@dataclass(frozen=True, slots=True)
class Begun:
    """A campaign that has begun: where it stands, who has a delivery, and what is kept for them."""

    campaign: Campaign
    sum: Sum
    keys: Collection[str]
    waiting: Mapping[str, str] = field(default_factory=dict)
    """The keys of those for whom it is still to come, to the digests of their editions."""

    @property
    def projects(self) -> dict[str, tuple[str, ...]]:
        """The projects that each edition was made for, by its digest."""
        return {digest: tuple(made_for.split()[1:]) for made_for, digest in self.campaign.digests.items()}


class Recipient(NamedTuple):
    """Somebody whom a run would write to."""

    address: str
    about: tuple[str, ...]
    """For which projects, and what of theirs a proof would show, as in `ecovalor: ecovalor-valuation`."""


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
    overtaken: frozenset[str] = frozenset()
    """The keys of those who wait and need it no more."""
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What each project is shown, by the contributions' names."""
    warnings: tuple[str, ...] = ()
    """What speaks against sending it, and does not keep anybody from it."""

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
        return len(self.letters) + (self.begun.sum.unfinished - len(self.overtaken) if self.begun else 0)

    @property
    def recipients(self) -> list[Recipient]:
        """Name everybody whom a run would write to: who waits, by the address as it is compared, and who is new."""
        waiting = self.begun.waiting if self.begun else {}
        known = self.begun.projects if self.begun else {}
        people = [(key, known.get(digest, ())) for key, digest in waiting.items() if key not in self.overtaken]
        people += [(party.person.address, party.projects) for party, _ in self.letters]
        return [Recipient(address, tuple(map(self._about, projects))) for address, projects in people]

    @property
    def sample(self) -> tuple[str, str] | None:
        """Give whose mail comes first, and its text as they will read it; None where none is made anew."""
        if not self.letters:
            return None
        party, edition = self.letters[0]
        text = edition.text
        for slot, words in ((Slot.GREETING, greeting(edition, party.person)), (Slot.ADDRESS, party.person.address)):
            text = text.replace(edition.sentinels[slot], words)
        return party.person.address, text

    def _about(self, project: str) -> str:
        items = self.items.get(project, ())
        return f"{project}: {', '.join(items)}" if items else project

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
            facts.append(("Begun", f"{describe_sum(self.begun.sum)}; {self.to_do - len(self.letters)} to go on with"))
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
    register: Register, parties: Iterable[Party]
) -> tuple[tuple[Party, ...], tuple[tuple[Party, Reason], ...]]:
    """Part those who may be written to from those who may not, and why."""
    suppressed = read_suppressed(register.workspace)
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
        waiting = dict(ledger.editions_waiting(campaign_id))
        return Begun(campaign, ledger.sum(campaign_id), frozenset(ledger.keys(campaign_id)), waiting)


def go_on(
    register: Register,
    outlet: Outlet,
    campaign: tuple[str, int],
    begun: Begun,
    needed: Collection[str],
    why: str,
    *,
    notes: tuple[tuple[str, str], ...] = (),
    items: Mapping[str, tuple[str, ...]] | None = None,
) -> WorkingPlan:
    """Plan to go on with a campaign that was stopped, by kind and number: only for those who need it still, by key.

    `why` says of the others what has come between.
    """
    kind, number = campaign
    overtaken = frozenset(begun.waiting) - frozenset(needed)
    said = (("Not any more", f"{len(overtaken)}, {why}"),) if overtaken else ()
    return WorkingPlan(
        register,
        outlet,
        f"{kind}-{number}",
        kind,
        (),
        notes=(*notes, *said),
        begun=begun,
        overtaken=overtaken,
        items=items or {},
    )


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


def _projects(number: int) -> str:
    return f"{number} project{'' if number == 1 else 's'}"
