from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.reading.characters import ALLOWED, describe, forbidden_in, shown


@pytest.mark.parametrize(
    "text",
    [
        "Año, Größe, «señal», „Zeit“, 20 °C, 1 000 €",
        "no-break\u00a0space, narrow\u202fone",
        "Klima\u00adallianz",
        "नि\u200dज, می\u200cخواهم",
        "two\nlines\tand a tab",
        "🌱 🏝\ufe0f",
    ],
)
def test_text_as_people_write_it_is_allowed(text: str) -> None:
    """Letters, marks, punctuation, symbols, kinds of spaces, soft hyphens and joiners pass."""
    assert forbidden_in(text) == []


@pytest.mark.parametrize(
    ("char", "said"),
    [
        ("\0", "U+0000 (NUL), a control character"),
        ("\r", "U+000D (CARRIAGE RETURN), a control character"),
        ("\x1b", "U+001B (ESCAPE), a control character"),
        ("\x85", "U+0085, a control character"),
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE), a mark that turns the direction of writing"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE), a mark that turns the direction of writing"),
        ("\u200b", "U+200B (ZERO WIDTH SPACE), an invisible formatting character"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE), an invisible formatting character"),
        ("\u2028", "U+2028 (LINE SEPARATOR), a line separator"),
        ("\ud800", "U+D800, half of a surrogate pair"),
        ("\ue000", "U+E000, a character of private use"),
        ("\uffff", "U+FFFF, a character that Unicode does not know"),
    ],
)
def test_what_nobody_sees_is_found_and_named(char: str, said: str) -> None:
    """Controls, directions, halves of pairs, private and unassigned characters are named by number and sort."""
    assert forbidden_in(f"a{char}b{char}") == [char]
    assert describe(char) == said


@given(st.characters(exclude_categories=()))
def test_the_list_allows_by_category(char: str) -> None:
    """Whatever the character: its Unicode category decides, but for the five that are allowed by name."""
    allowed = char in ALLOWED or unicodedata.category(char) not in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
    assert (forbidden_in(char) == []) is allowed


@given(st.text(st.characters(exclude_categories=())))
def test_a_foreign_text_fits_into_a_sentence(text: str) -> None:
    """Quoted in a message, any text is one printable line of no great length."""
    quoted = shown(text)
    assert quoted.isprintable()
    assert quoted.encode().decode() == quoted
    assert len(quoted) <= 60 * len("U+10FFFF")
