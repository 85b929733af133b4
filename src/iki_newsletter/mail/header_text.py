"""Text for a header: what is refused, how it is encoded (RFC 2047) and where its lines break (RFC 5322)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from iki_newsletter.errors import ConfigurationError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE: Final = 76
"""Octets of a line with encoded words in it, and what other lines keep to where they can."""

_WORD: Final = 75
_OPEN: Final = b"=?utf-8?q?"
_CLOSE: Final = b"?="
_FOLD: Final = b"\r\n "

# Controls, C1 controls, bidirectional marks and overrides, line and paragraph separators, surrogates.
_HOSTILE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MAILBOX: Final = re.compile(
    r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\".]+(?:\.[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\".]+)*"
    r"@[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]+"
)
_CAPITAL_ESCAPE: Final = re.compile("%[0-9A-F]{2}")
_Q_SAFE: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q_FORMS: Final = tuple(
    b"_" if octet in b" " else bytes([octet]) if octet in _Q_SAFE else b"=%02X" % octet for octet in range(256)
)


def require_header_text(text: str, what: str) -> str:
    """Give a text for a header as it is, runs of spaces made one; `what` names it in the error.

    Raises RefusedError for control and bidirectional characters, lone surrogates, and `=?`: Pythons before the fix of
    gh-121650 let an encoded word carry a line break into a header.
    """
    if "=?" in text:
        raise RefusedError(f"{what} contains “=?”.", instead="Write it without: mail programs take it for a code.")
    if not text.isprintable():
        found = _HOSTILE.search(text)
        if found:
            raise RefusedError(
                f"{what} contains the character U+{ord(found[0]):04X}, which has no place in a mail's header.",
                instead="Write it as one line of plain text.",
            )
    return " ".join(filter(None, text.split(" "))) if "  " in text or text[:1] == " " or text[-1:] == " " else text


def is_mailbox(mailbox: str) -> bool:
    """Tell whether an address can stand in a header as it is: a dot-atom, @, and a domain; ASCII or not."""
    return _MAILBOX.fullmatch(mailbox) is not None and mailbox.isprintable() and "=?" not in mailbox


def percent_encode(text: str, safe: str = "") -> str:
    """Percent-encode a part of a URI with small digits, which say the same as capital ones (RFC 3986, 2.1).

    SpamAssassin takes the `%AD` of an í in a header for a forgotten placeholder (UNRESOLVED_TEMPLATE, 3 points).
    """
    return _CAPITAL_ESCAPE.sub(lambda found: found[0].lower(), quote(text, safe=safe))


def ascii_address(address: str, what: str) -> str:
    """Give an address of the newsletter's own with its domain in A-labels (RFC 5891); raises ConfigurationError."""
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        import idna  # noqa: PLC0415 - only domains with other letters than ASCII need its tables

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError:
            domain = ""
    ascii_form = f"{local}@{domain}"
    if not (ascii_form.isascii() and is_mailbox(ascii_form)):
        raise ConfigurationError(
            f"newsletter.yaml: {what} is {address!r}, which cannot stand in a mail's header.",
            instead="Write an address like newsletter@example.org, with ASCII letters before the @.",
        )
    return ascii_form


def encoded_words(text: str, used: int) -> bytes:
    """Write a text as encoded words, none above 75 octets, no line above 76; `used` octets stand before it."""
    encoded = b"".join([_Q_FORMS[octet] for octet in text.encode()])
    if used + len(_OPEN) + len(encoded) + len(_CLOSE) <= LINE:
        return b"%b%b%b" % (_OPEN, encoded, _CLOSE)
    return _FOLD.join(b"%b%b%b" % (_OPEN, words, _CLOSE) for words in _split_words(text, used))


def unstructured(text: str, used: int) -> bytes:
    """Write a subject or the like: ASCII folded at its spaces, everything else as encoded words."""
    words = text.split(" ")
    if not text.isascii() or max(map(len, words)) > LINE - used:
        return encoded_words(text, used)
    lines: list[str] = []
    line, room = words[0], LINE - used
    for word in words[1:]:
        if len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, LINE - 1
        else:
            line = f"{line} {word}"
    return _FOLD.join(line.encode() for line in (*lines, line))


def named_mailbox(name: str, mailbox: str, used: int) -> bytes:
    """Write a display name with its address (RFC 5322, name-addr), or the address alone; both are checked before."""
    if not name:
        return mailbox.encode()
    if name.isascii() and used + len(name) < LINE - 12:
        phrase = name.encode() if name.replace(" ", "").isalnum() else _quoted(name)
    else:
        phrase = encoded_words(name, used)
    column = len(phrase) + used if _FOLD not in phrase else len(phrase) - phrase.rindex(_FOLD) - 2
    gap = b" " if column + len(mailbox) + 3 <= LINE else _FOLD
    return b"%b%b<%b>" % (phrase, gap, mailbox.encode())


def _quoted(name: str) -> bytes:
    return b'"%b"' % name.replace("\\", "\\\\").replace('"', '\\"').encode()


def _split_words(text: str, used: int) -> Iterator[bytes]:
    room = min(_WORD, LINE - used) - len(_OPEN) - len(_CLOSE)
    gathered = b""
    for character in text:
        form = b"".join([_Q_FORMS[octet] for octet in character.encode()])
        if len(gathered) + len(form) > room:
            yield gathered
            gathered, room = b"", _WORD - len(_OPEN) - len(_CLOSE)
        gathered += form
    yield gathered
