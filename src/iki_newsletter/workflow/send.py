"""Deliver what was planned, under the campaign's lock, and say what came of it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from iki_newsletter.errors import IkiNewsError, LedgerError, RefusedError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.edition import Edition
from iki_newsletter.model.suppression import LIST_SAYS_SO, Suppression
from iki_newsletter.store.binding import bind_secret
from iki_newsletter.store.database import Database
from iki_newsletter.store.decisions import Decisions
from iki_newsletter.store.erasing import erase_again
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import refuse_handed_over
from iki_newsletter.store.people import SignUps
from iki_newsletter.store.receipt import refuse_other_ledger, write_receipt
from iki_newsletter.store.secret import load_secret
from iki_newsletter.store.suppressed import Suppressed
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.outlet import environment, sign_in
from iki_newsletter.workflow.runlog import log_path, log_run
from iki_newsletter.workflow.sent import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.mail.dkim import Signer
    from iki_newsletter.model.delivery import Claim, Delivery
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.plan import Plan


def send_planned(
    plan: Plan,
    *,
    watcher: Watcher,
    ask_password: Callable[[str], str] | None = None,
    log_addresses: bool = False,
) -> Sent:
    """Begin the campaign or go on with it, and deliver until nothing is due or somebody stops it.

    Once mail may be out, whatever goes wrong is in the result, beside the figures. Each run leaves a line in the run
    log; `log_addresses` names there who got it. Raises LockHeldError while another process sends this campaign, and
    LedgerError when the ledger cannot be trusted, or be read afterwards.
    """
    began = _now()
    credentials = sign_in(plan.outlet, ask_password)
    secret = load_secret(plan.workspace.var, environment())
    try:
        with (
            hold_sender_lock(plan.outlet.ledger.parent, plan.campaign_id) as owner,
            Database.open(plan.outlet.ledger) as database,
        ):
            sent = _deliver(plan, database, owner, credentials, secret, watcher)
            rows = _rows_since(Ledger(database), plan.campaign_id, began) if log_addresses else ()
            with suppress(LedgerError):  # a ledger that cannot be read any more is told of in `sent`
                _log(plan, began, sent, rows)
            return sent
    except IkiNewsError as error:
        _log_failure(plan, began, error)
        raise


def _deliver(
    plan: Plan, database: Database, owner: str, credentials: Credentials | None, secret: bytes, watcher: Watcher
) -> Sent:
    ledger = Ledger(database)
    bind_secret(database, secret)
    _refuse_what_came_between(plan, database)
    if plan.begun is None:
        _begin(plan, ledger, secret)
    _keep_words(plan, database, secret)
    left = ledger.recover(plan.campaign_id, _now())
    retried, resent = _go_on(plan, database, secret) if plan.begun else (0, 0)
    # Between the plan and now somebody may have been erased, and has been planned anew by it.
    erase_again(database, secret, (person.key for person in plan.to_add), _now())
    campaign = _campaign(ledger, plan)
    # Also when going on: a crash may have come between the ledger and the receipt.
    _write_receipt(plan, ledger)
    make = maker(campaign, ledger, plan.newsletter, secret, plan.signer)
    options = plan.options
    errand = Errand(
        plan.workspace,
        plan.newsletter,
        plan.outlet,
        campaign.id,
        owner,
        options.limit,
        connections=options.connections,
        rate=options.rate,
        is_patient=options.is_patient,
    )
    outcome, error = None, None
    try:
        outcome = run_errand(errand, ledger, make, credentials, watcher)
    except IkiNewsError as stopped_by:
        error = stopped_by
    found, error = _settle(plan, ledger, error)
    try:
        total, waiting = ledger.sum(campaign.id), ledger.waiting(campaign.id, _now())
    except IkiNewsError as unreadable:
        raise error or unreadable from None
    return Sent(
        plan,
        total,
        plan.excluded,
        waiting,
        left + found,
        outcome,
        campaign_began=campaign.begun_at,
        ended=_now(),
        retried=retried,
        resent=resent,
        error=error,
    )


def _keep_words(plan: Plan, database: Database, secret: bytes) -> None:
    """Keep whom the list calls unsubscribed; and let it have its say again over those whom it calls active by now."""
    if plan.outlet.is_sandbox:
        Suppressions(database).clear()
    suppressed = Suppressed(Suppressions(database).reasons(), secret)
    keys = (key for key in plan.unsubscribed if not suppressed.is_erased(key))
    Suppressions(database).add_all(_unsubscribed(key) for key in keys)
    wishes = SignUps(database)
    beating = {wish.key for wish in wishes.confirmed() if wish.beats_list}
    for person in plan.audience.planned if beating else ():
        if person.key in beating and person.line:
            wishes.stop_beating(person.key)


def _settle(
    plan: Plan, ledger: Ledger, error: IkiNewsError | None
) -> tuple[tuple[Delivery, ...], IkiNewsError | None]:
    """Write down how a run ended, as far as the disk allows: mail is out by now, so its figures must not be lost.

    Gives what is in doubt, and the first thing that went wrong, that of the run before all; a receipt that could not
    be written is told with it.
    """
    left: tuple[Delivery, ...] = ()
    try:
        # The lock is still ours: what the end has left at its dot is in doubt from now on.
        left = ledger.recover(plan.campaign_id, _now())
        ledger.expire(plan.campaign_id, _now())
    except IkiNewsError as fault:
        error = error or fault
    try:
        _write_receipt(plan, ledger)
    except IkiNewsError as fault:
        what = f"What was sent is in the ledger, but the issue's receipt is not up to date. {fault.what}"
        if error is None:
            return left, LedgerError(what, instead=fault.instead, problems=fault.problems)
        error.what = f"{error.what} {what}"
        error.problems += fault.problems
    return left, error


def _refuse_what_came_between(plan: Plan, database: Database) -> None:
    """Refuse what no longer is as it was planned: a question or an appointment may have waited for hours.

    A colleague may have sent the issue meanwhile, and git may have brought their receipt. Only under the lock, and
    before anything is written, does the answer hold.
    """
    if not plan.outlet.is_sandbox:
        refuse_handed_over(database)
        refuse_other_ledger(plan.mailing.issue.folder, Ledger(database))
    has_begun = Ledger(database).has_begun(plan.campaign_id)
    if has_begun and plan.begun is None:
        raise RefusedError(
            f"Sending {plan.campaign_id} has begun since this was planned. Nothing was sent.",
            instead="Run the same command again: it shows who is left.",
        )
    if plan.begun and not has_begun:
        raise _lost(plan)


def _write_receipt(plan: Plan, ledger: Ledger) -> None:
    """Write the issue's receipt, which tells of its corrections as well; the sandbox leaves none."""
    campaign = ledger.campaign(plan.mailing.issue.id)
    if campaign is not None and not plan.outlet.is_sandbox:
        write_receipt(plan.mailing.issue.folder, campaign, ledger)


def _unsubscribed(key: str) -> Suppression:
    return Suppression(key, Reason.UNSUBSCRIBED, _now(), LIST_SAYS_SO)


def maker(
    campaign: Campaign,
    ledger: Ledger,
    newsletter: Newsletter,
    secret: bytes,
    signer: Signer | None,
    nonce_of: Callable[[str], str] | None = None,
) -> Callable[[Claim], bytes]:
    """Give the function that makes a delivery's message from the edition that the ledger kept for it.

    A campaign that goes on signs with what is configured now: an old key may be gone from the DNS.
    """
    builders: dict[str, MessageBuilder] = {}

    def make(claim: Claim) -> bytes:
        if claim.digest not in builders:
            edition = Edition.from_bytes(ledger.kept_edition(claim.digest), ledger.kept_edition)
            builders[claim.digest] = MessageBuilder(
                edition, newsletter, campaign.id, secret, signer=signer, nonce_of=nonce_of
            )
        return builders[claim.digest].stamp(claim.subscriber, _now().astimezone(zone), claim.message_id)

    zone = ZoneInfo(newsletter.timezone)
    return make


def _begin(plan: Plan, ledger: Ledger, secret: bytes) -> None:
    """Freeze the audience at the first run."""
    editions = plan.mailing.editions
    campaign = Campaign(
        id=plan.campaign_id,
        issue=plan.mailing.issue.id,
        begun_at=_now(),
        digests=plan.mailing.digests,
        excluded=plan.excluded,
    )
    kept = {edition.digest: edition.to_bytes() for edition in editions}
    ledger.begin(campaign, kept, plan.to_add, _message_ids(plan, secret))


def _go_on(plan: Plan, database: Database, secret: bytes) -> tuple[int, int]:
    """Do what was decided at a later run; gives how many are retried and how many get it once more."""
    ledger, decisions = Ledger(database), Decisions(database)
    if plan.options.new_edition:
        kept = {edition.digest: edition.to_bytes() for edition in plan.mailing.editions}
        decisions.give_rest(plan.campaign_id, plan.mailing.digests, kept)
    retried = decisions.retry_failed(plan.campaign_id, plan.to_retry)
    resent = decisions.resend_uncertain(plan.campaign_id, plan.to_resend)
    if plan.options.add:
        ledger.add(_campaign(ledger, plan), plan.to_add, _message_ids(plan, secret), plan.excluded)
    return retried, resent


def _campaign(ledger: Ledger, plan: Plan) -> Campaign:
    campaign = ledger.campaign(plan.campaign_id)
    if campaign is None:
        raise _lost(plan)
    return campaign


def _lost(plan: Plan) -> LedgerError:
    return LedgerError(
        f"The ledger {plan.outlet.ledger} has lost the campaign {plan.campaign_id} since this was planned.",
        instead="Nothing was sent. See what became of the file, and run the same command again.",
    )


def _message_ids(plan: Plan, secret: bytes) -> Callable[[Subscriber], str]:
    builders = {
        edition.language: MessageBuilder(edition, plan.newsletter, plan.campaign_id, secret)
        for edition in plan.mailing.editions
    }
    return lambda person: builders[person.language].message_id(person)


def _rows_since(ledger: Ledger, campaign_id: str, began: dt.datetime) -> Iterator[Delivery]:
    return (row for row in ledger.deliveries(campaign_id) if row.at is not None and row.at >= began)


def _log(plan: Plan, began: dt.datetime, sent: Sent, rows: Iterable[Delivery]) -> None:
    tried = sent.outcome.tried if sent.outcome else {}
    facts = {
        "campaign": plan.campaign_id,
        "server": plan.outlet.server,
        "began": began.isoformat(timespec="seconds"),
        **{name: getattr(sent.sum, name) for name in sent.sum.__slots__},
        **{f"now_{state}": number for state, number in tried.items()},
        **plan.decided(sent.retried, sent.resent),
        "stop": sent.outcome.stop if sent.outcome else type(sent.error).__name__,
        "exit": sent.exit_code.value,
    }
    log_run(log_path(plan.workspace.var, plan.campaign_id), sent.ended, facts, rows)


def _log_failure(plan: Plan, began: dt.datetime, error: IkiNewsError) -> None:
    facts = {
        "campaign": plan.campaign_id,
        "server": plan.outlet.server,
        "began": began.isoformat(timespec="seconds"),
        "stop": type(error).__name__,
        "exit": error.exit_code.value,
    }
    log_run(log_path(plan.workspace.var, plan.campaign_id), _now(), facts)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
