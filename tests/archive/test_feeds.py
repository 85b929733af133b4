from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it brings no types
from lxml import etree
from tests.archive.made import FEED_WORDS, PICTURE, WORKSHOP, card, dates, publisher, texts

from iki_newsletter.archive.feed_words import FEED_FILLED_IN, FeedWords
from iki_newsletter.archive.feeds import MOST_ENTRIES, write_feeds
from iki_newsletter.archive.publisher import moment_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.archive.publisher import Publisher
    from iki_newsletter.model.card import Card

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HOSTILE = (
    "Dos líneas\nen un título",
    "comas, punto; y coma: «todo» & <b>más</b> ]]>",
    "x" * 5000,
    "👩🏽‍🌾🇲🇽 emoji",
    "שלום \u202eoculto\u202c مرحبا",
    "\\n barra \\, inversa \\\\",
)


def atom_of(cards: Sequence[Card], by: Publisher | None = None) -> Any:
    """Write the Atom feed of cards and read it as plain XML."""
    return etree.fromstring(write_feeds(cards, by or publisher(), FEED_WORDS, dates())["es/feed.xml"])


def json_of(cards: Sequence[Card], by: Publisher | None = None) -> Any:
    """Write the JSON feed of cards and read it."""
    return json.loads(write_feeds(cards, by or publisher(), FEED_WORDS, dates())["es/feed.json"])


def assert_valid(cards: Sequence[Card], by: Publisher | None = None) -> None:
    """Hold both feeds against what their specifications ask for."""
    grammar = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
    grammar.assertValid(atom_of(cards, by))
    schema = json.loads((HERE / "json-feed-1.1.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json_of(cards, by))


def ids_of(cards: Sequence[Card], by: Publisher) -> list[str]:
    """List the ids of a feed and its entries; both kinds of feed have the same entries."""
    feed = atom_of(cards, by)
    ids = [str(each.text) for each in feed.iter(f"{ATOM}id")]
    assert ids[1:] == [each["id"] for each in json_of(cards, by)["items"]]
    return ids


def test_a_feed_says_all_that_the_card_says() -> None:
    """A reader of feeds sees title, teaser, page, picture, project and organisation, subjects and language."""
    full = card(picture=PICTURE, sdg=(13,), tags=("coral",), shown_in="de")
    assert_valid([full])
    read = feedparser.parse(write_feeds([full], publisher(), FEED_WORDS, dates())["es/feed.xml"])
    assert not read.bozo
    assert (read.feed.title, read.feed.language) == ("Horizontes: lo nuevo", "es")
    (entry,) = read.entries
    assert (entry.title, entry.summary) == (full.title, full.teaser)
    assert entry.title_detail.language == entry.summary_detail.language == "de"
    assert entry.link == "https://news.example.org/es/2017-06/reef.html"
    assert entry.enclosures[0].href == "https://news.example.org/2017-06/images/reef.jpg"
    assert [each.name for each in entry.authors] == ["Arrecifes vivos", "Organización de Ejemplo"]
    assert [(each.term, each.label) for each in entry.tags] == [
        ("area-ii", "Adaptación"),
        ("sdg-13", "ODS 13"),
        ("coral", "coral"),
    ]
    (item,) = json_of([full])["items"]
    assert (item["title"], item["content_text"], item["language"]) == (full.title, full.teaser, "de")
    assert (item["url"], item["image"]) == (entry.link, entry.enclosures[0].href)
    assert item["date_published"] == entry.updated == "2017-06-12T12:00:00Z"
    assert [each["name"] for each in item["authors"]] == ["Arrecifes vivos", "Organización de Ejemplo"]
    assert item["tags"] == ["Adaptación", "ODS 13", "coral"]


def test_what_is_not_known_is_left_out() -> None:
    """A contribution without picture, area, goals, or names in the register makes a valid entry all the same."""
    bare = card(area="", project="unknown", organisation="Nobody")
    assert_valid([bare])
    (entry,) = feedparser.parse(write_feeds([bare], publisher(), FEED_WORDS, dates())["es/feed.xml"]).entries
    assert [each.name for each in entry.authors] == ["unknown", "Nobody"]
    assert "tags" not in entry
    assert not entry.enclosures


def test_the_newest_issue_comes_first_and_each_keeps_its_order() -> None:
    """Entries go by the issue's day, within an issue in its own order, and no more than some issues' worth."""
    issues = [(f"20{year}-06", year, dt.date(2000 + year, 6, 12)) for year in (15, 17, 16)]
    cards = [
        card(issue=issue, number=number, sent_on=day, name=name)
        for issue, number, day in issues
        for name in ("zebra", "ant", *(f"n{each:02}" for each in range(28)))
    ]
    urls = [each["url"] for each in json_of(cards)["items"]]
    assert len(urls) == MOST_ENTRIES == len(atom_of(cards).findall(f"{ATOM}entry"))
    assert [url.removeprefix("https://news.example.org/es/") for url in urls[:2]] == [
        "2017-06/zebra.html",
        "2017-06/ant.html",
    ]
    assert urls[30].endswith("/2016-06/zebra.html")
    assert not any("2015-06" in url for url in urls)
    assert atom_of(cards).findtext(f"{ATOM}updated") == "2017-06-12T12:00:00Z"


def test_without_an_address_there_are_no_feeds() -> None:
    """Where newsletter.yaml gives no `web`, nothing is written: feeds need whole addresses."""
    assert write_feeds([card()], publisher(web=None), FEED_WORDS, dates()) == {}


def test_a_feed_without_entries_is_valid() -> None:
    """Before the first contribution in a language is public, its feeds can be followed already."""
    assert_valid([])
    assert not feedparser.parse(write_feeds([], publisher(), FEED_WORDS, dates())["es/feed.xml"]).bozo


@given(
    before=st.lists(st.tuples(texts(), texts()), min_size=1, max_size=4),
    after=st.lists(st.tuples(texts(), texts()), min_size=4, max_size=4),
    day=st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)),
    web=st.sampled_from(["https://elsewhere.example", "https://example.org/sub/path"]),
    area=st.sampled_from(["", "II", "IV"]),
)
def test_ids_never_change(
    before: list[tuple[str, str]], after: list[tuple[str, str]], day: dt.date, web: str, area: str
) -> None:
    """Other texts, another day, picture, subject, name or address: every id stays, and each is one entry's alone."""
    cards = [card(name=f"n{each}", title=title, teaser=teaser) for each, (title, teaser) in enumerate(before)]
    others = [
        replace(each, title=title, teaser=teaser, sent_on=day, area=area, picture=PICTURE, tags=("new",), digest="ab")
        for each, (title, teaser) in zip(cards, after, strict=False)
    ]
    elsewhere = publisher(web=web, title="Otro", projects={}, organisations={}, list_id="Horizontes.Example.org")
    assert_valid(cards)
    assert_valid(others, elsewhere)
    ids = ids_of(cards, publisher())
    assert ids == ids_of(others, elsewhere)
    assert len(set(ids)) == len(ids)


def test_ids_differ_between_languages_newsletters_and_issues() -> None:
    """Entries in Spanish and in German are two, as are those of two newsletters, and of two issues."""
    ids = {
        by.entry_id(each)
        for by in (publisher(), publisher(language="de"), publisher(list_id="other.example.org"))
        for each in (card(), card(issue="2017-08"), card(issue="special"), card(name="other"))
    }
    assert len(ids) == 12
    assert len({publisher().feed_id, publisher(language="de").feed_id, publisher(list_id="o.example").feed_id}) == 3


def test_an_entry_is_named_by_a_tag() -> None:
    """Ids are `tag:` URIs with the month that names the issue, or else its year."""
    assert publisher().entry_id(card()) == "tag:horizontes.example.org,2017-06:2017-06/reef/es"
    assert publisher().entry_id(card(issue="Sonder Heft")) == "tag:horizontes.example.org,2017:Sonder%20Heft/reef/es"
    assert publisher().feed_id == "urn:uuid:4bf8cf16-a7bf-5654-9fad-9a5adcf1cd0c"


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_texts_come_through(title: str) -> None:
    """Markup, line breaks, very long titles, emoji and right-to-left texts are read back as they were."""
    cards = [card(title=title, teaser=title)]
    assert_valid(cards)
    entry = atom_of(cards).find(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) == (title, title)
    (item,) = json_of(cards)["items"]
    assert (item["title"], item["content_text"]) == (title, title)
    assert not feedparser.parse(write_feeds(cards, publisher(), FEED_WORDS, dates())["es/feed.xml"]).bozo


@given(title=texts())
def test_any_text_comes_through(title: str) -> None:
    """Whatever a contribution may hold is read back from both feeds as it was."""
    assert atom_of([card(title=title)]).findtext(f"{ATOM}entry/{ATOM}title") == title
    assert json_of([card(title=title)])["items"][0]["title"] == title


def test_the_same_cards_give_the_same_bytes() -> None:
    """Feeds do not know what day it is."""
    cards = [card(picture=PICTURE), card(name="other")]
    written = []
    for day in (dt.datetime(2017, 6, 12, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        with time_machine.travel(day):
            written.append(write_feeds(cards, publisher(), FEED_WORDS, dates()))
    assert written[0] == written[1]


def test_a_day_stays_the_same_day_for_all_readers() -> None:
    """The moment that stands for an issue's day is on that day in Mexico and in Germany, in summer and winter."""
    for month in (1, 7):
        day = dt.date(2017, month, 1)
        assert {moment_of(day).astimezone(dt.timezone(dt.timedelta(hours=each))).date() for each in (-10, 0, 11)} == {
            day
        }


def test_every_word_has_its_places_in_braces() -> None:
    """What is filled in is known of each word, so that a file of words can be checked."""
    assert {key for (key,) in FEED_FILLED_IN} == set(FeedWords.model_fields)
    for (key,), names in FEED_FILLED_IN.items():
        assert tuple(re.findall(r"\{(\w+)\}", getattr(FEED_WORDS, key))) == names


def test_an_event_begins_with_when_and_where() -> None:
    """A feed reader shows neither day nor place of an event but in its text: there they come first."""
    (item,) = json_of([card(event=WORKSHOP)])["items"]
    when = "21\u00a0de\u00a0junio de\u00a02017, 9:30\u00a0h"
    assert item["content_text"].replace("\u00a0", " ").startswith(when.replace("\u00a0", " "))
    assert item["content_text"].endswith(f"Casa Ejemplo, Ciudad de México. {card().teaser}")
    (entry,) = atom_of([card(event=WORKSHOP)]).iter(f"{ATOM}summary")
    assert entry.text == item["content_text"]
