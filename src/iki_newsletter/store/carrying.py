"""What people said to one ledger, carried over into another that takes its place: nobody's word is lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.store.database import Database

_SUPPRESSIONS: Final = """
INSERT INTO suppression SELECT key, reason, at, detail FROM here.suppression AS old WHERE NOT EXISTS (
    SELECT 1 FROM history WHERE history.key = old.key AND what IN ('restored', 'confirmed') AND history.at > old.at)
ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, at = excluded.at, detail = excluded.detail
WHERE suppression.reason IN ('dead', 'full') OR excluded.reason = 'erased'
"""
_SIGN_UPS: Final = """
INSERT INTO sign_up SELECT * FROM here.sign_up WHERE true
ON CONFLICT (key) DO UPDATE SET language = excluded.language, source = excluded.source, wording = excluded.wording,
    requested_at = excluded.requested_at, by_person = excluded.by_person, nonce = excluded.nonce,
    confirmed_at = excluded.confirmed_at, beats_list = excluded.beats_list
WHERE coalesce(excluded.confirmed_at, excluded.requested_at) > coalesce(sign_up.confirmed_at, sign_up.requested_at)
"""
_PREFERENCES: Final = """
INSERT INTO preference SELECT * FROM here.preference WHERE true
ON CONFLICT (key) DO UPDATE SET language = excluded.language, at = excluded.at WHERE excluded.at > preference.at
"""
# A trigger has noted the suppressions already.
_HISTORY: Final = """
INSERT INTO history (key, at, what, words) SELECT key, at, what, words FROM here.history AS old WHERE NOT EXISTS (
    SELECT 1 FROM history WHERE history.key = old.key AND history.at = old.at AND history.what = old.what)
"""
# Who was left out there, and taken back in here afterwards.
_LIFTED: Final = """
DELETE FROM suppression WHERE EXISTS (
    SELECT 1 FROM history WHERE history.key = suppression.key AND what IN ('restored', 'confirmed')
    AND history.at > suppression.at)
"""
# A delivery has the same number in both, where they are one ledger's copies.
_FEEDBACK: Final = """
INSERT INTO feedback (mail, part, at, kind, reason, status, reply, key, address, delivery, proof, done)
SELECT mail, part, at, kind, reason, status, reply, old.key, address, (
    SELECT id FROM delivery WHERE delivery.id = old.delivery AND delivery.key = old.key), proof, done
FROM here.feedback AS old WHERE true ON CONFLICT DO NOTHING
"""


def carry_over(database: Database, here: Path) -> None:
    """Add what the ledger at `here` was told, in one commit; a later word, in either, replaces an earlier one."""
    with database.attached(here, "here"), database.transaction() as connection:
        for statement in (_SUPPRESSIONS, _SIGN_UPS, _PREFERENCES, _HISTORY, _LIFTED, _FEEDBACK):
            connection.execute(statement)
