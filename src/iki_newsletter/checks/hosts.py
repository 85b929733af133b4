"""Checks of the host names in links: that they are what they look like."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Page, of_page, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS: Final = "com|org|net|info|int|edu|gov|gob|eu|de|mx|at|ch|es|uk|us|io|earth|example"
_NAMED: Final = re.compile(
    rf"(?:https?://|www\.|(?<=@))[\w-]+(?:\.[\w-]+)+|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})(?![\w-])",
    re.IGNORECASE,
)
"""A host in words: after `https://`, `www.` or `@`, or by its ending; `v2.0` and `plan.pdf` are none."""


@of_page("E323")
def links_name_the_host_they_lead_to(page: Page) -> Iterator[Finding]:
    """Find links whose words name another host than they lead to, or whose address hides its host behind another."""
    for link in page.links:
        words, target = words_of(link), str(link.get("href"))
        host = host_of(target)
        named = [each for each in map(_bare, _NAMED.findall(words)) if host and not _are_same(each, host)]
        if named:
            what = f"“{words}” names {named[0]} and leads to {host}."
            yield Finding(page.place_of(link, target, words), what)
        elif "@" in _authority(target):
            yield Finding(
                page.place_of(link, target, words), f"`{target}` leads to {host}: what is before the @ is no host."
            )


@of_page("E324")
def hosts_look_like_themselves(page: Page) -> Iterator[Finding]:
    """Find hosts with letters that look like others, openly or in punycode."""
    for link in page.links:
        target = str(link.get("href"))
        host = host_of(target)
        shown = readable(host)
        if not all(_is_latin(letter) for letter in shown):
            foreign = next(letter for letter in shown if not _is_latin(letter))
            name = unicodedata.name(foreign, "a character without a name").lower()
            reads = "" if shown == host else f" reads {shown}; it"
            what = f"The host {host}{reads} has “{foreign}” in it, {name}."
            yield Finding(page.place_of(link, target, unquote(target).replace(host, shown), words_of(link)), what)


def host_of(address: str) -> str:
    """Give the host that an address on the web or a `mailto:` leads to, in lower case and without `www.`."""
    if address.lower().startswith("mailto:"):
        recipient = unquote(address.partition(":")[2].partition("?")[0])
        return recipient.rpartition("@")[2].lower() if "@" in recipient else ""
    return _bare(_authority(address).rpartition("@")[2].partition(":")[0])


def readable(host: str) -> str:
    """Read a host's punycode; a part that is none stays as it is, with the replacement character to be found by.

    >>> readable("xn--mller-kva.example")
    'müller.example'
    """
    return ".".join(map(_part, host.split(".")))


def _part(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return f"{label}\N{REPLACEMENT CHARACTER}"


def _authority(address: str) -> str:
    if not address.lower().startswith(("https:", "http:")):
        return ""
    try:
        return unquote(urlsplit(address).netloc)
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", host.strip(".").lower())


def _are_same(one: str, other: str) -> bool:
    one, other = readable(one), readable(other)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _is_latin(letter: str) -> bool:
    return letter.isascii() or (letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN "))
