"""Erase a person from everything that the workspace holds: ledgers, lists, sandbox, logs; a keyed hash stays."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import ExitCode, IkiNewsError, NotFinishedError
from iki_newsletter.model.mention import Mentions
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.database import Database
from iki_newsletter.store.erasing import Erased, erase
from iki_newsletter.store.secret import load_secret
from iki_newsletter.workflow.erasing_files import (
    files_naming,
    remove_leftovers,
    remove_mails,
    remove_previews,
    scrub_logs,
)
from iki_newsletter.workflow.known_people import address_named
from iki_newsletter.workflow.listing import contacts_path
from iki_newsletter.workflow.off_the_list import OffTheList, take_off_the_list
from iki_newsletter.workflow.outlet import environment, real_ledger, sandbox_ledger
from iki_newsletter.workflow.shelf import FILE as RECEIVED
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.audience.address import Address
    from iki_newsletter.workspace.folder import Workspace

_FILE_NAMES = (
    "What files were called that came in stands in the issues' received.yaml, as `source`: where one is called after "
    "them, write another word there."
)
_BACKUPS = (
    "Backups of var/, exported ledgers and older copies of the list still have the address: delete or replace them."
)
_IN_LOG = (
    "Another program has a ledger open: the address is still in the log beside it until that program ends. "
    "Run the same command again then."
)
_BEING_SENT = (
    "Something is being sent, so the ledger was not written anew: the address is in none of its rows, but remains "
    "of it may be between them. Run the same command again when it is done."
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased where, as numbers."""

    address: str
    ledger: Erased
    listed: OffTheList
    contacts: OffTheList
    mails: int = 0
    """Of the sandbox."""
    log_lines: int = 0
    pages: int = 0
    """Of previews."""
    leftovers: int = 0
    """Files that a crash left."""
    written: tuple[str, ...] = ()
    """Files of the issues that still name them: what projects sent, and what is told."""
    has_collected: bool = False
    """Whether any issue remembers what files were called that came in."""
    failures: tuple[str, ...] = ()
    """What went wrong, in sentences; the rest was done all the same."""
    is_unfinished: bool = False
    """Whether the same command, run again, would do more."""

    @property
    def sentences(self) -> list[str]:
        """Say what is gone, what stays, and what is left to do."""
        gone = [
            *((each.rows, f"row of {each.source}", f"rows of {each.source}") for each in self._lists),
            (sum(len(each.shared) for each in self._lists), "address beside another", "addresses beside others"),
            (self.ledger.deliveries, "delivery's name and address", "deliveries' names and addresses"),
            (self.ledger.feedback, "report that came back", "reports that came back"),
            (self.ledger.sign_ups, "sign-up", "sign-ups"),
            (self.mails, "mail in the sandbox", "mails in the sandbox"),
            (self.log_lines, "line of the logs", "lines of the logs"),
            (self.pages, "page of a preview", "pages of previews"),
            (self.leftovers, "file that a crash left", "files that a crash left"),
        ]
        said = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in gone if number)
        is_known = self.ledger.was_known or not self._is_off_the_lists
        lines = [f"Erased {self.address}: {said or ('what was said' if is_known else 'nothing was known of them')}."]
        if self.ledger.withdrawn:
            lines.append(f"{self.ledger.withdrawn} that waited for them is withdrawn.")
        lines.append("A keyed hash stays, so that no list can bring them back, and the numbers of what was sent.")
        lines += self.failures
        lines += [line for each in self._lists for line in (*each.failure, *each.sentences)]
        if self.written:
            lines.append(
                f"Still to do: {', '.join(self.written)} still name them. What projects sent and what is told "
                "there is yours to change; older states of it are in git."
            )
        if self.has_collected and (self.written or self.contacts.rows):
            lines.append(_FILE_NAMES)
        lines += [_IN_LOG] if self.ledger.is_in_log else []
        lines += [_BEING_SENT] if self.ledger.is_being_sent else []
        return [*lines, _BACKUPS]

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        if self.ledger.is_in_log or self.ledger.is_being_sent or self.is_unfinished:
            return ExitCode.NOT_FINISHED
        return ExitCode.WRONG if self.failures or self.written or not self._is_off_the_lists else ExitCode.DONE

    @property
    def _lists(self) -> tuple[OffTheList, ...]:
        return self.listed, self.contacts

    @property
    def _is_off_the_lists(self) -> bool:
        return all(each.is_done for each in self._lists)

    def as_json(self) -> dict[str, Any]:
        """Give the figures to programs."""
        return {
            "rows": self.listed.rows,
            "shared": list(self.listed.shared),
            "rows_left": list(self.listed.left),
            "contact_rows": self.contacts.rows,
            "contact_rows_left": list(self.contacts.left),
            "deliveries": self.ledger.deliveries,
            "withdrawn": self.ledger.withdrawn,
            "feedback": self.ledger.feedback,
            "sign_ups": self.ledger.sign_ups,
            "mails": self.mails,
            "log_lines": self.log_lines,
            "pages": self.pages,
            "leftovers": self.leftovers,
            "written": list(self.written),
            "is_in_log": self.ledger.is_in_log,
            "is_done": self.exit_code is ExitCode.DONE,
        }


def erase_person(workspace: Workspace, text: str, at: dt.datetime) -> Erasure:
    """Erase whoever has an address; twice does no harm, and what a crash left out is done the second time.

    Raises UsageError for what is no address, LockHeldError while a campaign is sent in which something is still to
    come for them, and LedgerError; then nothing is changed. What goes wrong after that stops nothing else.
    """
    address = address_named(text)
    newsletter = load_newsletter(workspace).value
    subscribers, contacts = workspace.root / newsletter.subscribers, contacts_path(workspace, newsletter)
    secret = load_secret(workspace.var, environment())
    mentions = mentions_of(address)
    # Of the ledger first: from then on nothing brings them back, whatever becomes of the rest.
    erased = _erase(real_ledger(workspace), secret, address, at)
    care = _Care()
    if sandbox_ledger(workspace).exists():
        with care.of("The sandbox's ledger"):
            erased = _with_sandbox(erased, _erase(sandbox_ledger(workspace), secret, address, at))
    mails = log_lines = pages = leftovers = 0
    log, previews = workspace.var / "log", workspace.build / "preview"
    with care.of("The sandbox"):
        mails = remove_mails(workspace.outbox, address.key)
    with care.of("The logs"):
        log_lines = scrub_logs(log, mentions)
    with care.of("The pages of previews"):
        pages = remove_previews(previews, mentions)
    with care.of("What a crash left"):
        folders = (workspace.var, log, previews)
        leftovers = sum(
            remove_leftovers(path, folders, real_ledger(workspace), mentions) for path in (subscribers, contacts)
        )
    written: tuple[str, ...] = ()
    has_collected = any((workspace.issue(each) / RECEIVED).is_file() for each in workspace.issue_ids())
    with care.of("The issues"):
        written = tuple(str(relative_to_here(path)) for path in files_naming(workspace.issues, mentions))
    listed, called = (take_off_the_list(path, address.key, mentions) for path in (subscribers, contacts))
    failures = tuple(care.failures)
    return Erasure(
        address.address,
        erased,
        listed,
        called,
        mails,
        log_lines,
        pages,
        leftovers,
        written,
        has_collected,
        failures,
        care.is_unfinished,
    )


def mentions_of(address: Address) -> Mentions:
    """Give what looks for somebody in texts."""
    return Mentions((address.key, address.address, address.mailbox))


def _erase(path: Path, secret: bytes, address: Address, at: dt.datetime) -> Erased:
    with Database.open(path) as database:
        return erase(database, secret, address.key, at, (address.address, address.mailbox))


def _with_sandbox(erased: Erased, sandbox: Erased) -> Erased:
    """Remember what both ledgers have left to do; what was sent into the sandbox is no figure."""
    return replace(
        erased,
        was_known=erased.was_known or sandbox.was_known,
        is_in_log=erased.is_in_log or sandbox.is_in_log,
        is_being_sent=erased.is_being_sent or sandbox.is_being_sent,
    )


class _Care:
    """Goes on whatever goes wrong, and remembers it."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.is_unfinished = False

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        """Do a part; what is wrong with it becomes a sentence."""
        try:
            yield
        except IkiNewsError as error:
            self.failures += error.lines()
            self.is_unfinished |= isinstance(error, NotFinishedError)
        except OSError as error:
            self.failures.append(f"{what} could not be cleared: {error.strerror or error} ({error.filename}).")
