"""Checks of what a message says of its list to mail programs and servers (RFC 2369, 2919, 3834; Feedback-ID)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.letter import Letter, of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_ID: Final = 255
_LIST_ID: Final = re.compile(rb'(?:"[^"\r\n]*" |[^<>"\r\n]* )?<([^<>\s@]+\.[^<>\s@]+)>')
_FEEDBACK_FIELD: Final = re.compile(rb"[A-Za-z0-9._-]+")
_FEEDBACK_FIELDS: Final = 4
_SENDER_ID: Final = range(5, 16)
_SAID: Final = {"precedence": b"bulk", "auto-submitted": b"auto-generated", "list-post": b"NO"}
_NAMES: Final = {
    "precedence": "Precedence",
    "auto-submitted": "Auto-Submitted",
    "list-post": "List-Post",
    "list-help": "List-Help",
    "list-archive": "List-Archive",
}


@of_letter("M304")
def list_has_an_id(letter: Letter) -> Iterator[Finding]:
    """Find List-Ids that are missing, or that mail programs cannot sort by."""
    value = letter.header("list-id")
    position = letter.of_settings("list_id")
    if value is None:
        yield Finding(position, "The message has not exactly one List-Id.")
        return
    found = _LIST_ID.fullmatch(value)
    if not value.isascii() or not found:
        yield Finding(position, "List-Id is not a name in ASCII letters with a dot in it, in angle brackets.")
    elif len(found[1]) > _LONGEST_ID:
        yield Finding(position, f"List-Id has {len(found[1])} characters.")


@of_letter("M305")
def complaints_can_be_counted(letter: Letter) -> Iterator[Finding]:
    """Find Feedback-IDs that Gmail does not read, and ones that say something about one reader."""
    value = letter.header("feedback-id")
    position = letter.of_settings("list_id")
    if value is None:
        yield Finding(position, "The message has not exactly one Feedback-ID.")
        return
    fields = value.split(b":")
    if len(fields) != _FEEDBACK_FIELDS or not all(map(_FEEDBACK_FIELD.fullmatch, fields)):
        yield Finding(position, "Feedback-ID is not four fields of letters, digits and hyphens with colons between.")
    elif len(fields[-1]) not in _SENDER_ID:
        yield Finding(position, f"The last field of Feedback-ID has {len(fields[-1])} characters.")
    if value != letter.header_of_other("feedback-id"):
        yield Finding(position, "Feedback-ID differs from reader to reader.")


@of_letter("M306")
def it_says_that_it_is_a_newsletter(letter: Letter) -> Iterator[Finding]:
    """Find headers for lists that are missing or say something else."""
    for name, wanted in _SAID.items():
        if letter.header(name) != wanted:
            yield Finding(letter.of_settings(), f"{_NAMES[name]} is not exactly `{wanted.decode()}`.")
    if not re.fullmatch(rb"<(?:mailto|https):[^<>\s]+>", letter.header("list-help") or b""):
        yield Finding(letter.of_settings("sender"), "List-Help is not one address in angle brackets.")
    archive = letter.header("list-archive")
    if letter.newsletter.web and not re.fullmatch(rb"<https:[^<>\s]+>", archive or b""):
        yield Finding(
            letter.of_settings("web"), "List-Archive does not give the archive's address in angle brackets."
        )
