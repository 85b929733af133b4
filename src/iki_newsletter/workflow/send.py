"""Deliver what was planned, under the campaign's lock, and say what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from iki_newsletter.delivery.credentials import find_credentials
from iki_newsletter.delivery.progress import Outcome, Stop
from iki_newsletter.errors import ExitCode, IkiNewsError, NotFinishedError, SendingError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.edition import Edition
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.receipt import write_receipt
from iki_newsletter.store.secret import load_secret
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.outlet import environment
from iki_newsletter.workflow.plan import campaign_figures, describe_sum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iki_newsletter.model.delivery import Claim, Delivery, Sum, Waiting
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.plan import Plan

_SANDBOX = "That was the sandbox: the mails are in build/outbox, and nobody's mailbox got one."
_AFRESH = "To try the sandbox afresh, remove build/outbox."
_DONE = "Nothing is left to do: who did not get it is named by the deliveries."


@dataclass(frozen=True, slots=True)
class Sent:
    """How a run ended."""

    plan: Plan
    sum: Sum
    excluded: Mapping[str, int]
    waiting: Waiting
    left_uncertain: tuple[Delivery, ...]
    """What an earlier sender left at its dot, found by this run."""
    outcome: Outcome | None
    """None where an error ended the run."""
    error: IkiNewsError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        total = self.sum
        if self.error is not None:
            return self.error.exit_code
        if self._was_interrupted and not (total.sent or total.uncertain or total.failed):
            return ExitCode.STOPPED
        if total.unfinished:
            return ExitCode.NOT_FINISHED
        return ExitCode.WRONG if total.failed or total.uncertain else ExitCode.DONE

    @property
    def sentences(self) -> list[str]:
        """Say what came of it, and what to do next."""
        total, issue_id = self.sum, self.plan.campaign_id
        lines = [f"{describe_sum(total)}."]
        if self.outcome and self.outcome.words:
            lines.append(self.outcome.words)
        lines += [f"Uncertain since the program ended: {row.address}" for row in self.left_uncertain]
        if total.uncertain:
            lines.append(
                "Uncertain: the server had the whole message and did not answer. "
                "They may have it; it is not sent again."
            )
        if total.failed or total.uncertain:
            lines.append(
                f"Who, and why: iki-news deliveries {issue_id} --state {'failed' if total.failed else 'uncertain'}"
            )
        if self.error is None:
            lines.append(self._what_next())
        return lines

    def as_json(self) -> dict[str, Any]:
        """Give the campaign's figures to programs, and what went wrong where an error ended the run."""
        figures = campaign_figures(self.plan.campaign_id, self.plan.build.issue.id, self.excluded, self.sum)
        if self.error is None:
            return figures
        return figures | {"error": self.error.what, "instead": self.error.instead, "exit_code": self.exit_code.value}

    @property
    def _was_interrupted(self) -> bool:
        return self.outcome is not None and self.outcome.stop is Stop.INTERRUPTED

    def _what_next(self) -> str:
        total = self.sum
        if self.plan.is_complete:
            done = "Everyone planned has it already; nothing was sent." if total.sent == total.planned else _DONE
            return f"{done} {_AFRESH}" if self.plan.outlet.is_sandbox else done
        if self._was_interrupted:
            return "Stopped. Run the same command again to go on."
        if self.waiting.due:
            return "Run the same command again to go on."
        if self.waiting.next_at:
            when = self.waiting.next_at.astimezone(ZoneInfo(self.plan.newsletter.timezone))
            return f"{total.deferred} to try again: run the same command after {when:%Y-%m-%d %H:%M}."
        if self.plan.outlet.is_sandbox:
            return _SANDBOX
        return "Everyone planned has it." if total.sent == total.planned else _DONE


def send_planned(
    plan: Plan,
    *,
    watcher: Watcher,
    ask_password: Callable[[str], str] | None = None,
) -> Sent:
    """Begin the campaign or go on with it, and deliver until nothing is due or somebody stops it.

    What ends the engine early is in the result, beside the figures: the ledger is whole after it. Raises
    LockHeldError while another process sends this campaign, and LedgerError when the ledger cannot be trusted.
    """
    token_command = plan.newsletter.smtp.token_command
    credentials = find_credentials(plan.outlet.server, environment(), ask_password, token_command)
    secret = load_secret(plan.workspace.var, environment())
    with (
        hold_sender_lock(plan.outlet.ledger.parent, plan.campaign_id) as owner,
        Database.open(plan.outlet.ledger) as database,
    ):
        ledger = Ledger(database)
        campaign = _begin(plan, ledger, secret)
        Suppressions(database).add(*(_unsubscribed(key) for key in plan.unsubscribed))
        left = ledger.recover(campaign.id, _now())
        ledger.expire(campaign.id, _now())
        make = maker(campaign, ledger, plan.newsletter, secret)
        errand = Errand(plan.workspace, plan.newsletter, plan.outlet, campaign.id, owner, plan.options.limit)
        outcome, error = None, None
        try:
            outcome = run_errand(errand, ledger, make, credentials, watcher)
        except (SendingError, NotFinishedError) as stopped_by:
            error = stopped_by
        # The lock is still ours: what the end has left at its dot is in doubt from now on.
        left += ledger.recover(campaign.id, _now())
        total, waiting = ledger.sum(campaign.id), ledger.waiting(campaign.id, _now())
        return Sent(plan, total, plan.excluded, waiting, left, outcome, error)


def _unsubscribed(key: str) -> Suppression:
    return Suppression(key, Reason.UNSUBSCRIBED, _now(), "The list says so.")


def maker(campaign: Campaign, ledger: Ledger, newsletter: Newsletter, secret: bytes) -> Callable[[Claim], bytes]:
    """Give the function that makes a delivery's message from the edition that the ledger kept for it."""
    builders: dict[str, MessageBuilder] = {}

    def make(claim: Claim) -> bytes:
        if claim.digest not in builders:
            edition = Edition.from_bytes(ledger.kept_edition(claim.digest))
            builders[claim.digest] = MessageBuilder(edition, newsletter, campaign.id, secret)
        return builders[claim.digest].stamp(claim.subscriber, _now().astimezone(zone))

    zone = ZoneInfo(newsletter.timezone)
    return make


def _begin(plan: Plan, ledger: Ledger, secret: bytes) -> Campaign:
    """Freeze the audience at the first run, add newcomers at a later one; gives the campaign."""
    editions = {edition.language: edition for edition in plan.build.editions}
    builders = {
        language: MessageBuilder(edition, plan.newsletter, plan.campaign_id, secret)
        for language, edition in editions.items()
    }

    def message_id(person: Subscriber) -> str:
        return builders[person.language].message_id(person)

    if plan.begun is not None:
        campaign = plan.begun.campaign
        if plan.options.add:
            ledger.add(campaign, plan.to_add, message_id, plan.excluded)
    else:
        campaign = Campaign(
            id=plan.campaign_id,
            issue=plan.build.issue.id,
            begun_at=_now(),
            digests={language: edition.digest for language, edition in editions.items()},
            excluded=plan.excluded,
        )
        kept = {edition.digest: edition.to_bytes() for edition in editions.values()}
        ledger.begin(campaign, kept, plan.to_add, message_id)
    if not plan.outlet.is_sandbox:
        # Also when going on: a crash may have come between the ledger and the receipt.
        write_receipt(plan.build.issue.folder, campaign, ledger)
    return campaign


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
