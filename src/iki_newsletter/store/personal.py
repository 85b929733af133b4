"""Everything that one database holds about one person, row by row: what is shown, exported and erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.delivery import State
from iki_newsletter.store.ledger_reader import Attempt
from iki_newsletter.store.moments import as_moment
from iki_newsletter.store.people import History, Preferences, SignUps
from iki_newsletter.store.returned import Returned
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from iki_newsletter.model.history import Saying
    from iki_newsletter.model.sign_up import SignUp
    from iki_newsletter.model.suppression import Suppression
    from iki_newsletter.store.database import Database
    from iki_newsletter.store.returned import Heard

_DELIVERIES: Final = """
SELECT campaign.id, campaign.begun_at, address, language, name, salutation, organisation, state, reason, reply, at,
       message_id, attempts, substr(digest, 1, 12), delivery.id
FROM campaign CROSS JOIN delivery ON delivery.campaign = campaign.id AND delivery.key = ?
ORDER BY campaign.begun_at, delivery.id
"""


_ATTEMPTS: Final = "SELECT number, at, state, reason, reply FROM attempt WHERE delivery = ? ORDER BY number"


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery to one person, as it is shown to whoever asks what was sent to them."""

    campaign: str
    begun_at: dt.datetime
    address: str
    language: str
    name: str
    salutation: str
    organisation: str
    state: State
    reason: str
    reply: str
    at: dt.datetime | None
    message_id: str
    attempts: int
    edition: str
    """The beginning of the edition's digest."""
    tries: tuple[Attempt, ...] = ()
    """Each that ended with an answer, or without one."""


@dataclass(frozen=True, slots=True)
class Personal:
    """What a database holds about a person."""

    suppression: Suppression | None = None
    sign_up: SignUp | None = None
    preference: str = ""
    """The language that they asked for."""
    deliveries: tuple[Sent, ...] = ()
    heard: tuple[Heard, ...] = ()
    history: tuple[Saying, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing."""
        return not (
            self.suppression or self.sign_up or self.preference or self.deliveries or self.heard or self.history
        )


def read_personal(database: Database, key: str) -> Personal:
    """Read all that is held about a normalised address."""
    return Personal(
        Suppressions(database).get(key),
        SignUps(database).get(key),
        Preferences(database).get(key),
        tuple(_deliveries(database, key)),
        Returned(database).of(key),
        History(database).of(key),
    )


def _deliveries(database: Database, key: str) -> Iterator[Sent]:
    for campaign, begun_at, address, language, name, salutation, organisation, *rest in database.rows(
        _DELIVERIES, key
    ):
        state, reason, reply, at, message_id, attempts, edition, row_id = rest
        yield Sent(
            campaign,
            as_moment(begun_at),
            address,
            language,
            name,
            salutation,
            organisation,
            State(state),
            reason,
            reply,
            as_moment(at) if at else None,
            message_id,
            attempts,
            edition,
            tuple(
                Attempt(number, as_moment(ended), State(came_to), why, said)
                for number, ended, came_to, why, said in database.rows(_ATTEMPTS, row_id)
            ),
        )
