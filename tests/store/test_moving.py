from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import CAMPAIGN, NOW, OWNER, UNDO_PEOPLE

from iki_newsletter.errors import AlreadyThereError, LedgerError, LockHeldError, NotThereError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store import moving
from iki_newsletter.store.database import Database
from iki_newsletter.store.erasing import erase
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.moving import export_ledger, import_ledger, refuse_handed_over, take_back
from iki_newsletter.store.people import History, Preferences, SignUps
from iki_newsletter.store.personal import read_personal
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from pathlib import Path

ID = CAMPAIGN.id


@pytest.fixture
def sent_to_ana(ledger: Ledger) -> Ledger:
    """Give a ledger by which Ana has it."""
    (claim,) = ledger.advance(ID, OWNER, NOW, [], 1).claims
    ledger.advance(ID, OWNER, NOW, [Move(claim.id, State.SENT, reply="250 ok")])
    return ledger


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Give where the other computer's ledger stands."""
    return tmp_path / "there" / "var" / "ledger.sqlite3"


def is_handed_over(path: Path) -> bool:
    """Tell whether a ledger refuses to send."""
    with Database.open(path) as database:
        try:
            refuse_handed_over(database)
        except LedgerError:
            return True
        return False


def test_it_moves_whole_and_is_the_same_ledger(sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path) -> None:
    """The other computer has the same id, states, attempts and editions; only one of the two may send."""
    file = tmp_path / "out.sqlite3"
    held = export_ledger(path, file, NOW)
    taken = import_ledger(file, there)

    assert held == taken
    assert (held.campaigns, held.deliveries) == ((ID,), 3)
    with Database.open(there) as database:
        moved = Ledger(database)
        assert moved.id == sent_to_ana.id
        assert moved.sum(ID) == sent_to_ana.sum(ID)
        assert moved.attempts(ID, "ana@example.org") == sent_to_ana.attempts(ID, "ana@example.org")
        assert moved.campaign(ID) == sent_to_ana.campaign(ID)
    assert (is_handed_over(path), is_handed_over(there)) == (True, False)


def test_the_copy_is_one_file_for_its_owner_alone(sent_to_ana: Ledger, path: Path, tmp_path: Path) -> None:
    """What was committed last is in it, nothing lies beside it, and nobody else may read it."""
    file = tmp_path / "out.sqlite3"
    export_ledger(path, file, NOW)

    assert [each.name for each in tmp_path.glob("out*")] == ["out.sqlite3"]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM delivery WHERE state = 'sent'").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_overwritten(sent_to_ana: Ledger, path: Path, tmp_path: Path) -> None:
    """A file that is there stays, and the ledger stays in use."""
    file = tmp_path / "out.sqlite3"
    file.write_text("mine", "utf-8")
    with pytest.raises(AlreadyThereError):
        export_ledger(path, file, NOW)
    assert file.read_text("utf-8") == "mine"
    assert not is_handed_over(path)


def test_a_copy_that_fails_hands_nothing_over(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a file does not stay, and this computer goes on sending."""

    def fail(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise LedgerError("The disk is full.")

    monkeypatch.setattr(moving, "_copy", fail)
    with pytest.raises(LedgerError):
        export_ledger(path, tmp_path / "out.sqlite3", NOW)
    assert not (tmp_path / "out.sqlite3").exists()
    assert not is_handed_over(path)


def test_a_folder_that_cannot_be_written(sent_to_ana: Ledger, path: Path, tmp_path: Path) -> None:
    """A path that leads nowhere is told in words."""
    with pytest.raises(LedgerError, match="cannot be written"):
        export_ledger(path, tmp_path / "none" / "out.sqlite3", NOW)
    assert not is_handed_over(path)


def test_not_while_somebody_sends(sent_to_ana: Ledger, path: Path, tmp_path: Path) -> None:
    """A copy of a ledger that changes every second would be old at once."""
    with hold_sender_lock(path.parent, ID), pytest.raises(LockHeldError):
        export_ledger(path, tmp_path / "out.sqlite3", NOW)
    assert not (tmp_path / "out.sqlite3").exists()


def test_a_backup_hands_nothing_over(sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path) -> None:
    """With `keep`, both the ledger here and the copy may be used."""
    export_ledger(path, tmp_path / "backup.sqlite3", NOW, keep=True)
    import_ledger(tmp_path / "backup.sqlite3", there)
    assert (is_handed_over(path), is_handed_over(there)) == (False, False)


def test_what_was_handed_over_is_not_handed_over_twice(sent_to_ana: Ledger, path: Path, tmp_path: Path) -> None:
    """A second export would make a second heir; take-back undoes the first."""
    export_ledger(path, tmp_path / "one.sqlite3", NOW)
    with pytest.raises(LedgerError, match="handed over"):
        export_ledger(path, tmp_path / "two.sqlite3", NOW)
    assert take_back(path)
    assert not take_back(path)
    export_ledger(path, tmp_path / "two.sqlite3", NOW)


def test_it_comes_home(sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path, database: Database) -> None:
    """Handed over and back again, the ledger at home is replaced by what came of it elsewhere."""
    export_ledger(path, tmp_path / "out.sqlite3", NOW)
    database.close()
    import_ledger(tmp_path / "out.sqlite3", there)
    with Database.open(there) as elsewhere:
        (claim,) = Ledger(elsewhere).advance(ID, OWNER, NOW, [], 1).claims
        Ledger(elsewhere).advance(ID, OWNER, NOW, [Move(claim.id, State.SENT)])
    export_ledger(there, tmp_path / "home.sqlite3", NOW)
    import_ledger(tmp_path / "home.sqlite3", path)

    assert (is_handed_over(path), is_handed_over(there)) == (False, True)
    with Database.open(path) as home:
        assert Ledger(home).sum(ID).sent == 2


def send_one(path: Path) -> None:
    """Send one more from the ledger at this path."""
    with Database.open(path) as database:
        (claim,) = Ledger(database).advance(ID, OWNER, NOW, [], 1).claims
        Ledger(database).advance(ID, OWNER, NOW, [Move(claim.id, State.SENT)])


def test_the_file_that_went_out_does_not_come_home(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path
) -> None:
    """It does not know what was sent elsewhere: refused each time, at both ends, until a later copy comes."""
    out, home = tmp_path / "out.sqlite3", tmp_path / "home.sqlite3"
    export_ledger(path, out, NOW)
    import_ledger(out, there)
    send_one(there)
    for _ in range(2):
        with pytest.raises(LedgerError, match="not exported after") as caught:
            import_ledger(out, path)
        assert "take-back" in caught.value.instead
        assert is_handed_over(path)

    export_ledger(there, home, NOW)
    import_ledger(home, path)
    send_one(path)
    for old in (out, home):
        with pytest.raises(LedgerError, match="not exported after"):
            import_ledger(old, there)
    export_ledger(path, tmp_path / "again.sqlite3", NOW)
    import_ledger(tmp_path / "again.sqlite3", there)
    with Database.open(there) as database:
        assert Ledger(database).sum(ID).sent == 3


def test_a_backup_of_the_other_computers_does_not_come_home(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path
) -> None:
    """With --keep the other computer goes on sending, so the copy is old at once."""
    export_ledger(path, tmp_path / "out.sqlite3", NOW)
    import_ledger(tmp_path / "out.sqlite3", there)
    export_ledger(there, tmp_path / "backup.sqlite3", NOW, keep=True)
    with pytest.raises(LedgerError, match="not exported after"):
        import_ledger(tmp_path / "backup.sqlite3", path)


def test_what_was_sent_after_a_take_back_is_not_lost(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path
) -> None:
    """Taken back and sent from, then handed over again: the first file's heir cannot replace what was sent here."""
    export_ledger(path, tmp_path / "one.sqlite3", NOW)
    import_ledger(tmp_path / "one.sqlite3", there)
    take_back(path)
    send_one(path)
    export_ledger(path, tmp_path / "two.sqlite3", NOW)
    source = there
    for number in range(4):
        file = tmp_path / f"heir{number}.sqlite3"
        export_ledger(source, file, NOW)
        with pytest.raises(LedgerError, match="not exported after"):
            import_ledger(file, path)
        source = tmp_path / f"heir{number}" / "ledger.sqlite3"
        import_ledger(file, source)


def test_a_ledger_that_was_handed_over_before_handovers_were_numbered_comes_home(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path, database: Database
) -> None:
    """Its own file is refused all the same; what the other computer exports now is later."""
    out = tmp_path / "out.sqlite3"
    export_ledger(path, out, NOW)
    database.execute("DELETE FROM handover")
    with closing(sqlite3.connect(out)) as connection:
        for statement in UNDO_PEOPLE:
            connection.execute(statement)
        connection.execute("DROP TABLE handover")
        connection.execute("DELETE FROM migration WHERE number = 4")
        connection.execute("PRAGMA user_version = 3")
        connection.commit()
    import_ledger(out, there)
    with pytest.raises(LedgerError, match="not exported after"):
        import_ledger(out, path)
    export_ledger(there, tmp_path / "home.sqlite3", NOW)
    import_ledger(tmp_path / "home.sqlite3", path)
    assert not is_handed_over(path)


def test_a_ledger_that_holds_campaigns_is_not_replaced(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, database: Database
) -> None:
    """Its own copy is refused as well while it is in use."""
    export_ledger(path, tmp_path / "backup.sqlite3", NOW, keep=True)
    with pytest.raises(LedgerError, match="already"):
        import_ledger(tmp_path / "backup.sqlite3", path)
    assert database.row("SELECT count(*) FROM delivery") == (3,)


def test_peoples_word_outlives_the_import(sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path) -> None:
    """A ledger without campaigns is replaced, but who unsubscribed there stays unsubscribed."""
    with Database.open(there) as database:
        Suppressions(database).add(Suppression("carla@example.org", Reason.UNSUBSCRIBED, NOW))
    export_ledger(path, tmp_path / "out.sqlite3", NOW)
    import_ledger(tmp_path / "out.sqlite3", there)
    with Database.open(there) as database:
        assert set(Suppressions(database).all()) == {"carla@example.org"}


@pytest.mark.parametrize("damage", ["text", "other", "cut", "overwritten"])
def test_what_is_not_whole_is_not_taken_in(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path, damage: str
) -> None:
    """A text, another program's database and a damaged copy are refused, and leave nothing behind."""
    file = tmp_path / "out.sqlite3"
    export_ledger(path, file, NOW)
    content = file.read_bytes()
    if damage == "text":
        file.write_text("no database\n" * 500, "utf-8")
    elif damage == "other":
        file.unlink()
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE recipes (title TEXT)")
    elif damage == "cut":
        file.write_bytes(content[:8192])
    else:
        file.write_bytes(content[:8192] + os.urandom(len(content) - 8192))
    with pytest.raises(LedgerError):
        import_ledger(file, there)
    assert not there.exists()
    assert not list(there.parent.glob("*"))


def test_there_must_be_something_to_move(tmp_path: Path, there: Path) -> None:
    """No ledger, no file: told in words, nothing made."""
    with pytest.raises(NotThereError):
        export_ledger(there, tmp_path / "out.sqlite3", NOW)
    with pytest.raises(NotThereError):
        import_ledger(tmp_path / "out.sqlite3", there)
    with pytest.raises(NotThereError):
        take_back(there)
    assert not (tmp_path / "out.sqlite3").exists()


def test_what_people_said_here_is_not_lost_by_a_ledger_that_comes_home(
    sent_to_ana: Ledger, path: Path, tmp_path: Path, there: Path, database: Database
) -> None:
    """Said here while the ledger was away: who asked, who wants German, who was erased. The later word counts."""
    secret = bytes(range(32))
    export_ledger(path, tmp_path / "out.sqlite3", NOW)
    import_ledger(tmp_path / "out.sqlite3", there)
    later = NOW + dt.timedelta(days=1)
    SignUps(database).request(
        SignUp("Eva@example.org", "eva@example.org", "eva@example.org", "de", "", "by mail", NOW)
    )
    Preferences(database).prefer("berta@example.org", "es", NOW, "by mail")
    Suppressions(database).add(
        Suppression("berta@example.org", Reason.DEAD, NOW), Suppression("carla@example.org", Reason.UNSUBSCRIBED, NOW)
    )
    erase(database, secret, "ana@example.org", NOW)
    with Database.open(there) as away:
        Preferences(away).prefer("berta@example.org", "en", later, "by mail")
        Suppressions(away).add(Suppression("berta@example.org", Reason.DEAD, NOW))
        Suppressions(away).lift("berta@example.org", later, "works again")
    export_ledger(there, tmp_path / "home.sqlite3", later)

    import_ledger(tmp_path / "home.sqlite3", path, secret)

    with Database.open(path) as home:
        assert SignUps(home).get("eva@example.org") is not None
        assert Preferences(home).get("berta@example.org") == "en"
        assert Suppressions(home).get("berta@example.org") is None
        assert Suppressions(home).get("carla@example.org") is not None
        assert read_personal(home, "ana@example.org").is_empty
        assert [said.what for said in History(home).of("berta@example.org")].count("dead") == 1
