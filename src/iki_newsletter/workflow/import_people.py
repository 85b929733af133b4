"""What people have said, and what an import has to do with it: who came back, who left since, who leaves by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.merging import Kind
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.history import What
from iki_newsletter.model.suppression import LIST_SAYS_SO, Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.people import History
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.clock import on_clock
from iki_newsletter.workflow.outlet import real_ledger
from iki_newsletter.workflow.said import read_suppressed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from iki_newsletter.audience.merging import Step
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workspace.folder import Workspace

_CAME_BACK: Final = frozenset({What.RESTORED.value, What.CONFIRMED.value})
_WENT: Final = frozenset(map(str, Reason))


def still_wanted(workspace: Workspace, steps: Iterable[Step]) -> tuple[list[Step], int]:
    """Give the steps that are to be written, and how many are not any more: somebody thought about the question."""
    suppressed = read_suppressed(workspace)
    changing = [step for step in steps if step.changes]
    wanted = [
        step
        for step in changing
        if (suppressed.reason(step.key) is None if step.kind is not Kind.LEFT else not suppressed.is_erased(step.key))
    ]
    return wanted, len(changing) - len(wanted)


def suppress_who_left(workspace: Workspace, steps: Iterable[Step], at: dt.datetime) -> None:
    """Keep that they left by the file's word, whatever the list says later."""
    left = [Suppression(step.key, Reason.UNSUBSCRIBED, at, LIST_SAYS_SO) for step in steps if step.kind is Kind.LEFT]
    if left:
        with Database.open(real_ledger(workspace)) as database:
            Suppressions(database).add_all(left)


def with_days_of_return(workspace: Workspace, newsletter: Newsletter, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Note beside whom the file calls unsubscribed on which day they came back, if they did and are here yet."""
    path = real_ledger(workspace)
    if not path.exists() or all(step.kind is not Kind.LEFT for step in steps):
        return steps
    with Database.open(path) as database:
        history = History(database)

        def day(step: Step) -> str:
            said = history.of(step.key) if step.kind is Kind.LEFT else ()
            last = next((each for each in reversed(said) if each.what in _CAME_BACK | _WENT), None)
            return on_clock(last.at, newsletter.timezone)[:10] if last and last.what in _CAME_BACK else ""

        return tuple(replace(step, back_on=found) if (found := day(step)) else step for step in steps)
