"""Checks of the header that mail programs unsubscribe a reader with, byte by byte (RFC 2369, RFC 8058)."""

from __future__ import annotations

import re
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEADER: Final = "list-unsubscribe"
POST: Final = "list-unsubscribe-post"
_ONE_CLICK: Final = b"List-Unsubscribe=One-Click"
_ADDRESSES: Final = re.compile(rb"<[^<>\s,]+>(?:,(?:\r\n)?[ \t]<[^<>\s,]+>)*")
_FOLD: Final = re.compile(rb"(?<!,)\r\n")
_SECRET_CHARACTERS: Final = 16
"""How many characters two readers' addresses differ in at least: 80 bits, as the tokens here are written."""


def addresses_to_unsubscribe(value: bytes) -> list[str]:
    """Give the addresses in the header's value, in their order."""
    return [each.decode("ascii", "replace") for each in re.findall(rb"<([^<>\s]+)>", value)]


@of_letter("M301")
def header_can_be_acted_upon(letter: Letter) -> Iterator[Finding]:
    """Find what keeps mail programs from reading the header."""
    value = letter.header(HEADER)
    if value is None:
        yield Finding(letter.of_settings("sender"), "The message has not exactly one List-Unsubscribe.")
        return
    for fault in _faults_of(value):
        yield Finding(letter.of_settings("sender"), f"List-Unsubscribe {fault}.")


def _faults_of(value: bytes) -> Iterator[str]:
    if b"=?" in value or not value.isascii():
        yield "holds an encoded word or a letter outside ASCII, which mail programs do not decode there"
    elif _FOLD.search(value):
        yield "is folded elsewhere than between two addresses"
    elif not _ADDRESSES.fullmatch(value):
        yield "is no list of addresses in angle brackets"
    else:
        addresses = addresses_to_unsubscribe(value)
        on_web, by_mail = _with(addresses, "https:"), _with(addresses, "mailto:")
        if len(on_web) + len(by_mail) < len(addresses):
            yield "holds an address that is neither https: nor mailto:"
        if len(on_web) > 1:
            yield "holds more than one address on the web"
        if len(by_mail) != 1:
            yield "does not hold exactly one mailto: address, for mail programs that know no other way"


@of_letter("M302")
def address_is_the_readers_own(letter: Letter) -> Iterator[Finding]:
    """Find addresses that would unsubscribe somebody else, that can be guessed, or that name the reader."""
    of_one = addresses_to_unsubscribe(letter.header(HEADER) or b"")
    of_other = addresses_to_unsubscribe(letter.header_of_other(HEADER) or b"")
    reader = _reader_of(letter)
    for address, counterpart in zip(of_one, of_other, strict=False):
        where = f"The address to unsubscribe at, `{address.partition('?')[0][:60]}`,"
        if _differing(address, counterpart) < _SECRET_CHARACTERS:
            yield Finding(letter.of_settings("sender"), f"{where} is not different enough from another reader's.")
        if reader and reader in unquote(address).lower():
            yield Finding(letter.of_settings("sender"), f"{where} names the reader.")


@of_letter("M303")
def one_click_is_promised_where_it_works(letter: Letter) -> Iterator[Finding]:
    """Find the promise of one click where it cannot be kept, and where it could be kept and is not made."""
    written = sum(name == POST for name, _ in letter.header_lines)
    value = letter.header(POST)
    on_web = _with(addresses_to_unsubscribe(letter.header(HEADER) or b""), "https:")
    can_be_kept = bool(on_web) and {HEADER, POST} <= letter.signed
    if written and not on_web:
        what = "List-Unsubscribe-Post stands there without an address on the web."
    elif written and not can_be_kept:
        what = "List-Unsubscribe-Post stands there, and no DKIM signature covers both headers."
    elif written and value != _ONE_CLICK:
        what = "List-Unsubscribe-Post is not `List-Unsubscribe=One-Click`."
    elif can_be_kept and not written:
        what = "List-Unsubscribe-Post is missing beside a signed address on the web."
    else:
        return
    yield Finding(letter.of_settings("web"), what)


def _with(addresses: Sequence[str], scheme: str) -> list[str]:
    return [address for address in addresses if address.lower().startswith(scheme)]


def _differing(one: str, other: str) -> int:
    """Count the characters between what two addresses begin and end with alike."""
    begin = _alike(one, other)
    return min(len(one), len(other)) - begin - _alike(one[begin:][::-1], other[begin:][::-1])


def _alike(one: str, other: str) -> int:
    return sum(takewhile(bool, map(eq, one, other)))


def _reader_of(letter: Letter) -> str:
    to = letter.message["to"]
    return to.addresses[0].addr_spec.lower() if to is not None and to.addresses else ""
