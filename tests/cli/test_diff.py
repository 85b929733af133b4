from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
APPROVE = ("approve", ISSUE, "--as", "Ana Muster", "--yes")


def change(workspace: Path, file: str, before: str, now: str) -> None:
    """Change one of the workspace's files."""
    path = workspace / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, now), "utf-8")


def of_language(run: Run, language: str) -> dict[str, Any]:
    """Give what changed in one edition."""
    found: dict[str, Any] = next(each["changes"] for each in run.data["editions"] if each["language"] == language)
    return found


@pytest.fixture
def approved(iki: Callable[..., Run], workspace: Path) -> Path:
    """Stand in a workspace whose issue is approved."""
    assert iki(*APPROVE).code == 0
    return workspace


def test_nothing_changed(iki: Callable[..., Run], approved: Path) -> None:
    """It says so in one line, and names who approved."""
    run = iki("diff", ISSUE)
    assert run.code == 0
    assert "Ana Muster approved it" in run.out
    assert "nothing has changed (es, de, en)" in " ".join(run.out.split())
    assert iki("diff", ISSUE, "--json").data["changed"] == []


def test_words_of_an_item(iki: Callable[..., Run], approved: Path) -> None:
    """The item is named with its words, and the text part's lines stand below as a diff; other editions stay."""
    change(
        approved,
        f"issues/{ISSUE}/contributions/ecovalor-valuation.yaml",
        "The project has a website of its own.",
        "The project has its own website and a newsletter.",
    )

    run = iki("diff", ISSUE)
    data = iki("diff", ISSUE, "--json")

    assert run.code == 0
    assert data.data["changed"] == ["en"]
    changes = of_language(data, "en")
    assert changes["items"] == [{"name": "ecovalor-valuation", "state": "changed", "removed": 4, "added": 5}]
    assert changes["other"] == []
    text = run.out.splitlines()
    assert any(line.startswith("-") and "website of its own" in line for line in text)
    assert any(line.startswith("+") and "a newsletter" in line for line in text)
    assert not any("UNSUBSCRIBE-" in line for line in text)


def test_an_item_that_came_and_one_that_went(iki: Callable[..., Run], approved: Path) -> None:
    """Both are named, whole."""
    folder = approved / "issues" / ISSUE / "contributions"
    (folder / "wacclim-water-utilities.yaml").rename(folder / "wacclim-again.yaml")

    items = of_language(iki("diff", ISSUE, "--json"), "de")["items"]

    states = {item["name"]: item["state"] for item in items}
    assert states["wacclim-again"] == "new"
    assert states["wacclim-water-utilities"] == "gone"


def test_what_only_the_html_shows(iki: Callable[..., Run], approved: Path) -> None:
    """A changed look is summarised, without a line of text."""
    change(approved, "templates/mail/inline.css.j2", "font-weight: bold", "font-weight: 800")

    changes = of_language(iki("diff", ISSUE, "--json"), "es")

    assert changes["text"] == []
    assert changes["items"] == []
    (sentence,) = changes["other"]
    assert sentence.startswith("The HTML's look changed in ")


def test_subject_preheader_link_and_picture(iki: Callable[..., Run], approved: Path) -> None:
    """Each is said in a sentence."""
    plan = f"issues/{ISSUE}/issue.yaml"
    change(approved, plan, "the IKI projects meet in June", "the IKI projects meet soon")
    shutil.copy2(
        approved / "issues" / ISSUE / "images" / "ecovalor.png",
        approved / "issues" / ISSUE / "images" / "selva-maya.png",
    )

    run = iki("diff", ISSUE)

    said = " ".join(run.out.split())
    assert "is “Horizons 1: the IKI projects meet soon”" in said
    assert "A picture is gone: selva-maya-" in said
    assert "A picture is new: selva-maya-" in said
    assert 'iki-news approve 2017-06 --as "YOUR NAME"' in said


def test_on_another_computer(iki: Callable[..., Run], approved: Path) -> None:
    """approval.yaml travels by git and the bytes do not: it tells which edition changed, and where to look."""
    change(approved, f"issues/{ISSUE}/issue.yaml", "treffen sich", "begegnen sich")
    shutil.rmtree(approved / "var")

    run = iki("diff", ISSUE)
    data = iki("diff", ISSUE, "--json")

    assert run.code == 1
    assert "changed: de; the same: es, en" in " ".join(run.out.split())
    assert "git diff" in run.out
    assert [each["kept"] for each in data.data["editions"]] == [True, False, True]


def test_where_sending_has_begun_it_compares_with_what_was_sent(iki: Callable[..., Run], workspace: Path) -> None:
    """The ledger has kept it; with `--approved` it is the approved version all the same."""
    iki("send", ISSUE, "--yes")
    change(workspace, f"issues/{ISSUE}/issue.yaml", "treffen sich", "begegnen sich")
    iki(*APPROVE)

    sent = iki("diff", ISSUE, "--json").data
    approved = iki("diff", ISSUE, "--approved", "--json").data

    assert (sent["since"]["kind"], sent["changed"]) == ("sent", ["de"])
    assert sent["editions"][1]["changes"]["subject"]["now"].endswith("begegnen sich im Juni")
    assert (approved["since"]["kind"], approved["changed"]) == ("approved", [])


def test_nothing_to_compare_with(iki: Callable[..., Run], workspace: Path) -> None:
    """Without an approval and a sending there is nothing to say."""
    run = iki("diff", ISSUE)
    assert run.code == 2
    assert "iki-news approve 2017-06" in run.err


def test_an_edition_that_came_later(iki: Callable[..., Run], approved: Path) -> None:
    """A language that is not made any more, or is new, is named as that."""
    change(approved, "newsletter.yaml", "languages: [es, de, en]", "languages: [es, de]")
    run = iki("diff", ISSUE)
    assert run.code == 0
    assert "not made any more" in run.out
