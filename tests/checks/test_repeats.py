from __future__ import annotations

from typing import Any

LONG = (
    "Cuarenta familias de la costa aprendieron en tres talleres a medir la salud del arrecife con sus propias manos"
)


def test_a_title_of_an_earlier_issue_is_found(desk: Any) -> None:
    """In any language, whatever its capitals and marks; the newest issue that had it is named."""
    desk.put(issue="2017-04", name="reef-a")
    desk.put(issue="2017-05", name="reef-b", title={"es": "Otro", "de": "EIN RIFF!", "en": "Another"})
    desk.put()
    assert desk.said("C611") == [("  es: Un arrecife", "`reef-b` in issue 2017-05 has the same title.")]


def test_a_publications_own_address_is_found(desk: Any) -> None:
    """A slash at the end and `www.` make no new address."""
    old = {"es": "Un estudio", "de": "Eine Studie", "en": "A study"}
    desk.put("publication", issue="2017-05", name="study", title=old, url="https://www.example.org/study/")
    desk.put("publication")
    assert [what for _, what in desk.said("C611")] == ["`study` in issue 2017-05 has the same address."]


def test_a_retouched_text_is_found(desk: Any) -> None:
    """A new title does not make an item new."""
    old = {"es": "Otro título", "de": "Anderes", "en": "Other"}
    desk.put(issue="2017-05", name="old", title=old, teaser={"es": f"{LONG}."}, body={"es": "Fin"})
    desk.put(teaser={"es": f"{LONG}, otra vez"}, body={"es": "Fin"})
    assert [what for _, what in desk.said("C611")] == ["`old` in issue 2017-05 has nearly the same text."]


def test_a_new_item_of_the_same_project_is_new(desk: Any) -> None:
    """The project's page stands under every item."""
    link = {"url": "https://example.org/reef", "text": {"es": "Ver", "de": "Sehen", "en": "See"}}
    old = {"es": "Otro título", "de": "Anderes", "en": "Other"}
    desk.put(issue="2017-05", title=old, links=[link], teaser={"es": LONG, "de": "Mehr", "en": "More"})
    desk.put(links=[link])
    assert desk.problems() == []
