"""The roster of an issue as one page that needs nothing else: what the team's shared drive shows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, NoReturn

import jinja2
from pydantic import StringConstraints, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.label import Counted, fill
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.roster import Approved, Arrival, Standing
from iki_newsletter.model.shape import Shape
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.render.dates import Writer
from iki_newsletter.render.templates import MISTAKES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Portfolio
    from iki_newsletter.model.roster import ItemState, ProjectState, Roster, Share, Translation
    from iki_newsletter.render.templates import Templates

FOLDER: Final = "status"
GENERATOR: Final = "iki-news status"
"""What a page says it was made by: such a one may be written anew."""
_PAGE: Final = "page.html.j2"
_ORDER: Final = (Arrival.MISSING, Arrival.WAITING, Arrival.LATE, Arrival.RECEIVED)
_ANEW: Final = "Bring it back from a new workspace: iki-news init DIR"

Word = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class Headings(Shape):
    """Over the tables."""

    projects: Word
    organisations: Word
    areas: Word
    items: Word
    mailings: Word


class Columns(Shape):
    """Over the columns."""

    project: Word
    organisation: Word
    state: Word
    came_on: Word
    items: Word
    name: Word
    projects: Word
    sent: Word
    recent: Word
    item: Word
    released: Word


class PageWords(Shape):
    """`templates/status/LANG.yaml`."""

    title: Word
    as_of: Word
    came: Word
    deadline: Word
    sends_on: Word
    days_left: Counted
    days_ago: Counted
    today: Word
    headings: Headings
    columns: Columns
    arrivals: dict[Arrival, Word]
    silent: Word
    silent_ever: Word
    standings: dict[Standing, Word]
    lacks: Word
    not_released: Word
    changed: Word
    not_usable: Word
    left_out: Word | None = None
    """None in a workspace of before items were marked so; asked for once one is."""
    not_known: Word
    approval: Word
    approvals: dict[Approved, Word]
    mailing: Word
    sandbox: Word


class Cell(NamedTuple):
    """A state, in a word, and what more there is to say."""

    state: str
    said: str
    note: str = ""


class _Setter:
    """Says a roster in one language."""

    def __init__(
        self,
        roster: Roster,
        newsletter: Newsletter,
        portfolio: Portfolio,
        templates: Templates,
        words: PageWords,
        language: str,
    ) -> None:
        self.roster = roster
        self.newsletter = newsletter
        self.portfolio = portfolio
        self.words = words
        self.language = language
        self.dates = Writer(templates.labels_for(language).dates)

    def page(self) -> SimpleNamespace:
        """Say all of it; no mapping, whose `items` Jinja would take for its method."""
        roster, words = self.roster, self.words
        order = [self.language, *self.newsletter.languages]
        title = self.newsletter.local(self.newsletter.title).in_order(order).text
        return SimpleNamespace(
            language=self.language,
            direction=self.dates.locale.text_direction,
            generator=GENERATOR,
            title=fill(words.title, title=title, number=roster.number),
            as_of=fill(words.as_of, date=self.dates.date(roster.today)),
            came=fill(words.came, came=roster.sent, all=len(roster.projects)),
            dates=list(self._when()),
            projects=[
                self._project(state) for arrival in _ORDER for state in roster.projects if state.arrival is arrival
            ],
            organisations=[self._share(share, share.name) for share in roster.organisations],
            areas=[
                self._share(share, roster.area(share.name, self.language) or words.not_known)
                for share in roster.areas
            ],
            languages=[self.dates.languages([each]) for each in roster.languages],
            items=[self._item(item) for item in roster.items],
            mailings=list(self._mailings()),
        )

    def _when(self) -> Iterator[str]:
        roster, words, days = self.roster, self.words, self.roster.days_left
        if roster.deadline is not None and days is not None:
            line = fill(words.deadline, date=self.dates.date(roster.deadline))
            if roster.today <= roster.sends_on:
                left = (
                    words.today
                    if not days
                    else self.dates.count(abs(days), words.days_left if days > 0 else words.days_ago)
                )
                line = f"{line}: {left}"
            yield line
        yield fill(words.sends_on, date=self.dates.date(roster.sends_on))

    def _project(self, state: ProjectState) -> SimpleNamespace:
        project = self.portfolio.projects_by_id[state.id]
        note = ""
        if state.is_silent:
            note = fill(self.words.silent, date=self._day(state.last_on)) if state.last_on else self.words.silent_ever
        return SimpleNamespace(
            label=project.short_name.in_order([self.language, *self.newsletter.languages]).text,
            organisation=state.organisation,
            state=state.arrival.value,
            said=self._said("arrivals", state.arrival),
            note=note,
            came_on=self._day(state.first_on),
            items=len(state.items),
        )

    def _item(self, item: ItemState) -> SimpleNamespace:
        return SimpleNamespace(
            name=item.name,
            note=self._about(item),
            cells=[self._cell(item.languages[each]) for each in self.roster.languages if item.is_usable],
            released=self._released(item),
        )

    def _about(self, item: ItemState) -> str:
        if not item.is_usable:
            return self.words.not_usable
        if not item.left_out:
            return ""
        return self.words.left_out or self._lacks("left_out")

    def _share(self, share: Share, name: str) -> SimpleNamespace:
        wait = f"{self._said('arrivals', Arrival.WAITING)}: {share.waiting}" if share.waiting else ""
        return SimpleNamespace(
            name=name,
            projects=share.projects,
            sent=share.sent,
            items=share.items,
            recent=share.recent,
            waiting=wait,
        )

    def _said(self, group: str, state: Arrival | Standing | Approved) -> str:
        """Say a state; an older workspace's own words may not know it."""
        words: dict[Any, str] = getattr(self.words, group)
        return words.get(state) or self._lacks(f"{group}.{state.value}")

    def _lacks(self, key: str) -> NoReturn:
        path = f"templates/{FOLDER}/{self.language}.yaml"
        raise ConfigurationError(
            f"{path} has no words for `{key}`, which came with a newer version of iki-news.",
            instead=f"Write them as in a new workspace's {path}: iki-news init DIR",
        )

    def _released(self, item: ItemState) -> str:
        if item.has_changed:
            return fill(self.words.changed, date=self._day(item.released_on))
        return self._day(item.released_on) or (self.words.not_released if item.is_usable else "")

    def _cell(self, translation: Translation) -> Cell:
        shown = translation.standing is Standing.PART
        note = fill(self.words.lacks, fields=", ".join(translation.lacks)) if shown else ""
        return Cell(translation.standing.value, self._said("standings", translation.standing), note)

    def _mailings(self) -> Iterator[str]:
        approval = self.roster.approval
        if approval.is_required or approval.approved is not Approved.NO:
            said = fill(
                self._said("approvals", approval.approved),
                date=self._day(approval.on),
                languages=self.dates.languages(approval.changed),
            )
            yield f"{self.words.approval}: {said}"
        for each in self.roster.campaigns:
            said = fill(
                self.words.mailing, sent=each.sum.sent, planned=each.sum.planned, date=self._day(each.begun_on)
            )
            yield f"{each.id}: {said}{f' ({self.words.sandbox})' if each.is_sandbox else ''}"

    def _day(self, day: dt.date | None) -> str:
        return self.dates.date(day) if day else ""


def render_roster(
    roster: Roster, newsletter: Newsletter, portfolio: Portfolio, templates: Templates, folder: Path, language: str
) -> str:
    """Render the page in one language, from a `templates` folder with `status/` in it; the same in, the same out.

    Raises ConfigurationError for what is missing or wrong there.
    """
    words = _read(folder / FOLDER / f"{language}.yaml")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder / FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        page = _Setter(roster, newsletter, portfolio, templates, words, language).page()
        return environment.get_template(_PAGE).render(page=page, words=words, theme=templates.theme).lstrip()
    except MISTAKES as error:
        where = relative_to_here(folder / FOLDER)
        raise ConfigurationError(f"{where} cannot be used: {error}", instead=_ANEW) from error


def _read(path: Path) -> PageWords:
    if not path.is_file():
        raise ConfigurationError(f"There is no {relative_to_here(path)}.", instead=f"Write it as the others. {_ANEW}")
    loaded, problems = read_shape(path, TypeAdapter(PageWords), family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value
