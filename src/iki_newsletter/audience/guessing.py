"""The language of somebody who names none, by evidence: how they are greeted, their title, their domain's country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.values import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.model.subscriber import Subscriber

_GREETINGS: Final = {
    "de": "sehr geehrte, geehrte, geehrter, liebe, lieber, hallo, guten tag",
    "es": "estimada, estimado, estimados, estimadas, apreciada, apreciado, querida, querido, hola, distinguido, "
    "distinguida",
    "en": "dear, hello, hi",
}
_TITLES: Final = {
    "de": "Herr, Herrn, Frau, Herr/Frau",
    "es": "Sr., Sra., Srta., Señor, Señora, Señorita, Lic., Ing., Mtro., Mtra., Dra., C.",
    "en": "Mr., Mrs., Ms., Miss, Mx., Mister, Sir, Madam",
}
_COUNTRIES: Final = {
    "de": "de at",
    "es": "mx es ar bo cl cr cu do ec gt hn ni pa pe py sv uy ve",
    "en": "uk us au nz ie",
}
# Not among them on purpose: ch (four languages) and co (Colombia, and companies everywhere).
_BY_TITLE: Final = {fold(word): tag for tag, words in _TITLES.items() for word in words.split(", ")}
_BY_COUNTRY: Final = {country: tag for tag, countries in _COUNTRIES.items() for country in countries.split()}
_BY_GREETING: Final = tuple(
    (re.compile(rf"(?:{'|'.join(words.split(', '))})\b", re.IGNORECASE), tag) for tag, words in _GREETINGS.items()
)


class Guess(NamedTuple):
    """A language, and what speaks for it, as the end of a sentence."""

    language: str
    evidence: str


def guess_language(person: Subscriber, languages: Sequence[str]) -> Guess | None:
    """Guess which of `languages` somebody reads; None without evidence for one of them.

    `person` is read as written: a title alone stands as the salutation.
    """
    tag, evidence = _guess(person)
    language = next((each for each in languages if each.partition("-")[0] == tag), None)
    return Guess(language, evidence) if language else None


def _guess(person: Subscriber) -> tuple[str, str]:
    salutation = person.salutation
    if salutation and is_title(salutation):
        return _BY_TITLE.get(fold(salutation), ""), f"the title “{salutation}”"
    for pattern, tag in _BY_GREETING:
        found = pattern.match(salutation)
        if found:
            return tag, f"the greeting “{found[0]} …”"
    country = person.key.rpartition(".")[2]
    return _BY_COUNTRY.get(country, ""), f"a domain of .{country}"
