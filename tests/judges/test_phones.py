from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.judges.editions import NAMES
from tests.render.specimens import TEMPLATES, in_all, make_issue, make_item, make_newsletter, one_of_each

from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.embed import embed_images
from iki_newsletter.render.templates import load_templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.judges.browser import Page
    from tests.judges.editions import Sent

PHONE = 360
BREADTH = "[document.documentElement.scrollWidth, window.innerWidth]"
COLOURS = (
    "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.querySelector('td.page')))"
)
STYLE = re.compile(r"<style.*?</style>", re.DOTALL)


@pytest.fixture(scope="module")
def longest() -> str:
    """Give a page of all kinds, with the longest words that German has to offer."""
    long = in_all(
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung https://example.org/" + "a" * 90
    )
    items = [
        make_item(kind, name=f"long-{kind}", title=long, teaser=long)
        for kind in ("news", "event", "publication", "profile")
    ]
    issue = make_issue(*one_of_each(), ("long", items), focus=make_item(name="lead", title=long))
    edition = render_edition(issue, make_newsletter(), "de", load_templates(TEMPLATES))
    return embed_images(edition.html, edition.pictures)


@pytest.mark.parametrize("style", ["kept", "dropped"])
def test_the_longest_words_are_not_wider_than_a_phone(page: Page, tmp_path: Path, longest: str, style: str) -> None:
    """At 360 pixels nothing scrolls sideways, with the style elements and without them, however long the words."""
    file = tmp_path / "longest.html"
    file.write_text(longest if style == "kept" else STYLE.sub("", longest), "utf-8")

    page.show(file, PHONE)

    assert page.ask(BREADTH) == [PHONE, PHONE]


@pytest.mark.parametrize("name", NAMES)
def test_editions_are_not_wider_than_a_phone(page: Page, editions: Mapping[str, Sent], name: str) -> None:
    """No edition scrolls sideways at 360 pixels, with the style elements and without them."""
    for file in (editions[name].page, editions[name].bare):
        page.show(file, PHONE)

        assert page.ask(BREADTH) == [PHONE, PHONE]


def test_dark_mode_is_dark(page: Page, editions: Mapping[str, Sent]) -> None:
    """Readers who prefer dark get the theme's dark paper and ink, in both ways, and the others its light ones."""
    colours = load_templates(TEMPLATES).theme.colours
    sent = editions[NAMES[0]]
    light = [rgb(colours.light.paper), rgb(colours.light.ink)]
    dark = [rgb(colours.dark.paper), rgb(colours.dark.ink)]

    for file, mode, shown in (
        (sent.page, "light", light),
        (sent.page, "dark", dark),
        (sent.outlook, "light", dark),
        (sent.bare, "dark", light),
    ):
        page.show(file, PHONE, mode)

        assert page.ask(COLOURS) == shown


def rgb(colour: str) -> str:
    """Write a colour as browsers do."""
    return f"rgb({', '.join(str(int(colour[index : index + 2], 16)) for index in (1, 3, 5))})"
