"""How long texts may be, in characters by language, so that forty items still read well."""

from __future__ import annotations

from typing import Final

BUDGETS: Final = {
    "title": {"es": 90, "en": 80, "de": 95},
    "teaser": {"es": 300, "en": 270, "de": 310},
    "body": {"es": 2_200, "en": 2_000, "de": 2_300},
}
SUBJECT_LENGTH: Final = range(10, 78 + 1)
"""How many characters a subject may have."""


def budget(field: str, language: str) -> int:
    """Give how many characters a field may have; languages that are not listed have English's."""
    by_language = BUDGETS[field]
    return by_language.get(language, by_language["en"])
