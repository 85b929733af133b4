"""Comparing what the DNS says with what it should: missing, wrong, found, or not to be told from here."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from iki_newsletter.mail.dns_records import UNKNOWN_SERVER, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.mail.dns_records import Record, Records

    Ask = Callable[[str], list[str]]
    """Asks for the texts at a name: each TXT record with its strings put together; none where there are none."""

_MOST_LOOKUPS: Final = 10
"""What SPF allows a receiver to look up (RFC 7208, 4.6.4)."""
_LEADS_ON: Final = re.compile(r"[+?~-]?include:(\S+)|redirect=(\S+)", re.IGNORECASE)
_NOT_IN: Final = "-~?"
"""What stands before a mechanism whose match lets nobody in (RFC 7208, 4.6.2)."""
_COUNTS: Final = re.compile(r"[+?~-]?(include:|a\b|mx\b|ptr\b|exists:)|redirect=", re.IGNORECASE)


class State(StrEnum):
    """What became of a record."""

    FOUND = "found"
    MISSING = "missing"
    WRONG = "wrong"
    UNSURE = "unsure"
    """Something is there, and whether it does what it should cannot be told from here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the DNS has of a record."""

    record: Record
    state: State
    what: str
    """One sentence or two: what is there, and what to do."""
    there: tuple[str, ...] = ()
    """The texts that were found."""

    @property
    def is_amiss(self) -> bool:
        """Tell whether something must be done about it."""
        return self.state in {State.MISSING, State.WRONG}


def examine(records: Records, ask: Ask) -> tuple[Finding, ...]:
    """Look every record up; raises what `ask` raises."""
    return tuple(_examine(record, records, ask) for record in records.records)


def _examine(record: Record, records: Records, ask: Ask) -> Finding:
    if record.purpose is Purpose.SPF:
        return _examine_spf(record, ask)
    if record.purpose is Purpose.DKIM:
        return _examine_key(record, ask)
    return _examine_dmarc(record, records, ask)


def _examine_spf(record: Record, ask: Ask) -> Finding:
    there = _spf_of(record.name, ask)
    mechanism = record.value.split()[1]
    if not there:
        return Finding(record, State.MISSING, f"{record.name} has no SPF record.")
    if len(there) > 1:
        what = f"{record.name} has {len(there)} SPF records, so none counts (RFC 7208, 4.5). Make one of them."
        return Finding(record, State.WRONG, what, there)
    walk = _Walk(ask)
    terms = [term.lstrip("+").rstrip(".") for term in walk.terms(there[0])]
    if walk.lookups > _MOST_LOOKUPS:
        what = (
            f"The SPF record needs {walk.lookups} look-ups or more; receivers stop after {_MOST_LOOKUPS}. Shorten it."
        )
        return Finding(record, State.WRONG, what, there)
    if mechanism in terms:
        return Finding(record, State.FOUND, f"The mail server is allowed: {mechanism}.", there)
    if mechanism.startswith("include:"):
        return Finding(record, State.WRONG, f"The mail server is not allowed. Put {mechanism} before the end.", there)
    server = "your mail server" if mechanism == UNKNOWN_SERVER else mechanism
    what = (
        f"There is an SPF record; whether it allows {server} cannot be told from here. Ask whoever runs the server."
    )
    return Finding(record, State.UNSURE, what, there)


class _Walk:
    """Reads an SPF record and those that it includes, as far as a receiver would."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.lookups = 0

    def terms(self, text: str) -> Iterator[str]:
        """List every term that can let a server in: its own and included ones, as far as they are read.

        Nothing after `all` is (RFC 7208, 5.1), and with it no `redirect` (6.1), which else comes last of all.
        """
        for term in _as_read(text.lower().split()[1:]):
            yield term
            self.lookups += bool(_COUNTS.match(term))
            leads_on = _LEADS_ON.match(term)
            name = (leads_on[1] or leads_on[2]) if leads_on else ""
            # A name with a macro (%{…}) depends on the message.
            if name and "%" not in name and self.lookups <= _MOST_LOOKUPS:
                for included in _spf_of(name, self._ask)[:1]:
                    terms = list(self.terms(included))
                    yield from terms if term[0] not in _NOT_IN else ()


def _as_read(terms: list[str]) -> list[str]:
    bare = [term.lstrip("+?~-") for term in terms]
    if "all" in bare:
        return [term for term in terms[: bare.index("all") + 1] if not term.startswith("redirect=")]
    return sorted(terms, key=lambda term: term.startswith("redirect="))


def _spf_of(name: str, ask: Ask) -> tuple[str, ...]:
    return tuple(text for text in ask(name) if re.match(r"v=spf1( |$)", text, re.IGNORECASE))


def _examine_key(record: Record, ask: Ask) -> Finding:
    there = tuple(ask(record.name))
    keys = [_tags(text).get("p") for text in there]
    if not there:
        return Finding(record, State.MISSING, f"{record.name} has no record: nobody can verify the signature.")
    if len(there) > 1:
        what = f"{record.name} has {len(there)} records; only one may be there (RFC 6376, 3.6.2.2)."
        return Finding(record, State.WRONG, what, there)
    if not keys[0]:
        what = "The record has no key in it (p=)" + (": the key was withdrawn." if keys[0] == "" else ".")
        return Finding(record, State.WRONG, f"{what} A new key needs a new selector.", there)
    if record.value and _raw(keys[0]) != _raw(_tags(record.value)["p"]):
        what = "The record has another key than this workspace, or part of it. Publish this one, all of it."
        return Finding(record, State.WRONG, what, there)
    if "y" in _tags(there[0]).get("t", "").split(":"):
        return Finding(record, State.UNSURE, "The key is there, marked as a trial (t=y). Take t=y out.", there)
    return Finding(record, State.FOUND, "The key is there." if record.value else "The relay's key is there.", there)


def _raw(key: str) -> bytes:
    try:
        return base64.b64decode("".join(key.split()))
    except binascii.Error:
        return b""


def _examine_dmarc(record: Record, records: Records, ask: Ask) -> Finding:
    name, there = _nearest_dmarc(records.sender_domain, ask)
    if not there:
        return Finding(record, State.MISSING, f"Neither {record.name} nor a domain above it has a DMARC record.")
    if len(there) > 1:
        return Finding(record, State.WRONG, f"{name} has {len(there)} DMARC records, so none counts.", there)
    tags = _tags(there[0])
    if tags.get("p", "").lower() not in {"none", "quarantine", "reject"}:
        what = "The record does not say what becomes of mail: p=none, p=quarantine or p=reject."
        return Finding(record, State.WRONG, what, there)
    signing = records.signing_domain
    if tags.get("adkim", "r").lower() == "s" and signing and signing != records.sender_domain:
        what = (
            f"The record is strict (adkim=s): a signature of {signing} does not count for {records.sender_domain}. "
            f"Sign for {records.sender_domain}, or take adkim=s out."
        )
        return Finding(record, State.WRONG, what, there)
    return Finding(record, State.FOUND, f"There is one at {name}, with p={tags['p']}.", there)


def _nearest_dmarc(domain: str, ask: Ask) -> tuple[str, tuple[str, ...]]:
    """Look at the domain and then at those above it, but for the last label."""
    labels = domain.split(".")
    for number in range(len(labels) - 1):
        name = f"_dmarc.{'.'.join(labels[number:])}"
        there = tuple(text for text in ask(name) if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text))
        if there:
            return name, there
    return "", ()


def _tags(text: str) -> dict[str, str]:
    """Read `tag=value; …` (RFC 6376, 3.2)."""
    pairs = (each.partition("=") for each in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
