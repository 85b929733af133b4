from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.many import Many

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_many_are_gone_through_anew_each_time() -> None:
    """Unlike a generator, nothing is used up: two may even go through them side by side."""
    many = Many(lambda: iter("abc"))

    assert list(zip(many, many, strict=True)) == [("a", "a"), ("b", "b"), ("c", "c")]
    assert "b" in many
    assert "d" not in many


def test_many_are_counted_once() -> None:
    """Counting a million costs time, so it is done when first asked for, and not again."""
    begun = []

    def go_through() -> Iterator[int]:
        begun.append(1)
        return iter(range(5))

    many = Many(go_through)

    assert not begun
    assert (len(many), len(many), bool(many)) == (5, 5, True)
    assert len(begun) == 1


def test_whether_there_are_any_needs_no_count() -> None:
    """One is enough to know that there are some; a known number is believed."""

    def endless() -> Iterator[int]:
        while True:
            yield 1

    assert Many(endless)
    assert not Many(lambda: iter(()))
    assert not Many(endless, lambda: 0)
