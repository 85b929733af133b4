from __future__ import annotations

import pytest

from iki_newsletter.delivery.pause import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 s"),
        (0.2, "1 s"),
        (1.3, "2 s"),
        (40, "40 s"),
        (99, "99 s"),
        (100, "1 min"),
        (300, "5 min"),
        (299.9999, "5 min"),
        (3600, "1 h 00 min"),
        (7500, "2 h 05 min"),
        (90_000, "1 day 1 h"),
        (180_000, "2 days 2 h"),
    ],
)
def test_how_long(seconds: float, words: str) -> None:
    """A time to wait is said in one way everywhere, and what has begun of a second counts."""
    assert in_words(seconds) == words
