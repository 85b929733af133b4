"""What the tests of the store share: a database of its own, and a campaign to put into it."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)
SPANISH, GERMAN = b"una edicion", b"eine Ausgabe"
DIGESTS = {"es": hashlib.sha256(SPANISH).hexdigest(), "de": hashlib.sha256(GERMAN).hexdigest()}
EDITIONS = {DIGESTS["es"]: SPANISH, DIGESTS["de"]: GERMAN}
CAMPAIGN = Campaign("2017-06", "2017-06", NOW, DIGESTS, {"invalid": 2, "unsubscribed": 1})
OWNER = "here:1:ab"

UNDO_PEOPLE = (
    *(f"DROP TRIGGER suppression_{when}" for when in ("begins", "changes")),
    "DROP INDEX delivery_by_message_id",
    *(
        f"DROP TABLE {table}"
        for table in ("history", "sign_up", "preference", "feedback", "campaign_group", "campaign_returned")
    ),
    "ALTER TABLE campaign DROP COLUMN forgotten_at",
    "ALTER TABLE ledger DROP COLUMN secret",
    "DELETE FROM migration WHERE number = 5",
    "PRAGMA user_version = 4",
)
"""What makes a ledger one that was written before people's words were kept."""


def subscriber(name: str, language: str = "es") -> Subscriber:
    """Make a subscriber."""
    return Subscriber(
        address=f"{name.title()}@example.org",
        key=f"{name}@example.org",
        mailbox=f"{name.title()}@example.org",
        language=language,
        name=name.title(),
        salutation=f"Estimada {name.title()}",
        organisation="Example",
        line=7,
    )


def message_id(each: Subscriber) -> str:
    """Make a Message-ID."""
    return f"<{each.key}>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give where the ledger stands."""
    return tmp_path / "var" / "ledger.sqlite3"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """Give an open database, new."""
    with Database.open(path) as opened:
        yield opened


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Give a ledger with a campaign for Ana, Berta (in German) and Carla."""
    ledger = Ledger(database)
    people = [subscriber("ana"), subscriber("berta", "de"), subscriber("carla")]
    ledger.begin(CAMPAIGN, EDITIONS, people, message_id)
    return ledger
