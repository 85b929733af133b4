"""A trial: each edition once to one address, marked as a test; it is no campaign, and no ledger remembers it."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from iki_newsletter.audience.address import AddressError, read_address
from iki_newsletter.audience.listfile import read_list
from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import ExitCode, NotFinishedError, UsageError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Delivery, State
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.approval import Standing, standing
from iki_newsletter.workflow.build import Build, build
from iki_newsletter.workflow.correcting import build_correction, correction_id
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.example_data import refuse_example_data
from iki_newsletter.workflow.outlet import Outlet, choose_outlet, environment, open_ledger, sign_in
from iki_newsletter.workflow.sample import sample_subscriber
from iki_newsletter.workflow.signing import find_signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iki_newsletter.audience.address import Address
    from iki_newsletter.model.delivery import Claim
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.store.ledger import Ledger
    from iki_newsletter.workflow.plan import SendOptions
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of each edition's test."""

    build: Build
    outlet: Outlet
    address: str
    deliveries: tuple[Delivery, ...]
    standing: Standing
    """Whether what was tried is approved: a test needs no approval."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the issue; a test is sent all the same, to look at it."""
        return self.build.problems

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        return ExitCode.DONE if all(row.state is State.SENT for row in self.deliveries) else ExitCode.WRONG

    @property
    def sentences(self) -> list[str]:
        """Say what came of it."""
        lines = [
            f"Test in {row.language} to {row.address}: {row.state}{f' ({row.reply})' if row.reply else ''}"
            for row in self.deliveries
        ]
        if self.outlet.is_sandbox:
            lines.append("That was the sandbox: the mails are in build/outbox, and nobody's mailbox got one.")
        return lines

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        rows = [{"language": row.language, "state": row.state.value, "reply": row.reply} for row in self.deliveries]
        return {"issue": self.build.issue.id, "test": self.address, "deliveries": rows}


def send_trial(
    workspace: Workspace,
    issue_id: str,
    address: str,
    options: SendOptions,
    *,
    on_stopping: Callable[[], None] = lambda: None,
    ask_password: Callable[[str], str] | None = None,
) -> Trial:
    """Send every edition to `address`, greeted as a real reader of that language is.

    The links are the tester's own: whoever clicks them unsubscribes no reader. Raises UsageError for what is no
    address, and what the engine raises.
    """
    built = (
        build_correction(workspace, issue_id, options.correction)
        if options.correction
        else build(workspace, issue_id)
    )
    newsletter = built.merged.register.newsletter
    outlet = choose_outlet(workspace, newsletter.smtp, options.smtp)
    refuse_example_data(built.merged.register.settings, outlet.server)
    credentials = sign_in(outlet, ask_password)
    secret = load_secret(workspace.var, environment())
    signer = find_signer(workspace, newsletter, outlet)
    list_path = options.to or workspace.root / newsletter.subscribers
    readers = read_list(list_path, newsletter.languages).subscribers if list_path.exists() else ()
    tester = _tester(address)
    found = _standing(built, options.correction)
    rows: list[Delivery] = []
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder, "test.sqlite3")) as ledger:
        for edition in built.editions:
            person = _dress(tester, edition, readers)
            builder = MessageBuilder(edition, newsletter, built.issue.id, secret, test=True, signer=signer)
            campaign = _begin(ledger, built, edition, person, builder)
            errand = Errand(workspace, newsletter, outlet, campaign.id, owner="test", is_patient=False)
            make = _maker(builder, ZoneInfo(newsletter.timezone))
            outcome = run_errand(errand, ledger, make, credentials, Watcher(on_stopping=on_stopping))
            rows += ledger.deliveries(campaign.id)
            if outcome.stop is Stop.INTERRUPTED:
                raise NotFinishedError(f"Stopped: {len(rows)} of {len(built.editions)} tests were begun.")
    return Trial(built, outlet, address, tuple(rows), found)


def _standing(built: Build, correction: Path | None) -> Standing:
    campaign_id = correction_id(built.issue.id, correction) if correction else built.issue.id
    digests = {edition.language: edition.digest for edition in built.editions}
    return standing(built.issue.folder, campaign_id, digests, built.merged.register.newsletter, correction)


def _tester(address: str) -> Address:
    try:
        return read_address(address)
    except AddressError as error:
        raise UsageError(f"{address} is no address: {error}", instead="Write one, as in you@example.org.") from error


def _dress(tester: Address, edition: Edition, readers: Iterable[Subscriber]) -> Subscriber:
    """Give the tester the name of whoever on the list they are, else of the edition's first reader."""
    of_this_edition = (person for person in readers if person.language == edition.language)
    themselves = (person for person in readers if person.key == tester.key)
    person = next(chain(themselves, of_this_edition), sample_subscriber(edition))
    return replace(person, address=tester.address, key=tester.key, mailbox=tester.mailbox, language=edition.language)


def _begin(ledger: Ledger, built: Build, edition: Edition, person: Subscriber, builder: MessageBuilder) -> Campaign:
    campaign = Campaign(
        id=f"{built.issue.id} test {edition.language}",
        issue=built.issue.id,
        begun_at=_now(),
        digests={edition.language: edition.digest},
    )
    ledger.begin(campaign, {edition.digest: edition.to_bytes()}, [person], builder.message_id)
    return campaign


def _maker(builder: MessageBuilder, zone: dt.tzinfo) -> Callable[[Claim], bytes]:
    return lambda claim: builder.stamp(claim.subscriber, _now().astimezone(zone))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
