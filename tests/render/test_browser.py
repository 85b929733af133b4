from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.render.specimens import in_all, make_issue, make_item, make_newsletter, one_of_each

from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.embed import embed_images

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.render.templates import Templates

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=2000",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = 360
MEASURE = """
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {
  const page = frame.contentDocument;
  const box = page.querySelector("td.page");
  const note = document.createElement("output");
  const inner = frame.contentWindow;
  const style = inner.getComputedStyle(box);
  note.textContent = [page.documentElement.scrollWidth, inner.innerWidth, style.backgroundColor, style.color]
    .join("|");
  document.body.append(note);
};
frame.srcdoc = frame.dataset.page;
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """Find a browser; without one the tests are skipped, or fail where everything has to run."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        message = "no Chromium found: install the package `chromium` to see the mail as a browser shows it"
        if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def page(templates: Templates) -> str:
    """Give a page of all kinds, with the longest words that German has to offer."""
    long = in_all(
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung https://example.org/" + "a" * 90
    )
    items = [
        make_item(kind, name=f"long-{kind}", title=long, teaser=long)
        for kind in ("news", "event", "publication", "profile")
    ]
    issue = make_issue(*one_of_each(), ("long", items), focus=make_item(name="lead", title=long))
    edition = render_edition(issue, make_newsletter(), "de", templates)
    return embed_images(edition.html, edition.pictures)


def measure(chromium: str, folder: Path, page: str, *flags: str) -> list[str]:
    """Show a page in a frame as wide as a phone; give its scroll width, its width, background and text colour."""
    outer = folder / "outer.html"
    frame = f'<iframe style="width:{PHONE}px;height:640px;border:0" data-page="{html.escape(page)}"></iframe>'
    outer.write_text(f"<!DOCTYPE html><body>{frame}{MEASURE}", encoding="utf-8")
    command = [chromium, *FLAGS, *flags, f"--user-data-dir={folder / 'profile'}", "--dump-dom", outer.as_uri()]
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    found = re.search(r"<output>(.*?)</output>", shown)
    assert found is not None
    return found[1].split("|")


@pytest.mark.parametrize("style", ["kept", "dropped"])
def test_nothing_is_wider_than_a_phone(chromium: str, tmp_path: Path, page: str, style: str) -> None:
    """At 360 pixels nothing scrolls sideways, with the style elements and without them."""
    if style == "dropped":
        page = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)

    scroll_width, width, *_ = measure(chromium, tmp_path, page)

    assert int(width) == PHONE
    assert int(scroll_width) == PHONE


def test_dark_mode_is_dark(chromium: str, tmp_path: Path, page: str, templates: Templates) -> None:
    """Readers who prefer dark get the theme's dark paper and ink, the others its light ones."""
    colours = templates.theme.colours

    light = measure(chromium, tmp_path, page, "--blink-settings=preferredColorScheme=1")[2:]
    dark = measure(chromium, tmp_path, page, "--blink-settings=preferredColorScheme=0")[2:]

    assert light == [rgb(colours.light.paper), rgb(colours.light.ink)]
    assert dark == [rgb(colours.dark.paper), rgb(colours.dark.ink)]


def rgb(colour: str) -> str:
    """Write a colour as browsers do."""
    return f"rgb({', '.join(str(int(colour[index : index + 2], 16)) for index in (1, 3, 5))})"
