"""Ask whoever wants the newsletter whether it is really them: one mail with a link that says yes (double opt-in)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import ExitCode, NotThereError, UsageError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.render.question import SIGN_UP, Question, render_question
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import refuse_handed_over
from iki_newsletter.store.people import SignUps
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.errand import Errand, Watcher, run_errand
from iki_newsletter.workflow.example_data import refuse_example_data
from iki_newsletter.workflow.known_people import address_named
from iki_newsletter.workflow.outlet import choose_outlet, environment, real_ledger, sign_in
from iki_newsletter.workflow.plan import describe_sum
from iki_newsletter.workflow.send import maker
from iki_newsletter.workflow.signing import find_signer
from iki_newsletter.workflow.story import read_story
from iki_newsletter.workspace.settings import load_newsletter
from iki_newsletter.workspace.starter import starter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.delivery import Delivery, Sum
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workflow.story import Story
    from iki_newsletter.workspace.folder import Workspace

AGAIN_AFTER: Final = dt.timedelta(hours=24)
"""Nobody is asked twice within this: the question must not become what it is to prevent."""
_BY_EDITOR: Final = "told an editor"


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
            ("Asked", ", ".join(f"{wish.address} ({wish.language})" for wish in self.asked) or "nobody"),
            *(("Not asked", f"{address}: {why}") for address, why in self.passed_over),
            ("From", f"{sender.name} <{sender.address}>, through {self.outlet.server}"),
        ]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs: numbers, no addresses."""
        return {"asked": len(self.asked), "passed_over": len(self.passed_over)}


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of asking."""

    campaign_id: str
    sum: Sum
    rows: tuple[Delivery, ...]
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
        lines = [f"{describe_sum(self.sum)}."]
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
    asked: list[SignUp] = []
    passed_over: list[tuple[str, str]] = []
    for candidate in _candidates(workspace, newsletter, wish, at):
        story = read_story(workspace, candidate.address)
        why = _reason_not_to_ask(story, at)
        if why:
            passed_over.append((candidate.address, why))
        else:
            asked.append(candidate)
    folder = _templates(workspace)
    languages = dict.fromkeys(each.language for each in asked)
    questions = {language: render_question(newsletter, language, folder) for language in languages}
    return Invitation(workspace, settings, outlet, tuple(asked), tuple(passed_over), questions)


def invite(
    plan: Invitation, at: dt.datetime, *, watcher: Watcher, ask_password: Callable[[str], str] | None = None
) -> Invited:
    """Write the wishes down and send the questions, as a campaign of their own; raises what sending raises."""
    if not plan.asked:
        raise NotThereError(
            "There is nobody to ask.",
            instead="Name somebody, or read the mail of those who ask: iki-news inbox SOURCE",
        )
    credentials = sign_in(plan.outlet, ask_password)
    secret = load_secret(plan.workspace.var, environment())
    _write_down(plan, at)
    with Database.open(plan.outlet.ledger) as database:
        if not plan.outlet.is_sandbox:
            refuse_handed_over(database)
        # They ask for it themselves, or an editor for them: what was said before does not hold for the question.
        ledger = Ledger(database, even=tuple(Reason))
        campaign = _campaign(plan, ledger, at)
        with hold_sender_lock(plan.outlet.ledger.parent, campaign.id) as owner:
            people = [wish.subscriber for wish in plan.asked]
            kept = {each.edition.digest: each.edition.to_bytes() for each in plan.questions.values()}
            ledger.begin(campaign, kept, people, _message_ids(plan, campaign.id, secret))
            signer = find_signer(plan.workspace, plan.newsletter, plan.outlet)
            make = maker(campaign, ledger, plan.newsletter, secret, signer)
            errand = Errand(plan.workspace, plan.newsletter, plan.outlet, campaign.id, owner, is_patient=False)
            try:
                run_errand(errand, ledger, make, credentials, watcher)
            finally:
                ledger.recover(campaign.id, dt.datetime.now(dt.UTC))
        return Invited(
            campaign.id, ledger.sum(campaign.id), tuple(ledger.deliveries(campaign.id)), plan.outlet.is_sandbox
        )


def _candidates(workspace: Workspace, newsletter: Newsletter, wish: Wish, at: dt.datetime) -> Sequence[SignUp]:
    if wish.addresses:
        language = wish.language or newsletter.languages[0]
        read = {address.key: address for address in map(address_named, wish.addresses)}
        source = wish.source or _BY_EDITOR
        return [SignUp(each.address, each.key, each.mailbox, language, "", source, at) for each in read.values()]
    if not real_ledger(workspace).exists():
        return []
    with Database.open(real_ledger(workspace)) as database:
        return [each for each in SignUps(database).waiting() if each.asked_at is None]


def _reason_not_to_ask(story: Story, at: dt.datetime) -> str:
    """Say why somebody is not asked; empty where they are."""
    if story.planned:
        return "gets the newsletter already"
    known = story.held.sign_up
    if known and known.asked_at and known.confirmed_at is None and at - known.asked_at < AGAIN_AFTER:
        return "was asked less than a day ago"
    asked_themselves = known is not None and known.confirmed_at is None and known.source != _BY_EDITOR
    if story.reason in {Reason.UNSUBSCRIBED, Reason.COMPLAINED, Reason.ERASED} and not asked_themselves:
        return f"{story.reason.value}: only a mail of their own can ask for it again"
    return ""


def _write_down(plan: Invitation, at: dt.datetime) -> None:
    """Write down who is asked, and in which words; a rehearsal in the sandbox asks nobody."""
    with Database.open(real_ledger(plan.workspace)) as database, database.transaction():
        wishes = SignUps(database)
        for wish in plan.asked:
            known = wishes.get(wish.key)
            if known is None or known.confirmed_at is not None or known.source != wish.source:
                wishes.request(wish)
            wishes.asked(wish.key, plan.questions[wish.language].wording, None if plan.outlet.is_sandbox else at)


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
