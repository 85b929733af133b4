"""Kinship, links, words, addresses: the small parts that pages are made of."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.made import card
from tests.conftest import ROOT

from iki_newsletter.archive.kinship import kin_of
from iki_newsletter.archive.shelf import Shelf
from iki_newsletter.archive.structured import as_script
from iki_newsletter.archive.words import load_words
from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model import web_layout
from iki_newsletter.model.portfolio import Project
from iki_newsletter.workflow.published import GONE, Published, Redirects, suggestion

if TYPE_CHECKING:
    from pathlib import Path


def project(name: str, **facts: object) -> Project:
    """Give a project with these facts."""
    return Project.model_validate({"id": name, "organisation": "GIZ", "scope": "bilateral"} | facts)


@given(st.text())
def test_no_text_ends_a_script(text: str) -> None:
    """Whatever a text holds, it comes out of the script as it went in, and no tag begins in it."""
    written = str(as_script([{"name": text}]))
    assert json.loads(written)["@graph"] == [{"name": text}]
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(written)


def test_who_shares_a_place_comes_before_who_shares_an_area() -> None:
    """States and partners bring projects near first, then goals, then the area; who shares nothing is not near."""
    ours = project("ours", states=["Veracruz"], partners=["CONANP"], sdg=[13, 15], area="IV")
    place = project("place", states=["Veracruz", "Tabasco"])
    goals = project("goals", sdg=[13])
    area = project("area", area="IV")
    partner = project("partner", implementing_partners=["CONANP"], area="IV")
    found = kin_of(ours, [ours, area, goals, place, partner, project("far", sdg=[1])])
    assert [kin.project.id for kin in found] == ["partner", "place", "goals", "area"]
    assert (found[1].states, found[0].partners, found[2].sdg) == (("Veracruz",), ("CONANP",), (13,))


def test_kinship_goes_both_ways() -> None:
    """What one project shares with another, the other shares with it."""
    one = project("one", states=["Sonora"], sdg=[7, 13])
    other = project("other", states=["Sonora"], sdg=[13])
    (there,), (back,) = kin_of(one, [other]), kin_of(other, [one])
    assert (there.states, there.sdg, there.nearness) == (back.states, back.sdg, back.nearness)


def test_words_are_whole_in_every_language() -> None:
    """The starter's words are complete for its languages, and say the same things in each."""
    words = load_words(ROOT / "templates/site", ("es", "de", "en"))
    assert {language: sorted(each.model_dump()) for language, each in words.items()}["es"] == sorted(
        words["de"].model_dump()
    )


def test_a_language_without_words_is_named(tmp_path: Path) -> None:
    """A newsletter in a further language is told which file to write."""
    folder = shutil.copytree(ROOT / "templates/site", tmp_path / "site")
    with pytest.raises(ConfigurationError, match=r"fr\.yaml"):
        load_words(folder, ("es", "fr"))


def test_redirects_are_followed_to_their_end() -> None:
    """Entries lead on from one to the next; what is said of an issue holds for its contributions, theirs first."""
    redirects = Redirects({"2017-05": "2017-06", "2017-05/a": GONE, "2017-06/b": "2017-07/b", "x": "y", "y": "x"})
    assert redirects.end_of("2017-05") == "2017-06"
    assert redirects.end_of("2017-05/a") == GONE
    assert redirects.end_of("2017-05/b") == "2017-07/b"
    assert redirects.end_of("2017-04/b") == ""
    assert redirects.end_of("x") == ""


def test_a_suggestion_follows_the_name() -> None:
    """What moved to another issue is found by its name, what was renamed by one that is near, all else is gone."""
    now = ["2017-07/reef", "2017-06/values", "projects/conecc-2"]
    assert suggestion("2017-06/reef", now) == "2017-06/reef: 2017-07/reef"
    assert suggestion("projects/conecc", now) == "projects/conecc: projects/conecc-2"
    assert suggestion("states/oaxaca", now) == "states/oaxaca: gone"


def test_addresses_are_those_of_the_layout() -> None:
    """An address without a language and the layout's own functions name the same pages."""
    issue = (web_layout.edition("2017-06", "es"), web_layout.contents("2017-06", "es"))
    assert web_layout.pages("2017-06", "es") == issue
    assert web_layout.pages("2017-06/reef", "es") == (web_layout.item("2017-06", "reef", "es"),)
    assert web_layout.pages("projects/reef", "de") == (web_layout.project("reef", "de"),)
    record = Published(issues={"2017-06": ("reef",)}, states=("oaxaca",))
    assert record.addresses == {"2017-06", "2017-06/reef", "states/oaxaca"}


def test_a_reminder_of_a_reminder_leads_to_the_first() -> None:
    """What was taken over again and again is known by the first one; a report on a copy is one on that."""
    first = card(issue="2017-06", name="course", kind="event")
    second = card(issue="2017-07", name="course", kind="event", carried_from="2017-06")
    third = card(issue="2017-08", name="course-2", kind="event", carried_from="2017-07")
    other = card(issue="2017-08", name="course", kind="event", project="other", carried_from="2017-07")
    report = card(issue="2017-09", name="report", part_of="2017-08/course-2")
    shelf = Shelf({"es": ()}, {"es": (report, third, other, second, first)})
    assert [shelf.first(each) for each in (first, second, third, other)] == [first, first, first, other]
    assert shelf.listed["es"] == (report, other, first)
    assert shelf.about("es", first.id) == (report,)
