"""Checks that HTML and text part say the same: headings, where links lead, and how much there is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter
from iki_newsletter.checks.page import words_of
from iki_newsletter.checks.unsubscribe import addresses_to_unsubscribe
from iki_newsletter.checks.visible import addresses_in, visible_links, visible_words, without_addresses
from iki_newsletter.checks.ways import text_lacks_the_way_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAMED: Final = 3
_LEAST, _MOST = 0.6, 1.6
"""How many letters the text part may have for each of the HTML's; ours have 0.95 to 1.0."""


@of_letter("M501")
def headings_are_in_both(letter: Letter) -> Iterator[Finding]:
    """Find headings that readers of the text part do not get."""
    text = _bare(letter.text)
    missing = [words for heading in letter.page.headings if _bare(words := words_of(heading)) not in text]
    if missing:
        yield Finding(letter.of_text_template(), f"The text part lacks headings of the HTML: {_some(missing)}.")


@of_letter("M502")
def links_are_in_both(letter: Letter) -> Iterator[Finding]:
    """Find links that readers of the text part do not get, or get in another order."""
    linked = dict.fromkeys(_decoded(str(link.get("href")).strip()) for link in visible_links(letter.tree))
    told = text_lacks_the_way_out(letter)  # M102 says so, once for all editions
    targets = [target for target in linked if not (told and _is_the_readers_own(target, letter))]
    in_text = list(map(_decoded, addresses_in(letter.text)))
    if missing := [target for target in targets if target not in in_text]:
        yield Finding(letter.of_text_template(), f"The text part lacks addresses of the HTML: {_some(missing)}.")
        return
    order = [target for target in targets if _is_of_an_item(target, letter)]
    if moved := _first_moved(order, in_text):
        yield Finding(letter.of_text_template(), f"The text part has `{moved}` in another place than the HTML.")


@of_letter("M503")
def both_say_as_much(letter: Letter) -> Iterator[Finding]:
    """Find text parts that are much shorter or longer than the HTML."""
    in_html, in_text = _bare(visible_words(letter.tree)), _bare(without_addresses(letter.text))
    if in_html and not _LEAST <= len(in_text) / len(in_html) <= _MOST:
        what = f"The text part has {len(in_text):,} letters and digits, the HTML has {len(in_html):,}."
        yield Finding(letter.of_text_template(), what)


def _is_the_readers_own(target: str, letter: Letter) -> bool:
    """Tell an address at which this reader unsubscribes, or asks for another language."""
    out = {_decoded(each) for each in addresses_to_unsubscribe(letter.header("list-unsubscribe") or b"")}
    subject = letter.edition.wording.get("preferences_subject")
    return target in out or (bool(subject) and target.startswith("mailto:") and f"?subject={subject} " in target)


def _is_of_an_item(target: str, letter: Letter) -> bool:
    """Tell what stands in its place in both parts; ways to other editions may stand at the top of one."""
    is_page = letter.newsletter.is_own(target) and "#" not in target
    return target.startswith("https:") and not is_page


def _first_moved(order: Sequence[str], found: Sequence[str]) -> str:
    start = 0
    for target in order:
        if target not in found[start:]:
            return target
        start = found.index(target, start)
    return ""


def _decoded(address: str) -> str:
    """Give an address as people read it: what is not ASCII may be percent-encoded in one part only."""
    return unquote(address)


def _some(many: Sequence[str]) -> str:
    named = ", ".join(f"“{each}”" for each in many[:_NAMED])
    return f"{named} and {len(many) - _NAMED} more" if len(many) > _NAMED else named


def _bare(words: str) -> str:
    """Give the letters and digits alone: the text part sets headings in capitals and breaks lines."""
    return "".join(filter(str.isalnum, words.upper().casefold()))
