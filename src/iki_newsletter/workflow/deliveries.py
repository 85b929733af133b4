"""What the ledger says about a campaign: every delivery, and the sum that proves it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import NotThereError, UsageError
from iki_newsletter.model.delivery import State
from iki_newsletter.model.many import Many
from iki_newsletter.workflow.outlet import ledger_of, open_ledger, real_ledger, sandbox_ledger
from iki_newsletter.workflow.planning import settle_what_was_left
from iki_newsletter.workflow.reconcile import Reconciled, reconcile
from iki_newsletter.workflow.table import write_table
from iki_newsletter.workspace.settings import read_newsletter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.model.delivery import Delivery, Sum
    from iki_newsletter.model.feedback import Kind
    from iki_newsletter.workspace.folder import Workspace

COLUMNS = ("address", "language", "state", "reason", "at", "reply", "message_id", "edition")
_COMMANDS = {
    "call": "iki-news call {}",
    "remind": "iki-news remind {}",
    "proof": "iki-news proof {}",
    "correction": "iki-news send {} --correction FILE",
}
SHOWN_DIGITS = 12
"""How much of an edition's digest is shown."""


@dataclass(frozen=True, slots=True)
class EditionSum:
    """How many deliveries of one edition stand where."""

    language: str
    digest: str
    """Its beginning."""
    states: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """Say it: "es 3f9a1c0b2d4e: 12 sent, 1 failed"."""
        counts = ", ".join(f"{number} {state}" for state, number in self.states.items())
        return f"{self.language} {self.digest}: {counts}"


@dataclass(frozen=True, slots=True)
class Deliveries:
    """A campaign's deliveries, those asked for, and the sum of all."""

    campaign: Campaign
    rows: Collection[Delivery]
    """Read from the ledger each time they are gone through."""
    sum: Sum
    from_sandbox: bool
    timezone: str
    """The newsletter's, which the times are shown in."""
    address: str | None = None
    """What part of an address was asked for."""
    reconciled: Reconciled | None = None
    """What a server's log has settled, where one was given."""
    returned: Mapping[Kind, int] = field(default_factory=dict)
    """How many of the deliveries something came back about, by kind."""

    @property
    def sentences(self) -> list[str]:
        """Say the proof."""
        total, excluded = self.sum, self.campaign.excluded
        parts = (total.sent, total.failed, total.deferred, total.uncertain, total.pending, total.withdrawn)
        names = ("sent", "failed", "deferred", "uncertain", "pending", "withdrawn")
        written = " + ".join(f"{number} {name}" for number, name in zip(parts, names, strict=True) if number)
        left_out = "".join(f", {number} {reason}" for reason, number in excluded.items())
        lines = self.reconciled.sentences if self.reconciled else []
        lines.append(f"{total.planned} planned = {written or 0}")
        lines.append(f"{total.planned + sum(excluded.values())} in the audience: {total.planned} planned{left_out}")
        if self.returned:
            came = ", ".join(f"{number} {kind}" for kind, number in self.returned.items())
            lines.append(f"Came back since: {came}")
        if self.address is not None and not len(self.rows):
            lines.insert(0, f"No address with `{self.address}` in it is among the deliveries asked for.")
        if self.from_sandbox:
            lines.append("From the sandbox's ledger: nobody's mailbox got one.")
        return lines

    @property
    def editions(self) -> list[EditionSum]:
        """Count the deliveries asked for by the edition that each gets or got, and by state."""
        counted: dict[tuple[str, str], Counter[str]] = {}
        for row in self.rows:
            counted.setdefault((row.language, short_digest(row)), Counter())[row.state.value] += 1
        return [EditionSum(language, digest, states) for (language, digest), states in counted.items()]

    def summary_as_json(self) -> dict[str, Any]:
        """Give programs the sums without the rows."""
        editions = [{"language": each.language, "edition": each.digest, **each.states} for each in self.editions]
        return {"editions": editions, "sum": self._total} | self._reconciled

    @property
    def _total(self) -> dict[str, int]:
        return {name: getattr(self.sum, name) for name in self.sum.__slots__}

    @property
    def _reconciled(self) -> dict[str, Any]:
        return {"reconciled": self.reconciled.as_json()} if self.reconciled else {}

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"deliveries": [row_figures(row) for row in self.rows], "sum": self._total} | self._reconciled


def row_figures(row: Delivery) -> dict[str, Any]:
    """Give a delivery by the names of COLUMNS."""
    known = {"state": row.state.value, "at": row.at.isoformat() if row.at else None, "edition": short_digest(row)}
    return {name: known[name] if name in known else getattr(row, name) for name in COLUMNS}


def short_digest(row: Delivery) -> str:
    """Give the beginning of the digest of the edition that somebody gets or got, as `approve` and `diff` show it."""
    return row.digest[:SHOWN_DIGITS]


def show_deliveries(
    workspace: Workspace,
    issue_id: str,
    state: str | None,
    smtp: str | None,
    log: Path | None = None,
    address: str | None = None,
) -> Deliveries:
    """Read a campaign from the ledger: of the server asked for, else the real one, else the sandbox's.

    With `state`, or a part of an `address`, only those; the sums are of all.

    With the `log` of a local Postfix, what is uncertain is settled by it first.

    Raises NotThereError when nothing of the issue has been sent, and UsageError for a state that there is not.
    """
    wanted = _read_state(state) if state else None
    sandbox = sandbox_ledger(workspace)
    paths = [ledger_of(workspace, smtp)] if smtp else [real_ledger(workspace), sandbox]
    for path in paths:
        if path.exists():
            with open_ledger(path) as ledger:
                campaign = ledger.campaign(issue_id)
                if campaign is not None:
                    settle_what_was_left(ledger, path, issue_id)
                    settled = reconcile(path, issue_id, log) if log else None
                    rows = _rows(path, issue_id, wanted, address)
                    total, zone = ledger.sum(issue_id), _time_zone(workspace)
                    returned = ledger.returned(issue_id)
                    return Deliveries(campaign, rows, total, path == sandbox, zone, address, settled, returned)
    issue, _, beside = issue_id.partition("/")
    workspace.issue(issue)  # which raises where there is no such issue
    command = _COMMANDS.get(beside.partition("-")[0], "iki-news send {}")
    raise NotThereError(
        f"Nothing of {issue_id} has been sent from here.", instead=f"Send it: {command.format(issue)}"
    )


def _time_zone(workspace: Workspace) -> str:
    """Look the newsletter's time zone up; who got what can be seen also while its settings are broken."""
    settings, problems = read_newsletter(workspace)
    is_known = settings is not None and not any(problem.code == "W113" for problem in problems)
    return settings.value.timezone if settings and is_known else "UTC"


def write_csv(deliveries: Deliveries, path: Path) -> int:
    """Write the rows as CSV, and give how many; raises AlreadyThereError rather than overwrite a file."""
    return write_table(path, COLUMNS, (row_figures(row).values() for row in deliveries.rows), private=True)


def _rows(path: Path, campaign_id: str, state: State | None, address: str | None) -> Collection[Delivery]:
    part = (address or "").strip().casefold()

    def go_through() -> Iterator[Delivery]:
        with open_ledger(path) as ledger:
            yield from (row for row in ledger.deliveries(campaign_id, state) if part in row.address.casefold())

    return Many(go_through)


def _read_state(name: str) -> State:
    try:
        return State(name.strip().lower())
    except ValueError:
        raise UsageError(f"There is no state {name}.", instead=f"The states are: {', '.join(State)}.") from None
