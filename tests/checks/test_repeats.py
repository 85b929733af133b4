from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.checks.conftest import NEWS

from iki_newsletter.model.contribution import News
from iki_newsletter.model.told import ALIKE, SHARED, Told

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


def test_an_event_on_another_day_is_another_event(desk: Any) -> None:
    """What takes place each year under one name is new each year; the same day told twice is not."""
    title = {"es": "Semana del clima", "de": "Klimawoche", "en": "Climate week"}
    for issue, day in (("2016-06", "2016-07-03"), ("2017-05", "2017-07-03")):
        desk.put("event", issue=issue, name="week", title=title, starts_on=day, ends_on=None)
    desk.put("event", title=title, starts_on="2017-07-04", ends_on=None)
    assert desk.said("C611") == []
    desk.put("event", title=title, starts_on="2017-07-03", ends_on=None)
    assert [what for _, what in desk.said("C611")] == ["`week` in issue 2017-05 has the same title."]


def test_what_was_taken_over_is_meant(desk: Any) -> None:
    """The editors repeat it on purpose, as a reminder."""
    desk.put(issue="2017-05")
    desk.put()
    assert desk.problems("C611")
    desk.plan["carried"] = {"item": "2017-05"}
    assert desk.problems("C611") == []


WORDS = st.lists(st.integers(0, 40), min_size=1, max_size=40).map(
    lambda drawn: " ".join(f"w{n:0{1 + n % 3}}" for n in drawn)
)


@given(WORDS, WORDS)
def test_texts_that_are_alike_share_words_of_their_heads(one: str, other: str) -> None:
    """So that it is enough to look at those: no text that is alike is missed."""
    first, second = (
        Told.of("item", TypeAdapter(News).validate_python(NEWS | {"teaser": {"es": text}, "body": "w1"}))
        for text in (one, other)
    )
    words, others = first.words("es"), second.words("es")
    if len(words & others) >= ALIKE * len(words | others):
        shared = set(first.heads["es"].split()) & set(second.heads["es"].split())
        assert len(shared) >= min(SHARED, len(words & others))
