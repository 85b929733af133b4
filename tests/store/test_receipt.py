from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import CAMPAIGN, DIGESTS, NOW

from iki_newsletter.errors import LedgerError
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.receipt import FILE, read_receipt, refuse_other_ledger, write_receipt

if TYPE_CHECKING:
    from pathlib import Path


def test_receipt_says_what_and_not_who(tmp_path: Path, ledger: Ledger) -> None:
    """It names campaign, time, ledger and editions, and no address."""
    write_receipt(tmp_path, CAMPAIGN, ledger)
    receipt = read_receipt(tmp_path)
    assert receipt is not None
    assert (receipt.campaign, receipt.begun_at, receipt.ledger) == ("2017-06", NOW, ledger.id)
    assert receipt.editions == DIGESTS
    assert "@" not in (tmp_path / FILE).read_text(encoding="utf-8")


def test_same_receipt_is_written_once(tmp_path: Path, ledger: Ledger) -> None:
    """A run that goes on leaves the tracked file alone, although it asks for it again."""
    write_receipt(tmp_path, CAMPAIGN, ledger)
    before = (tmp_path / FILE).read_bytes()
    later = dataclasses.replace(CAMPAIGN, begun_at=NOW + dt.timedelta(microseconds=5))
    write_receipt(tmp_path, later, ledger)
    assert (tmp_path / FILE).read_bytes() == before


def test_own_ledger_may_send(tmp_path: Path, ledger: Ledger) -> None:
    """Without a receipt, and with one of this very ledger, sending may go on."""
    refuse_other_ledger(tmp_path, ledger)
    write_receipt(tmp_path, CAMPAIGN, ledger)
    refuse_other_ledger(tmp_path, ledger)


def test_second_laptop_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    """A workspace that has the receipt but not its ledger does not send, and says where to."""
    write_receipt(tmp_path, CAMPAIGN, ledger)
    with (
        Database.open(tmp_path / "other" / "ledger.sqlite3") as empty,
        pytest.raises(LedgerError, match="another ledger") as caught,
    ):
        refuse_other_ledger(tmp_path, Ledger(empty))
    assert "computer where it began" in caught.value.instead


def test_ledger_that_lost_the_campaign(tmp_path: Path, path: Path, database: Database, ledger: Ledger) -> None:
    """An older copy of the same ledger, from before the campaign, does not send either."""
    write_receipt(tmp_path, CAMPAIGN, ledger)
    database.execute("DELETE FROM delivery")
    database.execute("DELETE FROM campaign_edition")
    database.execute("DELETE FROM campaign_excluded")
    database.execute("DELETE FROM campaign")
    with pytest.raises(LedgerError):
        refuse_other_ledger(tmp_path, ledger)


@pytest.mark.parametrize("text", ["", "campaign: x", "- a", "campaign: [", "ledger: ../..\n"])
def test_unreadable_receipt(tmp_path: Path, ledger: Ledger, text: str) -> None:
    """A receipt that cannot be read is no permission to send."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be read"):
        refuse_other_ledger(tmp_path, ledger)
