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

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded


@dataclass(frozen=True)
class Letter:
    """An edition's message as stamped for the sample subscriber."""

    raw: bytes
    """As it goes on the wire, before dots are doubled."""
    edition: Edition
    settings: Loaded[Newsletter]
    template: Path
    """The template of the HTML."""

    @cached_property
    def message(self) -> EmailMessage:
        """The message as a mail program reads it."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @cached_property
    def header_lines(self) -> tuple[tuple[str, bytes], ...]:
        """Every header field: its name in lower case, and its bytes as they stand, folds included."""
        head = self.raw.partition(b"\r\n\r\n")[0]
        fields: list[bytes] = []
        for line in head.split(b"\r\n"):
            if line[:1] in {b" ", b"\t"} and fields:
                fields[-1] += b"\r\n" + line
            else:
                fields.append(line)
        return tuple((field.partition(b":")[0].decode("ascii", "replace").lower(), field) for field in fields)

    @cached_property
    def html(self) -> str:
        """The HTML part, decoded."""
        return self._part("html")

    @cached_property
    def text(self) -> str:
        """The text part, decoded."""
        return self._part("plain")

    @property
    def newsletter(self) -> Newsletter:
        """The settings."""
        return self.settings.value

    def of_template(self) -> Position:
        """Give the place of what stands in the template."""
        return Position(self.template)

    def of_settings(self, *keys: str | int) -> Position:
        """Give the place of a setting."""
        return self.settings.origin.at(*keys)

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def of_letter(code: str) -> Callable[[Callable[[Letter], Iterable[Finding]]], Check[Letter]]:
    """Make a check of a function that looks at a message."""

    def make(find: Callable[[Letter], Iterable[Finding]]) -> Check[Letter]:
        def find_and_name(letter: Letter) -> Iterator[Finding]:
            for finding in find(letter):
                yield finding._replace(what=f"{letter.edition.language}: {finding.what}")

        return Check(code, find_and_name)

    return make
