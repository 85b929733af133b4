"""Ask whoever wants the newsletter whether it is really them: one mail with a link that says yes (double opt-in)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import ExitCode, NotThereError, UsageError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Sum
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.render.question import SIGN_UP, Question, render_question
from iki_newsletter.store.binding import bind_secret
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import refuse_handed_over
from iki_newsletter.store.people import SignUps
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.books import books_to_look, books_to_write
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.example_data import refuse_example_data
from iki_newsletter.workflow.known_people import KnownPeople, address_named
from iki_newsletter.workflow.outlet import choose_outlet, environment, real_ledger, sign_in
from iki_newsletter.workflow.plan import describe_sum
from iki_newsletter.workflow.send import maker
from iki_newsletter.workflow.signing import find_signer
from iki_newsletter.workspace.settings import load_newsletter
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.delivery.credentials import Credentials
    from iki_newsletter.model.delivery import Delivery
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace

AGAIN_AFTER: Final = dt.timedelta(hours=24)
"""Nobody is asked twice within this: the question must not become what it is to prevent."""
_BY_EDITOR: Final = "told an editor"
_MOST_AT_ONCE: Final = 500
"""Whoever floods us with wishes makes us write to no more than so many; the rest waits for another run."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor passes on: whose wish it is, how it came, and in which language they are asked."""

    addresses: tuple[str, ...] = ()
    """None for those who asked by mail and wait."""
    source: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who would be asked, and who would not and why."""

    workspace: Workspace
    settings: Loaded[Newsletter]
    outlet: Outlet
    asked: tuple[SignUp, ...]
    passed_over: tuple[tuple[str, str], ...]
    """Address and reason."""
    questions: Mapping[str, Question]
    """By language."""

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.settings.value

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Say the plan, each fact under its name."""
        sender = self.newsletter.sender
        return [
            ("To ask", ", ".join(f"{wish.address} ({wish.language})" for wish in self.asked) or "nobody"),
            *(("Not to ask", f"{address}: {why}") for address, why in self.passed_over),
            *([("Left over", f"{self.unfinished} that could not be sent before")] if self.unfinished else []),
            ("From", f"{sender.name} <{sender.address}>, through {self.outlet.server}"),
        ]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs: numbers, no addresses."""
        return {"asked": len(self.asked), "passed_over": len(self.passed_over)}

    @property
    def unfinished(self) -> int:
        """How many questions an earlier run could not send."""
        path = self.outlet.ledger
        if not path.exists():
            return 0
        with Database.open(path) as database:
            ledger = Ledger(database)
            return sum(ledger.sum(each.id).unfinished for each in unfinished_questions(ledger))


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of asking."""

    campaign_id: str
    sum: Sum
    rows: tuple[Delivery, ...]
    passed_over: tuple[tuple[str, str], ...]
    """Who left or said yes since the plan was shown, and was not asked: address and reason."""
    is_sandbox: bool

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        if self.sum.unfinished:
            return ExitCode.NOT_FINISHED
        return ExitCode.WRONG if self.sum.failed or self.sum.uncertain else ExitCode.DONE

    @property
    def sentences(self) -> list[str]:
        """Say what came of it, and what comes next."""
        lines = [f"{address} was not asked: {why}." for address, why in self.passed_over]
        if not self.rows:
            return [*lines, "Nobody was asked."]
        lines.append(f"{describe_sum(self.sum)}.")
        lines += [f"{row.address}: {row.state} {row.reply}".strip() for row in self.rows if row.state != "sent"]
        if self.is_sandbox:
            lines.append("That was the sandbox: the mails are in build/outbox, and nobody's mailbox got one.")
        else:
            lines.append(
                "Who says yes answers by mail: `iki-news inbox` takes it in, and from then on they are mailed."
            )
        return lines

    def as_json(self) -> dict[str, Any]:
        """Give the figures to programs."""
        return {"campaign": self.campaign_id, **{name: getattr(self.sum, name) for name in self.sum.__slots__}}


def plan_invitation(workspace: Workspace, wish: Wish, smtp: str | None, at: dt.datetime) -> Invitation:
    """See who is to be asked; nothing is written.

    Raises UsageError for what is no address, FilesWrongError for made-up names and a real server, ConfigurationError
    for what is wrong with the question's words.
    """
    settings = load_newsletter(workspace)
    newsletter = settings.value
    outlet = choose_outlet(workspace, newsletter.smtp, smtp)
    refuse_example_data(settings, outlet.server)
    if wish.language is not None and wish.language not in newsletter.languages:
        known = ", ".join(newsletter.languages)
        raise UsageError(f"There is no edition in {wish.language}.", instead=f"The editions are: {known}.")
    with books_to_look(workspace) as (database, secret):
        people = KnownPeople(workspace, newsletter, database, secret)
        chosen = [*_candidates(database, people, newsletter, wish, at)]
        asked, passed_over = _sorted_out(database, people, chosen, at)
    folder = _templates(workspace)
    languages = dict.fromkeys(each.language for each in asked)
    questions = {language: render_question(newsletter, language, folder) for language in languages}
    return Invitation(workspace, settings, outlet, tuple(asked), tuple(passed_over), questions)


def invite(
    plan: Invitation, at: dt.datetime, *, watcher: Watcher, ask_password: Callable[[str], str] | None = None
) -> Invited:
    """Write the wishes down and send the questions, as a campaign of their own; raises what sending raises.

    What an earlier run could not send goes out first.
    """
    if not (plan.asked or plan.unfinished):
        raise NotThereError(
            "There is nobody to ask.",
            instead="Name somebody, or read the mail of those who ask: iki-news inbox SOURCE",
        )
    credentials = sign_in(plan.outlet, ask_password)
    secret = load_secret(plan.workspace.var, environment())
    plan = _write_down(plan, at)
    with Database.open(plan.outlet.ledger) as database:
        bind_secret(database, secret)
        if not plan.outlet.is_sandbox:
            refuse_handed_over(database)
        # They ask for it themselves, or an editor for them: what was said before does not hold for the question.
        ledger = Ledger(database, even=tuple(Reason))
        post = _Post(plan, ledger, secret, credentials, watcher)
        campaigns = [*unfinished_questions(ledger), *([post.begin(at)] if plan.asked else [])]
        for campaign in campaigns:
            post.deliver(campaign)
        rows = tuple(row for each in campaigns for row in ledger.deliveries(each.id))
        total = Sum.of(Counter(row.state for row in rows))
        return Invited(
            ", ".join(each.id for each in campaigns), total, rows, plan.passed_over, plan.outlet.is_sandbox
        )


def unfinished_questions(ledger: Ledger) -> list[Campaign]:
    """Give the campaigns that ask and are not done, the oldest first."""
    return [each for each in ledger.campaigns_of(SIGN_UP) if ledger.sum(each.id).unfinished]


class _Post:
    """Sends questions through one outlet."""

    def __init__(
        self,
        plan: Invitation,
        ledger: Ledger,
        secret: bytes,
        credentials: Credentials | None,
        watcher: Watcher,
    ) -> None:
        self._plan = plan
        self._ledger = ledger
        self._secret = secret
        self._credentials = credentials
        self._watcher = watcher
        with Database.open(real_ledger(plan.workspace)) as database:
            self._nonces = {each.key: each.nonce for each in SignUps(database).waiting()}

    def begin(self, at: dt.datetime) -> Campaign:
        """Freeze who is asked, and in which words."""
        plan = self._plan
        campaign = _campaign(plan, self._ledger, at)
        kept = {each.edition.digest: each.edition.to_bytes() for each in plan.questions.values()}
        people = [wish.subscriber for wish in plan.asked]
        self._ledger.begin(campaign, kept, people, _message_ids(plan, campaign.id, self._secret))
        return campaign

    def deliver(self, campaign: Campaign) -> None:
        """Send what of a campaign is due."""
        plan = self._plan
        with hold_sender_lock(plan.outlet.ledger.parent, campaign.id) as owner:
            self._ledger.recover(campaign.id, dt.datetime.now(dt.UTC))
            signer = find_signer(plan.workspace, plan.newsletter, plan.outlet)
            make = maker(
                campaign, self._ledger, plan.newsletter, self._secret, signer, lambda key: self._nonces.get(key, "")
            )
            errand = Errand(plan.workspace, plan.newsletter, plan.outlet, campaign.id, owner, is_patient=False)
            try:
                run_errand(errand, self._ledger, make, self._credentials, self._watcher)
            finally:
                now = dt.datetime.now(dt.UTC)
                self._ledger.recover(campaign.id, now)
                self._ledger.expire(campaign.id, now)


def _candidates(
    database: Database, people: KnownPeople, newsletter: Newsletter, wish: Wish, at: dt.datetime
) -> Iterator[SignUp]:
    if not wish.addresses:
        waiting = SignUps(database).waiting()
        yield from islice((each for each in waiting if _is_to_be_asked(each, at)), _MOST_AT_ONCE)
        return
    for address in {each.key: each for each in map(address_named, wish.addresses)}.values():
        known = SignUps(database).get(address.key)
        if known is not None and known.confirmed_at is None and known.by_person:
            yield replace(known, language=wish.language or known.language)
            continue
        language = wish.language or _language_of(people, address.key) or newsletter.languages[0]
        source = wish.source or _BY_EDITOR
        yield SignUp(address.address, address.key, address.mailbox, language, address.name, source, at)


def _is_to_be_asked(wish: SignUp, at: dt.datetime) -> bool:
    """Tell a wish to which no question has gone out, and whose owner was not asked a moment ago."""
    return wish.asked_at is None or (wish.asked_at < wish.requested_at and not _was_just_asked(wish, at))


def _language_of(people: KnownPeople, key: str) -> str:
    standing = people.standing(key)
    person = standing.planned or standing.row
    return person.language if person else ""


def _sorted_out(
    database: Database, people: KnownPeople, chosen: Sequence[SignUp], at: dt.datetime
) -> tuple[list[SignUp], list[tuple[str, str]]]:
    """Tell who is asked, and who is not and why."""
    reasons = [(each, _reason_not_to_ask(database, people, each, at)) for each in chosen]
    return [each for each, why in reasons if not why], [(each.address, why) for each, why in reasons if why]


def _reason_not_to_ask(database: Database, people: KnownPeople, wish: SignUp, at: dt.datetime) -> str:
    """Say why somebody is not asked; empty where they are."""
    standing = people.standing(wish.key)
    if standing.planned:
        return "gets the newsletter already"
    known = SignUps(database).get(wish.key)
    if standing.reason in {Reason.DEAD, Reason.FULL}:
        return f"the address is {standing.reason}; where it works again: iki-news subscribers restore {wish.address}"
    if standing.reason in {Reason.UNSUBSCRIBED, Reason.COMPLAINED, Reason.ERASED}:
        left_at = people.left_at(wish.key)
        asks_since = known is not None and known.by_person and (left_at is None or known.requested_at > left_at)
        if not asks_since:
            return f"{standing.reason}: only a mail of their own can ask for it again"
    return "was asked less than a day ago" if known and _was_just_asked(known, at) else ""


def _was_just_asked(wish: SignUp, at: dt.datetime) -> bool:
    return wish.asked_at is not None and at - wish.asked_at < AGAIN_AFTER


def _write_down(plan: Invitation, at: dt.datetime) -> Invitation:
    """Write down who is asked, and in which words; who has left or was erased since the plan is passed over."""
    with books_to_write(plan.workspace) as (database, secret), database.transaction():
        people = KnownPeople(plan.workspace, plan.newsletter, database, secret)
        asked, passed_over = _sorted_out(database, people, plan.asked, at)
        wishes = SignUps(database)
        for wish in asked:
            known = wishes.get(wish.key)
            if known is None or not (known.by_person and known.confirmed_at is None):
                wishes.request(wish)
            wishes.word(wish.key, plan.questions[wish.language].wording)
    return replace(plan, asked=tuple(asked), passed_over=tuple(passed_over))


def _campaign(plan: Invitation, ledger: Ledger, at: dt.datetime) -> Campaign:
    """Give the day's first question a campaign of its own, and each later one."""
    name, number = f"{SIGN_UP}-{at:%Y-%m-%d}", 1
    while ledger.campaign(f"{name}-{number}") is not None:
        number += 1
    digests = {language: question.edition.digest for language, question in plan.questions.items()}
    return Campaign(f"{name}-{number}", SIGN_UP, at, digests)


def _message_ids(plan: Invitation, campaign_id: str, secret: bytes) -> Callable[[Subscriber], str]:
    builders = {
        language: MessageBuilder(question.edition, plan.newsletter, campaign_id, secret)
        for language, question in plan.questions.items()
    }
    return lambda person: builders[person.language].message_id(person)


def _templates(workspace: Workspace) -> Path:
    """Give where the question's words are: a workspace from before there were any has the starter's."""
    own = workspace.templates
    return own if (own / "question").is_dir() else starter() / "templates"
