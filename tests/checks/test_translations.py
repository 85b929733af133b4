from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from iki_newsletter.checks.translations import _needed
from iki_newsletter.model.contribution import Contribution, Kind
from iki_newsletter.model.issue import Item
from iki_newsletter.model.origin import Origin
from iki_newsletter.model.portfolio import Project

LINK = "https://example.org/reef"


def test_a_text_without_its_original_blocks(desk: Any) -> None:
    """Nothing can be shown to readers of a third language then."""
    desk.put(teaser={"de": "Für alle, die es pflegen", "en": "For those who tend it"})
    assert desk.said("C401") == [
        ("  de: Für alle, die es pflegen", "The original is in es, and `teaser` is missing in es.")
    ]
    assert desk.problems("C401")[0].level == "block"


def test_smaller_texts_need_their_original_too(desk: Any) -> None:
    """What an image shows is asked for as a title is."""
    desk.put("event", place={"de": "La Paz"})
    assert [what for _, what in desk.said("C401")] == ["The original is in es, and `place` is missing in es."]


def test_what_is_not_translated_is_said_once_for_all_editions(desk: Any) -> None:
    """Readers get the original, and the message says which readers."""
    desk.put(title="Un arrecife", teaser="Para quien lo cuida", body="Texto")
    assert desk.said("C402") == [
        (
            "title: Un arrecife",
            (
                "Not translated into de, en: readers of the editions in these languages get the item in es, "
                "marked as such."
            ),
        ),
    ]
    assert desk.problems("C403") == []


def test_where_untranslated_items_are_left_out_the_message_says_so(desk: Any) -> None:
    """The newsletter's own setting decides what readers see, and the report follows it."""
    desk.newsletter["untranslated"] = "leave-out"
    desk.put(title={"es": "Un arrecife", "de": "Ein Riff"}, teaser="Para quien lo cuida", body="Texto")
    assert [what for _, what in desk.said("C402")] == [
        "Not translated into en: the item is left out of the edition in en."
    ]
    assert [what for _, what in desk.said("C403")] == [
        "`teaser` is missing in de: the item is left out of the edition in de.",
        "`body` is missing in de: the item is left out of the edition in de.",
    ]


def test_a_half_translated_item_is_named_text_by_text(desk: Any) -> None:
    """The translator sees each text that is missing, at its own line."""
    desk.put(teaser={"es": "Para quien lo cuida", "en": "For those who tend it"}, body={"es": "Texto", "en": "Text"})
    said = desk.said("C403")
    assert [what.split(":")[0] for _, what in said] == ["`teaser` is missing in de", "`body` is missing in de"]
    assert "get the item in es" in said[0][1]
    assert desk.problems("C402") == []


def test_smaller_texts_come_up_once_the_item_is_translated(desk: Any) -> None:
    """A caption's missing translation matters to readers who get the rest in their language, not before."""
    links = [{"url": LINK, "text": {"es": "El curso", "en": "The course"}}]
    desk.put(links=links)
    assert [what for _, what in desk.said("C403")] == [
        "`links.text` is missing in de: readers of the edition in de see it in es."
    ]
    desk.put(links=links, title="Un arrecife", teaser="Para quien lo cuida", body="Texto")
    assert desk.problems("C403") == []


@pytest.mark.parametrize(("place", "missing"), [("La Paz", 0), ({"es": "La Paz"}, 2)])
def test_a_place_in_one_string_is_a_name(desk: Any, place: object, missing: int) -> None:
    """Names are not translated; a place with languages says that it is more than a name."""
    desk.put("event", place=place)
    assert len(desk.problems("C403")) == missing


def test_a_language_without_an_edition_is_noticed(desk: Any) -> None:
    """Somebody has translated for nobody, or mistyped the language."""
    desk.put(title={"es": "Un arrecife", "de": "Ein Riff", "en": "A reef", "fr": "Un récif"})
    assert desk.said("C404") == [
        ("  fr: Un récif", "`title` is there in fr, and the newsletter has no edition in fr."),
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_what_counts_as_translated_is_what_the_item_says(kind: Kind) -> None:
    """The report and the edition agree, for each kind, on which texts an item needs in a language."""
    project = Project(id="reef", organisation="Coral Institute", scope="bilateral")
    for present in itertools.product([False, True], repeat=3):
        texts = dict(zip(("title", "teaser", "body"), present, strict=True))
        written = _contribution(kind, texts)
        item = Item("item", Origin(Path("item.yaml")), written, project, None)
        assert item.is_in("de") == all(texts[name] for name in _needed(written))


def _contribution(kind: Kind, in_german: dict[str, bool]) -> Contribution:
    fields: dict[str, Any] = {"kind": kind.value, "project": "reef", "language": "es", "received_on": "2017-05-22"}
    own: dict[str, dict[str, Any]] = {
        "event": {"starts_on": "2017-06-20"},
        "publication": {"url": LINK, "year": 2017, "languages": ["es"]},
        "call": {"url": LINK, "deadline": "2017-07-01", "eligible": "Todos"},
        "interview": {"interviewee": {"name": "Ana Ejemplo", "role": "Bióloga", "consent": "given"}},
        "video": {"url": LINK, "duration": "4:30"},
    }
    texts = {name: {"es": "sí", "de": "ja"} if german else {"es": "sí"} for name, german in in_german.items()}
    if kind not in (Kind.NEWS, Kind.INTERVIEW):
        del texts["body"]
    adapter: TypeAdapter[Contribution] = TypeAdapter(Contribution)
    return adapter.validate_python(fields | texts | own.get(kind.value, {}))
