"""Checks of the headers that every mail has (RFC 5322, RFC 2047), on the bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.position import Position

_ONCE: Final = ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version")
_ADDRESSES: Final = {"from": "address", "reply-to": "reply_to", "to": ""}
"""Headers with an address of the newsletter's own in them, and its key under `sender`; `To` has the reader's."""
_ENCODED_WORD: Final = re.compile(rb"=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=")
_LONGEST_WORD: Final = 75
_LONGEST_LINE: Final = 76


@of_letter("M201")
def what_stands_once_stands_once(letter: Letter) -> Iterator[Finding]:
    """Find headers that are missing or that a second one contradicts."""
    names = [name for name, _ in letter.header_lines]
    for name in _ONCE:
        if (count := names.count(name.lower())) != 1:
            what = f"{name} stands there {count} times." if count else f"{name} is missing."
            yield Finding(letter.of_settings("sender"), what)


@of_letter("M202")
def addresses_are_for_every_server(letter: Letter) -> Iterator[Finding]:
    """Find addresses that a server without SMTPUTF8 does not take, or that are none."""
    for name, key in _ADDRESSES.items():
        fields = [field for each, field in letter.header_lines if each == name]
        if fields and not (fields[0].isascii() and _has_addresses(letter, name)):
            position = letter.of_settings("sender", key) if key else letter.of_settings("subscribers")
            yield Finding(position, f"{name.title()} does not hold an address in ASCII letters alone.")


@of_letter("M203")
def encoded_words_are_short(letter: Letter) -> Iterator[Finding]:
    """Find encoded words, and lines with one in them, that are longer than mail programs must read."""
    for name, field in letter.header_lines:
        words, lines = _ENCODED_WORD.findall(field), field.split(b"\r\n")
        if any(len(word) > _LONGEST_WORD for word in words):
            yield Finding(
                _place_of(letter, name), f"An encoded word in {name} has more than {_LONGEST_WORD} characters."
            )
        elif words and any(len(line) > _LONGEST_LINE for line in lines):
            what = f"A line of {name} with an encoded word in it has more than {_LONGEST_LINE} characters."
            yield Finding(_place_of(letter, name), what)


@of_letter("M204")
def language_is_the_editions(letter: Letter) -> Iterator[Finding]:
    """Find messages that say to be in another language than their edition's."""
    value = letter.header("content-language")
    if value is None or value.decode("ascii", "replace").lower() != letter.language.lower():
        said = f"`{value.decode('ascii', 'replace')}`" if value else "missing"
        yield Finding(letter.of_settings("languages"), f"Content-Language is {said}, not `{letter.language}`.")


@of_letter("M205")
def a_test_can_be_marked(letter: Letter) -> Iterator[Finding]:
    """Find labels for tests that a subject cannot begin with; the subject itself is judged in issue.yaml."""
    mark = letter.edition.wording.get("test_mark", "")
    if "=?" in f"{mark} {letter.edition.subject}" or not mark.isprintable():
        yield Finding(letter.page.of_labels(mark), "`mail.test_mark` holds what mail programs take for a code.")


def _has_addresses(letter: Letter, name: str) -> bool:
    addresses = letter.message[name].addresses
    return bool(addresses) and all(each.username and each.domain for each in addresses)


def _place_of(letter: Letter, name: str) -> Position:
    if name == "subject":
        return letter.page.of_plan("subject", letter.language)
    return letter.of_settings("sender", "name") if name == "from" else letter.of_settings()
