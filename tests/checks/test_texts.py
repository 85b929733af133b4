from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.model.budget import BUDGETS, budget

IMAGE = {"file": "images/reef.jpg", "credit": "Coral Institute", "rights": "own"}


@pytest.mark.parametrize(
    ("code", "field", "language"),
    [
        (code, field, language)
        for code, field in (("C511", "title"), ("C512", "teaser"), ("C513", "body"))
        for language in ("es", "de", "en")
    ],
)
def test_a_text_may_fill_its_budget_and_no_more(desk: Any, code: str, field: str, language: str) -> None:
    """One character more is reported at that language's line, with both numbers."""
    most = BUDGETS[field][language]
    texts = {"es": "a", "de": "a", "en": "a"}
    desk.put(**{field: texts | {language: "ä" * most}})
    assert desk.problems() == []
    desk.put(**{field: texts | {language: "ä" * (most + 1)}})
    [(line, what)] = desk.said(code)
    assert line.startswith(f"  {language}: ä")
    assert what == f"`{field}` in {language} has {most + 1:,} characters; {most:,} are meant for it."


def test_other_languages_have_the_budget_of_english() -> None:
    """A newsletter in Portuguese is measured too."""
    assert budget("title", "pt") == budget("title", "en") == 80


def test_a_kind_without_a_body_is_not_asked_for_one(desk: Any) -> None:
    """Only news and interviews have a body."""
    desk.put("profile")
    assert desk.problems() == []


def test_an_event_is_somewhere_or_online(desk: Any) -> None:
    """One of the two is enough."""
    desk.put("event", place=None)
    assert [what for _, what in desk.said("C502")] == ["The event takes place neither somewhere nor online."]
    desk.put("event", place=None, online="https://example.org/room")
    assert desk.problems() == []


def test_a_picture_needs_no_caption(desk: Any) -> None:
    """What it shows must be said, the line below it may be missing."""
    picture = desk.folder / "images" / "reef.jpg"
    picture.parent.mkdir()
    picture.write_bytes(b"")
    desk.put(images=[IMAGE | {"alt": {"es": "Coral", "de": "Koralle", "en": "Coral"}}])
    assert desk.problems() == []


@pytest.mark.parametrize("alt", ["", "   ", {"es": ""}, {}])
def test_a_picture_without_words_for_it_does_not_load(desk: Any, alt: object) -> None:
    """An empty description is refused before any check."""
    desk.put(images=[IMAGE | {"alt": alt}])
    with pytest.raises(AssertionError):
        desk.problems()
