"""Collect what projects sent for an issue, from a folder or a mailbox; or see, in a copy, what would come of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.errors import FilesWrongError, NotThereError
from iki_newsletter.intake.finding import find_sent
from iki_newsletter.intake.mail import MOST_MAIL_OCTETS, files_of
from iki_newsletter.intake.sent import Nothing, Refused
from iki_newsletter.letterbox.mailbox_url import is_mailbox_url
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.store.locks import hold_lock
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.collected import Collected, Fate, Outcome
from iki_newsletter.workflow.collector import Collector
from iki_newsletter.workflow.elsewhere import adopt_moved, received_elsewhere
from iki_newsletter.workflow.letterbox import mails_of
from iki_newsletter.workflow.senders import projects_by_address
from iki_newsletter.workflow.shelf import Shelf
from iki_newsletter.workflow.sources import read_register, read_sources
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from iki_newsletter.intake.sent import Found
    from iki_newsletter.workflow.sources import Register

_LOOKED_AT: Final = (Fate.TAKEN, Fate.REPLACED)


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """What the user asked for."""

    source: str
    replace: tuple[str, ...] = ()
    """Contributions whose newer version is taken although somebody edited them here."""


def collect(
    workspace: Workspace,
    issue_id: str,
    options: CollectOptions,
    at: dt.datetime,
    ask_password: Callable[[str], str] | None = None,
) -> Collected:
    """Take what lies in a source into an issue.

    Raises NotThereError and UsageError for a source or a contribution that is not there, FilesWrongError for an
    issue whose issue.yaml or received.yaml cannot be read, LockHeldError, and what reading a mailbox raises.
    """
    workspace.issue(issue_id)
    with hold_lock(workspace.build / "collecting.lock", "collecting contributions"):
        return _collect(workspace, issue_id, options, at, ask_password)


def rehearse(
    workspace: Workspace,
    issue_id: str,
    options: CollectOptions,
    at: dt.datetime,
    ask_password: Callable[[str], str] | None = None,
) -> Collected:
    """See what collecting would do: it does it, in a copy that is gone afterwards."""
    workspace.issue(issue_id)
    source = options.source if is_mailbox_url(options.source) else str(Path(options.source).absolute())
    with _copy(workspace, issue_id) as copy:
        collected = _collect(copy, issue_id, replace(options, source=source), at, ask_password)
    moved = tuple(_at_home(outcome, copy, workspace) for outcome in collected.outcomes)
    return replace(collected, outcomes=moved, is_rehearsal=True)


def _collect(
    workspace: Workspace,
    issue_id: str,
    options: CollectOptions,
    at: dt.datetime,
    ask_password: Callable[[str], str] | None,
) -> Collected:
    register = read_register(workspace)
    plan = read_sources(register, issue_id).plan.value
    folder = workspace.issue(issue_id)
    shelf, elsewhere = Shelf.of(folder), received_elsewhere(workspace, issue_id)
    adopt_moved(shelf, elsewhere)
    for name in options.replace:
        if name not in shelf.received:
            raise NotThereError(
                f"{name} was not collected for {issue_id}.", instead="The names stand in its received.yaml."
            )
    collector = Collector(
        register,
        issue_id,
        options.source,
        at,
        shelf,
        plan.deadline,
        elsewhere,
        projects_by_address(register),
        frozenset(options.replace),
    )
    outcomes: list[Outcome] = []
    empty: list[str] = []
    for found in _found(options.source, at, ask_password):
        if isinstance(found, Nothing):
            empty.append(found.shown)
        elif isinstance(found, Refused):
            outcomes.append(Outcome(found.shown, Fate.REFUSED, why=found.what, instead=found.instead))
        else:
            outcomes.append(collector.take(found))
    return Collected(
        issue_id, tuple(_with_problems(register, issue_id, outcomes)), tuple(empty), deadline=plan.deadline
    )


def _found(source: str, at: dt.datetime, ask_password: Callable[[str], str] | None) -> Iterator[Found]:
    if is_mailbox_url(source):
        for mail in mails_of(source, ask_password, MOST_MAIL_OCTETS):
            yield from files_of(mail, at)
        return
    path = Path(source)
    if not path.exists():
        raise NotThereError(
            f"There is no file or folder {source}.",
            instead="Name a folder, a parcel, a mail, or a mailbox as in imaps://user@mail.example.org/INBOX",
        )
    yield from find_sent(path, at)


def _with_problems(register: Register, issue_id: str, outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Look at what was taken as `check` does, and tell each what is wrong with it."""
    last = {outcome.name: place for place, outcome in enumerate(outcomes) if outcome.fate in _LOOKED_AT}
    problems = _problems(register, issue_id) if last else []
    for place, outcome in enumerate(outcomes):
        if last.get(outcome.name) == place:
            own = tuple(each for each in problems if each.position.path.name == f"{outcome.name}.yaml")
            yield replace(outcome, problems=own)
        else:
            yield outcome


def _problems(register: Register, issue_id: str) -> list[Problem]:
    try:
        merged = merge_issue(register, issue_id)
    except FilesWrongError as error:
        return [problem for problem in error.problems if isinstance(problem, Problem)]
    return [problem for problem in merged.problems if problem.position.path.parent.name == CONTRIBUTIONS]


@contextmanager
def _copy(workspace: Workspace, issue_id: str) -> Iterator[Workspace]:
    """Copy what collecting reads and writes: of other issues, only their text."""
    with tempfile.TemporaryDirectory(prefix="iki-news-") as name:
        root = Path(name).resolve()
        for path in workspace.root.iterdir():
            if path.is_file() and path.suffix.lower() in (".yaml", ".csv", ".xlsx"):
                shutil.copy2(path, root / path.name)
        for other in workspace.issue_ids():
            ignored = shutil.ignore_patterns("originals", *(() if other == issue_id else ("images", "incoming")))
            shutil.copytree(workspace.issues / other, root / "issues" / other, ignore=ignored)
        yield Workspace(root)


def _at_home(outcome: Outcome, copy: Workspace, workspace: Workspace) -> Outcome:
    """Say of files in the copy where they would lie."""

    def home(text: str) -> str:
        return text.replace(f"{copy.root}{os.sep}", "")

    problems = tuple(
        replace(problem, position=Position(_moved(problem.position.path, copy, workspace), *_place(problem.position)))
        for problem in outcome.problems
    )
    return replace(outcome, problems=problems, why=home(outcome.why), instead=home(outcome.instead))


def _moved(path: Path, copy: Workspace, workspace: Workspace) -> Path:
    return workspace.root / path.relative_to(copy.root) if path.is_relative_to(copy.root) else path


def _place(position: Position) -> tuple[int, int]:
    return position.line, position.column
