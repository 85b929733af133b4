"""An issue to the view of one edition: what is in it, in which order, and in whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.label import fill
from iki_newsletter.model.text import LocalText
from iki_newsletter.render.items import area_view, can_show_picture, item_view
from iki_newsletter.render.typography import NBSP
from iki_newsletter.render.view import Contents, ContentsLine, ItemView, Prose, Said, SectionView, Tongue, View

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.model.issue import Item, Section
    from iki_newsletter.model.portfolio import AreaKey
    from iki_newsletter.render.hand import Hand
    from iki_newsletter.render.pen import Pen

_MOST_LINES: Final = 6
_MOST_PICTURES: Final = 6
FOCUS: Final = "in-focus"
"""The anchor of the item in focus."""


def compose(pen: Pen) -> View:
    """Compose the view of `pen.language`'s edition."""
    issue, newsletter = pen.issue, pen.newsletter
    focus = _focus(pen)
    sections = _sections(pen, 1 if focus is None else 2)
    editorial, signed = issue.editorial, issue.editorial_signed
    return View(
        language=pen.language,
        direction=pen.dates.locale.text_direction,
        title=pen.said(newsletter.local(newsletter.title)),
        tagline=pen.said(newsletter.local(newsletter.tagline)) if newsletter.tagline else None,
        number=fill(pen.labels.masthead.number, number=issue.number),
        month=pen.dates.month(issue.month),
        subject=pen.said(issue.subject).text.replace(NBSP, " "),
        preheader=pen.said(issue.preheader).text,
        art=pen.art(),
        editorial=pen.prose(editorial) if editorial else None,
        signed=pen.said(signed) if signed else None,
        contents=_contents(pen, focus, sections),
        focus=focus,
        sections=sections,
        impressum=identity_text(pen, newsletter.identity.impressum),
        privacy=identity_text(pen, newsletter.identity.privacy),
        postal=_postal(pen),
        funding=funding_notice(pen, issue.sends_on),
        tongues=_tongues(pen),
        web_version=pen.web.edition(pen.language) if pen.web else "",
    )


def is_shown(pen: Pen, item: Item) -> bool:
    """Tell whether an item stands in this language's edition."""
    return pen.newsletter.untranslated == "show" or item.is_in(pen.language)


def _focus(pen: Pen) -> ItemView | None:
    item = pen.issue.focus
    if item is None or not is_shown(pen, item):
        return None
    return item_view(pen, item, 1, whole=True, with_picture=bool(item.contribution.images))


def _sections(pen: Pen, number: int) -> tuple[SectionView, ...]:
    """Show the sections that have something in this language; items are numbered through from `number`.

    Bodies are for the web; without a web address there is no other place to read them, so they are in the mail.
    """
    views = []
    shown = [(section, [item for item in section.items if is_shown(pen, item)]) for section in pen.issue.sections]
    pictured = _pictured([items for _, items in shown])
    for section, items in shown:
        if items:
            area = _area(pen, section)
            seen = tuple(
                item_view(pen, item, position, whole=pen.web is None, with_picture=item.name in pictured, under=area)
                for position, item in enumerate(items, number)
            )
            shown_area = area_view(pen, area) if area else None
            views.append(SectionView(f"section-{section.id}", pen.said(section.title), seen, shown_area))
            number += len(items)
    return tuple(views)


def _area(pen: Pen, section: Section) -> AreaKey | None:
    """Give the one funding area that a section takes, if it takes one only."""
    taken = next((plan.takes.area for plan in pen.newsletter.sections if plan.id == section.id), None)
    if isinstance(taken, tuple):
        return taken[0] if len(taken) == 1 else None
    return taken


def _pictured(sections: list[list[Item]]) -> set[str]:
    """Choose whose pictures are shown: everybody's while they are few, else the first of each section."""
    able = [[item.name for item in items if can_show_picture(item)] for items in sections]
    if sum(map(len, able)) <= _MOST_PICTURES:
        return {name for names in able for name in names}
    return {names[0] for names in able if names}


def _contents(pen: Pen, focus: ItemView | None, sections: tuple[SectionView, ...]) -> Contents:
    lines = []
    if focus:
        lines.append(ContentsLine(FOCUS, Said(pen.labels.headings.focus), Said(focus.title, focus.lang), ""))
    for section in sections:
        first, others = section.items[0], len(section.items) - 1
        more = pen.dates.count(others, pen.labels.contents.others) if others else ""
        lines.append(ContentsLine(section.id, section.title, Said(first.title, first.lang), more))
    if len(lines) <= _MOST_LINES:
        return Contents(tuple(lines), ())
    return Contents(tuple(lines[: _MOST_LINES - 1]), tuple(lines[_MOST_LINES - 1 :]))


def identity_text(hand: Hand, texts: Mapping[str, str]) -> Prose | None:
    """Give what the law of this edition's readers asks for; another language's would not serve it."""
    return hand.prose(LocalText(hand.language, texts)) if hand.language in texts else None


def _postal(pen: Pen) -> Prose | None:
    texts = pen.newsletter.identity.postal
    return pen.prose(LocalText(pen.newsletter.languages[0], texts)) if texts else None


def funding_notice(hand: Hand, day: dt.date) -> Prose | None:
    """Give the notice that is valid on the day an issue is sent."""
    for notice in hand.newsletter.funding_notices:
        if notice.from_ <= day and (notice.until is None or day <= notice.until):
            return hand.prose(hand.newsletter.local(notice.text))
    return None


def _tongues(pen: Pen) -> tuple[Tongue, ...]:
    tongues = []
    for language in pen.newsletter.languages:
        if language != pen.language:
            labels = pen.templates.labels_for(language)
            url = pen.web.edition(language) if pen.web else ""
            tongues.append(Tongue(language, labels.own_name, labels.footer.preferences, url))
    return tuple(tongues)
