"""Where an issue stands: who has sent something, what is missing in which language, what is released and approved."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import TRANSLATIONS
from iki_newsletter.content.loading import load_as_written, load_contributions, load_issue_plan
from iki_newsletter.content.merge import merge
from iki_newsletter.content.translation_record import read_translation_record
from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.contribution import Interview, News
from iki_newsletter.model.fields import is_name, named, texts_in
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.roster import (
    ApprovalState,
    Approved,
    Arrival,
    CampaignState,
    ItemState,
    Roster,
    Share,
    Standing,
    Translation,
)
from iki_newsletter.store.approvals import read_approvals
from iki_newsletter.store.database import Database
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.workflow.arrivals import find_arrivals
from iki_newsletter.workflow.clock import day_of
from iki_newsletter.workflow.earlier import heads_until
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.waiting import what_waits

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from iki_newsletter.content.heads import Head
    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.portfolio import Portfolio
    from iki_newsletter.model.roster import ProjectState
    from iki_newsletter.model.translation import TranslationRecord
    from iki_newsletter.workspace.folder import Workspace

_RECENT: Final = 3
_NO_INPUTS: Final = frozenset({"approval.yaml", "campaign.yaml", TRANSLATIONS})
"""What lies in an issue's folder and changes no edition."""
_KINDS: Final = ("remind", "proof", "correction")


def read_roster(workspace: Workspace, issue_id: str, at: dt.datetime) -> Roster:
    """Read an issue's roster on a day; raises NotThereError without the issue, FilesWrongError without its plan.

    Nothing is rendered: whether an approval still holds is known where the editions were compiled since.
    """
    register = read_register(workspace)
    newsletter, portfolio = register.newsletter, register.portfolio
    folder = workspace.issue(issue_id)
    plan, problems = load_issue_plan(folder)
    if plan is None:
        path = relative_to_here(folder / "issue.yaml")
        raise FilesWrongError(f"{path} must be mended first.", problems=problems)
    heads = heads_until(workspace, issue_id)
    today = day_of(at, newsletter.timezone)
    waiting = what_waits(folder)
    states = find_arrivals(portfolio, plan.value, issue_id, heads, today, waiting)
    usable, _ = load_contributions(folder)
    contributions = {loaded.name: _as_written(loaded) for loaded in usable}
    issue, _ = merge(issue_id, folder, plan, usable, portfolio, newsletter)
    left_out = {each.name: each.reason for each in issue.left_out}
    # What is wrong with the record is told by check; without it no translation is known to be older.
    record, _ = read_translation_record(folder)
    ours = [head for head in heads if head.issue == issue_id]
    return Roster(
        issue=issue_id,
        number=plan.value.number,
        month=plan.value.month,
        today=today,
        deadline=plan.value.deadline,
        sends_on=plan.value.sends_on,
        languages=newsletter.languages,
        projects=states,
        items=tuple(
            replace(
                _item(head, contributions.get(head.name), newsletter, portfolio, record),
                left_out=left_out.get(head.name, ""),
            )
            for head in ours
        ),
        organisations=_shares(states, issue_id, heads, lambda state: state.organisation),
        areas=_shares(states, issue_id, heads, lambda state: state.area),
        approval=_approval(workspace, issue_id, newsletter),
        area_names={area.key: area.name for area in portfolio.funding_areas},
        campaigns=tuple(_campaigns(workspace, issue_id, newsletter.timezone)),
        waiting=waiting,
    )


def _as_written(loaded: Loaded[Contribution]) -> Contribution:
    """Give a contribution with all of its pictures: its texts are known by their numbers in the file."""
    written = load_as_written(loaded.origin.path) if loaded.origin.numbers else None
    return written or loaded.value


def _item(
    head: Head,
    written: Contribution | None,
    newsletter: Newsletter,
    portfolio: Portfolio,
    record: TranslationRecord,
) -> ItemState:
    is_known = head.project in portfolio.projects_by_id
    if written is None:
        return ItemState(head.name, head.project, head.received_on, is_known=is_known)
    texts = [(keys, written.local(text)) for keys, text in texts_in(written)]
    stale = record.outdated_in(head.name, texts)
    return ItemState(
        head.name,
        written.project,
        written.received_on,
        written.released.on if written.released else None,
        has_changed=written.has_changed,
        languages={language: _translation(written, language, stale) for language in newsletter.languages},
        is_known=is_known,
    )


def _translation(written: Contribution, language: str, stale: frozenset[str]) -> Translation:
    """Tell which texts are missing in a language; a name written as one string needs none."""
    lacks = tuple(
        dict.fromkeys(
            named(keys).strip("`")
            for keys, text in texts_in(written)
            if not is_name(keys, text) and not written.local(text).written.has(language)
        )
    )
    if language == written.language:
        return Translation(Standing.PART if lacks else Standing.ORIGINAL, lacks)
    needed = ["title", "teaser", *(["body"] if isinstance(written, (News, Interview)) else [])]
    if not lacks:
        return Translation(Standing.STALE if language in stale else Standing.WHOLE)
    return Translation(Standing.NOTHING if set(needed) <= set(lacks) else Standing.PART, lacks)


def _shares(
    states: Sequence[ProjectState],
    issue_id: str,
    heads: Sequence[Head],
    of: Callable[[ProjectState], str],
) -> tuple[Share, ...]:
    """Count by organisation or area, whoever has least in the last three issues first: fairness looks back."""
    recent_issues = sorted({head.issue for head in heads if head.issue < issue_id})[-_RECENT:]
    recent = Counter(head.project for head in heads if head.issue in recent_issues)
    groups: dict[str, list[ProjectState]] = {}
    for state in states:
        groups.setdefault(of(state), []).append(state)
    shares = [
        Share(
            name,
            len(group),
            sum(state.arrival is not Arrival.MISSING for state in group),
            sum(len(state.items) for state in group),
            sum(recent[state.id] for state in group),
            sum(state.arrival is Arrival.WAITING for state in group),
        )
        for name, group in groups.items()
    ]
    return tuple(sorted(shares, key=lambda share: (share.recent + share.items, share.name)))


def _approval(workspace: Workspace, issue_id: str, newsletter: Newsletter) -> ApprovalState:
    is_required = newsletter.approval == "required"
    newest = read_approvals(workspace.issue(issue_id)).newest(issue_id)
    if newest is None:
        return ApprovalState(Approved.NO, is_required)
    day = day_of(newest.at, newsletter.timezone)
    digests = _compiled(workspace, issue_id)
    if digests is None:
        return ApprovalState(Approved.UNKNOWN, is_required, day)
    changed = tuple(newest.changed(digests))
    return ApprovalState(Approved.CHANGED if changed else Approved.YES, is_required, day, changed)


def _compiled(workspace: Workspace, issue_id: str) -> dict[str, str] | None:
    """Give the editions' digests where they were made after the last change of all that they are made from."""
    manifest = workspace.build / issue_id / "manifest.json"
    with suppress(OSError, ValueError, KeyError, AttributeError):
        made_at = manifest.stat().st_mtime_ns
        if all(path.stat().st_mtime_ns < made_at for path in _inputs(workspace, issue_id)):
            editions = json.loads(manifest.read_bytes())["editions"]
            return {str(language): str(digest) for language, digest in editions.items()}
    return None


def _inputs(workspace: Workspace, issue_id: str) -> Iterator[Path]:
    """List what editions are made from; items of the issues before decide on their order."""
    yield from (workspace.newsletter, workspace.portfolio)
    yield from workspace.templates.rglob("*")
    recent = [known for known in workspace.issue_ids() if known <= issue_id][-_RECENT - 1 :]
    for known in recent:
        yield from (
            path
            for entry in workspace.issue(known).iterdir()
            if entry.name not in _NO_INPUTS
            for path in (entry, *entry.rglob("*"))
        )


def _campaigns(workspace: Workspace, issue_id: str, timezone: str) -> Iterator[CampaignState]:
    """Look the issue's mailings up in the ledger, and in the sandbox's those that the ledger does not know."""
    paths = [path for path in (workspace.ledger, workspace.sandbox_ledger) if path.exists()]
    found: dict[str, CampaignState] = {}
    for path in paths:
        with Database.open(path) as database:
            ledger = Ledger(database)
            for campaign_id in _ids(ledger, issue_id):
                campaign = ledger.campaign(campaign_id)
                if campaign is not None and ledger.has_begun(campaign_id):
                    begun = day_of(campaign.begun_at, timezone)
                    state = CampaignState(
                        campaign_id, ledger.sum(campaign_id), begun, path == workspace.sandbox_ledger
                    )
                    found.setdefault(campaign_id, state)
    yield from sorted(found.values(), key=lambda state: (state.begun_on, state.id))


def _ids(ledger: Ledger, issue_id: str) -> Iterator[str]:
    yield from (f"{issue_id}/call", issue_id)
    for kind in _KINDS:
        number = 1
        while ledger.campaign(f"{issue_id}/{kind}-{number}") is not None:
            yield f"{issue_id}/{kind}-{number}"
            number += 1
