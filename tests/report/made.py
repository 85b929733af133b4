"""A made newsletter with a year of issues: its list, its ledger, and every row of both kept as plain Python."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.conftest import ROOT, copy_workspace

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.model.feedback import FeedbackEvent, Kind, Proof, Taken
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.model.suppression import LIST_SAYS_SO, Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.erasing import erase
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.people import SignUps
from iki_newsletter.store.returned import Returned
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

NOW: Final = dt.datetime(2018, 6, 15, 12, 0, tzinfo=dt.UTC)
"""When the report is made."""
ISSUES: Final = ("2017-06", "2017-07", "2017-09", "2017-11", "2018-01", "2018-02", "2018-04", "2018-06")
PARTIAL: Final = "2017-09"
"""Went to one group only."""
CORRECTED: Final = "2018-02"
_FIRST: Final = 260
_MORE: Final = 31
_GROUPS: Final = (("partners",), ("ministry",), ("public",), ("projects", "partners"), (), ("public",))
_LANGUAGES: Final = ("es", "es", "es", "de", "en", "es", "de")
_EDITIONS: Final = {language: hashlib.sha256(language.encode()).hexdigest() for language in ("es", "de", "en")}
_SECRET: Final = bytes(range(32))


@dataclass
class Person:
    """Somebody invented."""

    number: int
    left: bool = False

    @property
    def key(self) -> str:
        """Their address."""
        return f"lectora{self.number}@{('example.org', 'correo.example', 'post.example')[self.number % 3]}"

    @property
    def language(self) -> str:
        """Their language."""
        return _LANGUAGES[self.number % len(_LANGUAGES)]

    @property
    def groups(self) -> tuple[str, ...]:
        """Their groups."""
        return _GROUPS[self.number % len(_GROUPS)]

    @property
    def name(self) -> str:
        """Their name, which no report may hold either."""
        return f"Ejempla Inventada {self.number}"

    @property
    def subscriber(self) -> Subscriber:
        """As the list has them."""
        return Subscriber(self.key, self.key, self.key, self.language, self.name, groups=self.groups)


@dataclass
class Made:
    """The newsletter, and all that happened, in the order in which it did."""

    workspace: Workspace
    people: dict[str, Person] = field(default_factory=dict)
    """By address, all that ever were."""
    signed_up: list[Person] = field(default_factory=list)
    planned: list[tuple[str, Person]] = field(default_factory=list)
    """Campaign and person."""
    states: dict[tuple[str, str], tuple[str, str, dt.datetime]] = field(default_factory=dict)
    """Campaign and address to state, reason and when."""
    returned: list[tuple[str, str, str]] = field(default_factory=list)
    """Campaign, address, kind."""
    history: list[tuple[str, dt.datetime, str]] = field(default_factory=list)
    """Address, when, what."""
    old_leavers: set[str] = field(default_factory=set)
    """Whom the first list called unsubscribed."""
    out: dict[str, str] = field(default_factory=dict)
    """Who is suppressed, and why."""


def make_newsletter(folder: Path) -> Made:
    """Write a workspace with its list and ledger; the same each time."""
    made = Made(Workspace(copy_workspace(ROOT, folder)))
    with Database.open(folder / "var" / "ledger.sqlite3") as database:
        _Year(made, database).live()
    (folder / "var" / "secret").write_text(_SECRET.hex() + "\n", "utf-8")
    _write_list(made, folder / "subscribers.example.csv")
    return made


class _Year:
    """Lets a year of issues pass."""

    def __init__(self, made: Made, database: Database) -> None:
        self.made = made
        self.database = database
        self.dice = random.Random(2017)  # noqa: S311 - the same each time is the point
        self.ledger = Ledger(database)
        self.mails = 0

    def live(self) -> None:
        for number in range(_FIRST):
            self._arrive(number)
        for number, issue in enumerate(ISSUES):
            at = dt.datetime.fromisoformat(f"{issue}-12T15:00:00+00:00")
            if number == 0:
                self._leave_by_list(at)
            people = [person for person in self.made.people.values() if person.key not in self.made.out]
            excluded = {
                "unsubscribed": sum(reason == "unsubscribed" for reason in self.made.out.values()),
                "invalid": 2,
            }
            if issue == PARTIAL:
                left_out = [person for person in people if "partners" not in person.groups]
                people = [person for person in people if "partners" in person.groups]
                excluded["not-in-group"] = len(left_out)
            self._send(issue, issue, people, excluded, at)
            if issue == CORRECTED:
                had = [person for person in people if self.made.states[issue, person.key][0] == "sent"]
                self._send(f"{issue}/correction-1", issue, had, {}, at + dt.timedelta(days=1))
            self._afterwards(issue, people, at)
            for more in range(_MORE):
                self._arrive(_FIRST + number * _MORE + more)
            self._sign_up(number, at + dt.timedelta(days=9))
        self._later()

    def _arrive(self, number: int) -> None:
        person = Person(number)
        self.made.people[person.key] = person

    def _send(
        self, campaign: str, issue: str, people: list[Person], excluded: dict[str, int], at: dt.datetime
    ) -> None:
        plan = Campaign(campaign, issue, at, _EDITIONS, excluded)
        editions = {digest: language.encode() for language, digest in _EDITIONS.items()}
        subscribers = [person.subscriber for person in people]
        self.ledger.begin(plan, editions, subscribers, lambda each: f"<{hash_of(campaign, each.key)}@example.org>")
        self.made.planned += [(campaign, person) for person in people]
        moment = at + dt.timedelta(minutes=5)
        claims = self.ledger.advance(campaign, "here", at, (), len(people)).claims
        moves = []
        for claim in claims:
            state, reason = self._fate()
            moves.append(Move(claim.id, State(state), reason, f"for {claim.subscriber.address}" if reason else ""))
            self.made.states[campaign, claim.subscriber.key] = (state, reason, moment)
            if reason == "dead":
                self._suppress(claim.subscriber.key, Reason.DEAD, moment)
        self.ledger.advance(campaign, "here", moment, moves)

    def _fate(self) -> tuple[str, str]:
        cast = self.dice.random()
        fates = (
            (0.006, "failed", "dead"), (0.009, "failed", "full"), (0.013, "failed", "refused"),
            (0.015, "failed", "expired"), (0.017, "uncertain", "no-answer"),
        )  # fmt: skip
        return next(((state, reason) for limit, state, reason in fates if cast < limit), ("sent", ""))

    def _afterwards(self, issue: str, people: list[Person], at: dt.datetime) -> None:
        """Let mails come back, and people leave."""
        for person in people:
            if self.made.states[issue, person.key][0] not in {"sent", "uncertain"} or person.key in self.made.out:
                continue
            cast = self.dice.random()
            when = at + dt.timedelta(days=1 + self.dice.randrange(12), minutes=self.dice.randrange(60))
            if cast < 0.008:
                self._hear(issue, person, (Kind.TEMPORARY, Kind.FULL, Kind.DEAD), when)
                self._suppress(person.key, Reason.DEAD, when)
            elif cast < 0.013:
                self._hear(issue, person, (Kind.FULL,), when)
            elif cast < 0.016:
                self._hear(issue, person, (Kind.REFUSED,), when)
            elif cast < 0.026:
                self._hear(issue, person, (Kind.UNSUBSCRIBE,), when)
                self._suppress(person.key, Reason.UNSUBSCRIBED, when)
            elif cast < 0.029:
                self._hear(issue, person, (Kind.COMPLAINT,), when)
                self._suppress(person.key, Reason.COMPLAINED, when)
            elif cast < 0.032:
                self._suppress(person.key, Reason.UNSUBSCRIBED, when)
            elif cast < 0.05:
                self._hear(issue, person, (Kind.AUTO_REPLY,), when)

    def _hear(self, issue: str, person: Person, kinds: tuple[Kind, ...], at: dt.datetime) -> None:
        row = self.database.row("SELECT id FROM delivery WHERE campaign = ? AND key = ?", issue, person.key)
        assert row is not None
        for kind in kinds:
            self.mails += 1
            event = FeedbackEvent(f"{self.mails}.eml", kind, person.key, reply=f"no {person.key} here")
            mail = hashlib.sha256(str(self.mails).encode()).hexdigest()
            Returned(self.database).keep(mail, at, [Taken(event, person.key, int(row[0]), Proof.CODE)])
            self.made.returned.append((issue, person.key, kind.value))

    def _suppress(self, key: str, reason: Reason, at: dt.datetime, words: str = "said so") -> None:
        if self.made.out.get(key) in {"unsubscribed", "complained"}:
            return
        if self.made.out.get(key) != reason.value:
            self.made.history.append((key, at, reason.value))
        self.made.out[key] = reason.value
        Suppressions(self.database).add(Suppression(key, reason, at, words))

    def _leave_by_list(self, at: dt.datetime) -> None:
        """Let the first list call a few unsubscribed, who never had anything from here."""
        for number in range(3, _FIRST, 40):
            key = Person(number).key
            self._suppress(key, Reason.UNSUBSCRIBED, at, LIST_SAYS_SO)
            self.made.old_leavers.add(key)

    def _sign_up(self, number: int, at: dt.datetime) -> None:
        for more in range(2 + number % 3):
            person = Person(5000 + number * 10 + more)
            wish = SignUp(person.key, person.key, person.key, person.language, person.name, "by mail", at)
            SignUps(self.database).request(wish)
            SignUps(self.database).word(person.key, "I want it.")
            SignUps(self.database).confirm(person.key, at + dt.timedelta(hours=number), beats_list=False)
            self.made.signed_up.append(person)
            self.made.people[person.key] = person
            self.made.history.append((person.key, at + dt.timedelta(hours=number), "confirmed"))

    def _later(self) -> None:
        """Let one come back, one be erased; at a minute that is in another month in Mexico."""
        gone = [key for key, reason in self.made.out.items() if reason == "dead"]
        at = dt.datetime(2018, 6, 1, 3, 30, tzinfo=dt.UTC)
        Suppressions(self.database).lift(gone[0], at, f"told us: {gone[0]}")
        del self.made.out[gone[0]]
        self.made.history.append((gone[0], at, "restored"))
        leaver = next(key for key, reason in self.made.out.items() if reason == "complained")
        erase(self.database, _SECRET, leaver, at)
        self.made.history.append((leaver, at, "erased"))
        self.made.out[leaver] = "erased"


def hash_of(*words: str) -> str:
    """Give some letters and digits that no address can be read from."""
    return hashlib.sha256("/".join(words).encode()).hexdigest()[:20]


def _write_list(made: Made, path: Path) -> None:
    """Write the list as it is today: one address is broken, one there twice, one group is an address by mistake."""
    listed = [person for person in made.people.values() if person not in made.signed_up]
    rows = [f"{each.key},{each.name},{each.language},{'; '.join(each.groups)},active" for each in listed]
    mistake = Person(9000)
    made.people[mistake.key] = mistake
    rows += [f"{listed[0].key},{listed[0].name},es,,active", "no-address-at-all,Ejempla Rota,es,,active"]
    rows += [f"{mistake.key},{mistake.name},{mistake.language},amiga@example.org,active"]
    path.write_text("email,name,language,groups,status\n" + "\n".join(rows) + "\n", "utf-8")
