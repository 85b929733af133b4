"""From the figures of the readership to what is said of them, in the words of one language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.label import fill
from iki_newsletter.report.counting import OTHERS
from iki_newsletter.report.figures import RETURNS, Share, Tally
from iki_newsletter.report.view import Cell, Chart, Fact, Head, Section, Series, Table, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from iki_newsletter.report.figures import AudienceReport, CampaignFigures
    from iki_newsletter.report.writer import Writer

NEWEST: Final = 24
"""How many issues and months are shown at most; `--json` and `--csv` have all."""
_ABOVE: Final = ("joined", "restored")
_BELOW: Final = ("left", "dead", "full", "erased")
_LEAVING: Final = ("unsubscribed", "complained")
_NOTHING: Final = Tally()


def compose(report: AudienceReport, writer: Writer, language: str, newsletter: str) -> View:
    """Say a report in the writer's language; `newsletter` is the title of what is read."""
    return _Composer(report, writer).view(language, newsletter)


class _Composer:
    """Says one report."""

    def __init__(self, report: AudienceReport, writer: Writer) -> None:
        self._report = report
        self._writer = writer
        self._labels = writer.labels
        self._issues = report.issues[-NEWEST:]
        self._months = report.months[-NEWEST:]
        self._whole = [each for each in self._issues if not each.is_partial]
        """Those that went to everybody: only they tell how the readership grows."""

    def view(self, language: str, newsletter: str) -> View:
        page = self._labels.page
        return View(
            language,
            newsletter,
            page.title,
            fill(page.as_of, date=self._writer.day(self._report.made_on)),
            tuple(self._facts()),
            tuple(self._notes()),
            tuple(self._sections()),
            page.nobody,
            page.region,
            page.see_table,
        )

    def _facts(self) -> Iterator[Fact]:
        labels, write = self._labels.facts, self._writer
        yield Fact(write.number(self._report.today.active), labels.today)
        if not self._issues:
            return
        newest = self._issues[-1]
        yield Fact(write.number(newest.total.planned), fill(labels.newest, issue=newest.issue))
        yield Fact(write.share(newest.total.returns), fill(labels.returned, issue=newest.issue))
        yield Fact(write.share(newest.total.leavers), fill(labels.left, issue=newest.issue))

    def _notes(self) -> Iterator[str]:
        page = self._labels.page
        if self._report.since:
            yield fill(page.since, month=self._writer.month(self._report.since))
        if not self._report.has_ledger:
            yield page.no_ledger
        elif not self._issues:
            yield page.no_issues

    def _sections(self) -> Iterator[Section]:
        if self._issues:
            yield self._readers()
        yield self._languages()
        yield self._groups()
        if self._issues:
            yield self._returned()
            yield self._left()
        if self._months:
            yield self._by_month()
        if self._report.today.left_out:
            yield self._left_out()

    # --- issue by issue --------------------------------------------------------------------------------------

    def _readers(self) -> Section:
        heads, write = self._labels.heads, self._writer
        tongues = self._tongues
        rows = [
            [
                Cell(each.issue),
                Cell(write.number(each.total.planned)),
                Cell(write.change(each.growth)),
                Cell(write.number(each.total.gone_out)),
                Cell(write.day(each.begun_on)),
                *(Cell(write.number(_of(each, tongue).planned)) for tongue in tongues),
            ]
            for each in self._issues
        ]
        head = [
            Head(heads.issue, is_number=False),
            Head(heads.planned),
            Head(heads.change),
            Head(heads.sent),
            Head(heads.date, is_extra=True),
            *(Head(write.language(tongue), is_extra=True) for tongue in tongues),
        ]
        chart = self._chart(
            (write.language(tongue), [_of(each, tongue).planned for each in self._issues]) for tongue in tongues
        )
        notes = tuple(self._small_print())
        return Section("readers", self._labels.readers.title, self._growth, _table(head, rows), chart, notes=notes)

    @property
    def _growth(self) -> str:
        labels, write, newest = self._labels.readers, self._writer, self._issues[-1]
        said = fill(labels.newest, issue=newest.issue, count=write.number(newest.total.planned))
        growth = newest.growth
        if growth is None:
            return said
        compared = fill(
            labels.compared, change=write.change(growth), since=growth.since, before=write.number(growth.before)
        )
        return f"{said} {compared}"

    def _small_print(self) -> Iterator[str]:
        notes, write = self._labels.notes, self._writer
        for each in self._issues:
            if each.is_partial:
                yield fill(notes.partial, issue=each.issue)
        uncertain = sum(each.total.uncertain for each in self._issues)
        if uncertain:
            yield fill(notes.uncertain, count=write.number(uncertain))
        corrections = len(self._report.campaigns) - len(self._report.issues)
        if corrections:
            yield write.count(corrections, notes.corrections)
        yield from self._cut(len(self._report.issues))

    def _cut(self, number: int) -> Iterator[str]:
        if number > NEWEST:
            write = self._writer.number
            yield fill(self._labels.notes.newest_only, shown=write(NEWEST), all=write(number))

    def _returned(self) -> Section:
        heads, words, write = self._labels.heads, self._labels.words, self._writer
        rows = [
            [
                Cell(each.issue),
                Cell(write.share(each.total.returns)),
                *(Cell(write.number(each.total.lost(kind))) for kind in RETURNS),
                Cell(write.number(each.total.lost_otherwise)),
                Cell(write.number(each.total.failures)),
            ]
            for each in self._issues
        ]
        head = [
            Head(heads.issue, is_number=False),
            Head(heads.returned),
            *(Head(words.of(kind)) for kind in RETURNS),
            Head(words.other),
            Head(heads.at_once, is_extra=True),
        ]
        kinds: list[tuple[str, Callable[[Tally], int]]] = [
            *((words.of(kind), lambda tally, kind=kind: tally.lost(kind)) for kind in RETURNS),
            (words.other, lambda tally: tally.lost_otherwise),
        ]
        chart = self._chart((name, [count(each.total) for each in self._issues]) for name, count in kinds)
        share = _sum(each.total.returns for each in self._issues)
        failures = write.number(sum(each.total.failures for each in self._issues))
        lead = fill(self._labels.returned.lead, share=write.share(share), count=failures)
        return Section("returned", self._labels.returned.title, lead, _table(head, rows), chart)

    def _left(self) -> Section:
        heads, words, write = self._labels.heads, self._labels.words, self._writer
        known = [each.total.leavers for each in self._issues if each.total.leavers is not None]
        rows = [
            [
                Cell(each.issue),
                Cell(write.share(each.total.leavers)),
                *(Cell(self._leavers(each.total, reason)) for reason in _LEAVING),
            ]
            for each in self._issues
        ]
        head = [Head(heads.issue, is_number=False), Head(heads.left), *(Head(words.of(each)) for each in _LEAVING)]
        chart = self._chart(
            (words.of(reason), [(each.total.left or {}).get(reason, 0) for each in self._issues])
            for reason in _LEAVING
        )
        lead = fill(self._labels.left.lead, share=write.share(_sum(known) if known else None))
        notes = (self._labels.notes.forgotten,) if len(known) < len(self._issues) else ()
        return Section("left", self._labels.left.title, lead, _table(head, rows), chart, notes=notes)

    def _leavers(self, tally: Tally, reason: str) -> str:
        return self._labels.unknown if tally.left is None else self._writer.number(tally.left.get(reason, 0))

    # --- by language and group -------------------------------------------------------------------------------

    @property
    def _tongues(self) -> tuple[str, ...]:
        """The languages of the issues shown, in the newsletter's order."""
        spoken = {language for each in self._issues for language in each.languages}
        return tuple(language for language in self._report.languages if language in spoken)

    def _languages(self) -> Section:
        heads, write, today = self._labels.heads, self._writer, self._report.today
        head, most = self._heads_of_courses(heads.language), max(today.languages.values(), default=0)
        if self._issues:
            head += [Head(heads.returned, is_extra=True), Head(heads.left, is_extra=True)]
        rows = []
        for language in self._report.languages:
            planned = tuple(_of(each, language).planned for each in self._whole)
            row = [Cell(write.language(language)), *self._course(planned, today.languages.get(language, 0), most)]
            if self._issues:
                tallies = [_of(each, language) for each in self._issues]
                known = [tally.leavers for tally in tallies if tally.leavers is not None]
                row.append(Cell(write.share(_sum(tally.returns for tally in tallies))))
                row.append(Cell(write.share(_sum(known) if known else None)))
            rows.append(row)
        labels = self._labels.languages
        return Section("languages", labels.title, labels.lead, _table(head, rows))

    def _groups(self) -> Section:
        labels, today = self._labels.groups, self._report.today
        sums: Counter[str] = Counter(today.groups)
        for each in self._issues:
            sums.update(each.groups)
        names = sorted(sums, key=lambda name: (name in ("", OTHERS), -today.groups.get(name, 0), -sums[name], name))
        most = max(today.groups.values(), default=0)
        rows = [
            [
                Cell({"": labels.none, OTHERS: labels.others}.get(name, name)),
                *self._course(
                    tuple(each.groups.get(name, 0) for each in self._whole), today.groups.get(name, 0), most
                ),
            ]
            for name in names
        ]
        head = self._heads_of_courses(self._labels.heads.group)
        return Section("groups", labels.title, labels.lead, _table(head, rows), notes=(labels.several,))

    def _heads_of_courses(self, first: str) -> list[Head]:
        heads = self._labels.heads
        courses = [Head(heads.course, is_number=False), Head(heads.first), Head(heads.newest)] if self._whole else []
        return [Head(first, is_number=False), Head(heads.today), *courses]

    def _course(self, planned: tuple[int, ...], today: int, most: int) -> Iterator[Cell]:
        write = self._writer.number
        yield Cell(write(today), bar=today / most if most else 0.0)
        if planned:
            yield Cell(course=planned)
            yield Cell(write(planned[0]))
            yield Cell(write(planned[-1]))

    # --- month by month, and today ---------------------------------------------------------------------------

    def _by_month(self) -> Section:
        words, write = self._labels.words, self._writer
        names = {each: words.went if each == "left" else words.of(each) for each in (*_ABOVE, *_BELOW)}
        rows = [
            [Cell(write.month(each.month)), *(Cell(write.number(getattr(each, name))) for name in names)]
            for each in self._months
        ]
        head = [Head(self._labels.heads.month, is_number=False), *(Head(name) for name in names.values())]
        series = tuple(
            Series(name, tuple(getattr(each, key) for each in self._months), is_below=key in _BELOW)
            for key, name in names.items()
        )
        chart = Chart(tuple(write.short_month(each.month) for each in self._months), series)
        labels = self._labels.months
        notes = tuple(self._cut(len(self._report.months)))
        return Section("months", labels.title, labels.lead, _table(head, rows), chart, labels.chart, notes)

    def _left_out(self) -> Section:
        heads, words, write = self._labels.heads, self._labels.words, self._writer
        left_out = self._report.today.left_out
        most = max(left_out.values())
        ranked = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
        rows = [[Cell(words.of(reason)), Cell(write.number(number), bar=number / most)] for reason, number in ranked]
        head = [Head(heads.reason, is_number=False), Head(heads.number)]
        lead = write.count(sum(left_out.values()), self._labels.left_out.lead)
        return Section("left-out", self._labels.left_out.title, lead, _table(head, rows))

    def _chart(self, series: Iterable[tuple[str, Sequence[int]]]) -> Chart:
        places = tuple(each.issue for each in self._issues)
        return Chart(places, tuple(Series(name, tuple(values)) for name, values in series))


def _table(heads: Sequence[Head], rows: Iterable[Sequence[Cell]]) -> Table:
    return Table(tuple(heads), tuple(tuple(row) for row in rows))


def _of(campaign: CampaignFigures, language: str) -> Tally:
    return campaign.languages.get(language, _NOTHING)


def _sum(shares: Iterable[Share]) -> Share:
    all_of_them = list(shares)
    return Share(sum(share.number for share in all_of_them), sum(share.of for share in all_of_them))
