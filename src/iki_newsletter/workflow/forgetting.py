"""Forget people after the months that newsletter.yaml keeps them (`retention`)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.store.database import Database
from iki_newsletter.store.forgetting import Forgotten, Limits, forget
from iki_newsletter.workflow.outlet import real_ledger
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt

    from iki_newsletter.model.newsletter import Retention
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was forgotten, and whether anything ever is."""

    forgotten: Forgotten
    has_rule: bool

    @property
    def sentences(self) -> list[str]:
        """Say it; nothing where a rule found nothing."""
        if not self.has_rule:
            return ["Nothing is ever forgotten: newsletter.yaml has no `retention`."]
        gone = self.forgotten
        if gone.is_nothing:
            return ["Nothing is older than newsletter.yaml keeps it."]
        parts = [
            (gone.deliveries, f"names of deliveries ({', '.join(gone.campaigns)})"),
            (gone.feedback, "reports that came back"),
            (gone.sign_ups, "sign-ups without a yes"),
        ]
        return [f"Forgotten, by the rule of newsletter.yaml: {', '.join(f'{n:,} {what}' for n, what in parts if n)}."]

    def as_json(self) -> dict[str, Any]:
        """Give the figures to programs."""
        gone = self.forgotten
        return {"deliveries": gone.deliveries, "feedback": gone.feedback, "sign_ups": gone.sign_ups}


def tidy(workspace: Workspace, at: dt.datetime) -> Tidied:
    """Forget what is older than the settings keep it."""
    retention = load_newsletter(workspace).value.retention
    limits = _limits(retention, at)
    path = real_ledger(workspace)
    has_rule = limits != Limits()
    if not has_rule or not path.exists():
        return Tidied(Forgotten(), has_rule)
    with Database.open(path) as database:
        return Tidied(forget(database, limits, at), has_rule)


def _limits(retention: Retention, at: dt.datetime) -> Limits:
    return Limits(
        months_before(at, retention.deliveries) if retention.deliveries else None,
        months_before(at, retention.feedback) if retention.feedback else None,
        months_before(at, retention.sign_ups) if retention.sign_ups else None,
    )


def months_before(at: dt.datetime, months: int) -> dt.datetime:
    """Give the same day some months earlier, or the last day of a shorter month.

    >>> import datetime as dt
    >>> months_before(dt.datetime(2017, 3, 31, 12), 1)
    datetime.datetime(2017, 2, 28, 12, 0)
    """
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))
