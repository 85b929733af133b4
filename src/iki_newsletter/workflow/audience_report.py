"""How the readership develops: list and ledger, counted; for the terminal, a page, a spreadsheet, programs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.audience.planning import Said, plan_audience
from iki_newsletter.errors import UsageError
from iki_newsletter.report.composing import compose
from iki_newsletter.report.counting import Frame, by_size, make_report
from iki_newsletter.report.figures import RETURNS, Today
from iki_newsletter.store.database import Database
from iki_newsletter.store.statistics import read_statistics
from iki_newsletter.store.suppressed import Suppressed, is_erased
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.listing import own_list, read_list_for
from iki_newsletter.workflow.outlet import existing_secret, real_ledger
from iki_newsletter.workflow.planning import conditions_of
from iki_newsletter.workflow.report_words import ReportWords, write_new
from iki_newsletter.workflow.said import said_in
from iki_newsletter.workflow.table import write_table
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.audience import Audience
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.report.figures import AudienceReport, CampaignFigures, Tally
    from iki_newsletter.report.view import View
    from iki_newsletter.store.statistics import Statistics
    from iki_newsletter.workspace.folder import Workspace

HEAD: Final = (
    "campaign", "issue", "begun_on", "language", "planned", "sent", "uncertain", "failed", "waiting", "withdrawn",
    *(f"failed_{kind}" for kind in RETURNS), "failed_otherwise",
    *(f"returned_{kind}" for kind in RETURNS), "returned_of_sent",
    "left_unsubscribed", "left_complained",
)  # fmt: skip
"""The columns of `--csv`; a row is one campaign and language."""
_MONTH: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
TEMPLATE: Final = "audience.html.j2"


@dataclass(frozen=True)
class AudienceResult:
    """The report on the readership, and what it takes to say it in a language."""

    report: AudienceReport
    newsletter: Newsletter
    workspace: Workspace

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return self.report.as_json()

    def view(self, language: str) -> View:
        """Say it in a language; raises UsageError where there are no words for it."""
        title = str(self.newsletter.local(self.newsletter.title).in_order((language, *self.newsletter.languages)))
        return compose(self.report, self._words.writer(language), language, title)

    def page(self, language: str) -> str:
        """Make one page of HTML of it that needs nothing else; raises UsageError, and ConfigurationError."""
        return self._words.page(self.view(language), TEMPLATE)

    def write_page(self, language: str, path: Path) -> None:
        """Write the page into a new file; raises AlreadyThereError rather than overwrite one."""
        write_new(path, lambda: self.page(language))

    def write_csv(self, path: Path) -> int:
        """Write a row for each campaign and language, and give how many; raises AlreadyThereError."""
        return write_table(path, HEAD, (row for each in self.report.campaigns for row in _rows(each)))

    @property
    def _words(self) -> ReportWords:
        return ReportWords(self.workspace)


def report_audience(workspace: Workspace, now: dt.datetime, since: str = "") -> AudienceResult:
    """Count the list as it is and all that the ledger knows; what the sandbox took counts for nothing.

    `since` is a month as in 2017-01, or a year, which begins in January. Raises NotThereError without a list,
    UsageError for a month that is none, LedgerError.
    """
    if since and not _MONTH.fullmatch(since):
        raise UsageError(f"`{since}` is no month and no year.", instead="Write it as year and month: --since 2017-01")
    since = f"{since}-01" if since.isdigit() else since
    newsletter = load_newsletter(workspace).value
    today, statistics = _count(workspace, newsletter, read_list_for(newsletter, own_list(workspace, newsletter)))
    frame = Frame(now, newsletter.timezone, since)
    report = make_report(statistics, today, frame)
    return AudienceResult(report, newsletter, workspace)


def _count(workspace: Workspace, newsletter: Newsletter, reading: ListReading) -> tuple[Today, Statistics | None]:
    """Count the list and, where there is one, the ledger, which is opened once: that alone takes time."""
    conditions = conditions_of(newsletter)
    ledger = real_ledger(workspace)
    if not ledger.exists():
        return _count_today(newsletter, plan_audience(reading, Said(), conditions), Counter()), None
    with Database.open(ledger) as database:
        reasons = Suppressions(database).reasons
        said = said_in(database, Suppressed(reasons(), existing_secret(workspace)))
        audience = plan_audience(reading, said, conditions)
        # Those who left and stand on the list no more.
        beside = Counter(reason for key, reason in reasons() if not is_erased(key) and key not in audience.keys)
        return _count_today(newsletter, audience, beside), read_statistics(database)


def _count_today(newsletter: Newsletter, audience: Audience, beside: Counter[str]) -> Today:
    languages = Counter(dict.fromkeys(newsletter.languages, 0))
    groups: Counter[str] = Counter()
    for person in audience.planned:
        languages[person.language] += 1
        groups.update(person.groups or ("",))
    left_out = Counter({reason.value: number for reason, number in audience.by_reason.items()}) + beside
    return Today(dict(languages), by_size(groups.items()), dict(sorted(left_out.items())))


def _rows(campaign: CampaignFigures) -> Iterator[tuple[object, ...]]:
    for language, tally in campaign.languages.items():
        yield (campaign.id, campaign.issue, campaign.begun_on.isoformat(), language, *_cells(tally))


def _cells(tally: Tally) -> tuple[object, ...]:
    left = (
        (None, None) if tally.left is None else [tally.left.get(each, 0) for each in ("unsubscribed", "complained")]
    )
    return (
        tally.planned,
        tally.sent,
        tally.uncertain,
        tally.failures,
        tally.waiting,
        tally.withdrawn,
        *(tally.failed.get(kind, 0) for kind in RETURNS),
        tally.lost_otherwise,
        *(tally.returned.get(kind, 0) for kind in RETURNS),
        tally.returns.number,
        *left,
    )
