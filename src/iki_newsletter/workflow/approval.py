"""Whether what is about to be sent is approved: by whom, what changed since, and the refusal where it must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import RefusedError
from iki_newsletter.model.approval import settings_of_mails
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.approvals import read_approvals
from iki_newsletter.workflow.clock import shown_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.approval import Approval
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workflow.plan import Plan


@dataclass(frozen=True, slots=True)
class Standing:
    """How an issue's or a correction's editions stand to its newest approval."""

    campaign_id: str
    newest: Approval | None
    unapproved: tuple[str, ...]
    """The languages whose edition is not the approved one; all of them where nothing has been approved."""
    is_required: bool
    timezone: str
    correction: Path | None = None
    """The correction's file, where it is one."""
    settings: tuple[str, ...] = ()
    """What mails show beside their edition, and was approved otherwise, as newsletter.yaml calls it."""

    @property
    def is_approved(self) -> bool:
        """Tell whether every edition is the approved one, from the sender that was approved."""
        return not self.unapproved and not self.settings

    @property
    def changes(self) -> str:
        """Name what is not as it was approved: editions, then settings."""
        settings = [f"newsletter.yaml ({', '.join(self.settings)})"] if self.settings else []
        return ", ".join([*self.unapproved, *settings])

    @property
    def is_worth_saying(self) -> bool:
        """Tell whether approvals are asked for here, or there is one all the same."""
        return self.is_required or self.newest is not None

    @property
    def sentence(self) -> str:
        """Say it: "by Ana Muster, 2017-06-09 17:30 (Europe/Berlin)", "changed since: es", "not yet"."""
        if self.newest is None:
            return "not yet"
        given = f"by {self.newest.by}, {shown_time(self.newest.at, self.timezone)}"
        return given if self.is_approved else f"{given}; changed since: {self.changes}"

    @property
    def command(self) -> str:
        """What to type to approve it."""
        issue_id = self.campaign_id.partition("/")[0]
        which = f" --correction {relative_to_here(self.correction)}" if self.correction else ""
        return f'iki-news approve {issue_id}{which} --as "YOUR NAME"'

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        newest = self.newest
        return {
            "required": self.is_required,
            "approved": self.is_approved,
            "by": newest.by if newest else None,
            "at": newest.at.isoformat() if newest else None,
            "unapproved": list(self.unapproved),
            "settings": list(self.settings),
        }


def standing(
    issue_folder: Path,
    campaign_id: str,
    digests: Mapping[str, str],
    newsletter: Newsletter,
    correction: Path | None = None,
) -> Standing:
    """Compare editions with what was approved last; raises RefusedError for an approval.yaml that cannot be read."""
    newest = read_approvals(issue_folder).newest(campaign_id)
    unapproved = newest.changed(digests) if newest else list(digests)
    required = newsletter.approval == "required"
    settings = tuple(newest.changed_settings(settings_of_mails(newsletter)) if newest else ())
    return Standing(campaign_id, newest, tuple(unapproved), required, newsletter.timezone, correction, settings)


def standing_of(plan: Plan) -> Standing:
    """Tell how a plan's editions stand: those that this run would give to somebody.

    A campaign that has begun sends the editions it has kept; they went out before, and need no second approval.
    The settings that mails show are those of today.
    """
    mailing = plan.mailing
    digests = mailing.digests
    if plan.begun is not None:
        going_out = mailing.changed_since(plan.begun.campaign) if plan.options.new_edition else []
        digests = {language: digests[language] for language in going_out}
    folder = mailing.issue.folder
    return standing(folder, plan.campaign_id, digests, plan.newsletter, plan.options.correction)


def refuse_unapproved(plan: Plan) -> None:
    """Raise RefusedError where the newsletter asks for approval and an edition of this plan has none.

    A dry run goes on: it is there to look at the plan, and says so itself.
    """
    if plan.newsletter.approval != "required" or plan.options.dry_run:
        return
    found = standing_of(plan)
    if found.is_approved:
        return
    if found.newest is None:
        what = f"Nobody has approved {plan.campaign_id} yet ({found.changes}), and newsletter.yaml asks for it."
    else:
        what = f"{plan.campaign_id} has changed since {found.newest.by} approved it ({found.changes})."
    look = "" if plan.mailing.corrects or found.newest is None else f"iki-news diff {plan.campaign_id}; then "
    raise RefusedError(
        f"{what} Nothing was sent.",
        instead=f"Have it looked at and approved: {look}{found.command}",
    )
