"""What must not be public yet, although somebody wants to publish it: without approval, or under embargo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.errors import RefusedError
from iki_newsletter.render.edition import render_edition
from iki_newsletter.store.receipt import FILE as RECEIPT
from iki_newsletter.workflow.approval import standing

if TYPE_CHECKING:
    import datetime as dt

    from iki_newsletter.workflow.publishing import Publishing


def refuse_unapproved(run: Publishing) -> None:
    """Raise RefusedError where an issue is named whose editions nobody has approved, and settings ask for it.

    One that was sent is public already; sending has asked.
    """
    newsletter = run.register.newsletter
    if newsletter.approval != "required":
        return
    for issue in run.issues:
        folder = run.workspace.issues / issue.id
        if issue.id not in run.named or (folder / RECEIPT).exists():
            continue
        merged = issue.merged.issue
        digests = {
            language: render_edition(merged, newsletter, language, run.desk.templates).digest
            for language in newsletter.languages
        }
        found = standing(folder, issue.id, digests, newsletter)
        if found.is_approved:
            continue
        said = f"has changed since {found.newest.by} approved it" if found.newest else "is approved by nobody yet"
        raise RefusedError(
            f"{issue.id} {said} ({found.changes}), and newsletter.yaml asks for it. Nothing was written.",
            instead=f"Have it looked at and approved, then publish it: {found.command}",
        )


def refuse_embargoed(run: Publishing, today: dt.date) -> None:
    """Raise RefusedError where a contribution would be public before its day: before its issue was sent.

    The issue's own day may be later, and the embargo over by then; the site would tell it now.
    """
    early = [
        f"{issue.id}/{name} (until {until})"
        for issue in run.issues
        if issue.kept and not (run.workspace.issues / issue.id / RECEIPT).exists()
        for name, until in issue.kept.embargoes.items()
        if until > today
    ]
    if early:
        raise RefusedError(
            f"Under embargo, and today is {today}: {', '.join(early)}. Nothing was written.",
            instead="Publish on that day, or mend `embargo_until`. To look at the site before: "
            "iki-news publish --drafts --serve",
        )
