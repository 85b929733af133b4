"""Plan a sending: build the issue, see who is to get it and who has it, and whether it may go at all."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from iki_newsletter.audience.planning import Conditions, plan_audience, who_left
from iki_newsletter.errors import FilesWrongError, LedgerError, LockHeldError, RefusedError, UsageError
from iki_newsletter.model.delivery import State
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.database import Database
from iki_newsletter.store.decisions import Decisions
from iki_newsletter.store.kept import Kept, kept_keys
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import refuse_handed_over
from iki_newsletter.store.receipt import read_receipt, refuse_other_ledger
from iki_newsletter.workflow.approval import refuse_unapproved
from iki_newsletter.workflow.build import build, way_on
from iki_newsletter.workflow.example_data import judged_for
from iki_newsletter.workflow.listing import own_list, read_list_for
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.plan import Begun, Mailing, Plan, SendOptions, shown_list
from iki_newsletter.workflow.said import read_said
from iki_newsletter.workflow.signing import find_signer
from iki_newsletter.workflow.sources import read_register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workflow.build import Build
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace


def plan_sending(workspace: Workspace, issue_id: str, options: SendOptions) -> Plan:
    """Build the issue and see who is to get it.

    Raises FilesWrongError when a check forbids sending, RefusedError when the issue has changed since its first
    delivery, LedgerError when who has it already cannot be known, and what `build` and `read_list` raise.
    """
    refuse_contradictions(options)
    newsletter = read_register(workspace).newsletter
    outlet = choose_outlet(workspace, newsletter.smtp, options.smtp)
    built = judged_for(build(workspace, issue_id), outlet.server)
    refuse_what_is_wrong(built)
    list_path = options.to or own_list(workspace, newsletter)
    reading = read_list_for(newsletter, list_path)
    audience = plan_audience(reading, read_said(workspace), conditions_of(newsletter, options.groups))
    mailing = Mailing(built.issue.id, built.issue, newsletter, built.editions, built.problems)
    begun = find_begun(outlet, mailing, settle=options.resend_uncertain and not options.dry_run)
    if begun and options.groups and not options.add:
        raise UsageError(
            f"Sending {issue_id} has begun, and its audience stands: --group has no say in it any more.",
            instead="Leave --group out to go on; with --add beside it, those of the group who have no delivery join.",
        )
    if begun and not (options.old_edition or options.new_edition):
        refuse_another_edition(mailing, begun, outlet)
    signer = find_signer(workspace, newsletter, outlet)
    plan = Plan(workspace, mailing, options, outlet, shown_list(list_path), audience, begun, signer=signer)
    _refuse_the_wrong_list(plan)
    _refuse_forgotten(plan)
    refuse_unapproved(plan)
    return plan


def look_again(plan: Plan) -> Plan:
    """Read the list once more, after waiting: whoever it calls unsubscribed by now gets nothing.

    All else stays as it was agreed to. Raises what `read_list` raises.
    """
    list_path = plan.options.to or plan.workspace.root / plan.newsletter.subscribers
    if plan.mailing.corrects and not list_path.exists():
        return plan
    reading = read_list_for(plan.newsletter, list_path)
    said = read_said(plan.workspace)
    return replace(plan, left_since=kept_keys(who_left(reading.excluded, said)))


def conditions_of(newsletter: Newsletter, groups: Sequence[str] = ()) -> Conditions:
    """Give whom a mailing of this newsletter is for."""
    return Conditions(newsletter.consent == "required", groups, newsletter.languages)


def refuse_contradictions(options: SendOptions) -> None:
    """Raise UsageError where two options cannot both be meant."""
    if options.old_edition and options.new_edition:
        raise UsageError(
            "--rest-gets-old-edition and --rest-gets-new-edition contradict each other.",
            instead="Leave one of them out.",
        )


def refuse_what_is_wrong(built: Build, named: str = "") -> None:
    """Raise FilesWrongError where a check forbids sending; it is the issue, where nothing else is `named`."""
    if built.stopping:
        raise FilesWrongError(
            f"{named or f'Issue {built.issue.id}'} cannot be sent as it is; nothing was sent.",
            instead=way_on(built.stopping),
            problems=built.stopping,
        )


def find_begun(outlet: Outlet, mailing: Mailing, *, settle: bool) -> Begun | None:
    """Look the campaign up without making a ledger where there is none.

    With `settle`, what a sender that is gone has left at its dot is called uncertain first. Raises LedgerError when
    the issue's receipt says that it began elsewhere.
    """
    folder = mailing.issue.folder
    if not outlet.ledger.exists():
        receipt = None if outlet.is_sandbox else read_receipt(folder)
        if receipt is None:
            return None
        raise LedgerError(
            f"Sending {receipt.campaign} began on {receipt.begun_at:%Y-%m-%d}, and its ledger is not here: "
            "who has had it already is not known, and people would get it twice.",
            instead=_BRING_THE_LEDGER,
        )
    with Database.open(outlet.ledger) as database:
        ledger, decisions = Ledger(database), Decisions(database)
        if not outlet.is_sandbox:
            refuse_handed_over(database)
            refuse_other_ledger(folder, ledger)
        campaign = ledger.campaign(mailing.campaign_id)
        if campaign is None or not ledger.has_begun(campaign.id):
            return None
        if settle:
            settle_what_was_left(ledger, outlet.ledger, campaign.id)
        return Begun(
            campaign,
            ledger.sum(campaign.id),
            kept_keys(ledger.keys(campaign.id)),
            kept_keys(ledger.keys(campaign.id, waiting=True)),
            Kept(decisions.retryable(campaign.id)),
            Kept(decisions.resendable(campaign.id)),
        )


def settle_what_was_left(ledger: Ledger, path: Path, campaign_id: str) -> None:
    """Call uncertain what a sender that is gone has left at its dot; a living one has its deliveries in hand."""
    if next(ledger.deliveries(campaign_id, State.SENDING), None) is None:
        return
    with suppress(LockHeldError), hold_sender_lock(path.parent, campaign_id):
        ledger.recover(campaign_id, dt.datetime.now(dt.UTC))


def refuse_another_edition(mailing: Mailing, begun: Begun, outlet: Outlet) -> None:
    """Refuse to go on with an issue that is not the one the others got, and spell the choices out."""
    changed = mailing.changed_since(begun.campaign)
    if not changed:
        return
    issue_id = mailing.campaign_id
    afresh = f" In the sandbox you can also start afresh: remove {relative_to_here(outlet.ledger.parent)}."
    raise RefusedError(
        f"Issue {issue_id} has changed since its first delivery ({', '.join(changed)}): "
        "the rest would get another newsletter than the others. Nothing was sent.",
        instead=(
            "Take your change back and send again; or go on with what the others got: "
            f"iki-news send {issue_id} --rest-gets-old-edition; or give the rest the issue as it is now: "
            f"iki-news send {issue_id} --rest-gets-new-edition, and tell the others with --correction FILE."
            + (afresh if outlet.is_sandbox else "")
        ),
    )


def _refuse_forgotten(plan: Plan) -> None:
    """Refuse to add people to a campaign of which nobody knows any more who got it."""
    begun = plan.begun.campaign if plan.begun else None
    asked = plan.options.add or plan.options.retry_failed or plan.options.resend_uncertain
    if begun and begun.forgotten_at and asked:
        raise RefusedError(
            f"Who got {plan.campaign_id} was forgotten on {begun.forgotten_at:%Y-%m-%d}, as newsletter.yaml asks: "
            "they would get it twice. Nothing was sent.",
            instead="Send them the next issue.",
        )


def _refuse_the_wrong_list(plan: Plan) -> None:
    """Refuse a list that nobody would get mail by, and one that has nobody of those who wait on it."""
    if plan.begun is None and not plan.audience.planned:
        rows = ", ".join(f"{number} {reason}" for reason, number in plan.excluded.items()) or "it has no rows"
        raise RefusedError(
            f"Nobody on {plan.source} would get the issue ({rows}). Nothing was sent.",
            instead=f"See what is wrong with the list: iki-news check --list {plan.source}",
        )
    if plan.begun and plan.begun.waiting and plan.not_on_list == len(plan.begun.waiting):
        raise RefusedError(
            f"Issue {plan.campaign_id} waits to go to {len(plan.begun.waiting)} people, none of whom is on "
            f"{plan.source}: this looks like another list. Nothing was sent.",
            instead="Give the list that the sending began with: --to FILE",
        )


_BRING_THE_LEDGER = (
    "Send from the computer where it began, or move the ledger here: iki-news ledger export FILE there, "
    "iki-news ledger import FILE here."
)
