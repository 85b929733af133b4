"""What pages say to machines: JSON-LD with the words of schema.org, safe inside a script element."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from iki_newsletter.archive.time_zones import find_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iki_newsletter.model.card import Card, CardEvent

_ESCAPED: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_MODE: Final = "https://schema.org/{}EventAttendanceMode"


def as_script(facts: Iterable[Mapping[str, Any]]) -> Markup:
    """Write facts as the content of one script element; empty for none.

    No text in it can end the element: `<`, `>` and `&` stand as JSON's own escapes.
    """
    graph = [*facts]
    if not graph:
        return Markup()
    written = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return Markup(written.translate(_ESCAPED))  # noqa: S704 - nothing of HTML is left in it


def article(card: Card, url: str, image: str, publisher: str, about: str) -> dict[str, Any]:
    """Say what a contribution is; addresses that are not known are left out."""
    said: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": card.title[:110],
        "description": card.teaser,
        "inLanguage": card.shown_in,
        "datePublished": card.sent_on.isoformat(),
        "author": {"@type": "Organization", "name": card.organisation},
        "publisher": {"@type": "Organization", "name": publisher},
        "about": {"@type": "Project", "name": about},
    }
    return said | _where(url, image)


def event(card: Card, told: CardEvent, url: str, image: str) -> dict[str, Any]:
    """Say when and where something takes place."""
    places: list[dict[str, Any]] = []
    if told.place:
        places.append({"@type": "Place", "name": told.place, "address": told.place})
    if told.online:
        places.append({"@type": "VirtualLocation", "url": told.online})
    said: dict[str, Any] = {
        "@type": "Event",
        "name": card.title,
        "description": card.teaser,
        "inLanguage": card.shown_in,
        "startDate": _moment(told),
        "organizer": {"@type": "Organization", "name": card.organisation},
    }
    if told.last_day > told.starts_on:  # of a day's event nobody knows when it ends
        said["endDate"] = told.last_day.isoformat()
    if places:
        said["location"] = places[0] if len(places) == 1 else places
        mode = "Mixed" if len(places) > 1 else "Online" if told.online else "Offline"
        said["eventAttendanceMode"] = _MODE.format(mode)
    return said | _where(url, image)


def site(title: str, language: str, url: str) -> dict[str, Any]:
    """Say what the archive as a whole is."""
    return {"@type": "WebSite", "name": title, "inLanguage": language} | _where(url, "")


def _where(url: str, image: str) -> dict[str, Any]:
    return ({"url": url} if url else {}) | ({"image": image} if image else {})


def _moment(told: CardEvent) -> str:
    if told.starts_at is None:
        return told.starts_on.isoformat()
    moment = dt.datetime.combine(told.starts_on, told.starts_at)
    return moment.replace(tzinfo=find_zone(told.timezone) if told.timezone else None).isoformat()
