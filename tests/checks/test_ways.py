from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.checks.letters import said, sound_letter, with_edition, with_header, with_settings

from iki_newsletter.checks.engine import find_in_letter
from iki_newsletter.model.edition import Slot

WEB = "https://news.example.org"
ON_WEB = f"{WEB}/2017-06/de.html"
UNSUBSCRIBE = sound_letter().edition.sentinels[Slot.UNSUBSCRIBE]


def test_the_html_shows_a_way_to_unsubscribe() -> None:
    """A header that mail programs read is no way for the reader."""
    letter = with_edition(html=lambda html: html.replace(UNSUBSCRIBE, "https://example.org/"))
    assert said(letter, "M102") == [("edition.html.j2", "de: The HTML has no visible link to unsubscribe at.")]


@pytest.mark.parametrize("style", ["display:none", "font-size:0; color:red", "visibility: hidden"])
def test_a_way_that_nobody_sees_is_none(style: str) -> None:
    """A hidden link serves no reader."""
    html = sound_letter().edition.html
    link = re.search(f'<a href="{UNSUBSCRIBE}"[^>]*>', html)
    assert link
    around = f'<div style="{style}">{link[0]}x</a></div>'
    letter = with_edition(html=lambda html: html.replace(link[0], "<a>").replace("</body>", f"{around}</body>"))
    assert len(said(letter, "M102")) == 1


def test_a_link_without_words_is_no_way() -> None:
    """There is nothing to click on."""
    letter = with_edition(
        html=lambda html: re.sub(rf'(<a href="{UNSUBSCRIBE}"[^>]*>)[^<]*', r"\1", html),
    )
    assert len(said(letter, "M102")) == 1


def test_the_text_part_gives_the_address_to_unsubscribe_at() -> None:
    """Whoever reads text needs the way as well."""
    letter = with_edition(text=lambda text: text.replace(UNSUBSCRIBE, "—"))
    assert said(letter, "M102") == [("edition.txt.j2", "de: The text part has no address to unsubscribe at.")]


def test_what_to_paste_is_said() -> None:
    """The line itself, for each part: nobody has to look for it in another workspace."""
    letter = with_edition(
        html=lambda html: html.replace(UNSUBSCRIBE, ""), text=lambda text: text.replace(UNSUBSCRIBE, "")
    )
    html, text = (problem.cure for problem in find_in_letter(letter) if problem.code == "M102")
    assert html.endswith('`<a href="{{ slots.unsubscribe }}">{{ labels.footer.unsubscribe }}</a>`')
    assert text.endswith("`{{ labels.footer.unsubscribe }}: {{ slots.unsubscribe }}`")


def test_where_there_is_an_address_on_the_web_it_is_the_one_to_show() -> None:
    """A way by mail alone is not the best one any more."""
    mailed = str((sound_letter().header("list-unsubscribe") or b"").decode())
    letter = with_header("List-Unsubscribe", f"<https://news.example.org/u/{'x' * 30}>, {mailed}")
    assert len(said(letter, "M102")) == 2


def test_both_parts_lead_to_the_edition_on_the_web() -> None:
    """Where the newsletter has no place on the web, nothing is asked."""
    letter = with_settings(web=WEB)
    html_lacks = ("edition.html.j2", "de: The HTML has no visible link to the edition on the web.")
    assert said(letter, "M103") == [html_lacks]
    linked = with_edition(html=lambda html: html.replace("</body>", f'<a href="{ON_WEB}">Im Browser</a></body>'))
    text_lacks = ("edition.txt.j2", "de: The text part has no address of the edition on the web.")
    assert said(replace(linked, page=letter.page), "M103") == [text_lacks]
    both = with_edition(linked, text=lambda text: f"{text}{ON_WEB}\n")
    assert said(replace(both, page=letter.page), "M103") == []


def test_a_link_to_another_language_or_to_one_item_is_not_the_editions() -> None:
    """They stand there as well, and do not show this edition whole."""
    others = f'<a href="{WEB}/2017-06/en.html" hreflang="en">English</a><a href="{ON_WEB}#reef">Riff</a>'
    letter = with_edition(html=lambda html: html.replace("</body>", f"{others}</body>"))
    assert len(said(replace(letter, page=with_settings(web=WEB).page), "M103")) == 1
