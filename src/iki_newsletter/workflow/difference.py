"""What changed in an issue since it was approved, or since it was sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import ExitCode, LedgerError, NotThereError
from iki_newsletter.model.edition import Edition
from iki_newsletter.store.approvals import kept_edition, read_approvals
from iki_newsletter.store.receipt import read_receipt
from iki_newsletter.workflow.approval import standing
from iki_newsletter.workflow.build import build
from iki_newsletter.workflow.clock import shown_time
from iki_newsletter.workflow.comparing import Comparison, compare
from iki_newsletter.workflow.outlet import choose_outlet, open_ledger

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.model.approval import Approval
    from iki_newsletter.workflow.approval import Standing
    from iki_newsletter.workflow.build import Build
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace


class Since(StrEnum):
    """What is compared with."""

    APPROVED = "approved"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Base:
    """The version that is compared with."""

    since: Since
    at: dt.datetime
    digests: Mapping[str, str]
    by: str | None = None
    """Who approved it."""


@dataclass(frozen=True, slots=True)
class EditionChange:
    """How an edition stands to the one before; `before` and `now` are digests, None where there is no edition."""

    language: str
    before: str | None
    now: str | None
    comparison: Comparison | None = None
    """None where nothing changed, or the earlier edition is not kept here."""

    @property
    def has_changed(self) -> bool:
        """Tell whether its readers would get something else."""
        return self.before != self.now

    @property
    def is_missing(self) -> bool:
        """Tell whether it changed and nobody here can tell how."""
        return None not in {self.before, self.now} and self.has_changed and self.comparison is None

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "language": self.language,
            "before": self.before,
            "now": self.now,
            "changed": self.has_changed,
            "kept": not self.is_missing,
            "changes": self.comparison.as_json() if self.comparison else None,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed, edition by edition."""

    issue_id: str
    base: Base
    editions: tuple[EditionChange, ...]
    standing: Standing
    timezone: str

    @property
    def changed(self) -> list[str]:
        """The languages whose readers would get something else."""
        return [edition.language for edition in self.editions if edition.has_changed]

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings in every mail that were approved otherwise; what was sent is known by its editions alone."""
        return self.standing.settings if self.base.since is Since.APPROVED else ()

    @property
    def summary(self) -> str:
        """One sentence."""
        when = shown_time(self.base.at, self.timezone)
        since = f"{self.base.by} approved it" if self.base.since is Since.APPROVED else "sending began"
        same = [edition.language for edition in self.editions if not edition.has_changed]
        if not self.changed and self.settings:
            said = f"the editions are the same ({', '.join(same)})"
        elif not self.changed:
            said = f"nothing has changed ({', '.join(same)})"
        else:
            rest = f"; the same: {', '.join(same)}" if same else ""
            said = f"changed: {', '.join(self.changed)}{rest}"
        beside = f"; in newsletter.yaml, what every mail shows has changed: {', '.join(self.settings)}"
        return f"{self.issue_id}, since {since} on {when}: {said}{beside if self.settings else ''}."

    @property
    def next_steps(self) -> list[str]:
        """What to do next."""
        if any(edition.is_missing for edition in self.editions):
            path = f"issues/{self.issue_id}/approval.yaml"
            return [
                "What exactly changed cannot be told here: the computer that approved or sent it keeps what it was.",
                f"git knows what became of the files since: git diff $(git log -1 --format=%h -- {path})",
            ]
        if not (self.changed or self.settings) or self.standing.is_approved:
            return []
        return [f"Agree to it as it is now: {self.standing.command}"] if self.standing.is_worth_saying else []

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: a change is nothing wrong, but one that cannot be shown is."""
        return ExitCode.WRONG if any(edition.is_missing for edition in self.editions) else ExitCode.DONE

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.issue_id,
            "since": {"kind": self.base.since.value, "by": self.base.by, "at": self.base.at.isoformat()},
            "changed": self.changed,
            "settings": list(self.settings),
            "editions": [edition.as_json() for edition in self.editions],
        }


def find_difference(workspace: Workspace, issue_id: str, *, approved: bool = False) -> Difference:
    """Compare an issue as it is now with what was sent, where sending has begun, else with what was approved.

    `approved` compares with the approved version in any case. Raises NotThereError where there is nothing to compare
    with.
    """
    built = build(workspace, issue_id)
    newsletter = built.merged.register.newsletter
    outlet = choose_outlet(workspace, newsletter.smtp)
    newest = read_approvals(built.issue.folder).newest(issue_id)
    base = (None if approved else _sent(outlet, built)) or (_approved(newest) if newest else None)
    if base is None:
        raise NotThereError(
            f"Nobody has approved {issue_id} yet" + ("." if approved else ", and nothing of it has been sent."),
            instead=f'There is nothing to compare with before: iki-news approve {issue_id} --as "YOUR NAME"',
        )
    now = {edition.language: edition for edition in built.editions}
    digests = {language: edition.digest for language, edition in now.items()}
    editions = []
    for language in [*now, *(each for each in base.digests if each not in now)]:
        before, after = base.digests.get(language), digests.get(language)
        comparison = None
        if before and after and before != after and (kept := _kept(workspace, outlet, before)):
            comparison = compare(Edition.from_bytes(kept), now[language])
        editions.append(EditionChange(language, before, after, comparison))
    found = standing(built.issue.folder, issue_id, digests, newsletter)
    return Difference(issue_id, base, tuple(editions), found, newsletter.timezone)


def _approved(newest: Approval) -> Base:
    return Base(Since.APPROVED, newest.at, newest.editions, newest.by)


def _sent(outlet: Outlet, built: Build) -> Base | None:
    """Find what a campaign that has begun sends: by the ledger, else by the receipt that travels with git."""
    if outlet.ledger.exists():
        with open_ledger(outlet.ledger) as ledger:
            campaign = ledger.campaign(built.issue.id)
            if campaign is not None and ledger.has_begun(campaign.id):
                return Base(Since.SENT, campaign.begun_at, campaign.digests)
    receipt = None if outlet.is_sandbox else read_receipt(built.issue.folder)
    return Base(Since.SENT, receipt.begun_at, receipt.editions) if receipt else None


def _kept(workspace: Workspace, outlet: Outlet, digest: str) -> bytes | None:
    """Find an earlier edition's bytes: beside the approvals, else in the ledger."""
    kept = kept_edition(workspace.var, digest)
    if kept is None and outlet.ledger.exists():
        with open_ledger(outlet.ledger) as ledger, suppress(LedgerError):
            return ledger.kept_edition(digest)
    return kept
