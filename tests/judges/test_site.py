"""The web archive as browsers show it: a page of each sort, light and dark, on phones and screens, and its markup."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.archive.made_site import make_newsletter
from tests.judges.test_markup import meant
from tests.judges.test_phones import BREADTH, rgb
from tests.judges.tools import HERE, from_npm, program

from iki_newsletter.render.templates import load_templates
from iki_newsletter.workflow.publish import publish
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.judges.browser import Page

PAGES = (
    "index.html",
    "404.html",
    "es/index.html",
    "de/issues/index.html",
    "en/events/index.html",
    "de/issues/2017-06.html",
    "de/projects/index.html",
    "de/projects/ecovalor.html",
    "es/projects/smart-coasts.html",
    "es/organisations/index.html",
    "en/organisations/giz.html",
    "es/areas/iv.html",
    "en/states/index.html",
    "es/states/veracruz.html",
    "es/2017-06/ecovalor-valuation.html",
    "de/2017-06/klimaallianz-exchange-workshop.html",
    "en/2017-06/iki-iba-agriculture.html",
    "es/2017-07/ecovalor-accounts.html",
    "es/2017-07/workshop-report.html",
    "de/imprint.html",
    "en/2016-01/moved.html",
    "en/2016-01/gone.html",
)
"""A page of each sort."""
UNLINKED = {"index.html", "404.html", "en/2016-01/moved.html", "en/2016-01/gone.html"}
"""Those that no page leads to: the entrance, what a server shows for lack of another, where old links lead."""
SHOWN = tuple(name for name in PAGES if name != "en/2016-01/moved.html")
"""Those that a browser stays on."""
EDITION = "2017-06/es.html"
AXE = "axe.run().then(({violations}) => violations.map(({id, impact, nodes}) => [id, impact, nodes[0].html]))"
COLOURS = "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
SMALLEST = """
[...document.querySelectorAll("body *")]
  .filter((each) => [...each.childNodes].some((node) => node.nodeType == 3 && node.data.trim()))
  .filter((each) => each.getClientRects().length && !each.closest(".map"))
  .map((each) => [parseFloat(getComputedStyle(each).fontSize), each.outerHTML.slice(0, 80)])
  .sort((a, b) => a[0] - b[0])[0]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a newsletter of two issues, with a page that moved and one that is gone."""
    root = make_newsletter(tmp_path_factory.mktemp("judged") / "newsletter")
    (root / "published.yaml").write_text("issues: {2016-01: [moved, gone]}\n", "utf-8")
    (root / "redirects.yaml").write_text("2016-01: gone\n2016-01/moved: projects/ecovalor\n", "utf-8")
    return publish(Workspace(root), named=["2017-06", "2017-07"]).folder


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page: Page, site: Path, mode: str, width: int) -> None:
    """Nothing of any weight that axe looks for, contrast among it, on a page of each sort."""
    axe = from_npm("axe-core/axe.min.js").read_text("utf-8")
    for name in (*SHOWN, EDITION):
        page.show(site / name, width, mode)
        page.ask(axe + "; null")
        assert page.ask(AXE) == [], name


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_is_not_wider_than_its_window(page: Page, site: Path, width: int) -> None:
    """No page scrolls sideways."""
    for name in (*SHOWN, EDITION):
        page.show(site / name, width)
        assert page.ask(BREADTH) == [width, width], name


def test_nothing_is_small_on_a_phone(page: Page, site: Path) -> None:
    """No words are below 15 pixels but the codes in the map's tiles, whose states are listed beside it."""
    for name in SHOWN:
        page.show(site / name, 360)
        smallest = page.ask(SMALLEST)
        assert smallest[0] >= 15, (name, smallest)


def test_dark_mode_is_the_themes(page: Page, site: Path) -> None:
    """Readers who prefer dark get the theme's dark paper and ink; who prints gets the light ones."""
    colours = load_templates(HERE.parents[1] / "templates").theme.colours
    for mode, palette in (("light", colours.light), ("dark", colours.dark)):
        page.show(site / "es/index.html", 1280, mode)
        assert page.ask(COLOURS) == [rgb(palette.paper), rgb(palette.ink)]
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.call("Emulation.setEmulatedMedia", media="print", features=features)
    assert page.ask(COLOURS)[1] == rgb(colours.light.ink)
    page.call("Emulation.setEmulatedMedia", media="")


def test_the_keyboard_comes_to_the_content_first(page: Page, site: Path) -> None:
    """The first thing that the tab key reaches leads past the menu, and is seen there."""
    page.show(site / "es/index.html", 1280)
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    script = "(({className, hash}) => [className, hash])(document.activeElement)"
    assert page.ask(script) == ["skip", "#content"]
    assert page.ask("document.activeElement.getBoundingClientRect().top") >= 0


def test_the_nu_html_checker_finds_nothing(site: Path) -> None:
    """Vnu finds no error on a page of each sort, and warns of nothing but what an edition needs as a mail."""
    command = [program("java", package="default-jre-headless"), "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar"]
    command += [str(from_npm("vnu-jar/build/dist/vnu.jar")), "--format", "json", "--stdout", "--exit-zero-always"]
    paths = [str(site / name) for name in (*PAGES, EDITION, "assets/site.css")]
    said = subprocess.run([*command, "--also-check-css", *paths], capture_output=True, check=True, timeout=300).stdout
    found = [
        (each["url"].rpartition("site/")[2], each["message"], meant(each)) for each in json.loads(said)["messages"]
    ]
    assert [(name, message) for name, message, is_meant in found if name != EDITION or not is_meant] == []


def test_html_validate_finds_nothing(site: Path) -> None:
    """html-validate finds nothing on a page of each sort by its recommended rules."""
    command = [program("node", package="nodejs"), str(from_npm("html-validate/bin/html-validate.mjs"))]
    command += ["--formatter", "json", "--config", str(HERE / "site.html-validate.json")]
    paths = [str(site / name) for name in PAGES]
    said = subprocess.run([*command, *paths], capture_output=True, check=False, timeout=300)
    assert said.stdout, said.stderr
    found = [
        (file["filePath"].rpartition("site/")[2], each["line"], each["ruleId"], each["message"])
        for file in json.loads(said.stdout)
        for each in file["messages"]
    ]
    assert found == []


def test_linkinator_follows_every_link_to_its_end(site: Path) -> None:
    """From the entrance linkinator comes to every page, and no link, picture, feed or calendar is missing.

    It serves the folder itself, on loopback; links that lead to other people's sites are not followed.
    """
    command = [program("node", package="nodejs"), str(from_npm("linkinator/build/src/cli.js")), "index.html"]
    command += ["--server-root", ".", "--recurse", "--format", "json", "--verbosity", "info"]
    command += ["--skip", r"^(https?://(?!localhost)|mailto:|tel:|webcal:)"]
    said = subprocess.run(command, cwd=site, capture_output=True, check=False, timeout=300)
    links = json.loads(said.stdout)["links"]

    assert [each for each in links if each["state"] == "BROKEN"] == []
    reached = {urlsplit(each["url"]).path.strip("/") for each in links if each["state"] == "OK"}
    assert {name for name in PAGES if name not in UNLINKED} <= reached
