"""Checks of who an edition says it comes from, as the law of its readers asks on the day of sending.

Which sections of a law an imprint cites is nobody's duty; one that cites must cite the law in force. What is looked
for are marks that can be told without knowing the language well: a postal code, a mail address, a word.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter
from iki_newsletter.checks.visible import visible_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_POSTAL_CODE: Final = re.compile(r"(?<![\d+/-])\b\d{4,6}\b(?![/-]?\d)|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
"""Four to six digits, or as in London: SW1A 2AA."""
_TELEPHONE: Final = re.compile(
    r"(?:\+|\b00|\b(?:Tel(?:efon)?|Fon|Phone|Mobil|(?:Tele)?fax)\b[.:\s+]*)[\d\s()/.-]+"
    r"|\(?\b0\d{1,4}\)?[ /-]{1,3}\d{3,}",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\W\d]")
_RESPONSIBLE: Final = re.compile(r"verantwortlich|v\.?\s?i\.?\s?s\.?\s?d\.?\s?p", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_SHY: Final = "\u00ad"
_MARK: Final = re.compile(r"^\s*(?:[-*+>]|\d+[.)]|#+)\s+")
"""What Markdown has before a list's item, a quotation, a heading."""
_TARGET: Final = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)")
"""Where a link of Markdown leads: both parts show that in their own way."""
_TAKE_IN: Final = "Let the template show it, as the one that `iki-news init` lays out does."


class _Law(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    since: dt.date
    until: dt.date


_SECTION: Final = r"§{1,2}\s*\d+\w?\b(?:\s*(?:Abs(?:\.|atz)|S(?:\.|atz)|N(?:r\.|ummer)|ff?\.|u(?:\.|nd)|,|\d+\w?\b))*"
"""A section of a law, as in § 55 Abs. 2: without one, an abbreviation may be the name of a company."""


def _cited(short: str, long: str) -> re.Pattern[str]:
    return re.compile(rf"{_SECTION}\s*(?:de[rs]\s+)?(?P<short>{short})\b|(?P<long>{long})")


_LAWS: Final = (
    _Law("§ 5 TMG", _cited("TMG", "Telemediengesetz"), dt.date(2007, 3, 1), dt.date(2024, 5, 13)),
    _Law("§ 5 DDG", _cited("DDG", "Digitale[- ]Dienste[- ]Gesetz"), dt.date(2024, 5, 14), dt.date.max),
    _Law("§ 55 Abs. 2 RStV", _cited("RStV", "Rundfunkstaatsvertrag"), dt.date(2007, 3, 1), dt.date(2020, 11, 6)),
    _Law("§ 18 Abs. 2 MStV", _cited("MStV", "Medienstaatsvertrag"), dt.date(2020, 11, 7), dt.date.max),
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
        if not pattern.search(_TELEPHONE.sub(" ", imprint) if pattern is _POSTAL_CODE else imprint):
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
            what = f"The imprint cites `{found['short'] or found['long']}`, and the issue is sent on {day}, {when}."
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
        yield from _not_shown(
            letter, "postal address", [postal[letter.language]] if letter.language in postal else postal.values()
        )


@of_letter("E506")
def funding_is_told(letter: Letter) -> Iterator[Finding]:
    """Find issues without a funding notice that is valid on their day."""
    day, newsletter = letter.page.issue.sends_on, letter.newsletter
    valid = [each for each in newsletter.funding_notices if each.from_ <= day <= (each.until or dt.date.max)]
    if not valid:
        what = f"No funding notice is valid on {day}, the day that the issue is sent on."
        yield Finding(letter.of_settings("funding_notices"), what)
        return
    notice = newsletter.local(valid[0].text).by_language
    own = [notice[letter.language]] if letter.language in notice else notice.values()
    yield from _not_shown(letter, "funding notice", own)


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
    """Find parts in which none of these texts, the same in several languages, is said as it is."""
    for part, position, words in (
        ("HTML", letter.of_template(), visible_words(letter.tree)),
        ("text part", letter.of_text_template(), letter.text),
    ):
        if not any(_is_said(text, _plain(words)) for text in texts):
            yield Finding(position, f"The {part} does not show the {name} of newsletter.yaml.", _TAKE_IN)


def _is_said(text: str, shown: str) -> bool:
    """Tell whether each line of a text in Markdown stands there whole, and its abbreviations and numbers as words."""
    known, bare = set(_WORD.findall(shown)), _bare(shown)
    lines = [_MARK.sub("", _plain(line)) for line in text.splitlines()]
    pieces = [piece for line in lines for piece in _TARGET.split(line)]
    return all(_bare(piece) in bare and _telling(piece) <= known for piece in pieces)


def _telling(piece: str) -> set[str]:
    """Give the words that one letter changes: BMU is not BMUB."""
    return {word for word in _WORD.findall(piece) if word[1:] != word[1:].lower() or word.isdigit()}


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", html.unescape(words).replace(_SHY, ""))


def _bare(words: str) -> str:
    """Give the letters and digits alone: each part sets them in its own way."""
    return "".join(filter(str.isalnum, words.upper().casefold()))
