"""What came for every issue and what became of it, for the report on the portfolio: the one place that reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.content.files import find_files
from iki_newsletter.content.loading import load_as_written, load_issue_plan
from iki_newsletter.content.merge import merge
from iki_newsletter.content.translation_record import read_translation_record
from iki_newsletter.model.fields import texts_in
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.report.portfolio.material import Contributed, Fate
from iki_newsletter.workflow.earlier import heads_until

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from iki_newsletter.model.issue import IssuePlan, Item
    from iki_newsletter.model.translation import TranslationRecord
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

Plans = dict[str, Loaded["IssuePlan"] | None]


def read_plans(workspace: Workspace) -> Plans:
    """Read the plan of every issue, None for one that cannot be used."""
    return {issue: load_issue_plan(workspace.issues / issue)[0] for issue in workspace.issue_ids()}


def read_contributed(register: Register, plans: Mapping[str, Loaded[IssuePlan]]) -> Iterator[Contributed]:
    """Go through what came for these issues, each file once.

    What is in an issue is what merging puts there: neither left out by the editors, nor held back or past on the
    day of sending, of a project of the portfolio, and in some section.
    """
    for issue, plan in plans.items():
        yield from _of_issue(register, issue, plan)


def last_heard(workspace: Workspace, until: dt.date) -> tuple[dict[str, dt.date], dt.date | None]:
    """Give the day that each project sent something last, as `status` counts it, and the first day of all."""
    last: dict[str, dt.date] = {}
    first: dt.date | None = None
    issues = workspace.issue_ids()
    for head in heads_until(workspace, issues[-1]) if issues else ():
        if head.received_on and head.received_on <= until:
            last[head.project] = max(last.get(head.project, head.received_on), head.received_on)
            first = min(first or head.received_on, head.received_on)
    return last, first


def _of_issue(register: Register, issue_id: str, plan: Loaded[IssuePlan]) -> Iterator[Contributed]:
    folder, newsletter, day = register.workspace.issues / issue_id, register.newsletter, plan.value.sends_on
    written = {path: load_as_written(path) for path in find_files(folder).contributions}
    loaded = [Loaded(value, Origin(path)) for path, value in written.items() if value is not None]
    issue, _ = merge(issue_id, folder, plan, loaded, register.portfolio, newsletter)
    record, _ = read_translation_record(folder)
    items = {item.name: item for item in issue.items}
    for path, value in written.items():
        if value is None:
            yield Contributed(issue_id, day, path.stem, Fate.UNREADABLE)
        elif path.stem in plan.value.carried and path.stem in items:
            yield Contributed(issue_id, day, path.stem, Fate.REPEATED, value.project, value.kind)
        elif path.stem in items:
            yield _published(issue_id, day, items[path.stem], newsletter.languages, record)
        else:
            known = value.project in register.portfolio.projects_by_id
            yield Contributed(
                issue_id, day, path.stem, Fate.LEFT_OUT if known else Fate.UNKNOWN_PROJECT, value.project, value.kind
            )


def _published(
    issue_id: str, day: dt.date, item: Item, languages: tuple[str, ...], record: TranslationRecord
) -> Contributed:
    written = item.contribution
    others = [language for language in languages if language != written.language]
    missing = tuple(language for language in others if not item.is_in(language))
    outdated = record.outdated_in(item.name, [(keys, written.local(text)) for keys, text in texts_in(written)])
    return Contributed(
        issue_id,
        day,
        item.name,
        Fate.PUBLISHED,
        written.project,
        written.kind.value,
        item.area.key if item.area else None,
        written.sdg,
        written.states,
        written.language,
        missing,
        tuple(language for language in others if language in outdated and language not in missing),
    )
