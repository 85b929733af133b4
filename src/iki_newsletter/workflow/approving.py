"""Approve an issue or a correction: show what would be agreed to, and write down who agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from iki_newsletter.errors import FilesWrongError, UsageError
from iki_newsletter.model.approval import Approval, Name, settings_of_mails
from iki_newsletter.model.problem import summarise
from iki_newsletter.store.approvals import add_approval, keep_editions, read_approvals
from iki_newsletter.workflow.approval import Standing, standing
from iki_newsletter.workflow.build import build, way_on
from iki_newsletter.workflow.correcting import build_correction, correction_id

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.build import Build
    from iki_newsletter.workspace.folder import Workspace

SHOWN_DIGITS = 12
"""How much of a digest people are shown."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be approved, and by whom."""

    workspace: Workspace
    built: Build
    by: str
    standing: Standing

    @property
    def campaign_id(self) -> str:
        """The issue, or the correction."""
        return self.standing.campaign_id

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.built.merged.register.newsletter

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, and stops nothing."""
        return self.built.problems

    @property
    def is_known(self) -> bool:
        """Tell whether the same person has approved the very same editions already."""
        newest = self.standing.newest
        return self.standing.is_approved and newest is not None and newest.by == self.by

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Give each edition: language, subject, items, the beginning of its digest."""
        return [
            (edition.language, edition.subject, str(self._items(edition)), edition.digest[:SHOWN_DIGITS])
            for edition in self.built.editions
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Say what it is about, each fact under its name."""
        return [
            ("Approve", self.campaign_id),
            ("As", self.by),
            ("From", f"{self.newsletter.sender.name} <{self.newsletter.sender.address}>"),
            ("Checked", summarise(self.problems)),
            ("Before", self.standing.sentence),
        ]

    def as_json(self, approval: Approval) -> dict[str, Any]:
        """Give the approval that holds now to programs."""
        return {
            "issue": self.built.issue.id,
            "campaign": self.campaign_id,
            "by": approval.by,
            "at": approval.at.isoformat(),
            "editions": [
                {
                    "language": edition.language,
                    "subject": edition.subject,
                    "items": self._items(edition),
                    "digest": edition.digest,
                }
                for edition in self.built.editions
            ],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def _items(self, edition: Edition) -> int:
        issue = self.built.issue
        leaves_out = self.built.merged.register.newsletter.untranslated == "leave-out"
        return sum(item.is_in(edition.language) or not leaves_out for item in issue.items)


def propose(workspace: Workspace, issue_id: str, by: str, correction: Path | None = None) -> Proposal:
    """Build what would be approved.

    Raises UsageError for what is no name, FilesWrongError when a problem stops sending: what cannot be sent cannot be
    approved.
    """
    name = _name(by)
    built = build_correction(workspace, issue_id, correction) if correction else build(workspace, issue_id)
    campaign_id = correction_id(issue_id, correction) if correction else issue_id
    if built.stopping:
        raise FilesWrongError(
            f"{campaign_id} cannot be sent as it is, so it cannot be approved either.",
            instead=way_on(built.stopping),
            problems=built.stopping,
        )
    digests = {edition.language: edition.digest for edition in built.editions}
    newsletter = built.merged.register.newsletter
    return Proposal(
        workspace, built, name, standing(built.issue.folder, campaign_id, digests, newsletter, correction)
    )


def approve(proposal: Proposal, at: dt.datetime) -> Approval:
    """Write the approval down and keep what was approved; the same person's for the same editions is written once."""
    newest = proposal.standing.newest
    if proposal.is_known and newest is not None:
        return newest
    editions = {edition.digest: edition for edition in proposal.built.editions}
    folder = proposal.built.issue.folder
    approval = Approval(
        by=proposal.by,
        at=at.replace(microsecond=0),
        campaign=proposal.campaign_id,
        editions={edition.language: digest for digest, edition in editions.items()},
        settings=settings_of_mails(proposal.newsletter),
    )
    replaced = {
        digest
        for each in read_approvals(folder).approvals
        if each.campaign == proposal.campaign_id
        for digest in each.editions.values()
    }
    # The bytes first: an approval without them could not be compared with.
    keep_editions(
        proposal.workspace.var, {digest: edition.to_bytes() for digest, edition in editions.items()}, replaced
    )
    add_approval(folder, approval)
    return approval


def _name(given: str) -> str:
    try:
        name: str = TypeAdapter(Name).validate_python(given.strip())
    except ValidationError:
        name = ""
    if not name.isprintable() or not name:
        raise UsageError(f"{given!r} is no name.", instead='Say who approves, as in --as "Ana Muster".')
    return name
