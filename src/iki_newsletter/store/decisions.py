"""What people decide about a campaign that has begun: who is tried again, and which edition the rest gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.store.turns import KEEP_ATTEMPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iki_newsletter.store.database import Database

# Of who was erased or forgotten a row stays, and no mailbox.
_RETRYABLE: Final = """
SELECT key, address FROM delivery WHERE campaign = ? AND state = 'failed' AND reason <> 'dead' AND mailbox <> ''
AND key NOT IN (SELECT key FROM suppression) ORDER BY id
"""
_RESENDABLE: Final = """
SELECT key, address FROM delivery WHERE campaign = ? AND state = 'uncertain' AND mailbox <> ''
AND key NOT IN (SELECT key FROM suppression) ORDER BY id
"""
# In doubt once, and no log has shown since that it never arrived: such a person may have the edition of that time.
_MAY_HAVE_IT: Final = """EXISTS (
    SELECT 1 FROM attempt WHERE attempt.delivery = delivery.id AND attempt.state = 'uncertain' AND NOT EXISTS (
        SELECT 1 FROM attempt AS settled
        WHERE settled.delivery = delivery.id AND settled.state = 'pending' AND settled.number > attempt.number))
"""
# `first_at` begins anew, or a delivery that had expired would expire again at its first put-off.
# Who failed has nothing, so gets what the rest gets now.
_RETRY: Final = f"""
UPDATE delivery SET state = 'pending', reason = '', reply = '', at = NULL, first_at = NULL, not_before = NULL,
    digest = CASE WHEN {_MAY_HAVE_IT} THEN digest ELSE coalesce(
        (SELECT digest FROM campaign_edition AS now
         WHERE now.campaign = delivery.campaign AND now.language = delivery.language), digest) END
WHERE campaign = ? AND key = ? AND state = 'failed'
"""  # noqa: S608 - our own words
# The edition stays: under the same Message-ID goes the same message, so that a receiver may drop the copy.
_RESEND: Final = """
UPDATE delivery SET state = 'pending', reason = '', reply = '', at = NULL, first_at = NULL, not_before = NULL
WHERE campaign = ? AND key = ? AND state = 'uncertain'
"""
# What expired has no attempt of its own that says so; once it is taken up again, only its attempts tell.
_EXPIRED: Final = """
UPDATE delivery SET attempts = attempts + 1 WHERE campaign = ? AND key = ? AND state = 'failed' AND reason = 'expired'
RETURNING id
"""
_LANGUAGES: Final = "SELECT language FROM campaign_edition WHERE campaign = ? ORDER BY place"
_KEEP_EDITION: Final = "INSERT INTO edition VALUES (?, ?) ON CONFLICT DO NOTHING"
_REST_GETS: Final = f"""
UPDATE delivery SET digest = ?1 WHERE campaign = ?2 AND language = ?3 AND state IN ('pending', 'deferred')
AND digest <> ?1 AND NOT {_MAY_HAVE_IT}
"""  # noqa: S608
_SUPERSEDE: Final = """
INSERT INTO campaign_superseded
SELECT campaign, language, digest FROM campaign_edition WHERE campaign = ? AND language = ? AND digest <> ?
ON CONFLICT DO NOTHING
"""
_CAMPAIGN_GETS: Final = "UPDATE campaign_edition SET digest = ? WHERE campaign = ? AND language = ?"


# Where nothing was superseded, the one edition there is was the first.
_FIRST_EDITION: Final = """(
    NOT EXISTS (SELECT 1 FROM campaign_superseded AS old WHERE old.campaign = delivery.campaign)
    OR EXISTS (SELECT 1 FROM campaign_superseded AS old
               WHERE old.campaign = delivery.campaign AND old.digest = delivery.digest)
       AND NOT EXISTS (SELECT 1 FROM campaign_edition AS now
                       WHERE now.campaign = delivery.campaign AND now.digest = delivery.digest)
)"""
_HOLDERS: Final = f"""
SELECT delivery.key, address, mailbox, language, name, salutation, organisation, coalesce(suppression.reason, '')
FROM delivery LEFT JOIN suppression ON suppression.key = delivery.key
WHERE campaign = ? AND state IN ('sent', 'uncertain') AND mailbox <> '' AND {_FIRST_EDITION} ORDER BY delivery.id
"""  # noqa: S608
_STILL_FIRST: Final = f"""
SELECT count(*) FROM delivery
WHERE campaign = ? AND state IN ('pending', 'claimed', 'sending', 'deferred') AND {_FIRST_EDITION}
"""  # noqa: S608


class Decisions:
    """Changes of a campaign by people, only for whoever holds its lock; each method is one commit.

    The attempts that a delivery had stay in the ledger, with the server's words.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def retryable(self, campaign_id: str) -> Iterator[tuple[str, str]]:
        """Go through who failed and may be tried again: normalised address, and address.

        Who is dead by the server's word, or suppressed for another reason, is not among them.
        """
        yield from self._database.rows(_RETRYABLE, campaign_id)

    def resendable(self, campaign_id: str) -> Iterator[tuple[str, str]]:
        """Go through who may have it, and is not suppressed: normalised address, and address."""
        yield from self._database.rows(_RESENDABLE, campaign_id)

    def retry_failed(self, campaign_id: str, keys: Iterable[str]) -> int:
        """Let those who failed wait again, for the edition that the campaign sends now; gives how many."""
        changed = 0
        with self._database.transaction() as connection:
            for key in keys:
                for row in connection.execute(_EXPIRED, (campaign_id, key)).fetchall():
                    connection.execute(KEEP_ATTEMPT, row)
                changed += connection.execute(_RETRY, (campaign_id, key)).rowcount
        return changed

    def resend_uncertain(self, campaign_id: str, keys: Iterable[str]) -> int:
        """Let those who may have it wait again, for the edition that they may have; gives how many."""
        with self._database.transaction() as connection:
            return sum(connection.execute(_RESEND, (campaign_id, key)).rowcount for key in keys)

    def give_rest(self, campaign_id: str, digests: Mapping[str, str], editions: Mapping[str, bytes]) -> int:
        """Give everybody who has nothing yet another edition; gives how many.

        `digests` is language to digest, `editions` digest to bytes. A language that the campaign was not planned
        with is none of it. What was sent, and what may have been, keeps the digest of what it was.
        """
        changed = 0
        with self._database.transaction() as connection:
            known = [row[0] for row in connection.execute(_LANGUAGES, (campaign_id,))]
            for language in (each for each in known if each in digests):
                digest = digests[language]
                connection.execute(_KEEP_EDITION, (digest, editions[digest]))
                connection.execute(_SUPERSEDE, (campaign_id, language, digest))
                connection.execute(_CAMPAIGN_GETS, (digest, campaign_id, language))
                changed += connection.execute(_REST_GETS, (digest, campaign_id, language)).rowcount
        return changed

    def holders(self, campaign_id: str) -> Iterator[tuple[Subscriber, str]]:
        """Give who has, or may have, the edition that the rest did not get; everybody's, where all got the same.

        Beside each stands the reason why they are not to be mailed, empty where there is none.
        """
        for key, address, mailbox, language, name, salutation, organisation, reason in self._database.rows(
            _HOLDERS, campaign_id
        ):
            person = Subscriber(address, key, mailbox, language, name, salutation, organisation)
            yield person, str(reason)

    def still_get_first(self, campaign_id: str) -> int:
        """Count for whom the edition that a correction would mend is still to come."""
        row = self._database.row(_STILL_FIRST, campaign_id)
        return int(row[0]) if row else 0
