"""Checks of who an edition says it comes from, as the law of its readers asks on the day of sending.

Which sections of a law an imprint cites is nobody's duty; one that cites must cite the law in force. What is looked
for are marks that can be told without knowing the language well: a postal code, a mail address, a word.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_POSTAL_CODE: Final = re.compile(r"\b\d{4,6},?\s+[^\W\d]")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\W\d]")
_RESPONSIBLE: Final = re.compile(r"verantwortlich|v\.?\s?i\.?\s?s\.?\s?d\.?\s?p", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_SHY: Final = "\u00ad"
_SHOWN: Final = 0.9
"""The share of a text's words that must be found: Markdown leaves out some of its own."""
_TAKE_IN: Final = "Let the template show it, as the one that `iki-news init` lays out does."


class _Law(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    since: dt.date
    until: dt.date


_LAWS: Final = (
    _Law("§ 5 TMG", re.compile(r"\bTMG\b|Telemediengesetz"), dt.date(2007, 3, 1), dt.date(2024, 5, 13)),
    _Law("§ 5 DDG", re.compile(r"\bDDG\b|Digitale[- ]Dienste[- ]Gesetz"), dt.date(2024, 5, 14), dt.date.max),
    _Law(
        "§ 55 Abs. 2 RStV", re.compile(r"\bRStV\b|Rundfunkstaatsvertrag"), dt.date(2007, 3, 1), dt.date(2020, 11, 6)
    ),
    _Law("§ 18 Abs. 2 MStV", re.compile(r"\bMStV\b|Medienstaatsvertrag"), dt.date(2020, 11, 7), dt.date.max),
)
"""The laws that an imprint cites, by the days on which they were in force."""


@of_letter("E501")
def german_readers_get_an_imprint(letter: Letter) -> Iterator[Finding]:
    """Find German editions whose readers get no imprint."""
    if _is_in(letter, "de"):
        yield from _missing(letter, "impressum", "imprint")


@of_letter("E502")
def imprint_names_what_the_law_asks(letter: Letter) -> Iterator[Finding]:
    """Find imprints of German editions without postal address, mail address, or somebody responsible."""
    imprint = letter.newsletter.identity.impressum.get(letter.language)
    if not _is_in(letter, "de") or imprint is None:
        return
    asked = {
        "no postal address with its postal code": _POSTAL_CODE,
        "no mail address": _MAIL,
        "nobody who is responsible for the content (“verantwortlich”)": _RESPONSIBLE,
    }
    for what, pattern in asked.items():
        if not pattern.search(imprint):
            yield Finding(letter.of_settings("identity", "impressum", letter.language), f"The imprint names {what}.")


@of_letter("E503")
def imprint_cites_the_law_in_force(letter: Letter) -> Iterator[Finding]:
    """Find imprints that cite a law which is not in force on the day of sending."""
    imprint = letter.newsletter.identity.impressum.get(letter.language, "")
    day = letter.page.issue.sends_on
    in_force = " and ".join(law.name for law in _LAWS if law.since <= day <= law.until)
    for law in _LAWS:
        found = law.pattern.search(imprint)
        if found and not law.since <= day <= law.until:
            when = f"before {law.since}" if day < law.since else f"after {law.until}"
            what = f"The imprint cites `{found[0]}`, and the issue is sent on {day}, {when}."
            instead = f"Cite {in_force}, or no law at all: the imprint is as good without."
            yield Finding(letter.of_settings("identity", "impressum", letter.language), what, instead)


@of_letter("E504")
def spanish_readers_get_the_privacy_notice(letter: Letter) -> Iterator[Finding]:
    """Find Spanish editions without an aviso de privacidad."""
    if _is_in(letter, "es"):
        yield from _missing(letter, "privacy", "privacy notice (aviso de privacidad)")


@of_letter("E505")
def every_reader_gets_a_postal_address(letter: Letter) -> Iterator[Finding]:
    """Find editions without a postal address; another language's serves where there is none in the edition's own."""
    postal = letter.newsletter.identity.postal
    position = letter.of_settings("identity", "postal", letter.language)
    written = [text for text in (postal.get(letter.language), *postal.values()) if text]
    if not written:
        yield Finding(position, "The newsletter has no postal address.")
    elif not re.search(r"\d", written[0]):
        what = "The postal address has neither a house number nor a postal code."
        yield Finding(position, what, "Complete it: street and number, postal code and town.")
    else:
        yield from _not_shown(letter, "postal address", postal.values())


@of_letter("E506")
def funding_is_told(letter: Letter) -> Iterator[Finding]:
    """Find issues without a funding notice that is valid on their day."""
    day, newsletter = letter.page.issue.sends_on, letter.newsletter
    valid = [each for each in newsletter.funding_notices if each.from_ <= day <= (each.until or dt.date.max)]
    if not valid:
        what = f"No funding notice is valid on {day}, the day that the issue is sent on."
        yield Finding(letter.of_settings("funding_notices"), what)
        return
    yield from _not_shown(letter, "funding notice", newsletter.local(valid[0].text).by_language.values())


def _is_in(letter: Letter, language: str) -> bool:
    return letter.language.partition("-")[0] == language


def _missing(letter: Letter, key: str, name: str) -> Iterator[Finding]:
    text = getattr(letter.newsletter.identity, key).get(letter.language)
    if text is None:
        position = letter.of_settings("identity", key, letter.language)
        yield Finding(position, f"There is no {name} in {letter.language}.")
    else:
        yield from _not_shown(letter, name, [text])


def _not_shown(letter: Letter, name: str, texts: Iterable[str]) -> Iterator[Finding]:
    """Find parts in which none of these texts, the same in several languages, is said."""
    html = letter.tree.xpath("string(//body)") + " ".join(letter.tree.xpath("//a/@href"))
    for part, position, words in (
        ("HTML", letter.of_template(), html),
        ("text part", letter.of_text_template(), letter.text),
    ):
        said = set(_WORD.findall(words.replace(_SHY, "")))
        if not any(_is_said(text, said) for text in texts):
            yield Finding(position, f"The {part} does not show the {name} of newsletter.yaml.", _TAKE_IN)


def _is_said(text: str, said: set[str]) -> bool:
    words = _WORD.findall(text.replace(_SHY, ""))
    return sum(word in said for word in words) >= _SHOWN * len(words)
