from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.judges.editions import NAMES
from tests.judges.tools import from_npm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.judges.browser import Page
    from tests.judges.editions import Sent

LOOKS = (("light", 360), ("light", 800), ("dark", 360), ("dark", 800))
ALL = "{preload: false, resultTypes: ['violations']}"
CONTRAST = "{preload: false, runOnly: ['color-contrast']}"


@pytest.fixture(scope="module")
def axe() -> str:
    """Give axe-core, as a script that a page can run."""
    return from_npm("axe-core/axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_serious(page: Page, axe: str, editions: Mapping[str, Sent], name: str) -> None:
    """axe-core finds nothing serious or critical on a phone and on a screen, for readers of light and of dark."""
    page.show(editions[name].page, 360)
    page.ask(axe)

    for mode, width in LOOKS:
        page.look(width, mode)

        assert judge(page, ALL) == [], f"{mode} at {width} pixels"


@pytest.mark.parametrize("name", NAMES)
def test_contrast_where_a_program_darkens_itself(
    page: Page, axe: str, editions: Mapping[str, Sent], name: str
) -> None:
    """Text has its contrast in Outlook's own dark mode, which knows no media query but marks the page."""
    page.show(editions[name].outlook, 360)
    page.ask(axe)

    assert judge(page, CONTRAST) == []


def test_axe_sees_what_is_wrong(page: Page, axe: str, tmp_path: Path) -> None:
    """The judge is awake: grey on grey and a picture without description do not pass."""
    file = tmp_path / "wrong.html"
    text = '<html lang="es"><title>x</title><p style="color:#999;background:#888">grey</p><img src="x.png">'
    file.write_text(text, "utf-8")

    page.show(file, 360)
    page.ask(axe)

    assert [said.partition(":")[0] for said in judge(page, ALL)] == ["color-contrast", "image-alt"]


def judge(page: Page, options: str) -> list[str]:
    """Give one line for each serious or critical finding on the page that is shown, and has axe in it."""
    violations: list[dict[str, Any]] = page.ask(f"axe.run(document, {options}).then(done => done.violations)")
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}: {node['failureSummary'][:300]}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]
