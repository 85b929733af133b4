"""An issue's editions for the web: as they were sent where the ledger keeps them, else as they are built now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.errors import LedgerError
from iki_newsletter.mail.personal import fill_html, mail_link
from iki_newsletter.model.edition import Edition, Slot
from iki_newsletter.render.edition import render_edition
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.receipt import FILE, read_receipt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.render.templates import Templates
    from iki_newsletter.workflow.build import Merged
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True)
class WebEditions:
    """The editions, by language, and what there is to say about them."""

    editions: Mapping[str, Edition]
    newsletter: Newsletter
    notes: tuple[str, ...]

    def html(self, edition: Edition, address: str) -> str:
        """Fill an edition in for nobody: a greeting without a name, `address` in words, mails without tokens."""
        links = {
            slot: mail_link(edition, self.newsletter, slot).removesuffix("%20")
            for slot in (Slot.UNSUBSCRIBE, Slot.PREFERENCES)
        }
        return fill_html(edition, {Slot.GREETING: edition.wording["greeting_plain"], Slot.ADDRESS: address, **links})


def editions_of(merged: Merged, issue: Issue, templates: Templates, *, is_whole: bool) -> WebEditions:
    """Give the editions of an issue, which `is_whole` or lacks contributions that are not to be shown.

    Only a whole one is shown as it was sent: what was withdrawn since does not come back out of the ledger.
    """
    newsletter = merged.register.newsletter
    receipt = read_receipt(merged.sources.folder)
    sent = receipt.editions if receipt else {}
    kept = _kept(merged.register.workspace, sent) if is_whole else {}
    editions, differing = {}, []
    for language in newsletter.languages:
        edition = kept.get(language) or render_edition(issue, newsletter, language, templates)
        editions[language] = edition
        if language in sent and edition.digest != sent[language]:
            differing.append(language)
    return WebEditions(editions, newsletter, _notes(issue.id, differing, is_whole=is_whole))


def kept_digests(workspace: Workspace) -> frozenset[str]:
    """Give the digests of all editions that the ledger keeps."""
    if not workspace.ledger.exists():
        return frozenset()
    with Database.open(workspace.ledger) as database:
        return Ledger(database).kept_editions()


def sent_and_kept(folder: Path, digests: frozenset[str]) -> list[str]:
    """Give those that an issue's receipt names: an issue looks different where the ledger has them."""
    try:
        receipt = (folder / FILE).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    return sorted(each for each in digests if each in receipt)


def sent_pictures(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    """Give the pictures that an issue was sent with, by name, as far as the ledger here keeps its editions."""
    receipt = read_receipt(folder)
    kept = _kept(workspace, receipt.editions) if receipt else {}
    return {image.file: image.data for edition in kept.values() for image in edition.pictures}


def _notes(issue_id: str, differing: list[str], *, is_whole: bool) -> tuple[str, ...]:
    if not differing:
        return ()
    languages = ", ".join(differing)
    if not is_whole:
        return (f"{issue_id} ({languages}) is shown without what is not public: it is not as it was sent.",)
    built = f"{issue_id} ({languages}) is built from the files as they are now, and is not as it was sent"
    return (f"{built}: the ledger here does not keep it.",)


def _kept(workspace: Workspace, sent: Mapping[str, str]) -> dict[str, Edition]:
    """Take out of the ledger what it keeps of them, which another computer's does not."""
    if not sent or not workspace.ledger.exists():
        return {}
    found = {}
    with Database.open(workspace.ledger) as database:
        ledger = Ledger(database)
        for language, digest in sent.items():
            with suppress(LedgerError):
                found[language] = Edition.from_bytes(ledger.kept_edition(digest))
    return found
