"""An item of the issue to what readers see of it: one function for each kind's own particulars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.model.contribution import Call, Event, Interview, News, Profile, Publication, Video
from iki_newsletter.model.label import fill
from iki_newsletter.render.typography import NBSP
from iki_newsletter.render.view import AreaView, DateBlock, ItemView, LinkView, Row, Said

if TYPE_CHECKING:
    import datetime as dt

    from iki_newsletter.model.issue import Item
    from iki_newsletter.model.portfolio import AreaKey, Project
    from iki_newsletter.model.text import LocalText, Text
    from iki_newsletter.render.hand import Hand
    from iki_newsletter.render.pen import Pen


@dataclass(frozen=True, slots=True)
class _Particulars:
    """What only some kinds have."""

    target: str = ""
    block: DateBlock | None = None
    when: str = ""
    notes: tuple[Said, ...] = ()
    links: tuple[LinkView, ...] = ()
    rows: tuple[Row, ...] = ()


def item_view(
    pen: Pen, item: Item, number: int, *, whole: bool, with_picture: bool, under: AreaKey | None = None
) -> ItemView:
    """Show an item; `whole` says that its body is shown, not only its teaser, and `under` what its section is for."""
    written = item.contribution
    language = item.language_for(pen.language)
    lang = pen.lang(language)
    plain_title = " ".join(written.local(written.title).in_order([language]).text.split())
    typesetter = pen.typesetter(language)
    title = typesetter.set(plain_title)
    particulars = _particulars(pen, item, title)
    body = written.body if isinstance(written, (News, Interview)) else None
    own_links = tuple(LinkView(link.url, _said(pen, item, link.text)) for link in written.links)
    target = particulars.target
    if body and not whole and pen.web:
        own_links = own_links[:1]
        target = pen.web.item(pen.language, item.name)
    elif pen.web and isinstance(written, (Event, Profile)):
        # Their pages say what mails do not: an agenda, materials, a calendar entry, what else the project did. What
        # publications, calls and videos are about is elsewhere, and their titles lead there at once.
        target = pen.web.item(pen.language, item.name)
    return ItemView(
        name=item.name,
        number=number,
        kind=written.kind.value,
        lang=lang,
        lang_label=language_label(pen, language) if lang else "",
        project=", ".join(pen.words(project.short_name).text for project in (item.project, *item.other_projects)),
        organisation=item.project.organisation,
        area=area_view(pen, item.area.key) if item.area and item.area.key != under else None,
        title=title,
        headline=typesetter.headline(plain_title),
        teaser=_said(pen, item, written.teaser).text,
        body=pen.prose(written.local(body), language) if body and whole else None,
        picture=pen.picture(written.images[0], written.language, language) if with_picture else None,
        links=particulars.links + own_links,
        target=target,
        block=particulars.block,
        when=particulars.when,
        notes=particulars.notes,
        rows=particulars.rows,
    )


def can_show_picture(item: Item) -> bool:
    """Tell whether the item has a picture and is of a kind that stands in full width."""
    return bool(item.contribution.images) and isinstance(item.contribution, (News, Interview, Profile))


def _said(pen: Pen, item: Item, text: Text) -> Said:
    """Write one of the item's texts in the one language that the item is shown in."""
    return pen.said(item.contribution.local(text), item.language_for(pen.language))


def language_label(hand: Hand, language: str) -> str:
    """Say that something is in another language, in that language."""
    labels = hand.templates.labels.get(language)
    label = labels.in_this_language if labels else hand.dates.languages([language])
    return label.replace(" ", NBSP)


def area_view(hand: Hand, key: str) -> AreaView:
    """Show a funding area, by its numeral."""
    return AreaView(key, hand.templates.theme.areas.of(key).mark, hand.labels.areas.of(key))


def _particulars(pen: Pen, item: Item, title: str) -> _Particulars:
    found = _Particulars()
    match item.contribution:
        case Event() as event:
            found = _event(pen, item, event, title)
        case Publication() as publication:
            found = _publication(pen, publication)
        case Call() as call:
            found = _call(pen, item, call)
        case Interview() as interview:
            role = _said(pen, item, interview.interviewee.role)
            words = fill(pen.labels.item.interview_with, name=interview.interviewee.name, role=role.text)
            found = _Particulars(notes=(Said(words),))
        case Video() as video:
            found = _video(pen, video)
        case Profile():
            found = _Particulars(rows=tuple(_profile_rows(pen, item)))
    return found


def _event(pen: Pen, item: Item, event: Event, title: str) -> _Particulars:
    labels = pen.labels.item
    first, last = event.starts_on, event.last_day
    when = pen.dates.days(first, last)
    if event.starts_at:
        when = pen.dates.at(when, event.starts_at, event.timezone)
    notes: list[Said] = []
    links: list[LinkView] = []
    if event.place:
        notes.append(_said(pen, item, event.place))
    if event.online:
        notes.append(Said(labels.online))
        links.append(LinkView(event.online, Said(fill(labels.join, title=title))))
    if event.registration:
        links.insert(0, LinkView(event.registration.url, Said(fill(labels.sign_up, title=title))))
        if event.registration.until:
            notes.append(Said(fill(labels.sign_up_until, date=pen.dates.date(event.registration.until))))
    block = DateBlock(days_of(first, last), pen.dates.short_month(first))
    return _Particulars(block=block, when=when, notes=tuple(notes), links=tuple(links))


def days_of(first: dt.date, last: dt.date) -> str:
    """Give the days of an event at a glance, as in `6–7`; of one that goes on into another month its first."""
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{last.day}" if first != last and same_month else str(first.day)


def _publication(pen: Pen, publication: Publication) -> _Particulars:
    labels = pen.labels.item
    notes = [", ".join(publication.authors)] if publication.authors else []
    notes.append(str(publication.year))
    if publication.pages:
        notes.append(pen.dates.count(publication.pages, labels.pages))
    notes.append(fill(labels.in_languages, languages=pen.dates.languages(publication.languages)))
    if publication.licence:
        notes.append(fill(labels.licence, licence=publication.licence))
    return _Particulars(target=publication.url, notes=tuple(map(Said, notes)))


def _call(pen: Pen, item: Item, call: Call) -> _Particulars:
    when = fill(pen.labels.item.until, date=pen.dates.date(call.deadline))
    who = fill(pen.labels.item.eligible, who=_said(pen, item, call.eligible).text)
    return _Particulars(target=call.url, when=when, notes=(Said(who),))


def _video(pen: Pen, video: Video) -> _Particulars:
    labels = pen.labels.item
    notes = [fill(labels.duration, duration=video.duration)]
    if video.subtitles:
        notes.append(fill(labels.subtitles, languages=pen.dates.languages(video.subtitles)))
    return _Particulars(target=video.url, notes=tuple(map(Said, notes)))


def _profile_rows(pen: Pen, item: Item) -> list[Row]:
    project, labels = item.project, pen.labels.profile
    rows = [
        (labels.title, noted(pen, project.name)),
        (labels.organisation, Said(project.organisation)),
        (labels.partners, Said(", ".join(project.partners))),
        (labels.implementing, Said(", ".join(project.implementing_partners))),
        (labels.term, Said(term_of(pen, project))),
        (labels.countries, Said(countries_of(pen, project))),
        (labels.states, Said(", ".join(project.states))),
        (labels.area, noted(pen, item.area.name) if item.area else Said("")),
        (labels.web, Said(project.web or "")),
    ]
    if project.eur:
        rows.insert(5, grant_of(pen, project, project.eur))
    return [Row(label, said) for label, said in rows if said.text]


def noted(hand: Hand, text: LocalText) -> Said:
    """Write a text of the portfolio; where it exists in another language only, name that language beside it."""
    said = hand.said(text)
    if not said.lang:
        return said
    return said._replace(lang_note=fill(hand.labels.item.in_languages, languages=hand.dates.languages([said.lang])))


def countries_of(hand: Hand, project: Project) -> str:
    """Name a regional or global project's countries; a single one would pass for the whole list."""
    shared = project.scope != "bilateral" and len(project.countries) > 1
    return hand.dates.countries(project.countries) if shared else ""


def term_of(hand: Hand, project: Project) -> str:
    """Write how long a project runs, or since when; empty where neither is known."""
    term = project.term or project.start
    return hand.dates.period(term, hand.labels.profile) if term else ""


def grant_of(hand: Hand, project: Project, euros: float) -> tuple[str, Said]:
    """Name a project's grant and write it: a regional or global project's is not one country's share."""
    labels = hand.labels.profile
    label = labels.grant if project.scope == "bilateral" else labels.grant_shared
    return label, Said(hand.dates.euros(euros))
