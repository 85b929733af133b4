"""Checks of how a message is put together: its parts, their encoding, their lines (RFC 2045, 2046, 5322)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE: Final = 998
_C1: Final = re.compile("[\x80-\x9f]")


@of_letter("M401")
def text_comes_before_html(letter: Letter) -> Iterator[Finding]:
    """Find messages that are not the same said twice: as text, then as HTML, neither of them empty."""
    message = letter.message
    parts = list(message.iter_parts()) if message.is_multipart() else []
    first = [_first_type(part) for part in parts]
    if message.get_content_type() != "multipart/alternative" or first != ["text/plain", "text/html"]:
        yield Finding(letter.of_template(), "The message is not a text part and then an HTML part to choose from.")
    elif not letter.text.strip():
        yield Finding(letter.of_text_template(), "The text part is empty.")
    elif not letter.tree.text_content().strip():
        yield Finding(letter.of_template(), "The HTML part is empty.")


@of_letter("M402")
def no_server_has_to_encode_it_again(letter: Letter) -> Iterator[Finding]:
    """Find text in another encoding than quoted-printable: a server on the way may change it after signing."""
    for part in letter.message.walk():
        encoding = str(part.get("content-transfer-encoding", "7bit")).lower()
        if part.get_content_maintype() == "text" and encoding != "quoted-printable":
            yield Finding(letter.of_template(), f"The {part.get_content_type()} part is encoded as {encoding}.")


@of_letter("M403")
def lines_are_as_servers_take_them(letter: Letter) -> Iterator[Finding]:
    """Find lines that are too long, and line ends that are not CR and LF together."""
    raw = letter.raw
    if not raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r"):
        yield Finding(letter.of_template(), "A CR or LF stands alone.")
    longest = max(map(len, raw.split(b"\r\n")))
    if longest > _LONGEST_LINE:
        yield Finding(letter.of_template(), f"A line has {longest:,} octets.")


@of_letter("M404")
def nothing_unseen_is_in_it(letter: Letter) -> Iterator[Finding]:
    """Find control characters of the second set (C1), which often are Windows-1252 read wrongly."""
    headers = "\n".join(str(value) for value in letter.message.values())
    for where, words in (("a header", headers), ("the HTML", letter.html), ("the text part", letter.text)):
        found = _C1.search(words)
        if found:
            what = f"The control character U+{ord(found[0]):04X} stands in {where}."
            yield Finding(letter.place_of(found[0]), what)


def _first_type(part: Any) -> str:
    """Give a part's type, or that of the root of a part that holds its pictures as well (RFC 2387)."""
    parts = part.get_payload() if part.get_content_type() == "multipart/related" else []
    return _first_type(parts[0]) if isinstance(parts, list) and parts else part.get_content_type()
