"""The sections by language and group, month by month, and of who is left out today."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from iki_newsletter.report.counting import OTHERS
from iki_newsletter.report.material import planned_in
from iki_newsletter.report.shares import total
from iki_newsletter.report.view import Cell, Chart, Head, Section, Series, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.report.material import Material

_ABOVE: Final = ("joined", "restored")
_BELOW: Final = ("left", "dead", "full", "erased")


def languages(material: Material) -> Section:
    """Say how each language grows, what came back of it, and who gets it today."""
    heads, write, today = material.labels.heads, material.writer, material.report.today
    head = _heads_of_courses(material, heads.language, has_course=bool(material.whole))
    most = max(today.languages.values(), default=0)
    if material.issues:
        head += [Head(heads.returned, is_extra=True), Head(heads.left, is_extra=True)]
    rows = []
    for language in material.report.languages:
        planned = tuple(planned_in(each, language).planned for each in material.whole)
        row = [Cell(write.language(language)), *_course(material, planned, today.languages.get(language, 0), most)]
        if material.issues:
            tallies = [planned_in(each, language) for each in material.issues]
            row.append(Cell(write.share(total(tally.returns for tally in tallies))))
            row.append(Cell(write.share(total(tally.leavers for tally in tallies))))
        rows.append(row)
    labels = material.labels.languages
    return Section("languages", labels.title, labels.said(has_course=bool(material.whole)), table(head, rows))


def groups(material: Material) -> Section:
    """Say how each group grows, and who of it gets the newsletter today."""
    labels, today = material.labels.groups, material.report.today
    sums: Counter[str] = Counter(today.groups)
    for each in material.issues:
        sums.update(each.groups)
    names = sorted(sums, key=lambda name: (name in ("", OTHERS), -today.groups.get(name, 0), -sums[name], name))
    most = max(today.groups.values(), default=0)
    # Issues from before the ledger counted groups have none, which is not the same as nobody in them.
    counted = [each.groups for each in material.whole if each.groups]
    rows = [
        [
            Cell({"": labels.none, OTHERS: labels.others}.get(name, name)),
            *_course(material, tuple(groups.get(name, 0) for groups in counted), today.groups.get(name, 0), most),
        ]
        for name in names
    ]
    head = _heads_of_courses(material, material.labels.heads.group, has_course=bool(counted))
    lead = labels.said(has_course=bool(counted))
    return Section("groups", labels.title, lead, table(head, rows), notes=(labels.several,))


def months(material: Material) -> Section:
    """Say who came and who went, month by month."""
    words, write = material.labels.words, material.writer
    names = {each: words.went if each == "left" else words.of(each) for each in (*_ABOVE, *_BELOW)}
    rows = [
        [Cell(write.month(each.month)), *(Cell(write.number(getattr(each, name))) for name in names)]
        for each in material.months
    ]
    head = [Head(material.labels.heads.month, is_number=False), *(Head(name) for name in names.values())]
    series = tuple(
        Series(name, tuple(getattr(each, key) for each in material.months), is_below=key in _BELOW)
        for key, name in names.items()
    )
    chart = Chart(tuple(write.short_month(each.month) for each in material.months), series)
    labels = material.labels.months
    notes = tuple(material.cut(len(material.report.months)))
    return Section("months", labels.title, labels.lead, table(head, rows), chart, labels.chart, notes)


def left_out(material: Material) -> Section:
    """Say who gets nothing today, and why."""
    heads, words, write = material.labels.heads, material.labels.words, material.writer
    numbers = material.report.today.left_out
    most = max(numbers.values())
    ranked = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    rows = [[Cell(words.of(reason)), Cell(write.number(number), bar=number / most)] for reason, number in ranked]
    head = [Head(heads.reason, is_number=False), Head(heads.number)]
    lead = write.count(sum(numbers.values()), material.labels.left_out.lead)
    return Section("left-out", material.labels.left_out.title, lead, table(head, rows))


def _heads_of_courses(material: Material, first: str, *, has_course: bool) -> list[Head]:
    heads = material.labels.heads
    courses = [Head(heads.course, is_number=False), Head(heads.first), Head(heads.newest)] if has_course else []
    return [Head(first, is_number=False), Head(heads.today), *courses]


def _course(material: Material, planned: tuple[int, ...], today: int, most: int) -> Iterator[Cell]:
    write = material.writer.number
    yield Cell(write(today), bar=today / most if most else 0.0)
    if planned:
        yield Cell(course=planned)
        yield Cell(write(planned[0]))
        yield Cell(write(planned[-1]))
