from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import NOW

from iki_newsletter.model.audience import Reason
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from iki_newsletter.store.database import Database

KEY = "ana@example.org"


def test_kept_as_given(database: Database) -> None:
    """Suppressions come back by address, with reason, time and words."""
    given = [
        Suppression("ana@example.org", Reason.UNSUBSCRIBED, NOW, "by mail"),
        Suppression("berta@example.org", Reason.DEAD, NOW, "550 5.1.1 no"),
    ]
    Suppressions(database).add(*given)
    assert Suppressions(database).all() == {each.key: each for each in given}


@pytest.mark.parametrize(
    ("first", "then", "stays"),
    [
        (Reason.UNSUBSCRIBED, Reason.DEAD, Reason.UNSUBSCRIBED),
        (Reason.COMPLAINED, Reason.FULL, Reason.COMPLAINED),
        (Reason.COMPLAINED, Reason.UNSUBSCRIBED, Reason.COMPLAINED),
        (Reason.DEAD, Reason.UNSUBSCRIBED, Reason.UNSUBSCRIBED),
        (Reason.FULL, Reason.DEAD, Reason.DEAD),
        (Reason.UNSUBSCRIBED, Reason.ERASED, Reason.ERASED),
        (Reason.ERASED, Reason.DEAD, Reason.ERASED),
    ],
)
def test_peoples_own_word_wins(database: Database, first: Reason, then: Reason, stays: Reason) -> None:
    """A server's word never replaces a person's; being erased replaces everything."""
    suppressions = Suppressions(database)
    suppressions.add(Suppression(KEY, first, NOW))
    suppressions.add(Suppression(KEY, then, NOW + dt.timedelta(days=1)))
    assert suppressions.all()[KEY].reason is stays
