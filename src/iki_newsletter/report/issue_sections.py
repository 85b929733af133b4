"""The sections that go issue by issue: how many it was for, what did not arrive, who left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.label import fill
from iki_newsletter.report.figures import RETURNS
from iki_newsletter.report.material import planned_in
from iki_newsletter.report.shares import total
from iki_newsletter.report.view import Cell, Chart, Head, Section, Series, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from iki_newsletter.report.figures import Tally
    from iki_newsletter.report.material import Material

_LEAVING: Final = ("unsubscribed", "complained")


def readers(material: Material) -> Section:
    """Say how many each issue was for, and how that grows."""
    heads, write = material.labels.heads, material.writer
    tongues = material.tongues
    rows = [
        [
            Cell(each.issue),
            Cell(write.number(each.total.planned)),
            Cell(write.change(each.growth)),
            Cell(write.number(each.total.gone_out)),
            Cell(write.day(each.begun_on)),
            *(Cell(write.number(planned_in(each, tongue).planned)) for tongue in tongues),
        ]
        for each in material.issues
    ]
    head = [
        Head(heads.issue, is_number=False),
        Head(heads.planned),
        Head(heads.change),
        Head(heads.sent),
        Head(heads.date, is_extra=True),
        *(Head(write.language(tongue), is_extra=True) for tongue in tongues),
    ]
    chart = _chart(
        material,
        [
            (write.language(tongue), [planned_in(each, tongue).planned for each in material.issues])
            for tongue in tongues
        ],
    )
    notes = tuple(_small_print(material))
    title, lead = material.labels.readers.title, _say_growth(material)
    return Section("readers", title, lead, table(head, rows), chart, notes=notes)


def _say_growth(material: Material) -> str:
    labels, write, newest = material.labels.readers, material.writer, material.issues[-1]
    said = fill(labels.newest, issue=newest.issue, count=write.number(newest.total.planned))
    growth = newest.growth
    if growth is None:
        return said
    compared = fill(
        labels.compared, change=write.change(growth), since=growth.since, before=write.number(growth.before)
    )
    return f"{said} {compared}"


def _small_print(material: Material) -> Iterator[str]:
    notes, write = material.labels.notes, material.writer
    for each in material.issues:
        if each.is_partial:
            yield fill(notes.partial, issue=each.issue)
    uncertain = sum(each.total.uncertain for each in material.issues)
    if uncertain:
        yield fill(notes.uncertain, count=write.number(uncertain))
    corrections = len(material.report.campaigns) - len(material.report.issues)
    if corrections:
        yield write.count(corrections, notes.corrections)
    yield from material.cut(len(material.report.issues))


def returned(material: Material) -> Section:
    """Say what did not arrive, issue by issue, and why."""
    heads, words, write = material.labels.heads, material.labels.words, material.writer
    rows = [
        [
            Cell(each.issue),
            Cell(write.share(each.total.returns)),
            *(Cell(material.number(each.total.lost(kind))) for kind in RETURNS),
            Cell(write.number(each.total.lost_otherwise)),
            Cell(write.number(each.total.failures)),
        ]
        for each in material.issues
    ]
    head = [
        Head(heads.issue, is_number=False),
        Head(heads.returned),
        *(Head(words.of(kind)) for kind in RETURNS),
        Head(words.other),
        Head(heads.at_once, is_extra=True),
    ]
    kinds: list[tuple[str, Callable[[Tally], int | None]]] = [
        *((words.of(kind), lambda tally, kind=kind: tally.lost(kind)) for kind in RETURNS),
        (words.other, lambda tally: tally.lost_otherwise),
    ]
    chart = _chart(material, [(name, [count(each.total) for each in material.issues]) for name, count in kinds])
    failures = write.number(sum(each.total.failures for each in material.issues))
    lead = fill(
        material.labels.returned.lead,
        share=write.share(total(each.total.returns for each in material.issues)),
        count=failures,
    )
    return Section(
        "returned", material.labels.returned.title, lead, table(head, rows), chart, notes=_forgotten(material, chart)
    )


def left(material: Material) -> Section:
    """Say who left before they had another issue."""
    heads, words, write = material.labels.heads, material.labels.words, material.writer
    rows = [
        [
            Cell(each.issue),
            Cell(write.share(each.total.leavers)),
            *(Cell(material.number(_leavers(each.total, reason))) for reason in _LEAVING),
        ]
        for each in material.issues
    ]
    head = [Head(heads.issue, is_number=False), Head(heads.left), *(Head(words.of(each)) for each in _LEAVING)]
    chart = _chart(
        material,
        [(words.of(reason), [_leavers(each.total, reason) for each in material.issues]) for reason in _LEAVING],
    )
    lead = fill(material.labels.left.lead, share=write.share(total(each.total.leavers for each in material.issues)))
    return Section(
        "left", material.labels.left.title, lead, table(head, rows), chart, notes=_forgotten(material, chart)
    )


def _leavers(tally: Tally, reason: str) -> int | None:
    return None if tally.left is None else tally.left.get(reason, 0)


def _forgotten(material: Material, chart: Chart) -> tuple[str, ...]:
    return (material.labels.notes.forgotten,) if chart.unknown else ()


def _chart(material: Material, series: Iterable[tuple[str, Sequence[int | None]]]) -> Chart:
    """Make a chart with a place for each issue; where a number is not known, none of its place is drawn."""
    rows = [(name, list(values)) for name, values in series]
    unknown = frozenset(place for _, values in rows for place, value in enumerate(values) if value is None)
    drawn = (
        Series(name, tuple(0 if place in unknown else value or 0 for place, value in enumerate(values)))
        for name, values in rows
    )
    return Chart(tuple(each.issue for each in material.issues), tuple(drawn), unknown)
