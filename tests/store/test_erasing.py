from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from tests.store.conftest import CAMPAIGN, NOW, OWNER, subscriber
from tests.sums import adds_up

from iki_newsletter.errors import LockHeldError
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.delivery import Move, State
from iki_newsletter.model.feedback import FeedbackEvent, Kind, Proof, Taken
from iki_newsletter.model.sign_up import SignUp
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.erasing import erase, erase_again
from iki_newsletter.store.forgetting import Limits, forget
from iki_newsletter.store.locks import hold_sender_lock
from iki_newsletter.store.people import History, Preferences, SignUps
from iki_newsletter.store.personal import read_personal
from iki_newsletter.store.returned import Returned
from iki_newsletter.store.suppressed import Suppressed, erased_key
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.store.database import Database
    from iki_newsletter.store.ledger import Ledger

SECRET = bytes(range(32))
KEY = "ana@example.org"
NAMES = (b"ana@example.org", b"Ana@Example.Org", b"Estimada Ana")
LATER = NOW + dt.timedelta(days=400)


@pytest.fixture
def well_known(ledger: Ledger, database: Database) -> Ledger:
    """Let everything that can be known of Ana be known: sent, refused with her name, came back, asked, left."""
    turn = ledger.advance(CAMPAIGN.id, OWNER, NOW, (), 2)
    ana, berta = turn.claims
    ledger.advance(
        CAMPAIGN.id,
        OWNER,
        NOW,
        [
            Move(ana.id, State.SENT, reply="250 ana@example.org is fine"),
            Move(berta.id, State.FAILED, "refused", "554 loop from ANA@example.org"),
        ],
    )
    event = FeedbackEvent(
        "1.eml", Kind.FULL, "Ana@Example.Org", "4.2.2", "452 ana@example.org is full", "mailbox full"
    )
    Returned(database).keep("m", NOW, [Taken(event, KEY, ana.id, Proof.CODE)])
    SignUps(database).request(SignUp("Ana@example.org", KEY, "Ana@example.org", "es", "Ana", "by mail", NOW))
    Preferences(database).prefer(KEY, "de", NOW, "by mail")
    Suppressions(database).add(Suppression(KEY, Reason.UNSUBSCRIBED, NOW, "Ana@example.org wrote"))
    return ledger


def bytes_of(path: Path) -> bytes:
    """Give every byte of the database's files, also of pages that nobody reads any more."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def test_nothing_of_the_address_is_left_in_the_files(well_known: Ledger, database: Database, path: Path) -> None:
    """Not in rows, not in free pages, not in the log beside it; before it was there."""
    assert all(name.lower() in bytes_of(path).lower() for name in NAMES)
    erased = erase(database, SECRET, KEY, LATER)
    assert (erased.deliveries, erased.feedback, erased.sign_ups, erased.was_known) == (1, 1, 1, True)
    assert not any(name.lower() in bytes_of(path).lower() for name in NAMES)
    assert read_personal(database, KEY).is_empty


def test_the_numbers_stay(well_known: Ledger, database: Database) -> None:
    """Who counts as sent, and what came back, counts as before; others' rows keep their people."""
    before = well_known.sum(CAMPAIGN.id)
    erase(database, SECRET, KEY, LATER)
    after = well_known.sum(CAMPAIGN.id)
    assert after == before
    assert adds_up(after)
    assert well_known.returned(CAMPAIGN.id) == {Kind.FULL: 1}
    rows = {row.address: (row.state, row.reason, row.reply) for row in well_known.deliveries(CAMPAIGN.id)}
    assert rows[""] == (State.SENT, "", "")
    assert rows["Berta@example.org"] == (State.FAILED, "refused", "")
    assert [said.what for said in History(database).of(erased_key(SECRET, KEY))] == [
        "requested",
        "language",
        "unsubscribed",
        "erased",
    ]


def test_what_waits_for_them_is_withdrawn(ledger: Ledger, database: Database) -> None:
    """It is not sent any more, and the sum says why."""
    assert erase(database, SECRET, KEY, LATER).withdrawn == 1
    total = ledger.sum(CAMPAIGN.id)
    assert (total.withdrawn, total.pending) == (1, 2)
    assert adds_up(total)
    turn = ledger.advance(CAMPAIGN.id, OWNER, LATER, (), 9)
    assert [claim.subscriber.key for claim in turn.claims] == ["berta@example.org", "carla@example.org"]


def test_no_sender_has_the_row_in_hand(ledger: Ledger, database: Database, path: Path) -> None:
    """While a campaign is being sent that has something for them, they cannot be erased under its hands."""
    with hold_sender_lock(path.parent, CAMPAIGN.id), pytest.raises(LockHeldError):
        erase(database, SECRET, KEY, LATER)
    assert not read_personal(database, KEY).is_empty


def test_what_a_crashed_sender_left_does_not_keep_anybody_from_being_erased(
    ledger: Ledger, database: Database
) -> None:
    """Nobody has it in hand any more: what was claimed is withdrawn, what was at its last word is uncertain."""
    ledger.advance(CAMPAIGN.id, OWNER, NOW, (), 1)
    assert erase(database, SECRET, KEY, LATER).withdrawn == 1
    assert read_personal(database, KEY).is_empty
    assert adds_up(ledger.sum(CAMPAIGN.id))


def test_a_sender_who_begins_meanwhile_keeps_what_it_has_in_hand(
    ledger: Ledger, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first look and the change: then nothing is changed, and the command can be run again."""
    rows = database.rows
    claimed: list[object] = []

    def claim_after_the_look(query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        found = list(rows(query, *values))
        if not claimed:
            claimed.append(ledger.advance(CAMPAIGN.id, OWNER, NOW, (), 1))
            return iter(())  # as if the campaign had been planned after it
        return iter(found)

    monkeypatch.setattr(database, "rows", claim_after_the_look)
    with pytest.raises(LockHeldError):
        erase(database, SECRET, KEY, LATER)
    assert not read_personal(database, KEY).is_empty


def test_who_only_ends_alike_is_left_alone(ledger: Ledger, database: Database) -> None:
    """What servers and people said of Juana stays, and what names Ana goes, whoever it is said of."""
    words = "550 <juana@example.org> unknown, nor is Ána"
    juana = Suppression("juana@example.org", Reason.DEAD, NOW, words)
    luz = Suppression("luz@example.org", Reason.DEAD, NOW, "550 ask <ANA@EXAMPLE.ORG>")
    Suppressions(database).add(juana, luz)
    turn = ledger.advance(CAMPAIGN.id, OWNER, NOW, (), 3)
    ledger.advance(CAMPAIGN.id, OWNER, NOW, [Move(turn.claims[1].id, State.FAILED, "refused", words)])
    ledger.recover(CAMPAIGN.id, NOW)

    erase(database, SECRET, KEY, LATER)

    kept = Suppressions(database)
    assert [getattr(kept.get(each), "detail", None) for each in ("juana@example.org", "luz@example.org")] == [
        words,
        "",
    ]
    assert [said.words for said in History(database).of("juana@example.org")] == [words]
    assert [said.words for said in History(database).of("luz@example.org")] == [""]
    assert {row.address: row.reply for row in ledger.deliveries(CAMPAIGN.id)}["Berta@example.org"] == words


def test_letters_beyond_ascii_are_compared_without_case(database: Database) -> None:
    """SQLite itself knows no case of É."""
    Suppressions(database).add(Suppression("luz@example.org", Reason.DEAD, NOW, "550 <ÉLISE@example.org>"))
    erase(database, SECRET, "élise@example.org", LATER)
    kept = Suppressions(database).get("luz@example.org")
    assert kept is not None
    assert kept.detail == ""


def test_the_source_of_another_s_consent_loses_the_address_only(database: Database) -> None:
    """It is the proof of their consent."""
    source = "brought by ana@example.org, workshop in May"
    SignUps(database).request(SignUp("l@example.org", "l@example.org", "l@example.org", "es", "", source, NOW))
    erase(database, SECRET, KEY, LATER)
    wish = SignUps(database).get("l@example.org")
    assert wish is not None
    assert wish.source == "brought by (erased), workshop in May"


def test_the_log_says_whether_it_could_be_emptied(well_known: Ledger, database: Database, path: Path) -> None:
    """While another program reads, the address is still in it; once more, and it is gone."""
    database.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM delivery").fetchall()
        assert erase(database, SECRET, KEY, LATER).is_in_log
        assert KEY.encode() in bytes_of(path)
    assert not erase(database, SECRET, KEY, LATER).is_in_log
    assert KEY.encode() not in bytes_of(path)


def test_the_file_is_not_written_anew_under_a_sender_s_hands(
    well_known: Ledger, database: Database, path: Path
) -> None:
    """It would wait for as long as that takes; what is deleted is overwritten all the same."""
    with hold_sender_lock(path.parent, CAMPAIGN.id):
        erased = erase(database, SECRET, KEY, LATER)
    assert erased.is_being_sent
    assert not any(name.lower() in bytes_of(path).lower() for name in NAMES)
    assert not erase(database, SECRET, KEY, LATER).is_being_sent


def test_twice_is_once(well_known: Ledger, database: Database) -> None:
    """The second time nothing is known, and nothing changes."""
    erase(database, SECRET, KEY, LATER)
    before = list(Suppressions(database).reasons())
    assert not erase(database, SECRET, KEY, LATER + dt.timedelta(days=1)).was_known
    assert list(Suppressions(database).reasons()) == before


def test_the_hash_keeps_them_out(database: Database) -> None:
    """Only with the secret it is known whose it is; without it, it says nothing."""
    erase(database, SECRET, KEY, LATER)
    pairs = list(Suppressions(database).reasons())
    assert Suppressed(pairs, SECRET).reason(KEY) is Reason.ERASED
    assert Suppressed(pairs, SECRET).reason("berta@example.org") is None
    assert Suppressed(pairs, bytes(32)).reason(KEY) is None
    assert Suppressed(pairs).reason(KEY) is None
    assert KEY not in pairs[0][0]


def test_who_comes_back_unseen_is_erased_again(ledger: Ledger, database: Database) -> None:
    """As by a plan that was made before, or by an older copy of the ledger."""
    erase(database, SECRET, KEY, NOW)
    ledger.add(CAMPAIGN, [subscriber("ana")], lambda _: "<again>")
    assert ledger.sum(CAMPAIGN.id).planned == 4

    assert erase_again(database, SECRET, ["berta@example.org"], LATER) == 0
    assert erase_again(database, SECRET, ["ana@example.org", "berta@example.org"], LATER) == 1

    assert read_personal(database, KEY).is_empty
    total = ledger.sum(CAMPAIGN.id)
    assert (total.withdrawn, total.pending) == (2, 2)
    assert adds_up(total)


def test_after_its_time_a_campaign_s_people_are_forgotten(well_known: Ledger, database: Database, path: Path) -> None:
    """Once it is done and old enough: names go, numbers stay; what people decided stays too."""
    limits = Limits(deliveries=LATER, feedback=LATER, sign_ups=LATER)
    assert forget(database, limits, LATER).deliveries == 0  # Carla still waits
    turn = well_known.advance(CAMPAIGN.id, OWNER, NOW, (), 9)
    well_known.advance(CAMPAIGN.id, OWNER, NOW, [Move(claim.id, State.SENT) for claim in turn.claims])
    before = well_known.sum(CAMPAIGN.id)

    forgotten = forget(database, limits, LATER)

    assert (forgotten.campaigns, forgotten.deliveries) == ((CAMPAIGN.id,), 3)
    assert well_known.sum(CAMPAIGN.id) == before
    assert {row.address for row in well_known.deliveries(CAMPAIGN.id)} == {""}
    campaign = well_known.campaign(CAMPAIGN.id)
    assert campaign is not None
    assert campaign.forgotten_at == LATER
    assert Suppressions(database).get(KEY) is not None
    assert b"Estimada Berta" not in bytes_of(path)
    assert forget(database, limits, LATER).is_nothing


def test_what_is_younger_is_kept(well_known: Ledger, database: Database) -> None:
    """And where no limit is given, everything."""
    assert forget(database, Limits(NOW, NOW, NOW), LATER).is_nothing
    assert forget(database, Limits(), LATER).is_nothing
    assert SignUps(database).get(KEY) is not None
