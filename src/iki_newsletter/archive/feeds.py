"""The newest contributions of one language as feeds: Atom (RFC 4287) and JSON Feed 1.1.

Both are written here rather than by a library: feedgen knows neither JSON Feed nor a title in another language than
its feed's, and writes its own name and the present moment into each unless it is kept from it. All that is said
here is in the cards, so that the same cards give the same bytes on any day.

Feeds are read far from the site and need whole addresses. Where the archive has none, there are no feeds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.archive.publisher import moment_of
from iki_newsletter.archive.teasers import when_of
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from iki_newsletter.archive.feed_words import FeedWords
    from iki_newsletter.archive.publisher import Publisher
    from iki_newsletter.model.card import Card, CardPicture
    from iki_newsletter.render.dates import Writer

MOST_ENTRIES: Final = 60
"""How many contributions a feed has: some issues' worth, for readers who were away for a while."""
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES: Final = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_PAGE: Final = "text/html"


def write_feeds(cards: Sequence[Card], publisher: Publisher, words: FeedWords, dates: Writer) -> dict[str, bytes]:
    """Write a language's feeds, as files by their paths below the archive's root; none where it has no address.

    The cards are those of the publisher's language, each issue's in its own order. The newest issue comes first.
    `dates` writes days and hours as that language's readers do.
    """
    if publisher.web is None:
        return {}
    newest = sorted(cards, key=lambda card: (card.sent_on, card.number, card.issue), reverse=True)[:MOST_ENTRIES]
    language = publisher.language
    return {
        web_layout.atom(language): _atom(newest, publisher, words, dates),
        web_layout.json_feed(language): _json_feed(newest, publisher, words, dates),
    }


def _atom(cards: Sequence[Card], publisher: Publisher, words: FeedWords, dates: Writer) -> bytes:
    from lxml import etree  # noqa: PLC0415 - heavy, and only publishing needs it

    def put(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
        element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text
        return element

    language = publisher.language
    feed = etree.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: language}, nsmap={None: _ATOM})
    put(feed, "id", publisher.feed_id)
    put(feed, "title", fill(words.name, title=publisher.title))
    put(feed, "subtitle", fill(words.description, title=publisher.title))
    put(feed, "updated", _moment(cards[0].sent_on) if cards else _NEVER)
    own, page = publisher.address(web_layout.atom(language)), publisher.address(web_layout.front(language))
    put(feed, "link", rel="self", type="application/atom+xml", href=own)
    put(feed, "link", rel="alternate", type=_PAGE, href=page)
    for card in cards:
        entry = put(feed, "entry")
        foreign = {_LANGUAGE: card.shown_in} if card.shown_in != language else {}
        put(entry, "id", publisher.entry_id(card))
        put(entry, "title", card.title, **foreign)
        put(entry, "published", _moment(card.sent_on))
        put(entry, "updated", _moment(card.sent_on))
        put(entry, "link", rel="alternate", type=_PAGE, href=_page(card, publisher))
        if card.picture:
            address = publisher.address(card.picture.path)
            put(entry, "link", rel="enclosure", type=_type_of(card.picture), href=address)
        for name, address in _authors(card, publisher):
            author = put(entry, "author")
            put(author, "name", name)
            put(author, "uri", address)
        for term, label in _categories(card, publisher, words):
            put(entry, "category", term=term, label=label)
        put(entry, "summary", _summary(card, dates), **foreign)
    written: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _json_feed(cards: Sequence[Card], publisher: Publisher, words: FeedWords, dates: Writer) -> bytes:
    language = publisher.language
    feed = {
        "version": JSON_FEED,
        "title": fill(words.name, title=publisher.title),
        "description": fill(words.description, title=publisher.title),
        "home_page_url": publisher.address(web_layout.front(language)),
        "feed_url": publisher.address(web_layout.json_feed(language)),
        "language": language,
        "items": [_item(card, publisher, words, dates) for card in cards],
    }
    return f"{json.dumps(feed, ensure_ascii=False, indent=2)}\n".encode()


def _item(card: Card, publisher: Publisher, words: FeedWords, dates: Writer) -> dict[str, Any]:
    picture = {"image": publisher.address(card.picture.path)} if card.picture else {}
    return {
        "id": publisher.entry_id(card),
        "url": _page(card, publisher),
        "title": card.title,
        "content_text": _summary(card, dates),
        **picture,
        "date_published": _moment(card.sent_on),
        "authors": [{"name": name, "url": address} for name, address in _authors(card, publisher)],
        "tags": [label for _, label in _categories(card, publisher, words)],
        "language": card.shown_in,
    }


def _summary(card: Card, dates: Writer) -> str:
    """Give a teaser; an event's begins with when and where, which a feed reader shows nowhere else."""
    if card.event is None:
        return card.teaser
    said = [when_of(dates, card.event), *([card.event.place] if card.event.place else [])]
    return f"{' · '.join(said)}. {card.teaser}"


def _page(card: Card, publisher: Publisher) -> str:
    return publisher.address(web_layout.item(card.issue, card.name, publisher.language))


def _authors(card: Card, publisher: Publisher) -> Iterator[tuple[str, str]]:
    """Give name and page of the project, then of its organisation."""
    language = publisher.language
    pages = (web_layout.project(card.project, language), web_layout.organisation(card.organisation, language))
    for name, page in zip(publisher.organisers(card), pages, strict=True):
        yield name, publisher.address(page)


def _categories(card: Card, publisher: Publisher, words: FeedWords) -> Iterator[tuple[str, str]]:
    """Give what an entry is about: a word for programs, the same in every language, and one for people."""
    if card.area:
        yield f"area-{card.area.lower()}", publisher.area(card)
    for number in card.sdg:
        yield f"sdg-{number}", fill(words.sdg, number=number)
    for tag in card.tags:
        yield tag, tag


def _type_of(picture: CardPicture) -> str:
    return _TYPES.get(picture.path.rpartition(".")[2].lower(), "application/octet-stream")


def _moment(day: dt.date) -> str:
    return f"{moment_of(day).replace(tzinfo=None).isoformat()}Z"


_NEVER: Final = "1970-01-01T12:00:00Z"
"""When a feed changed that has had no entry yet: the format asks for a moment."""
