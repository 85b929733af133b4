"""A file's bytes to text: small enough, a real file, strict UTF-8, and no character that misleads."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.reading.characters import describe, forbidden_in
from iki_newsletter.reading.findings import WHOLE_FILE, Fault

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.reading.findings import Findings, Place

_KIB: Final = 1024
_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")
_SAVE_AS_UTF_8: Final = "Save it as UTF-8: in Notepad “Save as…”, Encoding “UTF-8”; in VS Code “Save with Encoding”."
_REPLACEMENT: Final = "\ufffd"


def read_bytes(path: Path, cap: int, findings: Findings) -> bytes | None:
    """Read a file of at most `cap` bytes; None, with a problem noted, where that cannot be done."""
    try:
        if not path.is_file():  # a pipe or a device would never end
            _note_no_file(path, findings)
            return None
        with path.open("rb") as file:
            raw = file.read(cap + 1)
    except OSError as error:
        findings.add(Fault.FILE, WHOLE_FILE, f"The file cannot be opened: {error.strerror or 'the system refuses'}.")
        return None
    if len(raw) > cap:
        findings.add(
            Fault.FILE,
            WHOLE_FILE,
            f"The file is larger than {cap // _KIB} KB.",
            "Keep the text short, and put pictures into the issue's `images` folder.",
        )
        return None
    return raw


def decode(raw: bytes, findings: Findings) -> str | None:
    """Decode strict UTF-8, a byte order mark at the start allowed; forbidden characters become U+FFFD and are noted.

    Gives None, with a problem noted, where it is not UTF-8.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.add(Fault.ENCODING, WHOLE_FILE, "The file is saved as UTF-16, not as UTF-8.", _SAVE_AS_UTF_8)
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _note_undecodable(raw, error, findings)
        return None
    if "\0" in text and text.count("\0") * 3 > len(text):  # every second byte: letters two bytes wide
        findings.add(Fault.ENCODING, WHOLE_FILE, "The file looks like UTF-16, not like UTF-8.", _SAVE_AS_UTF_8)
        return None
    return _without_forbidden(text, findings)


def place_of(text: str, index: int) -> Place:
    """Count the line and column of a character, as editors do."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, line_break.end()
    return line, index - start + 1


def _note_no_file(path: Path, findings: Findings) -> None:
    if path.exists():
        findings.add(Fault.FILE, WHOLE_FILE, "This is not a file.", "Put a plain text file in its place.")
    else:
        findings.add(Fault.FILE, WHOLE_FILE, "There is no such file.", "Write it, or bring it back.")


def _note_undecodable(raw: bytes, error: UnicodeDecodeError, findings: Findings) -> None:
    if b"\0" in raw:
        findings.add(
            Fault.ENCODING,
            WHOLE_FILE,
            "This is no text file.",
            "Write the text into a plain text file; a document of Word or a picture cannot be read as one.",
        )
        return
    before = raw[: error.start].decode("utf-8")
    findings.add(
        Fault.ENCODING,
        place_of(before, len(before)),
        "The file is not saved as UTF-8; from its bytes, it may be Windows-1252.",
        _SAVE_AS_UTF_8,
    )


def _without_forbidden(text: str, findings: Findings) -> str:
    forbidden = [char for char in forbidden_in(text) if char != "\r"]
    for char in forbidden:
        times = text.count(char)
        findings.add(
            Fault.CHARACTERS,
            place_of(text, text.index(char)),
            f"Here stands {describe(char)}{f', and {times - 1} more of them' if times > 1 else ''}.",
        )
    return text.translate(dict.fromkeys(map(ord, forbidden), _REPLACEMENT)) if forbidden else text
