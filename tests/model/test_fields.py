from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

from iki_newsletter.model.contribution import Contribution, Event, Image, Interview
from iki_newsletter.model.fields import named, text_fields, texts_in, values_in
from iki_newsletter.model.issue import Editorial, IssuePlan
from iki_newsletter.model.suggestion import did_you_mean, nearest

if TYPE_CHECKING:
    from iki_newsletter.model.shape import Shape


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        (Event, {"title", "teaser", "place"}),
        (Interview, {"title", "teaser", "body"}),
        (Image, {"alt", "caption", "credit"}),
        (Editorial, {"signed", "text"}),
        (IssuePlan, {"subject", "preheader"}),
    ],
)
def test_text_fields_are_known_by_their_annotation(shape: type[Shape], names: set[str]) -> None:
    """Required or optional, but no field of one line: a new text field is translated and checked by itself."""
    assert text_fields(shape) == names


def test_texts_are_found_wherever_they_stand() -> None:
    """In the contribution, in its links and images, each with the keys that lead there."""
    adapter: TypeAdapter[Contribution] = TypeAdapter(Contribution)
    written = adapter.validate_python(
        {
            "kind": "profile",
            "project": "reef",
            "language": "es",
            "received_on": "2017-05-22",
            "title": "Un arrecife",
            "teaser": {"es": "Vida", "de": "Leben"},
            "links": [{"url": "https://example.org", "text": "El curso"}],
            "tags": ["coral"],
        }
    )
    assert list(texts_in(written)) == [
        (("title",), "Un arrecife"),
        (("teaser",), {"es": "Vida", "de": "Leben"}),
        (("links", 0, "text"), "El curso"),
    ]
    values = dict(values_in(written))
    assert values["teaser", "de"] == "Leben"
    assert values["links", 0, "url"] == "https://example.org"
    assert values["tags", 0] == "coral"
    assert ("released",) not in values


def test_a_value_is_named_without_its_number() -> None:
    """The place tells which entry of a list it is."""
    assert named(("images", 0, "alt", "es")) == "`images.alt.es`"


@pytest.mark.parametrize(
    ("word", "meant"), [("Yucatan", "Yucatán"), ("YUCATÁN", "Yucatán"), ("Jalsico", "Jalisco"), ("Bavaria", None)]
)
def test_the_nearest_word_is_found_without_case_and_accents(word: str, meant: str | None) -> None:
    """A slip of the keyboard leads to what was meant, and nothing to what is far away."""
    assert nearest(word, ["Jalisco", "Yucatán"]) == meant


def test_a_very_long_word_costs_no_time() -> None:
    """A hostile value is compared by its beginning only."""
    assert did_you_mean("reef" * 100_000, ["reef"]) == ""
