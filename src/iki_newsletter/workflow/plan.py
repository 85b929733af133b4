"""The plan of a sending: what goes to whom, what has gone already, and how that is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from iki_newsletter.model.audience import NOT_COUNTING, Reason, in_order
from iki_newsletter.model.delivery import Sum
from iki_newsletter.model.many import Many
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.problem import summarise
from iki_newsletter.store.kept import kept_keys
from iki_newsletter.workflow.clock import shown_time
from iki_newsletter.workflow.signing import describe_signature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.mail.dkim import Signer
    from iki_newsletter.model.audience import Audience, Excluded
    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.outlet import Outlet
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
    new_edition: bool = False
    """Give the editions as they are now to those who have nothing yet."""
    retry_failed: bool = False
    """Try those who failed once more."""
    resend_uncertain: bool = False
    """Send it once more to those who may have it."""
    correction: Path | None = None
    """Send this correction to those who got the first edition, instead of the issue."""
    dry_run: bool = False
    """Nothing is written, not even what is known to be uncertain."""
    connections: int | None = None
    """How many at the same time; none for what newsletter.yaml says."""
    rate: str | None = None
    """As in `10/s`; none for what newsletter.yaml says."""
    groups: tuple[str, ...] = ()
    """Only those in one of these groups; everybody where there are none."""
    is_patient: bool = False
    """Whether to wait some minutes for servers that ask to be tried again."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """What is sent: an issue, or a correction of one."""

    campaign_id: str
    """An issue's campaign is called as the issue is."""
    issue: Issue
    newsletter: Newsletter
    editions: tuple[Edition, ...]
    problems: tuple[Problem, ...] = ()
    corrects: bool = False
    """Whether it is a correction."""

    @property
    def digests(self) -> dict[str, str]:
        """Language to the digest of its edition."""
        return {edition.language: edition.digest for edition in self.editions}

    def changed_since(self, campaign: Campaign) -> list[str]:
        """Name the languages whose edition is not the one that a campaign sends."""
        return [language for language, digest in self.digests.items() if campaign.digests.get(language) != digest]


@dataclass(frozen=True, slots=True)
class Begun:
    """A campaign that has begun: as it was planned, where it stands, and who has a delivery."""

    campaign: Campaign
    sum: Sum
    keys: Collection[str]
    waiting: Collection[str]
    """The keys of those for whom it is still to come."""
    retryable: Mapping[str, str] = field(default_factory=dict)
    """Who failed and may be tried again: key to address."""
    resendable: Mapping[str, str] = field(default_factory=dict)
    """Who may have it: key to address."""


@dataclass(frozen=True)
class Plan:
    """What a sending will do.

    Its people may be a million: they are gone through, and what is counted is counted once.
    """

    workspace: Workspace
    mailing: Mailing
    options: SendOptions
    outlet: Outlet
    source: str
    """Where the audience comes from, as it is shown."""
    audience: Audience
    begun: Begun | None
    """None where this would be the first delivery."""
    left_since: Collection[str] = ()
    """The keys of those whom the list calls unsubscribed since the plan was made."""
    signer: Signer | None = None
    """Who signs the mails; none where the settings ask for none, or where the relay does it."""

    @property
    def campaign_id(self) -> str:
        """Which campaign this is."""
        return self.mailing.campaign_id

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.mailing.newsletter

    @cached_property
    def newcomers(self) -> Collection[Subscriber]:
        """People on the list who have no delivery yet."""
        if self.begun is None:
            return self.audience.planned
        known = self.begun.keys
        return Many(lambda: (person for person in self.audience.planned if person.key not in known))

    @cached_property
    def unsubscribed(self) -> Collection[str]:
        """The keys of those whom the list calls unsubscribed: their word is kept, whatever list comes next."""
        return Many(lambda: chain(unsubscribed_of(self.audience.excluded), self.left_since))

    @cached_property
    def not_on_list(self) -> int:
        """How many wait for their delivery and are not on the list that was given now."""
        return sum(key not in self.audience.keys for key in (self.begun.waiting if self.begun else ()))

    @cached_property
    def to_add(self) -> Collection[Subscriber]:
        """Newcomers who will be part of the campaign: all at first, later only those added on purpose."""
        if self.begun is None:
            return self.newcomers
        if not self.options.add:
            return ()
        known = self.begun.campaign.digests
        first = next(iter(known))
        # An edition that came later is none of this campaign's.
        return Many(
            lambda: (
                person if person.language in known else replace(person, language=first) for person in self.newcomers
            ),
            lambda: len(self.newcomers),
        )

    @cached_property
    def to_retry(self) -> Collection[str]:
        """The keys of those who failed and will be tried again; who has unsubscribed since is not."""
        return self._still_wanted(self.begun.retryable) if self.begun and self.options.retry_failed else ()

    @cached_property
    def to_resend(self) -> Collection[str]:
        """The keys of those who may have it and get it once more; who has unsubscribed since does not."""
        return self._still_wanted(self.begun.resendable) if self.begun and self.options.resend_uncertain else ()

    @property
    def sum(self) -> Sum:
        """How the deliveries would stand before the first of this run."""
        before = self.begun.sum if self.begun else Sum.of({})
        more, retried, resent = len(self.to_add), len(self.to_retry), len(self.to_resend)
        return Sum(
            planned=before.planned + more,
            sent=before.sent,
            failed=before.failed - retried,
            deferred=before.deferred,
            uncertain=before.uncertain - resent,
            pending=before.pending + more + retried + resent,
            withdrawn=before.withdrawn,
        )

    @cached_property
    def excluded(self) -> Mapping[str, int]:
        """Reason to number: as counted when the campaign began or was added to, else as the list says now."""
        if self.begun and not self.options.add:
            return self.begun.campaign.excluded
        if self.begun:
            known = self.begun.keys
            rows = self.audience.excluded
            # Who has a delivery is counted there; another row of the same address is a row of its own all the same.
            counted = (row for row in rows if row.reason in NOT_COUNTING or row.key not in known)
            return _named(Counter(row.reason for row in counted))
        return _named(Counter(row.reason for row in self.audience.excluded))

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
        mailing, newsletter = self.mailing, self.newsletter
        what = f"{mailing.campaign_id}: {mailing.editions[0].subject}"
        signature = describe_signature(newsletter, self.signer)
        return [
            ("Correction" if mailing.corrects else "Issue", what),
            ("Checked", summarise(mailing.problems)),
            ("From", f"{newsletter.sender.name} <{newsletter.sender.address}>, through {self.outlet.server}"),
            ("To" if mailing.corrects else "List", f"{self.source} ({self.audience.reading})"),
            *([("Group", ", ".join(self.options.groups))] if self.options.groups else []),
            *([("Not used", self.outlet.left_aside)] if self.outlet.left_aside else []),
            *([("Signed", signature)] if signature else []),
            *(self._who_is_left(self.begun) if self.begun else self._who()),
        ]

    def as_json(self) -> dict[str, Any]:
        """Give the campaign's figures to programs."""
        asked = self.decided(len(self.to_retry), len(self.to_resend))
        return campaign_figures(self.campaign_id, self.mailing.issue.id, self.excluded, self.sum) | asked

    def decided(self, retried: int, resent: int) -> dict[str, int]:
        """Count what was asked for beside the promised figures: `retried` and `resent`, each only where asked for."""
        figures = {"retried": retried} if self.options.retry_failed else {}
        return figures | ({"resent": resent} if self.options.resend_uncertain else {})

    def _still_wanted(self, keys: Collection[str]) -> Collection[str]:
        gone = kept_keys(key for key in self.unsubscribed if key in keys)
        return Many(lambda: (key for key in keys if key not in gone))

    def _who(self) -> list[tuple[str, str]]:
        languages = Counter(person.language for person in self.audience.planned)
        shown = ", ".join(f"{language} {languages[language]}" for language in self.newsletter.languages)
        excluded = ", ".join(f"{number} {reason}" for reason, number in self.excluded.items()) or "nobody"
        return [
            ("Planned", f"{len(self.audience.planned)} of {self.audience.size} ({shown})"),
            ("Left out", excluded),
        ]

    def _who_is_left(self, begun: Begun) -> list[tuple[str, str]]:
        when = shown_time(begun.campaign.begun_at, self.newsletter.timezone)
        facts = [("Begun", f"{when}; {describe_sum(begun.sum)}")]
        changed = self.mailing.changed_since(begun.campaign)
        if changed and self.options.new_edition:
            facts.append(("Edition", f"mended since ({', '.join(changed)}): who has nothing yet gets the mended one"))
        if self.options.retry_failed:
            facts.append(("Retried", _retried(len(self.to_retry), begun.sum.failed)))
        if self.options.resend_uncertain:
            addresses = [begun.resendable[key] for key in self.to_resend]
            facts.append(("Once more", _once_more(addresses, begun.sum.uncertain)))
        if self.to_add:
            facts.append(("Added", f"{len(self.to_add)} who came onto the list since"))
        elif self.newcomers:
            facts.append(("Not part", _not_part(len(self.newcomers), corrects=self.mailing.corrects)))
        left = sum(key in begun.waiting for key in unsubscribed_of(self.audience.excluded))
        if left:
            facts.append(("Left", f"{left} who have unsubscribed since; they are withdrawn"))
        if not self.mailing.corrects and self.not_on_list:
            facts.append(("Not on it", f"{self.not_on_list} who wait are not on this list; they still get it"))
        return facts


def unsubscribed_of(excluded: Iterable[Excluded]) -> Iterator[str]:
    """Go through the keys of those whom a list calls unsubscribed."""
    return (row.key for row in excluded if row.reason is Reason.UNSUBSCRIBED)


def _named(counted: Counter[Reason]) -> dict[str, int]:
    return {reason.value: number for reason, number in in_order(counted).items()}


def _not_part(number: int, *, corrects: bool) -> str:
    if corrects:
        return f"{number} who got the first edition since; --add adds them"
    those = "1 on the list has" if number == 1 else f"{number} on the list have"
    return f"{those} no delivery: they came later, or are in other groups; --add adds them"


def _retried(number: int, failed: int) -> str:
    out = failed - number
    return f"{number} who failed" + (f"; {out} stay out: their address is dead, or they left" if out else "")


def _once_more(addresses: list[str], uncertain: int) -> str:
    out = uncertain - len(addresses)
    rest = f"; {out} stay out: they left" if out else ""
    return f"{len(addresses)} who may have it already: {', '.join(addresses)}{rest}" if addresses else f"nobody{rest}"


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


def shown_list(path: Path) -> str:
    """Show a list's path as the user would write it."""
    return str(relative_to_here(path))
