"""Plan a sending: what goes to whom, what has gone already, and whether it may go at all; nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from iki_newsletter.audience.listfile import read_list
from iki_newsletter.audience.planning import plan_audience
from iki_newsletter.errors import FilesWrongError, LedgerError, RefusedError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.delivery import Sum
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.problem import summarise
from iki_newsletter.store.receipt import read_receipt, refuse_other_ledger
from iki_newsletter.workflow.build import Build, build
from iki_newsletter.workflow.outlet import Outlet, choose_outlet, open_ledger, read_suppressions
from iki_newsletter.workflow.sources import read_register

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.audience import Audience
    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class SendOptions:
    """What the user asked for."""

    to: Path | None = None
    """The list; none for the one that newsletter.yaml names."""
    smtp: str | None = None
    """The mail server's URL; none for the one that newsletter.yaml names."""
    limit: int | None = None
    add: bool = False
    """Add people who came onto the list after the campaign began."""
    old_edition: bool = False
    """Go on with the editions that the campaign began with, although the issue has changed since."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A campaign that has begun: as it was planned, where it stands, and who has a delivery."""

    campaign: Campaign
    sum: Sum
    keys: frozenset[str]
    waiting: frozenset[str]
    """The keys of those for whom it is still to come."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sending will do."""

    workspace: Workspace
    build: Build
    options: SendOptions
    outlet: Outlet
    list_path: Path
    audience: Audience
    begun: Begun | None
    """None where this would be the first delivery."""

    @property
    def campaign_id(self) -> str:
        """The campaign of an issue is called as the issue is."""
        return self.build.issue.id

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.build.merged.register.newsletter

    @property
    def newcomers(self) -> tuple[Subscriber, ...]:
        """People on the list who have no delivery yet."""
        known = self.begun.keys if self.begun else frozenset()
        return tuple(person for person in self.audience.planned if person.key not in known)

    @property
    def unsubscribed(self) -> tuple[str, ...]:
        """The keys of those whom the list calls unsubscribed: their word is kept, whatever list comes next."""
        return tuple(row.key for row in self.audience.excluded if row.reason is Reason.UNSUBSCRIBED)

    @property
    def not_on_list(self) -> frozenset[str]:
        """The keys of those who wait for their delivery and are not on the list that was given now."""
        waiting = self.begun.waiting if self.begun else frozenset()
        listed = {person.key for person in self.audience.planned} | {row.key for row in self.audience.excluded}
        return waiting - listed

    @property
    def to_add(self) -> tuple[Subscriber, ...]:
        """Newcomers who will be part of the campaign: all at first, later only those added on purpose."""
        if self.begun is None:
            return self.newcomers
        known = self.begun.campaign.digests
        return tuple(
            # An edition that came later is none of this campaign's.
            person if person.language in known else replace(person, language=next(iter(known)))
            for person in (self.newcomers if self.options.add else ())
        )

    @property
    def sum(self) -> Sum:
        """How the deliveries would stand before the first of this run."""
        before = self.begun.sum if self.begun else Sum.of({})
        more = len(self.to_add)
        return Sum(
            planned=before.planned + more,
            sent=before.sent,
            failed=before.failed,
            deferred=before.deferred,
            uncertain=before.uncertain,
            pending=before.pending + more,
            withdrawn=before.withdrawn,
        )

    @property
    def excluded(self) -> Mapping[str, int]:
        """Reason to number: as counted when the campaign began or was added to, else as the list says now."""
        if self.begun and not self.options.add:
            return self.begun.campaign.excluded
        if self.begun:
            known = self.begun.keys
            counted = Counter(row.reason.value for row in self.audience.excluded if row.key not in known)
            return {reason.value: counted[reason.value] for reason in Reason if counted[reason.value]}
        return {reason.value: number for reason, number in self.audience.by_reason.items()}

    @property
    def to_do(self) -> int:
        """How many messages this run would try at most."""
        return min(self.sum.unfinished, self.options.limit or self.sum.unfinished)

    @property
    def is_complete(self) -> bool:
        """Tell whether nobody is left to send to."""
        return self.begun is not None and not self.to_do

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Say the plan, each fact under its name."""
        issue, newsletter = self.build.issue, self.newsletter
        subject = self.build.edition(newsletter.languages[0]).subject
        return [
            ("Issue", f"{issue.id}: {subject}"),
            ("Checked", summarise(self.build.problems)),
            ("From", f"{newsletter.sender.name} <{newsletter.sender.address}>, through {self.outlet.server}"),
            ("List", f"{relative_to_here(self.list_path)} ({self.audience.reading})"),
            *(self._who_is_left(self.begun) if self.begun else self._who()),
        ]

    def as_json(self) -> dict[str, Any]:
        """Give the campaign's figures to programs."""
        return campaign_figures(self.campaign_id, self.build.issue.id, self.excluded, self.sum)

    def _who(self) -> list[tuple[str, str]]:
        languages = Counter(person.language for person in self.audience.planned)
        shown = ", ".join(f"{language} {languages[language]}" for language in self.newsletter.languages)
        excluded = ", ".join(f"{number} {reason}" for reason, number in self.excluded.items()) or "nobody"
        return [
            ("Planned", f"{len(self.audience.planned)} of {self.audience.size} ({shown})"),
            ("Left out", excluded),
        ]

    def _who_is_left(self, begun: Begun) -> list[tuple[str, str]]:
        day = begun.campaign.begun_at.astimezone().strftime("%Y-%m-%d %H:%M")
        facts = [("Begun", f"{day}; {describe_sum(begun.sum)}")]
        if self.to_add:
            facts.append(("Added", f"{len(self.to_add)} who came onto the list since"))
        elif self.newcomers:
            facts.append(("Not part", f"{len(self.newcomers)} who came onto the list since; add them with --add"))
        left = begun.waiting.intersection(self.unsubscribed)
        if left:
            facts.append(("Left", f"{len(left)} who have unsubscribed since; they are withdrawn"))
        if self.not_on_list:
            facts.append(("Not on it", f"{len(self.not_on_list)} who wait are not on this list; they still get it"))
        return facts


def campaign_figures(campaign_id: str, issue_id: str, excluded: Mapping[str, int], total: Sum) -> dict[str, Any]:
    """Give what `--json` of `send` promises: the proof, in numbers."""
    return {
        "campaign": campaign_id,
        "issue": issue_id,
        "audience": total.planned + sum(excluded.values()),
        "excluded": dict(excluded),
        "planned": total.planned,
        "sent": total.sent,
        "failed": total.failed,
        "deferred": total.deferred,
        "uncertain": total.uncertain,
        "pending": total.pending,
        "withdrawn": total.withdrawn,
    }


def describe_sum(total: Sum) -> str:
    """Say where a campaign's deliveries stand: "900 planned: 312 sent, 588 pending"."""
    parts = ("sent", "pending", "deferred", "failed", "uncertain", "withdrawn")
    counts = [f"{getattr(total, part)} {part}" for part in parts if getattr(total, part)]
    return f"{total.planned} planned: {', '.join(counts) or 'nobody'}"


def plan_sending(workspace: Workspace, issue_id: str, options: SendOptions) -> Plan:
    """Build the issue and see who is to get it.

    Raises FilesWrongError when a check forbids sending, RefusedError when the issue has changed since its first
    delivery, LedgerError when who has it already cannot be known, and what `build` and `read_list` raise.
    """
    register = read_register(workspace)
    outlet = choose_outlet(workspace, options.smtp or register.newsletter.smtp.url)
    built = build(workspace, issue_id)
    if built.stopping:
        raise FilesWrongError(
            f"Issue {issue_id} cannot be sent as it is; nothing was sent.",
            instead="Mend what is named above, or allow an error in issue.yaml (allow: …), with the reason.",
            problems=built.stopping,
        )
    newsletter = register.newsletter
    list_path = options.to or workspace.root / newsletter.subscribers
    reading = read_list(list_path, newsletter.languages)
    suppressions = read_suppressions(workspace, outlet)
    audience = plan_audience(reading, suppressions, consent_required=newsletter.consent == "required")
    begun = _find_begun(outlet, built)
    if begun and not options.old_edition:
        _refuse_another_edition(built, begun.campaign, outlet)
    plan = Plan(workspace, built, options, outlet, list_path, audience, begun)
    _refuse_the_wrong_list(plan)
    return plan


def _refuse_the_wrong_list(plan: Plan) -> None:
    """Refuse a list that nobody would get mail by, and one that has nobody of those who wait on it."""
    shown = relative_to_here(plan.list_path)
    if plan.begun is None and not plan.audience.planned:
        rows = ", ".join(f"{number} {reason}" for reason, number in plan.excluded.items()) or "it has no rows"
        raise RefusedError(
            f"Nobody on {shown} would get the issue ({rows}). Nothing was sent.",
            instead=f"See what is wrong with the list: iki-news check --list {shown}",
        )
    if plan.begun and plan.begun.waiting and plan.not_on_list == plan.begun.waiting:
        raise RefusedError(
            f"Issue {plan.campaign_id} waits to go to {len(plan.begun.waiting)} people, none of whom is on {shown}: "
            "this looks like another list. Nothing was sent.",
            instead="Give the list that the sending began with: --to FILE",
        )


def _find_begun(outlet: Outlet, built: Build) -> Begun | None:
    """Look the campaign up without making a ledger where there is none."""
    folder = built.issue.folder
    if not outlet.ledger.exists():
        receipt = None if outlet.is_sandbox else read_receipt(folder)
        if receipt is None:
            return None
        raise LedgerError(
            f"Sending {receipt.campaign} began on {receipt.begun_at:%Y-%m-%d}, and its ledger is not here: "
            "who has had it already is not known, and people would get it twice.",
            instead="Send from the computer where it began, or bring that computer's var/ledger.sqlite3 here.",
        )
    with open_ledger(outlet.ledger) as ledger:
        if not outlet.is_sandbox:
            refuse_other_ledger(folder, ledger)
        campaign = ledger.campaign(built.issue.id)
        if campaign is None or not ledger.has_begun(campaign.id):
            return None
        keys, waiting = ledger.keys(campaign.id), ledger.keys(campaign.id, waiting=True)
        return Begun(campaign, ledger.sum(campaign.id), keys, waiting)


def _refuse_another_edition(built: Build, campaign: Campaign, outlet: Outlet) -> None:
    """Refuse to go on with an issue that is not the one the others got, and spell the choices out."""
    changed = [
        edition.language for edition in built.editions if campaign.digests.get(edition.language) != edition.digest
    ]
    if not changed:
        return
    afresh = f" In the sandbox you can also start afresh: remove {relative_to_here(outlet.ledger.parent)}."
    raise RefusedError(
        f"Issue {campaign.id} has changed since its first delivery ({', '.join(changed)}): "
        "the rest would get another newsletter than the others. Nothing was sent.",
        instead=(
            "Either take your change back and send again, or go on with what the others got: "
            f"iki-news send {campaign.id} --rest-gets-old-edition." + (afresh if outlet.is_sandbox else "")
        ),
    )
