"""Cards for tests, as the archive hands them out, and what feeds and calendars are written with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.conftest import ROOT

from iki_newsletter.archive.feed_words import CalendarWords, FeedWords
from iki_newsletter.archive.publisher import Publisher
from iki_newsletter.model.card import Card, CardEvent, CardPicture
from iki_newsletter.render.dates import Writer
from iki_newsletter.render.templates import load_templates

FEED_WORDS = FeedWords(name="{title}: lo nuevo", description="Lo último de {title}, en breve.", sdg="ODS {number}")
CALENDAR_WORDS = CalendarWords(
    name="{title}: agenda",
    description="Los eventos que anuncia {title}.",
    begins="Empieza: {when}",
    online="En línea: {address}",
    registration="Inscripción: {address}",
    more="Más: {address}",
)
PICTURE = CardPicture("2017-06/images/reef.jpg", 800, 600, "Un arrecife", "Ana Ejemplo")
WORKSHOP = CardEvent(
    dt.date(2017, 6, 21),
    dt.date(2017, 6, 21),
    dt.time(9, 30),
    "America/Mexico_City",
    "Casa Ejemplo, Ciudad de México",
)


_PUBLISHER = Publisher(
    language="es",
    title="Horizontes",
    list_id="horizontes.example.org",
    web="https://news.example.org",
    projects={"reef": "Arrecifes vivos"},
    organisations={"Org & Co": "Organización de Ejemplo"},
    areas={"II": "Adaptación"},
)
_CARD = Card(
    issue="2017-06",
    number=12,
    sent_on=dt.date(2017, 6, 12),
    name="reef",
    kind="news",
    language="es",
    shown_in="es",
    languages=("es", "de"),
    title="El arrecife vuelve a crecer",
    teaser="Diez hectáreas más, para los pescadores de la costa.",
    project="reef",
    other_projects=(),
    organisation="Org & Co",
    area="II",
)


def publisher(**other: Any) -> Publisher:
    """Give an invented newsletter in Spanish; what is named is otherwise."""
    return replace(_PUBLISHER, **other)


def card(**other: Any) -> Card:
    """Give a contribution; what is named is otherwise."""
    return replace(_CARD, **other)


def dates(language: str = "es") -> Writer:
    """Give what writes days and hours, by the repository's own labels."""
    return Writer(load_templates(ROOT / "templates").labels_for(language).dates)


def texts() -> st.SearchStrategy[str]:
    """Give any text that a contribution may hold (see `reading.characters`), neither empty nor with blanks around."""
    seen = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"])
    written = st.text(seen | st.sampled_from("\n\t\u00ad\u200c\u200d,;:\\\"<&'n"), min_size=1, max_size=200)
    return written.map(str.strip).filter(bool)
