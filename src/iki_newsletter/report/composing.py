"""From the figures of the readership to what is said of them, in the words of one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.label import fill
from iki_newsletter.report import issue_sections, other_sections
from iki_newsletter.report.material import Material
from iki_newsletter.report.view import Fact, Section, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.report.figures import AudienceReport
    from iki_newsletter.report.writer import Writer


def compose(report: AudienceReport, writer: Writer, language: str, newsletter: str) -> View:
    """Say a report in the writer's language; `newsletter` is the title of what is read."""
    material, page = Material(report, writer), writer.labels.page
    return View(
        language,
        newsletter,
        page.title,
        fill(page.as_of, date=writer.day(report.made_on)),
        tuple(_facts(material)),
        tuple(_notes(material)),
        tuple(_sections(material)),
        page.nobody,
        page.region,
        page.see_table,
    )


def _facts(material: Material) -> Iterator[Fact]:
    labels, write = material.labels.facts, material.writer
    yield Fact(write.number(material.report.today.active), labels.today)
    if not material.issues:
        return
    newest = material.issues[-1]
    yield Fact(write.number(newest.total.planned), fill(labels.newest, issue=newest.issue))
    yield Fact(write.share(newest.total.returns), fill(labels.returned, issue=newest.issue))
    yield Fact(write.share(newest.total.leavers), fill(labels.left, issue=newest.issue))


def _notes(material: Material) -> Iterator[str]:
    page, report = material.labels.page, material.report
    if report.since:
        yield fill(page.since, month=material.writer.month(report.since))
    if not report.has_sent:
        yield page.no_ledger
    elif not material.issues:
        yield page.no_issues


def _sections(material: Material) -> Iterator[Section]:
    if material.issues:
        yield issue_sections.readers(material)
    yield other_sections.languages(material)
    yield other_sections.groups(material)
    if material.issues:
        yield issue_sections.returned(material)
        yield issue_sections.left(material)
    if material.months:
        yield other_sections.months(material)
    if material.report.today.left_out:
        yield other_sections.left_out(material)
