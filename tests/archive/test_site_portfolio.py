"""The portfolio's pages: no name takes another's, and a state under any name leads to its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.made_site import dead_links, make_newsletter, read

from iki_newsletter.archive.structured import event
from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.card import Card, CardEvent
from iki_newsletter.model.shape import Slug
from iki_newsletter.model.web_layout import is_address, path_name
from iki_newsletter.workflow.publish import publish
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

import datetime as dt

from pydantic import TypeAdapter


def test_names_of_which_nothing_is_left_have_pages_of_their_own() -> None:
    """What has no Latin letters, is too long, or is called as the lists are gets an address that is its own."""
    names = ("\u73af\u5883\u90e8", "\u6c34\u5229\u90e8", "Index", "A " * 90, "A " * 90 + "b")
    assert len({path_name(name) for name in names} - {"x", "index"}) == len(names)


@given(st.text(min_size=1))
def test_every_name_makes_an_address(name: str) -> None:
    """Whatever somebody is called, it is a part of an address that the record takes."""
    assert TypeAdapter(Slug).validate_python(path_name(name))
    assert is_address(f"organisations/{path_name(name)}")


def test_one_page_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Two organisations whose names differ by an accent alone are refused, both by name, and nothing is written."""
    root = make_newsletter(tmp_path / "newsletter")
    portfolio = root / "portfolio.yaml"
    text = portfolio.read_text("utf-8")
    portfolio.write_text(
        text.replace("organisations:\n", "organisations:\n  - {id: Wwf M\u00e9xico}\n  - {id: WWF Mexico}\n", 1),
        "utf-8",
    )
    with pytest.raises(ConfigurationError) as refused:
        publish(Workspace(root), named=["2017-07"])
    assert "`WWF Mexico`" in refused.value.what
    assert "`Wwf M\u00e9xico`" in refused.value.what
    assert not (root / "published.yaml").exists()


def test_states_under_another_name_lead_to_their_page(tmp_path: Path) -> None:
    """A state that is written as people say it counts for the state; what is none leads nowhere."""
    root = make_newsletter(tmp_path / "newsletter")
    report = root / "issues/2017-07/contributions/workshop-report.yaml"
    text = report.read_text("utf-8")
    report.write_text(
        text.replace("[Oaxaca, Ciudad de M\u00e9xico]", "[Edomex, CDMX, Ciudad de M\u00e9xico]"), "utf-8"
    )
    plan = root / "issues/2017-07/issue.yaml"
    plan.write_text(
        plan.read_text("utf-8") + "allow: {C203: {why: as the project writes it, until: 2017-07-03}}\n", "utf-8"
    )
    portfolio = root / "portfolio.yaml"
    text = portfolio.read_text("utf-8")
    portfolio.write_text(
        text.replace("states: [", "states: [Atlantis, Veracruz de Ignacio de la Llave, ", 1), "utf-8"
    )
    site = publish(Workspace(root), named=["2017-07"]).folder
    assert list(dead_links(site)) == []
    links = read(site / "es/2017-07/workshop-report.html").links
    assert [link for link in links if "states/" in link and "index" not in link] == [
        "../states/estado-de-mexico.html",
        "../states/ciudad-de-mexico.html",
    ]
    assert "estado-de-mexico.html" in read(site / "es/states/index.html").links
    assert "../2017-07/workshop-report.html" in read(site / "es/states/estado-de-mexico.html").links


@pytest.mark.parametrize(("last", "ends"), [(10, False), (11, True)])
def test_an_end_is_said_only_where_it_is_known(last: int, ends: bool) -> None:
    """An event of one day has no end for machines: midnight would be before its beginning."""
    day = dt.date(2017, 8, 10)
    told = CardEvent(day, dt.date(2017, 8, last), dt.time(10), "America/Mexico_City")
    card = Card("2017-07", 2, day, "x", "event", "es", "es", ("es",), "T", "t", "p", (), "GIZ", "")
    said = json.loads(json.dumps(event(card, told, "", "")))
    assert ("endDate" in said) is ends
    assert said["startDate"] == "2017-08-10T10:00:00-05:00"
