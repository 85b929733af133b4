from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import CAMPAIGN, DIGESTS, EDITIONS, NOW, OWNER, message_id, subscriber

from iki_newsletter.errors import LedgerError
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.receipt import FILE, read_receipt, refuse_other_ledger, write_receipt

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the issue's folder, called as the campaign is."""
    issue = tmp_path / "2017-06"
    issue.mkdir()
    return issue


def test_receipt_says_what_and_not_who(folder: Path, ledger: Ledger) -> None:
    """It names campaign, time, ledger and editions, and no address."""
    write_receipt(folder, CAMPAIGN, ledger)
    receipt = read_receipt(folder)
    assert receipt is not None
    assert (receipt.campaign, receipt.begun_at, receipt.ledger) == ("2017-06", NOW, ledger.id)
    assert receipt.editions == DIGESTS
    assert "@" not in (folder / FILE).read_text(encoding="utf-8")


def test_same_receipt_is_written_once(folder: Path, ledger: Ledger) -> None:
    """A run that goes on leaves the tracked file alone, although it asks for it again."""
    write_receipt(folder, CAMPAIGN, ledger)
    before = (folder / FILE).read_bytes()
    later = dataclasses.replace(CAMPAIGN, begun_at=NOW + dt.timedelta(microseconds=5))
    write_receipt(folder, later, ledger)
    assert (folder / FILE).read_bytes() == before


def test_own_ledger_may_send(folder: Path, ledger: Ledger) -> None:
    """Without a receipt, and with one of this very ledger, sending may go on."""
    refuse_other_ledger(folder, ledger)
    write_receipt(folder, CAMPAIGN, ledger)
    refuse_other_ledger(folder, ledger)


def test_second_laptop_is_refused(folder: Path, ledger: Ledger) -> None:
    """A workspace that has the receipt but not its ledger does not send, and says where to."""
    write_receipt(folder, CAMPAIGN, ledger)
    with (
        Database.open(folder / "other" / "ledger.sqlite3") as empty,
        pytest.raises(LedgerError, match="another ledger") as caught,
    ):
        refuse_other_ledger(folder, Ledger(empty))
    assert "computer where it began" in caught.value.instead


def test_ledger_that_lost_the_campaign(folder: Path, path: Path, database: Database, ledger: Ledger) -> None:
    """An older copy of the same ledger, from before the campaign, does not send either."""
    write_receipt(folder, CAMPAIGN, ledger)
    database.execute("DELETE FROM delivery")
    database.execute("DELETE FROM campaign_edition")
    database.execute("DELETE FROM campaign_excluded")
    database.execute("DELETE FROM campaign_group")
    database.execute("DELETE FROM campaign")
    with pytest.raises(LedgerError):
        refuse_other_ledger(folder, ledger)


@pytest.mark.parametrize("text", ["", "campaign: x", "- a", "campaign: [", "ledger: ../..\n"])
def test_unreadable_receipt(folder: Path, ledger: Ledger, text: str) -> None:
    """A receipt that cannot be read is no permission to send."""
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be read"):
        refuse_other_ledger(folder, ledger)


def test_a_renamed_or_copied_folder_is_refused(folder: Path, ledger: Ledger) -> None:
    """Under another name the same issue would go to everybody once more."""
    write_receipt(folder, CAMPAIGN, ledger)
    renamed = folder.rename(folder.with_name("2017-06-junio"))
    with pytest.raises(LedgerError, match="renamed or copied"):
        refuse_other_ledger(renamed, ledger)


def test_an_old_copy_of_the_ledger_is_refused(folder: Path, ledger: Ledger) -> None:
    """A backup from before some deliveries knows of fewer than the receipt, and would send those again."""
    write_receipt(folder, CAMPAIGN, ledger)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("attempts: 0", "attempts: 2"), encoding="utf-8")
    with pytest.raises(LedgerError, match="old copy"):
        refuse_other_ledger(folder, ledger)


CORRECTION = dataclasses.replace(CAMPAIGN, id="2017-06/correction-1")


def correct(ledger: Ledger, number: int) -> None:
    """Send so many of the correction's messages."""
    claims = ledger.advance(CORRECTION.id, OWNER, NOW, [], number).claims
    ledger.advance(CORRECTION.id, OWNER, NOW, [Move(claim.id, State.SENT) for claim in claims])


def test_a_receipt_counts_the_attempts_at_each_correction(folder: Path, ledger: Ledger) -> None:
    """It says nothing of corrections before there are any; the issue's own count is its own."""
    write_receipt(folder, CAMPAIGN, ledger)
    assert "corrections" not in (folder / FILE).read_text(encoding="utf-8")
    ledger.begin(CORRECTION, EDITIONS, [subscriber("ana"), subscriber("carla")], message_id)
    correct(ledger, 2)
    write_receipt(folder, CAMPAIGN, ledger)
    receipt = read_receipt(folder)
    assert receipt is not None
    assert (receipt.attempts, receipt.corrections) == (0, {CORRECTION.id: 2})
    refuse_other_ledger(folder, ledger)


@pytest.mark.parametrize("in_backup", [None, 0, 1])
def test_a_ledger_from_before_a_correction_is_refused(
    folder: Path, ledger: Ledger, database: Database, in_backup: int | None
) -> None:
    """A backup made after the issue and before its correction, or amid it, would send the correction again."""
    if in_backup is not None:
        ledger.begin(CORRECTION, EDITIONS, [subscriber("ana"), subscriber("carla")], message_id)
        correct(ledger, in_backup)
    with (
        closing(sqlite3.connect(folder / "backup.sqlite3")) as backup,
        closing(sqlite3.connect(database.path)) as now,
    ):
        now.backup(backup)
    if in_backup is None:
        ledger.begin(CORRECTION, EDITIONS, [subscriber("ana"), subscriber("carla")], message_id)
    else:
        correct(ledger, 1)
    write_receipt(folder, CAMPAIGN, ledger)
    with Database.open(folder / "backup.sqlite3") as old, pytest.raises(LedgerError, match="old copy"):
        refuse_other_ledger(folder, Ledger(old))
    refuse_other_ledger(folder, ledger)
