"""Erase a person from everything that the workspace holds: ledgers, lists, sandbox, logs; a keyed hash stays."""

from __future__ import annotations

import email
import os
from dataclasses import dataclass, field
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

from iki_newsletter.audience.listedit import ListEdit
from iki_newsletter.audience.workbook import is_workbook
from iki_newsletter.errors import ExitCode
from iki_newsletter.store.database import Database
from iki_newsletter.store.erasing import Erased, erase
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.known_people import address_named, key_of
from iki_newsletter.workflow.listing import contacts_path, read_list_for
from iki_newsletter.workflow.outlet import environment, real_ledger, sandbox_ledger
from iki_newsletter.workflow.plan import shown_list
from iki_newsletter.workspace.settings import load_newsletter
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.audience.address import Address
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workspace.folder import Workspace

_BACKUPS = (
    "Backups of var/, exported ledgers and older copies of the list still have the address: delete or replace them."
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased where, as numbers."""

    address: str
    ledger: Erased
    rows: int
    """Of the list, that are gone."""
    rows_left: tuple[int, ...] = ()
    """Of the list, that somebody must delete by hand."""
    source: str = ""
    mails: int = 0
    """Of the sandbox."""
    log_lines: int = 0
    withdrawn: int = field(default=0)
    contact_rows: int = 0
    """Of the list of contacts, that are gone."""
    contact_rows_left: tuple[int, ...] = ()
    """Of the list of contacts, that somebody must delete by hand."""
    contacts: str = ""

    @property
    def sentences(self) -> list[str]:
        """Say what is gone, what stays, and what is left to do."""
        gone = [
            (self.rows, f"row of {self.source}", f"rows of {self.source}"),
            (self.contact_rows, f"row of {self.contacts}", f"rows of {self.contacts}"),
            (self.ledger.deliveries, "delivery's name and address", "deliveries' names and addresses"),
            (self.ledger.feedback, "report that came back", "reports that came back"),
            (self.ledger.sign_ups, "sign-up", "sign-ups"),
            (self.mails, "mail in the sandbox", "mails in the sandbox"),
            (self.log_lines, "line of the logs", "lines of the logs"),
        ]
        said = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in gone if number)
        lines = [f"Erased {self.address}: {said or 'nothing was known of them'}."]
        if self.ledger.withdrawn:
            lines.append(f"{self.ledger.withdrawn} that waited for them is withdrawn.")
        lines.append("A keyed hash stays, so that no list can bring them back, and the numbers of what was sent.")
        for left, source in ((self.rows_left, self.source), (self.contact_rows_left, self.contacts)):
            if left:
                where = ", ".join(map(str, left))
                lines.append(f"Still to do: delete row {where} of {source}; iki-news does not write workbooks.")
        return [*lines, _BACKUPS]

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        return ExitCode.WRONG if self.rows_left or self.contact_rows_left else ExitCode.DONE

    def as_json(self) -> dict[str, Any]:
        """Give the figures to programs."""
        return {
            "rows": self.rows,
            "rows_left": list(self.rows_left),
            "contact_rows": self.contact_rows,
            "contact_rows_left": list(self.contact_rows_left),
            "deliveries": self.ledger.deliveries,
            "withdrawn": self.ledger.withdrawn,
            "feedback": self.ledger.feedback,
            "sign_ups": self.ledger.sign_ups,
            "mails": self.mails,
            "log_lines": self.log_lines,
        }


def erase_person(workspace: Workspace, text: str, at: dt.datetime) -> Erasure:
    """Erase whoever has an address; twice does no harm, and what a crash left out is done the second time.

    Raises UsageError for what is no address, LockHeldError while a campaign is sent in which something is still to
    come for them.
    """
    address = address_named(text)
    newsletter = load_newsletter(workspace).value
    secret = load_secret(workspace.var, environment())
    # Of the ledger first: from then on nothing brings them back, whatever becomes of the rest.
    with Database.open(real_ledger(workspace)) as database:
        erased = erase(database, secret, address.key, at)
    if sandbox_ledger(workspace).exists():
        with Database.open(sandbox_ledger(workspace)) as database:
            erase(database, secret, address.key, at)
    subscribers, contacts = workspace.root / newsletter.subscribers, contacts_path(workspace, newsletter)
    rows, left = _off_the_list(subscribers, newsletter, address.key)
    contact_rows, contact_rows_left = _off_the_list(contacts, newsletter, address.key)
    return Erasure(
        address.address,
        erased,
        rows,
        left,
        shown_list(subscribers),
        _mails_removed(workspace.outbox, address.key),
        _logs_scrubbed(workspace.var / "log", address),
        contact_rows=contact_rows,
        contact_rows_left=contact_rows_left,
        contacts=shown_list(contacts),
    )


def _off_the_list(path: Path, newsletter: Newsletter, key: str) -> tuple[int, tuple[int, ...]]:
    """Take a person's rows off a list; gives how many are gone, and the rows of a workbook that still stand."""
    if not path.is_file():
        return 0, ()
    if is_workbook(path):
        reading = read_list_for(newsletter, path)
        rows = [person.line for person in reading.subscribers if person.key == key]
        return 0, tuple(sorted([*rows, *(row.line for row in reading.excluded if row.key == key)]))
    edit = ListEdit.open(path)
    lines = edit.rows_of(key)
    for line in lines:
        edit.remove(line)
    if lines:
        edit.write()
    return len(lines), ()


def _mails_removed(outbox: Path, key: str) -> int:
    """Remove the sandbox's mails to a person."""
    count = 0
    for path in _mails_in(outbox):
        with path.open("rb") as file:
            message = email.message_from_binary_file(file)
        to = [address for _, address in getaddresses([str(value) for value in message.get_all("To", [])])]
        if key in map(key_of, to):
            path.unlink()
            count += 1
    return count


def _mails_in(outbox: Path) -> Iterator[Path]:
    for folder in ("new", "cur", "tmp"):
        if (outbox / folder).is_dir():
            yield from (path for path in sorted((outbox / folder).iterdir()) if path.is_file())


def _logs_scrubbed(folder: Path, address: Address) -> int:
    """Take the lines that name a person out of the run logs."""
    count = 0
    names = {address.key.lower(), address.address.lower(), address.mailbox.lower()}
    for path in sorted(folder.glob("*.log")):
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
        kept = [line for line in lines if not any(name in line.lower() for name in names)]
        if len(kept) < len(lines):
            count += len(lines) - len(kept)
            write_atomically(path, "".join(kept).encode("utf-8", "surrogateescape"))
            if os.name == "posix":
                path.chmod(0o600)
    return count
