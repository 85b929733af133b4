from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.checks.letters import LANGUAGES, ROOT, found_in, said, sound_letter, with_edition, with_header

from iki_newsletter.checks.engine import find_in_letter
from iki_newsletter.model.rule import Level
from iki_newsletter.workflow.build import build, letter_of, page_of
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_june_2017_issues_letters_are_sound(language: str) -> None:
    """Every rule over messages has its passing example in a real one."""
    assert found_in(sound_letter(language)) == []


@pytest.mark.parametrize("case", ["full-issue", "small-issue"])
def test_letters_of_a_newsletter_on_the_web_and_of_the_smallest_are_sound(
    case: str, tmp_path: Path, copied: Callable[[Path, Path], Path]
) -> None:
    """Forty items with their texts on the web, and one item without, are passing examples too."""
    workspace = Workspace(copied(ROOT / "tests" / "golden" / case / "input", tmp_path / "workspace"))
    [issue] = workspace.issue_ids()
    built = build(workspace, issue)
    found = [find_in_letter(letter_of(page_of(edition, built.merged))) for edition in built.editions]
    assert found == [[]] * len(built.editions)


def test_a_problem_names_the_edition() -> None:
    """The same fault is often in one language only."""
    [(_, what)] = said(with_header("Precedence", "first-class", sound_letter("es")), "M306")
    assert what.startswith("es: ")


def test_an_edition_that_no_message_can_be_made_of_is_a_problem_like_others(workspace: Path) -> None:
    """A sender's name that a header cannot hold stops sending, and does not hide what else is wrong."""
    settings = workspace / "newsletter.yaml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written.replace("name: Horizontes, IKI México", "name: Horizontes =?x"), encoding="utf-8")
    built = build(Workspace(workspace), "2017-06")
    refused = [problem for problem in built.problems if problem.code == "M111"]
    assert [problem.level for problem in refused] == [Level.BLOCK]
    assert refused[0].position.path == settings
    assert refused[0].sentence == "de, en, es: newsletter.yaml: the sender's name contains “=?”."
    assert "C402" in {problem.code for problem in built.problems}


@pytest.mark.parametrize("part", ["html", "text"])
@pytest.mark.parametrize("left", ["{{ name }}", "{% if %}", "%%NAME%%", "https://x.example/%7B%7Bname%7D%7D", "%%"])
def test_a_placeholder_left_is_found(part: str, left: str) -> None:
    """Those of the templates, of other tools, and those that an address was made of; the HTML's and the text's."""
    letter = with_edition(None, **{part: lambda words: words.replace("Juni", left, 1)})
    [(place, what)] = said(letter, "M101")
    shown = left.rpartition("/")[2]
    where = {"html": "the HTML", "text": "the text part"}[part]
    assert (place, what) == ("edition.html.j2", f"de: `{shown}` is left in {where}.")


def test_a_placeholder_in_a_contribution_is_told_at_its_line() -> None:
    """Whoever typed it can mend it, so that is the line that is named; both parts show it, and it is told once."""
    letter = sound_letter()
    item = next(item for item in letter.page.issue.items if item.name == "ecovalor-valuation")
    title = item.contribution.local(item.contribution.title).by_language["de"]
    contribution = item.contribution.model_copy(update={"title": {"de": f"{title} {{{{name}}}}"}})
    items = tuple(
        replace(
            section, items=tuple(replace(i, contribution=contribution) if i is item else i for i in section.items)
        )
        for section in letter.page.issue.sections
    )
    page = replace(letter.page, issue=replace(letter.page.issue, sections=items))
    html, text = (
        words.replace("Ecovalor", "Ecovalor {{name}}") for words in (letter.edition.html, letter.edition.text)
    )
    changed = letter_of(replace(page, edition=replace(letter.edition, html=html, text=text)))
    [(place, _)] = said(changed, "M101")
    assert place.startswith("ecovalor-valuation.yaml: de: Ecovalor fragt")


def test_a_placeholder_in_any_header_is_found() -> None:
    """The whole head is looked through."""
    [(_, what)] = said(with_header("List-Help", "<mailto:{{address}}>"), "M101")
    assert what == "de: `{{address}}` is left in the header."
