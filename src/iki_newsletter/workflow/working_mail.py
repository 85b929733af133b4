"""Send working mails to contacts: small campaigns, planned, delivered, resumed and proved as an issue is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import NotThereError, RefusedError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import refuse_handed_over
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.example_data import refuse_example_data
from iki_newsletter.workflow.outlet import environment, sign_in
from iki_newsletter.workflow.runlog import log_path, log_run
from iki_newsletter.workflow.send import maker
from iki_newsletter.workflow.signing import find_signer
from iki_newsletter.workflow.working_plan import HOLDING, WorkingPlan, WorkingSent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iki_newsletter.model.subscriber import Subscriber

_EVEN: Final = tuple(reason for reason in Reason if reason not in HOLDING)
_OVERTAKEN: Final = "answered"
"""Why somebody needs a reminder or a proof no more: something has come, or was released."""


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
        ledger.withdraw(campaign.id, plan.overtaken, _OVERTAKEN, _now())
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


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
