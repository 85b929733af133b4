from __future__ import annotations

from typing import Any

import pytest

from iki_newsletter.model.placeholder import ADDRESS, DAY, LENGTH, MARK, is_placeholder


def test_all_that_one_key_lacks_is_said_at_once(desk: Any) -> None:
    """Three languages still to be written are one thing to do."""
    desk.put(title={language: f"{MARK} ({language}) a headline" for language in ("es", "de", "en")})
    assert desk.said("C501") == [
        (f"  es: {MARK} (es) a headline", "Still to be written: `title.es`, `title.de`, `title.en`.")
    ]


def test_placeholders_deep_in_a_file_are_found(desk: Any) -> None:
    """A link's address and a registration's day are looked at like a title."""
    texts = {"es": "El curso", "de": "Der Kurs", "en": "The course"}
    desk.put("event", links=[{"url": ADDRESS, "text": texts}], registration={"url": ADDRESS, "until": str(DAY)})
    assert [what for _, what in desk.said("C501")] == [
        "Still to be written: `links.url`.",
        "Still to be written: `registration.url`, `registration.until`.",
    ]


@pytest.mark.parametrize(("kind", "field"), [("event", "starts_on"), ("call", "deadline")])
def test_a_day_still_to_be_written_is_no_day_in_the_past(desk: Any, kind: str, field: str) -> None:
    """One thing to do is said once."""
    desk.put(kind, **{field: str(DAY)})
    assert [problem.code for problem in desk.problems()] == ["C501"]


def test_placeholders_of_the_plan_are_found(desk: Any) -> None:
    """A subject that nobody wrote must not be sent."""
    desk.plan["subject"] = dict.fromkeys(("es", "de", "en"), f"{MARK} the strongest item")
    assert [what for _, what in desk.said("I305")] == [
        "Still to be written: `subject.es`, `subject.de`, `subject.en`."
    ]


@pytest.mark.parametrize("value", [f"{MARK} a headline", f"Text, {MARK}", ADDRESS, DAY, LENGTH])
def test_placeholders_are_known_again(value: object) -> None:
    """Wherever the mark stands in a text, and as each of the values that cannot hold words."""
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["write here", "https://www.example.org/write", "10:00", 0, None, True, 1900])
def test_nothing_else_is_taken_for_a_placeholder(value: object) -> None:
    """People may write about writing."""
    assert not is_placeholder(value)
