"""What the rules over a message look at: the bytes that one subscriber gets, and the message that they are."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Check, Finding
from iki_newsletter.model.position import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from iki_newsletter.checks.page import Element, Page
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter


@dataclass(frozen=True)
class Letter:
    """An edition's message as stamped for the sample subscriber, and once more for somebody else."""

    raw: bytes
    """As it goes on the wire, before dots are doubled."""
    other: bytes
    """The same for a subscriber whose name and address are as long as they can be."""
    page: Page
    """The edition, and what it was made from."""
    text_template: Path
    """The template of the text part."""
    signed: frozenset[str] = frozenset()
    """The header fields that a DKIM signature will cover, the newsletter's own or the relay's; in lower case."""

    @cached_property
    def message(self) -> EmailMessage:
        """The message as a mail program reads it."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @cached_property
    def header_lines(self) -> tuple[tuple[str, bytes], ...]:
        """Every header field: its name in lower case, and its bytes as they stand, folds included."""
        return tuple(_fields_of(self.raw))

    def header(self, name: str) -> bytes | None:
        """Give the value of a header field, folds included; none where there is not exactly one of this name."""
        return _value_of(name, self.header_lines)

    def header_of_other(self, name: str) -> bytes | None:
        """Give the same of the other subscriber's message."""
        return _value_of(name, _fields_of(self.other))

    @cached_property
    def html(self) -> str:
        """The HTML part, decoded."""
        return _part_of(self.message, "html")

    @cached_property
    def text(self) -> str:
        """The text part, decoded."""
        return _part_of(self.message, "plain")

    @cached_property
    def html_of_other(self) -> str:
        """The other subscriber's HTML, decoded."""
        return _part_of(email.message_from_bytes(self.other, policy=email.policy.default), "html")

    @cached_property
    def tree(self) -> Element:
        """The HTML part as a tree."""
        from lxml import html  # noqa: PLC0415 - heavy, and a list needs none

        return html.document_fromstring(self.html if self.html.strip() else "<p></p>")

    @property
    def edition(self) -> Edition:
        """What the message is made from."""
        return self.page.edition

    @property
    def language(self) -> str:
        """The edition's language."""
        return self.page.edition.language

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.page.newsletter

    def place_of(self, words: str) -> Position:
        """Tell where words come from: a file that people write, else the HTML's template."""
        return self.page.place_of_words(words)

    def of_template(self) -> Position:
        """Give the place of what stands in the HTML's template."""
        return self.page.of_template()

    def of_text_template(self) -> Position:
        """Give the place of what stands in the text part's template."""
        return Position(self.text_template)

    def of_settings(self, *keys: str | int) -> Position:
        """Give the place of a setting."""
        return self.page.of_settings(*keys)


def of_letter(code: str) -> Callable[[Callable[[Letter], Iterable[Finding]]], Check[Letter]]:
    """Make a check of a function that looks at a message."""

    def make(find: Callable[[Letter], Iterable[Finding]]) -> Check[Letter]:
        def find_and_name(letter: Letter) -> Iterator[Finding]:
            yield from (finding._replace(editions=(letter.language,)) for finding in find(letter))

        return Check(code, find_and_name)

    return make


def _fields_of(raw: bytes) -> Iterator[tuple[str, bytes]]:
    fields: list[bytes] = []
    for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    for field in fields:
        yield field.partition(b":")[0].decode("ascii", "replace").lower(), field


def _value_of(name: str, fields: Iterable[tuple[str, bytes]]) -> bytes | None:
    found = [field.partition(b":")[2].strip(b" \t") for each, field in fields if each == name]
    return found[0] if len(found) == 1 else None


def _part_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
