from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run


def test_a_new_workspace_compiles_as_it_stands(iki: Callable[..., Run], tmp_path: Path) -> None:
    """`init`, then `compile`, `preview` and `send` work in it without a further step."""
    folder = tmp_path / "ours"

    made = iki("init", folder, "--json")
    example = made.data["example"]

    assert made.code == 0
    assert iki("-C", folder, "compile", example).code == 0
    assert iki("-C", folder, "preview", example).code == 0
    assert iki("-C", folder, "send", example, "--yes", "--json").data["sent"] > 0
    assert iki("-C", folder, "check").code == 0


def test_init_overwrites_nothing(iki: Callable[..., Run], tmp_path: Path) -> None:
    """A folder that holds something of the kind is left alone."""
    (tmp_path / "newsletter.yaml").write_text("title: ours\n", "utf-8")

    run = iki("init", tmp_path)

    assert run.code == 2
    assert (tmp_path / "newsletter.yaml").read_text("utf-8") == "title: ours\n"
    assert not (tmp_path / "templates").exists()


def test_a_scaffolded_issue_with_one_contribution_goes_all_the_way(iki: Callable[..., Run], workspace: Path) -> None:
    """After the placeholders are written over, the second issue is checked, compiled and sent."""
    issue = iki("new", "issue", "2017-07", "--json")
    item = iki("new", "contribution", "2017-07", "--project", "biomar", "--kind", "profile", "--json")
    unwritten = iki("check", "2017-07")
    refused = iki("send", "2017-07", "--to", "subscribers.example.csv", "--yes")

    (workspace / "issues" / "2017-07" / "issue.yaml").write_text(
        "number: 2\nmonth: 2017-07\nsends_on: 2017-07-10\n"
        "subject: {es: El segundo número, de: Die zweite Ausgabe, en: The second issue}\n"
        "preheader: {es: Un proyecto en breve, de: Ein Projekt in Kürze, en: One project in brief}\n",
        "utf-8",
    )
    (workspace / "issues" / "2017-07" / "contributions" / "biomar-profile.yaml").write_text(
        "kind: profile\nproject: biomar\nlanguage: es\nreceived_on: 2017-06-20\n"
        "title: {es: BioMar en breve, de: BioMar in Kürze, en: BioMar in brief}\n"
        "teaser: {es: Costas y mares., de: Küsten und Meere., en: Coasts and seas.}\n",
        "utf-8",
    )

    assert issue.code == item.code == 0
    assert unwritten.code == refused.code == 1
    assert iki("check", "2017-07").code == 0
    assert iki("compile", "2017-07").code == 0
    assert iki("send", "2017-07", "--to", "subscribers.example.csv", "--yes").code == 0
    assert iki("compile", "2017-06").code == 0


def test_an_unknown_project_suggests_the_nearest(iki: Callable[..., Run], workspace: Path) -> None:
    """A mistyped id is named with what was probably meant."""
    run = iki("new", "contribution", "2017-06", "--project", "ecovalr", "--kind", "news")

    assert run.code == 2
    assert "ecovalor" in run.err
