from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.render.specimens import (
    LANGUAGES,
    in_all,
    make_issue,
    make_item,
    make_newsletter,
    one_of_each,
    soup,
    words_of,
)

from iki_newsletter.model.edition import ISSUE_SLOTS, Edition, Slot
from iki_newsletter.model.text import LocalText
from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.filters import WIDTH, columns

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from iki_newsletter.render.templates import Templates


@pytest.fixture(scope="module")
def editions(templates: Templates) -> dict[str, Edition]:
    """Give an issue of all kinds in every language."""
    issue = make_issue(*one_of_each(), focus=make_item(name="lead"))
    return {language: render_edition(issue, make_newsletter(), language, templates) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def edition(request: pytest.FixtureRequest, editions: dict[str, Edition]) -> Edition:
    """Give one language's edition of all kinds."""
    return editions[request.param]


def _requests(edition: Edition) -> dict[str, str]:
    """Give the addresses at which readers of an edition ask for the other languages."""
    names = {"es": "Espa%C3%B1ol", "de": "Deutsch", "en": "English"}
    slot = edition.sentinels[Slot.PREFERENCES]
    return {language: f"{slot}&body={name}" for language, name in names.items() if language != edition.language}


@pytest.fixture
def page(edition: Edition) -> BeautifulSoup:
    """Give that edition's page."""
    return soup(edition.html)


def test_the_same_issue_gives_the_same_bytes(templates: Templates, editions: dict[str, Edition]) -> None:
    """Rendered again, an edition has the same digest; in another language or with another word it has another."""
    issue = make_issue(*one_of_each(), focus=make_item(name="lead"))
    again = render_edition(issue, make_newsletter(), "de", templates)
    changed = render_edition(make_issue(*one_of_each()), make_newsletter(), "de", templates)

    assert again.digest == editions["de"].digest
    assert Edition.from_bytes(again.to_bytes()) == again
    assert len({edition.digest for edition in (*editions.values(), changed)}) == 4


def test_places_to_fill_in_are_there(edition: Edition) -> None:
    """Each slot has its own placeholder, in HTML and in text, and nothing else looks like one."""
    assert len(set(edition.sentinels.values())) == len(ISSUE_SLOTS)
    for slot, sentinel in edition.sentinels.items():
        assert re.fullmatch(rf"%%{slot.value.upper()}-[0-9a-f]{{12}}%%", sentinel)
        assert sentinel in edition.html
        assert sentinel in edition.text
    for part in (edition.html, edition.text):
        assert set(re.findall(r"%%[^%]*%%", part)) == set(edition.sentinels.values())
        assert "{{" not in part
        assert "{%" not in part


def test_links_to_fill_in_are_whole(page: BeautifulSoup, edition: Edition) -> None:
    """Unsubscribing and changing the language are links, each on a line of its own in the text."""
    targets = {str(link["href"]) for link in page.find_all("a", href=True)}
    lines = edition.text.split("\n")

    for address in (edition.sentinels[Slot.UNSUBSCRIBE], *_requests(edition).values()):
        assert address in targets
        assert address in lines


def test_links_at_the_foot_stay_on_one_line(page: BeautifulSoup) -> None:
    """Their few words have no space at which a telephone would break them in two."""
    links = page.select("td.ends > p a")
    assert len(links) >= 2
    assert not [link.get_text() for link in links if " " in link.get_text()]


@pytest.mark.parametrize("web", [None, "https://news.example.org"])
def test_a_request_says_which_language(templates: Templates, web: str | None) -> None:
    """Whoever asks for another language by mail names it in its body (RFC 6068), in HTML and text, web or not."""
    edition = render_edition(make_issue(), make_newsletter(web=web), "de", templates)
    asked = edition.sentinels[Slot.PREFERENCES]

    links = [link for link in soup(edition.html).find_all("a", href=True) if asked in str(link["href"])]

    assert {str(link["href"]) for link in links} == set(_requests(edition).values())
    assert _requests(edition)["es"].endswith("&body=Espa%C3%B1ol")
    assert f"{asked}&amp;body=English" in edition.html
    foot = [(link["lang"], link.get_text().replace("\u00a0", " ")) for link in links][-2:]
    assert foot == [("es", "Recibirlo en español"), ("en", "Receive it in English")]
    for language, words in foot:
        assert f"\n{words}:\n{_requests(edition)[str(language)]}\n" in edition.text


def test_text_begins_with_what_is_said(edition: Edition) -> None:
    """Above the greeting of the text part stands the title alone; addresses come at the foot."""
    above, greeting, below = edition.text.partition(edition.sentinels[Slot.GREETING])

    assert greeting
    assert "%%" not in above
    assert len(above.split("\n\n")) == 3
    assert edition.sentinels[Slot.PREFERENCES] in below


def test_nobody_can_write_a_placeholder(templates: Templates, editions: dict[str, Edition]) -> None:
    """A contribution that contains the placeholders of an issue changes them."""
    stolen = editions["de"].sentinels[Slot.UNSUBSCRIBE]
    issue = make_issue(*one_of_each(), focus=make_item(name="lead", teaser=in_all(stolen)))

    edition = render_edition(issue, make_newsletter(), "de", templates)

    assert stolen in edition.html
    assert stolen not in edition.sentinels.values()


def test_text_and_html_say_the_same(page: BeautifulSoup, edition: Edition) -> None:
    """Every heading and every link of the HTML is in the text too, and every number of an item once."""
    text = words_of(edition.text)

    for heading in page.find_all(re.compile("^h[1-6]$")):
        assert words_of(heading.get_text()) in text
    for link in page.find_all("a", href=True):
        target = str(link["href"])
        assert target.startswith("#") or target in edition.text
    assert re.findall(r"^ ?(\d+)\. ", edition.text, re.MULTILINE) == [str(number) for number in range(1, 9)]


def test_text_is_composed(edition: Edition) -> None:
    """Lines have 72 columns at most but for addresses, no two empty lines follow, no line ends with a space."""
    requests = _requests(edition).values()
    lines = [line for line in edition.text.split("\n") if line not in requests]

    assert all(columns(line) <= WIDTH or "http" in line for line in lines)
    assert "\n\n\n" not in edition.text
    assert not any(line.endswith(" ") for line in lines)
    assert edition.text.endswith("\n")
    assert not any("&" in line for line in lines)
    assert "<" not in edition.text


def test_the_page_is_whole(page: BeautifulSoup, edition: Edition) -> None:
    """Doctype, title, character set, language and direction stand where mail programs and screen readers look."""
    assert edition.html.startswith("<!DOCTYPE html>")
    assert page.html is not None
    assert page.title is not None
    assert page.title.get_text() == edition.subject
    assert page.find("meta", charset="utf-8") is not None
    article = page.find(role="article")
    for element in (page.html, article):
        assert element is not None
        assert (element["lang"], element["dir"]) == (edition.language, "ltr")
    assert all(table.get("role") == "presentation" for table in page.find_all("table"))


def test_headings_are_in_order(page: BeautifulSoup) -> None:
    """There is one first heading, and no level is skipped."""
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_anchors_lead_somewhere(page: BeautifulSoup) -> None:
    """Every link inside the page has its target, and no two elements share an id."""
    ids = [str(element["id"]) for element in page.find_all(id=True)]

    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.find_all("a", href=re.compile("^#"))} <= set(ids)
    assert len(page.find_all("a", href=re.compile("^#"))) == 8


def test_link_words_name_one_target(page: BeautifulSoup) -> None:
    """The same words never lead to two places."""
    found: dict[str, set[str]] = {}
    for link in page.find_all("a", href=True):
        if link.get_text() != f"enlace {link.get('lang', '')}":
            found.setdefault(words_of(link.get_text()), set()).add(str(link["href"]))

    assert {words: targets for words, targets in found.items() if len(targets) > 1} == {}
    assert "" not in found


def test_pictures_are_described_and_sized(page: BeautifulSoup) -> None:
    """Every picture has a description, its size in pixels, and an address that mail programs load."""
    pictures = page.find_all("img")

    assert pictures
    for picture in pictures:
        assert str(picture["alt"]).strip()
        assert str(picture["width"]).isdigit()
        assert str(picture["height"]).isdigit()
        assert str(picture["src"]).startswith(("cid:", "https://"))


def test_nothing_that_mail_programs_lack(edition: Edition) -> None:
    """No flex, grid, position, script or form; no plain http; little style; phones' and dark rules are important."""
    style = "".join(re.findall(r"<style[^>]*>(.*?)</style>", edition.html, re.DOTALL))

    assert not re.search(r"display:\s*(flex|grid)|position:|float:|<script|<form|<link|http:|@import", edition.html)
    assert len(style.encode()) < 16_384
    rules = re.findall(r"[^{}]+\{[^{}]*\}", style.partition("@media")[2])
    assert all("!important" in rule for rule in rules if ":root" not in rule)
    assert "[data-ogsc]" in style
    assert "prefers-color-scheme: dark" in style
    assert edition.html.count("<!--[if mso]>") == edition.html.count("<![endif]-->")


def test_style_elements_fail_apart(page: BeautifulSoup) -> None:
    """Dark mode is in the last style element and alone; no @ rule stands in another; Gmail takes each as a whole."""
    safe, dark = [style.get_text() for style in page.find_all("style")]

    assert "max-width: 480px" in safe
    assert not re.search(r"\[data-ogs|prefers-color-scheme", safe)
    assert re.search(r"\[data-ogsc\].*prefers-color-scheme", dark, re.DOTALL)
    for block in re.findall(r"@[^{]*\{((?:[^{}]*\{[^{}]*\})*)", safe + dark):
        assert block.strip()
        assert "@" not in block


def test_comments_for_outlook_are_closed(edition: Edition) -> None:
    """Outlook's comments open and close in turn, and its table of fixed width closes what it opens."""
    marks = re.findall(r"<!--\[if [^>]*>|<!\[endif\]-->", edition.html)

    assert marks == ["<!--[if mso]>", "<![endif]-->"] * 3
    inside = "".join(re.findall(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", edition.html, re.DOTALL))
    for tag in ("table", "tr", "td", "style", "xml"):
        assert len(re.findall(rf"<{tag}\b", inside)) == inside.count(f"</{tag}>") == 1


def test_outlook_pads_and_rules_cells_only(page: BeautifulSoup) -> None:
    """Spaces and hairlines stand on cells: Outlook for Windows forgets those of other elements."""
    for element in page.find_all(style=re.compile(r"padding|border-(top|bottom)")):
        if element.name not in {"body", "ul", "ol"}:
            assert element.name == "td", element["style"]


def test_contents_lead_to_empty_anchors(page: BeautifulSoup) -> None:
    """Each line of the contents leads to an empty anchor with a name, the only one that Gmail and Outlook jump to."""
    targets = {str(link["href"])[1:] for link in page.find_all("a", href=re.compile("^#"))}

    assert targets
    for target in targets:
        anchor = page.find("a", attrs={"name": target})
        assert anchor is not None
        assert anchor["id"] == target
        assert not anchor.contents


def test_other_items_take_the_column_of_dates_too(templates: Templates) -> None:
    """In a section that mixes events with others, these are as wide as an event and its date together."""
    mixed = [make_item("event"), make_item("news"), make_item("call"), make_item("profile")]

    page = soup(render_edition(make_issue(("mixed", mixed)), make_newsletter(), "de", templates).html)

    assert [cell["class"][0] for cell in page.find_all("td", colspan="2")] == ["label", "item", "close", "item"]


def test_preheader_is_seen_in_the_list_only(page: BeautifulSoup, edition: Edition) -> None:
    """The preheader comes first, is hidden from the page and from screen readers, and keeps other text out."""
    hidden = page.find(class_="preheader")

    assert hidden is not None
    assert hidden["aria-hidden"] == "true"
    assert "display:none" in str(hidden["style"])
    assert hidden.get_text().startswith(edition.preheader)
    assert len(hidden.get_text()) > 120
    assert edition.preheader != edition.subject


def test_right_without_any_style_element(edition: Edition) -> None:
    """What counts stands in the elements themselves: colours, sizes, spaces."""
    page = soup(re.sub(r"<style.*?</style>", "", edition.html, flags=re.DOTALL))

    assert page.h1 is not None
    assert "font-size:48px" in str(page.h1["style"])
    assert all("color:" in str(link["style"]) for link in page.find_all("a", href=True))
    outer = page.find(class_="page")
    assert outer is not None
    assert "background-color:" in str(outer["style"])
    assert re.search(r"(?<!-)color:", str(outer["style"]))


@pytest.mark.parametrize(
    ("day", "said", "unsaid"),
    [
        (dt.date(2017, 12, 31), "Ministerio viejo de", "Ministerio nuevo"),
        (dt.date(2018, 1, 1), "Ministerio nuevo de", "Ministerio viejo"),
        (dt.date(2015, 1, 1), "Impressum", "Ministerio"),
    ],
)
def test_the_funding_notice_of_the_day(templates: Templates, day: dt.date, said: str, unsaid: str) -> None:
    """An issue carries the funding notice that is valid on the day it is sent."""
    edition = render_edition(make_issue(sends_on=day), make_newsletter(), "de", templates)

    for part in (edition.html, edition.text):
        assert said in part
        assert unsaid not in part


def test_who_is_responsible_by_each_law(editions: dict[str, Edition]) -> None:
    """Each edition carries its own imprint and privacy notice, and the postal address in whatever language it has."""
    assert "Impressum" in editions["de"].text
    assert "https://privacy.example/es" in editions["es"].text
    assert "Impressum" not in editions["es"].text
    assert all("Calle del Ejemplo 1" in edition.text for edition in editions.values())


def test_without_a_web_everything_is_in_the_mail(templates: Templates) -> None:
    """Without a web address the bodies are in the mail, and pictures travel with it."""
    edition = render_edition(make_issue(("news", [make_item()])), make_newsletter(), "de", templates)

    assert "Cuerpo" in edition.html
    assert "Cuerpo" in edition.text
    assert [image.media_type for image in edition.images] == ["image/png"]
    assert f'src="cid:{edition.images[0].cid}"' in edition.html
    assert edition.images[0].cid.endswith("@boletin.klima.example")
    assert not edition.hosted


def test_with_a_web_the_mail_holds_teasers(templates: Templates) -> None:
    """With a web address headlines lead to the whole text there, but for the focus, and pictures stand there."""
    issue = make_issue(("news", [make_item()]), focus=make_item(name="lead", body=in_all("Fokuskörper")))
    newsletter = make_newsletter(web="https://news.example.org")

    edition = render_edition(issue, newsletter, "de", templates)

    headline = soup(edition.html).find(id="news-item")
    assert headline is not None
    assert headline.a is not None
    assert headline.a["href"] == "https://news.example.org/de/2017-06/news-item.html"
    assert "Cuerpo" not in edition.html
    assert "Fokuskörper" in edition.html
    for address in ("https://news.example.org/2017-06/de.html", "https://news.example.org/2017-06/es.html"):
        assert address in edition.html
        assert address in edition.text
    assert not edition.images
    assert f'src="https://news.example.org/2017-06/images/{edition.hosted[0].file}"' in edition.html


def test_contents_stay_short(templates: Templates) -> None:
    """The list of contents has six lines at most: the first parts with a taste of each, the others in one."""
    sections = [(f"s{number}", [make_item(name=f"i{number}-{each}") for each in "ab"]) for number in range(9)]

    page = soup(render_edition(make_issue(*sections), make_newsletter(), "en", templates).html)

    links = page.find_all("a", href=re.compile("^#section-"))
    lines = {id(link.parent) for link in links}
    assert len(links) == 9
    assert len(lines) == 6
    assert "one more" in page.get_text()


def test_a_bare_issue_is_enough(templates: Templates) -> None:
    """No editorial, no focus, no tagline, one language, no identity: the page still stands, without empty parts."""
    issue = make_issue(("news", [make_item()]), editorial=None, editorial_signed=None)
    newsletter = make_newsletter(languages=["es"], tagline=None, identity={}, funding_notices=[])

    edition = render_edition(issue, newsletter, "es", templates)

    page = soup(edition.html)
    assert edition.sentinels[Slot.PREFERENCES] not in edition.html
    assert all(
        element.get_text(strip=True) for element in page.find_all(["p", "h1", "h2", "h3", "td"]) if not element.img
    )


def test_the_editors_language_is_marked(templates: Templates) -> None:
    """An editorial, a title or a notice that exists in another language only is marked with it."""
    issue = make_issue(editorial=LocalText("es", {"es": "Solo español"}), editorial_signed=None)

    page = soup(render_edition(issue, make_newsletter(title={"es": "Raíces"}), "de", templates).html)

    found = page.find(string=re.compile("Solo español"))
    assert found is not None
    assert found.find_parent(lang=True)["lang"] == "es"  # type: ignore[index]
    assert page.h1 is not None
    assert page.h1["lang"] == "es"


def test_forty_items_fit(templates: Templates) -> None:
    """An issue of forty items stays below what webmails cut off, also with all bodies in the mail."""
    kinds = ("news", "event", "publication", "call", "interview", "video", "profile", "news")
    long = " ".join(["Un texto de tamaño corriente que cuenta lo que cambió y para quién."] * 4)
    items = [
        make_item(kind, name=f"{kind}-{number}", area=("I", "II", "III", "IV")[number % 4], teaser=in_all(long))
        for number, kind in enumerate(kinds * 5)
    ]
    sections = [(f"s{start}", items[start : start + 5]) for start in range(0, 40, 5)]

    edition = render_edition(make_issue(*sections), make_newsletter(), "de", templates)

    assert len(edition.html.encode()) < 100_000
