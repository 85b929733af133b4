"""The site of a newsletter with two issues, as readers and programs meet it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from tests.archive.made_site import LANGUAGES, WEB, WORKSHOP, content, dead_links, make_newsletter, pages, read
from tests.conftest import ROOT

from iki_newsletter.archive.overviews import contents_page
from iki_newsletter.archive.shelf import Shelf
from iki_newsletter.archive.site import site_files
from iki_newsletter.content.loading import load_portfolio
from iki_newsletter.feedback.wishes import language_of_wish
from iki_newsletter.model import web_layout
from iki_newsletter.workflow.publish import publish
from iki_newsletter.workflow.publishing import Publishing
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

ISSUES = ("2017-06", "2017-07")
TITLE = "El taller deja 5 < 7 & </script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def newsletter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a newsletter with two issues and a web address."""
    return make_newsletter(tmp_path_factory.mktemp("site") / "newsletter")


@pytest.fixture(scope="module")
def site(newsletter: Path) -> Path:
    """Publish both issues."""
    return publish(Workspace(newsletter), named=ISSUES).folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the same without a web address."""
    root = make_newsletter(tmp_path_factory.mktemp("plain") / "newsletter", web="")
    return publish(Workspace(root), named=ISSUES).folder


def test_every_link_leads_somewhere(site: Path, plain: Path) -> None:
    """Each link within the site leads to a file, with a web address and without."""
    assert list(dead_links(site, WEB)) == []
    assert list(dead_links(plain)) == []


def test_it_works_below_any_path(plain: Path, tmp_path: Path) -> None:
    """A site that is moved to another folder works there: no link within it begins at a root."""
    moved = shutil.copytree(plain, tmp_path / "some" / "where else")
    assert list(dead_links(moved)) == []
    for page in pages(plain):
        assert [link for link in read(page).links if link.startswith("/")] == []


def test_languages_name_each_other(site: Path) -> None:
    """A page that names its other languages is named by each of them, and by itself as canonical."""
    known = {read(page).canonical: read(page) for page in pages(site) if read(page).canonical}
    assert len(known) > 200
    for address, page in known.items():
        others = {language: other for language, other in page.alternates.items() if language != "x-default"}
        assert "x-default" in page.alternates
        if address != f"{WEB}/":
            assert others[page.lang] == address
        for other in others.values():
            assert {key: value for key, value in known[other].alternates.items() if key != "x-default"} == others


def test_headings_stand_in_order(site: Path) -> None:
    """Each page has one first heading, and none leaves a step out."""
    for page in pages(site):
        if re.search(r"2017-0\d/(es|de|en)\.html$", page.as_posix()):
            continue  # editions are judged as the mails that they are
        headings = read(page).headings
        assert headings.count(1) == 1, page
        for before, after in pairwise(headings):
            assert after <= before + 1, (page, headings)


def test_machines_read_what_people_read(site: Path) -> None:
    """JSON-LD is whole whatever a title holds, has the type and its needed words, and lets no script begin."""
    report = read(site / "es/2017-07/workshop-report.html")
    assert "<script>alert" not in (site / "es/2017-07/workshop-report.html").read_text("utf-8")
    article = json.loads(report.scripts[0])["@graph"][0]
    assert article["headline"] == TITLE
    assert (article["@type"], article["datePublished"], article["inLanguage"]) == ("NewsArticle", "2017-07-03", "es")
    event = json.loads(read(site / "es/2017-07/ecovalor-accounts.html").scripts[0])["@graph"][0]
    assert (event["@type"], event["startDate"]) == ("Event", "2017-08-10T10:00:00-05:00")
    assert event["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    for page in pages(site):
        for script in read(page).scripts:
            for each in json.loads(script)["@graph"]:
                assert each["@type"] in {"NewsArticle", "Event", "WebSite"}
                assert urlsplit(each["url"]).scheme == "https"


def test_an_event_gathers_what_is_part_of_it(site: Path) -> None:
    """The page of an event leads to the report of it in a later issue, and the report leads back."""
    event = read(site / f"es/{WORKSHOP}.html")
    assert "../2017-07/workshop-report.html" in event.links
    assert f"../{WORKSHOP}.html" in read(site / "es/2017-07/workshop-report.html").links


def test_an_event_shows_its_agenda_and_what_can_be_read(site: Path) -> None:
    """Sessions, who takes part and materials stand on the page, and the file itself in the site."""
    page = (site / "de/2017-07/ecovalor-accounts.html").read_text("utf-8")
    assert "Eröffnung" in page
    assert "Universidad de Ejemplo" in page
    assert '<ul class="lines files">' in page
    assert "PDF, 1 kB" in page
    assert '"../organisations/giz.html"' in page
    assert '"../../2017-07/materials/agenda.pdf"' in page
    assert (site / "2017-07/materials/agenda.pdf").read_bytes() == b"%PDF-1.4 an agenda"


def test_coming_is_told_from_the_newest_issue(site: Path) -> None:
    """The workshop of June is past for the issue of July, on whatever day it is published."""
    page = (site / "en/events/index.html").read_text("utf-8")
    coming, past = page.split('id="past"')
    assert "Ecovalor presents its accounts" in coming
    assert "First exchange workshop" in past


def test_an_issue_is_shown_to_nobody_in_particular(site: Path, plain: Path) -> None:
    """An edition's page greets without a name and has no token, no address but the newsletter's, its own pictures."""
    for folder in (site, plain):
        for language in LANGUAGES:
            page = (folder / f"2017-06/{language}.html").read_text("utf-8")
            assert "%%" not in page
            assert "cid:" not in page
            assert set(re.findall(r"[\w.%+-]+@[\w.-]+\w", page)) <= {"redaccion@klimaallianz.example"}
            assert "sample@" not in page
            assert re.search(r'src="images/[\w-]+-[0-9a-f]{10}\.png"', page)
            assert re.search(r'href="mailto:redaccion@klimaallianz.example\?subject=[^"& ]+"', page)
            others = [f'href="{other}.html"' for other in LANGUAGES if other != language]
            assert all(page.count(other) == 1 for other in others)


def test_an_issue_can_be_shared(site: Path, plain: Path) -> None:
    """Who shares an issue's page shows its subject, in its language; its address only where the site has one."""
    for language in ("es", "de", "en"):
        html = BeautifulSoup((site / f"2017-07/{language}.html").read_text("utf-8"), "html.parser")
        said = {str(each["property"]): str(each["content"]) for each in html.find_all("meta", property=True)}
        assert html.title is not None
        assert said["og:title"] == html.title.text
        assert said["og:url"] == f"{WEB}/2017-07/{language}.html"
        assert said["og:locale"].startswith(language)
    assert "og:url" not in (plain / "2017-07/es.html").read_text("utf-8")


def test_no_address_of_people_is_on_any_page(site: Path) -> None:
    """What the lists hold stands nowhere in the site; the newsletter's own addresses do, in its imprint."""
    for path, raw in content(site).items():
        if path.endswith((".html", ".xml", ".json")):
            found = set(re.findall(rb"[\w.%+-]+@[\w.-]+\w", raw))
            assert {each for each in found if b"klimaallianz.example" not in each} == set(), path


def test_what_is_held_back_is_nowhere(site: Path) -> None:
    """A contribution under embargo on the issue's day is on no page, in no feed and in no list."""
    assert [path for path, raw in content(site).items() if b"Secreto" in raw or "held-back" in path] == []


def test_pages_are_light(site: Path) -> None:
    """A page has 30 KB at most without its pictures; an edition as much as its mail."""
    for page in pages(site):
        most = 100_000 if page.parent.name in ISSUES and page.parent.parent == site else 30_000
        assert page.stat().st_size <= most, page


def test_nothing_is_asked_of_others(site: Path) -> None:
    """No page loads anything from elsewhere, and none brings a program along."""
    for page in pages(site):
        html = page.read_text("utf-8")
        assert not re.search(r'<(img|script|iframe|source|video|audio)\b[^>]*\bsrc="https?:', html), page
        assert not re.search(r'<link rel="stylesheet" href="https?:', html), page
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", html), page


def test_the_site_map_names_every_page(site: Path) -> None:
    """It is XML, and names each page that search engines are to know, with all its languages, and no other."""
    tree = etree.parse(str(site / web_layout.SITEMAP))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    named = set(tree.xpath("//s:loc/text()", namespaces=space))
    shown = {read(page).canonical for page in pages(site) if not read(page).robots}
    assert named == shown - {f"{WEB}/"}
    assert len(tree.xpath("//s:url[1]/x:link", namespaces=space)) == len(LANGUAGES)


def test_without_a_web_address_nothing_is_made_up(plain: Path) -> None:
    """Canonical links, alternates, the site map and feeds are left out; calendars are there."""
    assert not (plain / web_layout.SITEMAP).exists()
    assert not (plain / "es/feed.xml").exists()
    assert (plain / "es/events.ics").exists()
    for page in pages(plain):
        assert not read(page).canonical
        assert not read(page).alternates


def test_a_project_names_who_works_on_the_same(site: Path) -> None:
    """A project's sheet leads to others with the same partner, and says which partner it is."""
    page = (site / "de/projects/ecovalor.html").read_text("utf-8")
    related = page.split('id="same"')[1]
    assert 'href="biomar.html"' in related
    assert "CONANP" in related


def test_a_state_that_only_a_contribution_names_has_a_page(site: Path) -> None:
    """Oaxaca stands on the map once a contribution names it, and leads to it."""
    assert "../2017-07/workshop-report.html" in read(site / "es/states/oaxaca.html").links
    assert "oaxaca.html" in read(site / "es/states/index.html").links
    assert not (site / "es/states/colima.html").exists()


def test_the_map_counts_projects_alone(site: Path) -> None:
    """A tile says how many projects name its state, not how many contributions; the list beside it says both."""
    page = (site / "en/states/index.html").read_text("utf-8")
    tiles, listed = page.split('id="list"')
    assert re.search(r'class="few" href="oaxaca.html"[^>]*><span class="hidden">Oaxaca: 0\s+projects</span>', tiles)
    assert re.search(r'href="oaxaca.html">Oaxaca</a> <span class="quiet">1\s+contribution</span>', listed)
    portfolio, _ = load_portfolio(ROOT / "portfolio.yaml")
    assert portfolio
    veracruz = sum("Veracruz" in each.states for each in portfolio.value.projects)
    assert re.search(rf'href="veracruz.html".*<span class="number" aria-hidden="true">{veracruz}</span>', tiles)
    assert "The number in a tile" in tiles


def test_imprint_and_privacy_have_a_page(site: Path) -> None:
    """What newsletter.yaml says of them stands on a page of its own in each language, and every page leads there."""
    for language, word in (("es", "ARCO"), ("de", "DSGVO"), ("en", "consent")):
        assert word in (site / language / "imprint.html").read_text("utf-8")
        assert "../imprint.html" in read(site / language / "states/index.html").links
        assert "imprint.html" in read(site / language / "index.html").links


def test_the_way_to_the_newsletter_is_understood(site: Path) -> None:
    """The footer's mail asks for the newsletter in words that `inbox` takes for a wish, in the page's language."""
    for language in LANGUAGES:
        (mail,) = [link for link in read(site / language / "index.html").links if link.startswith("mailto:")]
        address, _, subject = mail.removeprefix("mailto:").partition("?subject=")
        assert address == "redaccion@klimaallianz.example"
        assert language_of_wish(unquote(subject)) == language


def test_the_calendar_can_be_followed_or_saved(site: Path, plain: Path) -> None:
    """The events' page offers both and says what each does; without a web address nothing can be followed."""
    links = read(site / "de/events/index.html").links
    assert f"webcal:{WEB.removeprefix('https:')}/de/events.ics" in links
    assert "../events.ics" in links
    assert not any(link.startswith("webcal:") for link in read(plain / "de/events/index.html").links)


def test_an_agenda_says_whose_clock(site: Path) -> None:
    """Hours of an event with a time zone name the city whose clocks they are."""
    assert (
        "Ortszeit Mexiko-Stadt" in (site / "de/2017-07/ecovalor-accounts.html").read_text("utf-8").split("agenda")[0]
    )


def test_contributions_lead_on_within_their_issue(site: Path) -> None:
    """Each leads to the one before and the one after it, so that an issue can be read from end to end."""
    followed, page = [], site / "de/2017-06/klimaallianz-exchange-workshop.html"
    names = re.findall(r'href="\.\./2017-06/([\w-]+)\.html"', (site / "de/issues/2017-06.html").read_text("utf-8"))
    page = site / f"de/2017-06/{names[0]}.html"
    while page.stem not in followed:
        followed.append(page.stem)
        beside = page.read_text("utf-8").partition('class="beside"')[2].partition("</nav>")[0]
        onward = re.search(r'Danach</span> <a href="([\w-]+\.html)"', beside)
        page = page.parent / onward[1] if onward else page
    assert followed == names


def test_what_is_in_another_language_says_so(site: Path) -> None:
    """A title that stands in another language than its page is marked and labelled, as contributions are."""
    marked = [
        page for page in (site / "es/projects").glob("*.html") if re.search(r'<h1 lang="de"', page.read_text("utf-8"))
    ]
    assert marked
    for page in marked:
        assert '<p class="other"><b lang="de">' in page.read_text("utf-8")


def test_an_issue_that_nobody_got_is_not_called_sent(site: Path) -> None:
    """As long as nothing was sent, no page says how it was sent."""
    for path in ("en/index.html", "en/issues/index.html", "en/issues/2017-06.html"):
        page = (site / path).read_text("utf-8")
        assert "The issue as a mail" in page
        assert "as it was sent" not in page


def test_the_front_page_says_from_which_issue(site: Path) -> None:
    """What is not of the newest issue names its own, and what is coming is seen from the newest one's day."""
    page = (site / "en/index.html").read_text("utf-8")
    newest = page.split('id="newest"')[1].split('id="coming"')
    assert newest[0].count("No.") == newest[0].count('class="story"')
    assert "Seen from 3" in newest[1]


def test_mails_lead_to_events(site: Path) -> None:
    """Where there is a web archive, an event's headline in the mail leads to its page, as does that of a project."""
    links = read(site / "2017-07/de.html").links
    assert "../de/2017-07/ecovalor-accounts.html" in links
    june = read(site / "2017-06/de.html").links
    assert f"../de/{WORKSHOP}.html" in june


def test_the_page_for_dead_links_works_at_any_address(site: Path) -> None:
    """A server shows it anywhere, so nothing on it is relative."""
    assert [link for link in read(site / "404.html").links if urlsplit(link).scheme not in {"https", "data"}] == []


def test_lists_stay_light_for_years(newsletter: Path) -> None:
    """With sixty issues of forty contributions no list has more than 100 KB, and each contribution stands in one."""
    run = Publishing(Workspace(newsletter), named=ISSUES)
    language = "de"
    issues = tuple(
        replace(run.shelf.issues[language][0], issue=f"2{number:03}-01", number=number) for number in range(60, 0, -1)
    )
    found = run.shelf.cards[language]
    cards = tuple(
        replace(found[place % len(found)], issue=issue.issue, name=f"item-{place}", number=issue.number)
        for issue in issues
        for place in range(40)
    )
    shelf = Shelf(dict.fromkeys(LANGUAGES, issues), dict.fromkeys(LANGUAGES, cards))
    contents = {
        web_layout.contents(issue.issue, language): contents_page(
            run.desk, issue, tuple(card for card in cards if card.issue == issue.issue)
        )
        for issue in issues
    }
    files = site_files(run.desk, shelf) | contents
    heavy = {path: len(raw) for path, raw in files.items() if path.endswith(".html") and len(raw) > 100_000}
    assert heavy == {}
    listed = b"".join(contents.values())
    assert all(f"/{card.id}.html".encode() in listed for card in cards)
