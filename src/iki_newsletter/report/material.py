"""What the sections of a report are made of: its figures, the part that is shown, and who writes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.label import fill
from iki_newsletter.report.figures import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.report.figures import AudienceReport, CampaignFigures, MonthFigures
    from iki_newsletter.report.labels import ReportLabels
    from iki_newsletter.report.writer import Writer

NEWEST: Final = 24
"""How many issues and months are shown at most; `--json` and `--csv` have all."""
_NOTHING: Final = Tally()


@dataclass(frozen=True)
class Material:
    """A report and its writer."""

    report: AudienceReport
    writer: Writer

    @property
    def labels(self) -> ReportLabels:
        """The words."""
        return self.writer.labels

    @cached_property
    def issues(self) -> tuple[CampaignFigures, ...]:
        """The issues shown."""
        return self.report.issues[-NEWEST:]

    @cached_property
    def whole(self) -> tuple[CampaignFigures, ...]:
        """Those of them that went to everybody: only they tell how the readership grows."""
        return tuple(each for each in self.issues if not each.is_partial)

    @cached_property
    def months(self) -> tuple[MonthFigures, ...]:
        """The months shown."""
        return self.report.months[-NEWEST:]

    @cached_property
    def tongues(self) -> tuple[str, ...]:
        """The languages of the issues shown, in the newsletter's order."""
        spoken = {language for each in self.issues for language in each.languages}
        return tuple(language for language in self.report.languages if language in spoken)

    def number(self, number: int | None) -> str:
        """Write a number, or that it is not known."""
        return self.labels.unknown if number is None else self.writer.number(number)

    def cut(self, number: int) -> Iterator[str]:
        """Say that not all of so many are shown, where that is so."""
        if number > NEWEST:
            write = self.writer.number
            yield fill(self.labels.notes.newest_only, shown=write(NEWEST), all=write(number))


def planned_in(campaign: CampaignFigures, language: str) -> Tally:
    """Give one language of a campaign, which may have none of it."""
    return campaign.languages.get(language, _NOTHING)
