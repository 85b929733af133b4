"""A cell to an address: what people write around it, whether it is one, and what it is compared by."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from iki_newsletter.model.plain_address import LONGEST, plain_parts
from iki_newsletter.reading.characters import describe, forbidden_in, shown

if TYPE_CHECKING:
    from collections.abc import Sequence


class Address(NamedTuple):
    """An address that mail can go to; fields as in `Subscriber`, with the name beside it in the cell."""

    address: str
    key: str
    mailbox: str
    name: str = ""


class AddressError(ValueError):
    """A cell holds no address; the text is a sentence that says why."""


class SeveralAddressesError(AddressError):
    """A cell holds more than one address: who of them is meant by the rest of the row, nobody can know."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        super().__init__("There is more than one @: one row holds one address.")
        self.addresses = tuple(addresses)


_NAMED: Final = re.compile(r"(?P<name>[^<>@]{0,300}?)\s*<\s*(?P<address>[^<>\s]{1,320})\s*>")
_IN_BRACKETS: Final = re.compile(r"(?P<name>[^()\[\]@]{0,300}?)\s*[(\[]\s*(?P<address>[^()\[\]\s]{1,320})\s*[)\]]")
_LINKED: Final = re.compile(r"=\s*(?:HYPERLINK|HIPERV[IÍ]NCULO)\(\s*\"(mailto:[^\"]{3,320})\"[^\n]*\)", re.IGNORECASE)
"""The formula of a link, in English and German, or in Spanish."""
_BETWEEN: Final = re.compile(r"\s*(?:[;,/|\n]|:::|\s)\s*")
_UNSEEN: Final = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
"""What a copy from a page or a PDF leaves in the middle of an address, and no address has."""
_AROUND: Final = ";,. "
_SEVERAL: Final = 2
_QUOTES: Final = "\"'“”„‘’«»"

_PROVIDERS: Final = {
    "gmail": "gmail.com",
    "hotmail": "hotmail.com",
    "outlook": "outlook.com",
    "yahoo": "yahoo.com",
    "icloud": "icloud.com",
}
_MISSPELT: Final = {
    "gmail": "gmial gmal gamil gmai gmali gnail gmaill gmil gemail ggmail gmaail gmeil",
    "hotmail": "hotmial hotmal hotmil homail hotnail hotmai hotmali hotmaill htmail hotamil hormail",
    "outlook": "outlok outloook outllook outlokk oulook outook autlook",
    "yahoo": "yaho yahooo yhoo yaoo yahho",
    "icloud": "iclud icloude iclould icoud",
}
_RIGHT: Final = {wrong: right for right, words in _MISSPELT.items() for wrong in words.split()}
_ENDINGS: Final = frozenset({"con", "cmo", "ocm", "comm", "coom", "cim", "vom", "xom", "om", "cm"})


def read_address(cell: str) -> Address:
    """Read a cell: an address, also as `mailto:…`, as `Name <…>`, as the formula of a link or in quotation marks.

    The domain is compared in IDNA A-labels, the rest without case. Raises AddressError, and SeveralAddressesError for
    more than one address.
    """
    plain = _plain(cell)
    if plain:
        return plain
    cell = cell.translate(_UNSEEN)
    once = _read_several(cell) if cell.count("@") > 1 and not cell.startswith("=") else None
    if once:
        return once
    address, name = _unwrap(cell)
    found = _plain(address) or _validated(address)
    return found._replace(name=name) if name else found


def _plain(cell: str) -> Address | None:
    """Take the quick way that nearly all addresses can take."""
    parts = plain_parts(cell)
    if not parts:
        return None
    domain = parts[1].lower()
    mailbox = cell if domain == parts[1] else f"{parts[0]}@{domain}"
    lowered = mailbox.lower()
    # One string rather than two equal ones: lists are long.
    return Address(cell, mailbox if lowered == mailbox else lowered, mailbox)


def likely_meant(domain: str) -> str:
    """Give the domain that a well-known misspelling stands for; empty for any other."""
    return _likely_meant(domain.lower())


@lru_cache(maxsize=4096)
def _likely_meant(domain: str) -> str:
    first, _, ending = domain.partition(".")
    right = _RIGHT.get(first, first)
    if right not in _PROVIDERS:
        return ""
    if ending in _ENDINGS:
        return _PROVIDERS[right]
    return f"{right}.{ending}" if right != first else ""


def _unwrap(cell: str) -> tuple[str, str]:
    """Take an address out of what is written around it: the address, and the name beside it."""
    linked = _LINKED.fullmatch(cell.strip())
    cell = (linked[1] if linked else cell).strip().strip(_QUOTES).rstrip(_AROUND).strip()
    named = None if cell.startswith("=") else _NAMED.fullmatch(cell) or _IN_BRACKETS.fullmatch(cell)
    address = named["address"].strip(_QUOTES) if named else cell
    name = named["name"].strip().strip(_QUOTES) if named else ""
    if address[:7].lower() == "mailto:":
        address = unquote(address[7:].partition("?")[0])
    return address.rstrip(_AROUND), name


def _read_several(cell: str) -> Address | None:
    """Read a cell of nothing but addresses, with names beside them or not: the one, where all are the same.

    Raises SeveralAddressesError where they are not.
    """
    parts = [part for part in re.split(r"[;,/|\n]|:::", cell) if part.strip()]
    if any("@" not in part or part.count("@") > 1 for part in parts):
        parts = [part for part in _BETWEEN.split(cell) if "@" in part]
    if len(parts) < _SEVERAL or any(part.count("@") > 1 for part in parts):
        return None
    try:
        found = [read_address(part.strip()) for part in parts]
    except AddressError:
        return None
    if len({address.key for address in found}) > 1:
        raise SeveralAddressesError(found)
    return found[0] if found else None


def _validated(address: str) -> Address:
    _refuse_early(address)
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - heavy, and rarely needed

    try:
        # RFC 6761 reserves `.test` for tests: those who send to it know.
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise AddressError(str(error)) from None
    local = valid.local_part.casefold()
    return Address(address, f"{local}@{valid.ascii_domain}", valid.ascii_email or valid.normalized)


def _refuse_early(address: str) -> None:
    """Say the usual faults in plain words; raises AddressError."""
    hidden = forbidden_in(address)
    if hidden:
        raise AddressError(f"It contains {describe(hidden[0])}.")
    if "=?" in address or address.startswith("="):
        raise AddressError("It looks like a formula or a code, not like an address.")
    if "@" not in address:
        raise AddressError("It has no @.")
    if address.count("@") > 1:
        raise AddressError("There is more than one @: one row holds one address.")
    if any(character.isspace() for character in address):
        raise AddressError("It has a space in it.")
    if len(address) > LONGEST:
        raise AddressError(f"It is longer than the {LONGEST} characters an address can have: {shown(address, 30)}")
