"""Collect what projects sent for an issue, from a folder or a mailbox; or see, in a copy, what would come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from iki_newsletter.errors import NotThereError
from iki_newsletter.intake.finding import find_sent
from iki_newsletter.intake.mail import MOST_MAIL_OCTETS, files_of
from iki_newsletter.intake.sent import Nothing, Refused
from iki_newsletter.letterbox.mailbox_url import is_mailbox_url
from iki_newsletter.store.locks import hold_lock
from iki_newsletter.workflow.as_checked import as_checked
from iki_newsletter.workflow.collected import Collected
from iki_newsletter.workflow.collector import Collector
from iki_newsletter.workflow.elsewhere import adopt_moved, received_elsewhere
from iki_newsletter.workflow.letterbox import mails_of
from iki_newsletter.workflow.rehearsal import at_home, copied
from iki_newsletter.workflow.senders import Senders
from iki_newsletter.workflow.shelf import Shelf
from iki_newsletter.workflow.sources import read_register, read_sources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from iki_newsletter.intake.sent import Found
    from iki_newsletter.workflow.collected import Outcome
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """What the user asked for."""

    source: str
    replace: tuple[str, ...] = ()
    """Contributions whose newer version is taken although somebody edited them here."""
    is_rehearsal: bool = False
    """Whether it is only tried out, in a copy that is gone afterwards."""
    answers: bool = False
    """Whether the senders are to be told what is missing, also in what was taken before."""


def collect(
    workspace: Workspace,
    issue_id: str,
    options: CollectOptions,
    at: dt.datetime,
    ask_password: Callable[[str], str] | None = None,
) -> Collected:
    """Take what lies in a source into an issue, or see what would come of it.

    Raises NotThereError and UsageError for a source or a contribution that is not there, FilesWrongError for an
    issue whose issue.yaml or received.yaml cannot be read, LockHeldError, ConfigurationError for a secret that is
    missing, and what reading a mailbox raises.
    """
    workspace.issue(issue_id)
    register = read_register(workspace)
    run = _Run(workspace, issue_id, options, at, Senders(register, is_rehearsal=options.is_rehearsal), ask_password)
    if not options.is_rehearsal:
        with hold_lock(workspace.build / "collecting.lock", "collecting contributions"):
            return run.collected(register)
    with copied(workspace, issue_id) as copy:
        collected = run.collected(read_register(copy))
    return replace(collected, outcomes=tuple(at_home(each, copy, workspace) for each in collected.outcomes))


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: what was asked for, and what it needs of the workspace, whether that or a copy is written to."""

    workspace: Workspace
    issue_id: str
    options: CollectOptions
    at: dt.datetime
    senders: Senders
    ask_password: Callable[[str], str] | None

    def collected(self, register: Register) -> Collected:
        """Take everything into the issue of a workspace or its copy."""
        collector = self._collector(register)
        outcomes: list[Outcome] = []
        empty: list[str] = []
        for found in self._found():
            if isinstance(found, Nothing):
                empty.append(found.shown)
            else:
                outcomes.append(collector.refuse(found) if isinstance(found, Refused) else collector.take(found))
        checked = as_checked(register, self.workspace, self.issue_id, outcomes, all_known=self.options.answers)
        return Collected(self.issue_id, tuple(checked), tuple(empty), self.options.is_rehearsal, collector.deadline)

    def _collector(self, register: Register) -> Collector:
        plan = read_sources(register, self.issue_id).plan.value
        shelf = Shelf.of(register.workspace.issue(self.issue_id))
        elsewhere = received_elsewhere(register.workspace, self.issue_id)
        adopt_moved(shelf, elsewhere)
        for name in self.options.replace:
            if name not in shelf.received:
                raise NotThereError(
                    f"{name} was not collected for {self.issue_id}.", instead="The names stand in its received.yaml."
                )
        return Collector(
            register,
            self.issue_id,
            self.options.source,
            self.at,
            shelf,
            plan.deadline,
            elsewhere,
            self.senders,
            frozenset(self.options.replace),
            is_rehearsal=self.options.is_rehearsal,
        )

    def _found(self) -> Iterator[Found]:
        source = self.options.source
        if is_mailbox_url(source):
            for mail in mails_of(source, self.ask_password, MOST_MAIL_OCTETS):
                yield from files_of(mail, self.at)
            return
        path = Path(source)
        if not path.exists():
            raise NotThereError(
                f"There is no file or folder {source}.",
                instead="Name a folder, a parcel, a mail, or a mailbox as in imaps://user@mail.example.org/INBOX",
            )
        yield from find_sent(path, self.at)
