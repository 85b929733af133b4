"""A list's file as lines of text that go back to the very same bytes."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.dialect import LEGACY, find_dialect, legacy_encoding
from iki_newsletter.audience.workbook import is_workbook
from iki_newsletter.errors import NotThereError, RefusedError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.audience.dialect import Dialect

_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_LONE: Final = "surrogateescape"
"""Keeps octets that an encoding gives no character for, and writes them as they were."""
_LONE_FROM, _LONE_TO = 0xDC80, 0xDCFF
_LINE_ENDS: Final = ("\r\n", "\n", "\r")


@dataclass(frozen=True, slots=True)
class RawList:
    """A CSV file: its octets, how it is written, and its lines with their line ends."""

    path: Path
    raw: bytes
    dialect: Dialect
    mark: bytes
    """The byte order mark it begins with, empty where there is none."""
    codec: str
    lines: tuple[str, ...]

    @property
    def line_end(self) -> str:
        """How its lines end, by the first one."""
        return line_end_of(self.lines[0]) if self.lines and line_end_of(self.lines[0]) else "\r\n"

    def row(self, cells: Sequence[str]) -> str:
        """Write a row in the file's dialect, quoted where it must be; without a line end."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.dialect.delimiter, lineterminator="\r\n").writerow(cells)
        return out.getvalue().removesuffix("\r\n")

    def encoded(self, text: str, *, as_utf_8: bool = False) -> bytes:
        """Encode the file's text as it was, or as UTF-8 with a mark.

        A file of nothing but ASCII gets a mark with its first other letter: without one Excel would not show it. One
        in an old encoding becomes UTF-8 where what is left of it would be read as another old encoding.
        Raises RefusedError for a character that the encoding does not have.
        """
        becomes_utf_8 = self.codec == "utf-8" and self.raw.isascii() and not text.isascii()
        if as_utf_8 or becomes_utf_8:
            return codecs.BOM_UTF8 + _without_lone(text).encode()
        try:
            encoded = text.encode(self.codec, _LONE)
        except UnicodeEncodeError as error:
            raise RefusedError(
                f"{relative_to_here(self.path)} is in {self.dialect.encoding_name}, which has no "
                f"“{text[error.start]}”. Nothing was written.",
                instead="Write the whole list as UTF-8, which has every letter: --as-utf-8",
            ) from None
        # Which old encoding it is only its letters tell: without the rows that did, it would be taken for another.
        is_misread = self.codec in LEGACY and not encoded.isascii() and legacy_encoding([encoded]) != self.codec
        return codecs.BOM_UTF8 + _without_lone(text).encode() if is_misread else self.mark + encoded


def read_raw(path: Path) -> RawList:
    """Read a list's file to edit it.

    Raises NotThereError where there is none, FilesWrongError for what is no list, and RefusedError for a workbook and
    for a file whose characters could not be written back as they are.
    """
    if not path.is_file():
        raise NotThereError(f"There is no list {path}.", instead="Name a CSV file that is there.")
    if is_workbook(path):
        raise workbook_is_not_written(path)
    raw = path.read_bytes()
    with suppress(UnicodeError):
        found = raw_list(path, raw, find_dialect(path))
        if found.mark + "".join(found.lines).encode(found.codec, _LONE) == raw:
            return found
    raise RefusedError(
        f"{relative_to_here(path)} has characters that cannot be written back as they are.",
        instead="Save it in Excel as “CSV UTF-8”, then run the same command again.",
    )


def raw_list(path: Path, raw: bytes, dialect: Dialect) -> RawList:
    """Make it of a file's octets; raises UnicodeDecodeError where they are not what the dialect says."""
    mark = next((mark for mark in _MARKS if raw.startswith(mark)), b"")
    codec = _MARKS.get(mark, dialect.encoding)
    text = raw[len(mark) :].decode(codec, _LONE)
    return RawList(path, raw, dialect, mark, codec, tuple(io.StringIO(text, newline="")))


def workbook_is_not_written(path: Path) -> RefusedError:
    """Make the error for a list that is a workbook."""
    shown = relative_to_here(path)
    return RefusedError(
        f"{shown} is a workbook, and is not written: what iki-news does not read of it would be lost.",
        instead=(
            f"Save it in Excel as “CSV UTF-8” (File, Save as), as {path.stem}.csv, and name that file in "
            f"newsletter.yaml: `subscribers: {path.stem}.csv`."
        ),
    )


def line_end_of(line: str) -> str:
    """Give the line end of a line, empty for a last line without one."""
    return next((end for end in _LINE_ENDS if line.endswith(end)), "")


def _without_lone(text: str) -> str:
    return "".join(
        chr(ord(each) - _LONE_FROM + 0x80) if _LONE_FROM <= ord(each) <= _LONE_TO else each for each in text
    )
