"""The first sheet of the portfolio's workbook, from what the report says and the labels of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.report.overview import Entry, Overview

if TYPE_CHECKING:
    from iki_newsletter.report.portfolio.labels import PortfolioLabels
    from iki_newsletter.report.view import Section, View


def overview_of(view: View, labels: PortfolioLabels) -> Overview:
    """Give the large figures, what to know before adding anything up, and each sheet with what stands in it."""
    page = labels.page
    return Overview(
        page.overview,
        view.newsletter,
        view.title,
        view.as_of,
        view.facts,
        page.caveats,
        (*view.notes, view.closing),
        page.tables,
        tuple(_entry(section, labels) for section in view.sections),
    )


def _entry(section: Section, labels: PortfolioLabels) -> Entry:
    part = getattr(labels.sections, section.id.replace("-", "_"))
    # Not the section's own small print: what it says of rows that are not shown is untrue of a sheet, which has all.
    heads = (head.note for head in section.table.heads)
    said = " ".join(filter(None, (section.lead, part.note if section.table.rows else "", *heads)))
    return Entry(part.sheet, section.title, said)
