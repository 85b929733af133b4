"""The reports as browsers show them: light and dark, on phones, on paper, to who cannot see them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.judges.test_phones import BREADTH, rgb
from tests.judges.tools import HERE, from_npm, program
from tests.report.made import NOW, make_newsletter
from tests.report.portfolio.made import AS_OF, make_portfolio

from iki_newsletter.render.templates import load_templates
from iki_newsletter.workflow.audience_report import report_audience
from iki_newsletter.workflow.portfolio_report import Asked, report_portfolio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.judges.browser import Page

NO_PICTURE = "Resource violates Content Security Policy (meta tag): image “data:"
"""What vnu says of `img-src data:`, wrongly."""
FOR_PAPER = ("CSS: “string-set”", "CSS: “content”: “string(")
"""What it does not know of CSS for paged media: print engines set the heads of pages by it, browsers pass over it."""
LANGUAGES = ("es", "de", "en")
PAPER = 687
"""CSS pixels: the 210 mm of A4 without margins of 14 mm."""
LYING = 1016
"""The same of its 297 mm."""
COLOURS = "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
AXE = "axe.run().then(({violations}) => violations.map(({id, impact, nodes}) => [id, impact, nodes[0].html]))"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the reports of a made newsletter and of a made portfolio in each language."""
    folder = tmp_path_factory.mktemp("report")
    audience = report_audience(make_newsletter(folder / "newsletter").workspace, NOW)
    portfolio = report_portfolio(make_portfolio(folder / "portfolio", 6), Asked(AS_OF))
    written = {}
    for language in LANGUAGES:
        for name, page in ((language, audience.page(language)), (f"portfolio-{language}", portfolio.page(language))):
            written[name] = folder / f"{name}.html"
            written[name].write_text(page, "utf-8")
    return written


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page: Page, pages: dict[str, Path], mode: str, width: int) -> None:
    """Nothing of any weight that axe looks for, contrast among it."""
    axe = from_npm("axe-core/axe.min.js").read_text("utf-8")
    for file in pages.values():
        page.show(file, width, mode)
        page.ask(axe + "; null")
        assert page.ask(AXE) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_is_not_wider_than_its_window(page: Page, pages: dict[str, Path], width: int) -> None:
    """Tables scroll within themselves, the page never sideways."""
    for file in pages.values():
        page.show(file, width)
        assert page.ask(BREADTH) == [width, width]


def test_letters_of_charts_keep_their_size(page: Page, pages: dict[str, Path]) -> None:
    """On a phone they are as large as on a screen, and the names of places do not stand on one another."""
    boxes = "[...document.querySelectorAll('.field text')].filter(t => t.getClientRects().length)"
    script = f"{boxes}.map(t => [t.getBoundingClientRect(), t.textContent, parseFloat(getComputedStyle(t).fontSize)])"
    for name, width in ((name, width) for name in ("de", "portfolio-de") for width in (360, 1280)):
        page.show(pages[name], width)
        marks = page.ask(f"{script}.map(([b, t, s]) => [b.left, b.right, b.top, b.bottom, t, s])")
        assert len(marks) > 20
        # The letters of the map stand in tiles, which are small on a phone.
        assert {mark[5] for mark in marks} <= {10, 12, 13}
        for number, one in enumerate(marks):
            for other in marks[number + 1 :]:
                apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
                assert apart, (width, one, other)


def test_dark_mode_is_the_themes(page: Page, pages: dict[str, Path]) -> None:
    """Readers who prefer dark get the theme's dark paper and ink."""
    colours = load_templates(HERE.parents[1] / "templates").theme.colours
    for mode, palette in (("light", colours.light), ("dark", colours.dark)):
        page.show(pages["es"], 1280, mode)
        assert page.ask(COLOURS) == [rgb(palette.paper), rgb(palette.ink)]


def test_on_paper_it_is_light_and_whole(page: Page, pages: dict[str, Path]) -> None:
    """Who prefers dark does not print dark, and no table is cut off at its side."""
    page.show(pages["de"], 1280, "dark")
    page.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    ink = page.ask("getComputedStyle(document.body).color")
    page.call("Emulation.setEmulatedMedia", media="")
    assert ink == rgb(load_templates(HERE.parents[1] / "templates").theme.colours.light.ink)


def test_tables_of_the_portfolio_fit_on_paper(page: Page, pages: dict[str, Path]) -> None:
    """Between the margins of its A4 page, which lies on its side for broad ones, no table is cut off at its side."""
    edge = "table => table.getBoundingClientRect().right"
    upright = f"[...document.querySelectorAll('table')].filter(each => !each.closest('.broad')).map({edge})"
    lying = f"[...document.querySelectorAll('.broad table')].map({edge})"
    for name in ("portfolio-es", "portfolio-de", "portfolio-en"):
        page.show(pages[name], PAPER)
        page.call("Emulation.setEmulatedMedia", media="print")
        edges, broad = page.ask(upright), page.ask(lying)
        page.call("Emulation.setEmulatedMedia", media="")
        assert max(edges) <= PAPER
        assert max(broad) <= LYING


def test_the_nu_html_checker_finds_nothing(pages: dict[str, Path]) -> None:
    """Vnu finds no error on the page, and warns of nothing; that the policy lets the band through, browsers show."""
    command = [program("java", package="default-jre-headless"), "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar"]
    command += [str(from_npm("vnu-jar/build/dist/vnu.jar")), "--format", "json", "--stdout", "--exit-zero-always"]
    said = subprocess.run([*command, *map(str, pages.values())], capture_output=True, check=True, timeout=300).stdout
    found = [message["message"] for message in json.loads(said)["messages"]]
    assert [each for each in found if not each.startswith((NO_PICTURE, *FOR_PAPER))] == []


def test_the_band_is_shown(page: Page, pages: dict[str, Path]) -> None:
    """The policy that forbids the network allows the picture that the page brings along."""
    page.show(pages["es"], 1280)
    assert page.ask("document.querySelector('img').naturalWidth") == 1200
