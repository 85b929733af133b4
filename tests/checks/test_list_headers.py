from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checks.letters import said, sound_letter, with_header, with_settings


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "The message has not exactly one List-Id."),
        ("news.example.org", "List-Id is not a name in ASCII letters with a dot in it, in angle brackets."),
        ("<news>", "List-Id is not a name in ASCII letters with a dot in it, in angle brackets."),
        ("<bücher.example.org>", "List-Id is not a name in ASCII letters with a dot in it, in angle brackets."),
        (f"<{'a' * 250}.example>", "List-Id has 258 characters."),
    ],
)
def test_a_list_id_that_nothing_can_be_sorted_by_is_found(value: str | None, fault: str) -> None:
    """It is pointed at where the settings name it."""
    expected = ("newsletter.yaml: list_id: horizontes.klimaallianz.example", f"de: {fault}")
    assert said(with_header("List-Id", value), "M304") == [expected]


def test_a_list_id_may_have_a_name_before_it() -> None:
    """RFC 2919 allows one."""
    assert said(with_header("List-Id", '"Horizontes" <news.example.org>'), "M304") == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "The message has not exactly one Feedback-ID."),
        (
            "2017-06:de:horizontes",
            "Feedback-ID is not four fields of letters, digits and hyphens with colons between.",
        ),
        (
            "2017-06:::horizontes",
            "Feedback-ID is not four fields of letters, digits and hyphens with colons between.",
        ),
        ("2017-06:de:issue:hor", "The last field of Feedback-ID has 3 characters."),
        ("2017-06:de:issue:horizontes-y-mas-", "The last field of Feedback-ID has 17 characters."),
    ],
)
def test_a_feedback_id_that_gmail_does_not_read_is_found(value: str | None, fault: str) -> None:
    """Four fields, the last one naming the sender."""
    letter = with_header("Feedback-ID", value)
    assert f"de: {fault}" in [what for _, what in said(letter, "M305")]


def test_a_feedback_id_says_nothing_about_one_reader() -> None:
    """Whatever differs between two readers is personal."""
    other = with_header("Feedback-ID", "4711:de:issue:horizontes").raw
    assert [what for _, what in said(replace(sound_letter(), other=other), "M305")] == [
        "de: Feedback-ID differs from reader to reader."
    ]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("Precedence", "list", "Precedence is not exactly `bulk`."),
        ("Auto-Submitted", None, "Auto-Submitted is not exactly `auto-generated`."),
        ("List-Post", "<mailto:news@example.org>", "List-Post is not exactly `NO`."),
        ("List-Help", "mailto:help@example.org", "List-Help is not one address in angle brackets."),
    ],
)
def test_a_message_says_that_it_is_a_newsletter(name: str, value: str | None, fault: str) -> None:
    """Else absence notes come back, and readers look for help in vain."""
    assert [what for _, what in said(with_header(name, value), "M306")] == [f"de: {fault}"]


def test_the_archive_is_named_where_there_is_one() -> None:
    """Without a web address there is none to name."""
    letter = with_settings(web="https://news.example.org")
    assert [what for _, what in said(letter, "M306")] == [
        "de: List-Archive does not give the archive's address in angle brackets."
    ]
