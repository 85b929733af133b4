from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.audience.mistyped import probably_meant, slips_between

WORDS = st.text("abc.", max_size=8)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("sma@example.org", "sam@example.org"),
        ("sam@exampel.org", "sam@example.org"),
        ("sam@exmple.og", "sam@example.org"),
        ("maria@example.org", "mario@example.org"),
        ("ana.lpez@example.org", "ana.lopez@example.org"),
        ("anna.lopes@example.org", "ana.lopez@example.org"),
        ("rosa.diaz@exampl.org", "rosas.diaz@example.org"),
        ("al@exampel.org", "al@example.org"),
    ],
)
def test_a_slip_or_two_are_seen_through(written: str, known: str) -> None:
    """In either part of an address: a letter missing, too many, another, or in its neighbour's place."""
    assert probably_meant(written, ["nobody@example.org", known]) == known


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("sam@example.org", "ana@example.org"),
        ("sam@example.org", "sol@example.org"),
        ("maria@example.org", "mirta@example.org"),
        ("al@example.org", "ab@example.org"),
        ("a@example.org", "b@example.org"),
        ("ana.lopez@example.org", "eva.gomez@example.org"),
        ("anna.lopes@exampl.org", "ana.lopez@example.org"),
        ("sam@example.org", "sam@salud.example"),
        ("sam", "pam@example.org"),
        ("", "a@example.org"),
    ],
)
def test_another_person_is_not_suggested(written: str, known: str) -> None:
    """Whoever shares a domain, or two letters, is somebody else."""
    assert probably_meant(written, [known]) == ""


def test_the_nearest_is_suggested() -> None:
    """Whatever stands before it."""
    known = ["ana.lopes@example.org", "ana.lopez@example.org", "ann.lopez@example.org"]
    assert probably_meant("ana.lopezz@example.org", known) == "ana.lopez@example.org"


@given(WORDS, WORDS, WORDS)
def test_slips_are_a_distance(one: str, other: str, more: str) -> None:
    """None between equals, as many there as back, never fewer than the lengths differ by, and one for each."""
    count = slips_between(one, other)
    assert (count == 0) == (one == other)
    assert count == slips_between(other, one)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))
    assert slips_between(one + more, other + more) <= count
    assert slips_between(one + "xy" + more, one + "yx" + more) == 1


@given(st.emails(), st.data())
def test_a_single_slip_in_a_long_part_is_always_seen_through(address: str, data: st.DataObject) -> None:
    """Wherever it happens."""
    local = f"muster.{address.partition('@')[0].lower()}"
    known = f"{local}@example.org"
    at = data.draw(st.integers(0, len(local) - 1))
    assert probably_meant(f"{local[:at]}{local[at + 1 :]}@example.org", [known]) == known
