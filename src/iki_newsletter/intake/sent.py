"""One file that somebody sent in, wherever it was found, with what came along and what is known of its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

MOST_OCTETS: Final = 25_000_000
"""Of one file: what a parcel may have, and more than most mail servers take."""
PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp")
YAML: Final = (".yaml", ".yml")
CURES: Final = {
    ".doc": "Open it in Word, choose “Save as”, file type “Word document (.docx)”, and send that.",
    ".docm": "Open it in Word, choose “Save as”, file type “Word document (.docx)”: macros are not read.",
    ".dot": "Open it in Word, choose “Save as”, file type “Word document (.docx)”, and send that.",
    ".odt": "Open it in LibreOffice, choose “Save as…”, file type “Word 2007–365 (.docx)”, and send that.",
    ".pages": "Open it in Pages, choose “File > Export to > Word…”, format .docx, and send that.",
    ".pdf": "A PDF does not say what is a heading: send the document that it was made from, as .docx.",
    ".rtf": "Open it in Word, choose “Save as”, file type “Word document (.docx)”, and send that.",
    ".rar": "Send the files in it by themselves, or as the form's .zip.",
    ".7z": "Send the files in it by themselves, or as the form's .zip.",
    ".dat": "Outlook has wrapped the files: save them from the mail there, and collect them from a folder.",
}
"""What is met instead of what can be read, by its ending, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, or an unpacked parcel; `shown` is where it lies, to be named to people."""

    shown: str
    name: str
    """The file's own name."""
    raw: bytes = field(repr=False)
    came_at: dt.datetime
    """When the mail came, or the file was last written."""
    sender: str = ""
    """Who sent the mail that carried it; empty where that is not known, or was a machine."""
    beside: Mapping[str, bytes | Path] = field(default_factory=dict, repr=False)
    """Pictures that came with it, or where they lie, by their names; of an unpacked parcel all its other files."""
    folder: Path | None = None
    """Where an unpacked parcel lies."""
    is_mail: bool = False
    may_be_forged: bool = False
    """Whether our own mail server doubts that the mail comes from its sender."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not even looked into, and why."""

    shown: str
    what: str
    instead: str
    sender: str = ""
    may_be_forged: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """A mail that carries no file that could be meant."""

    shown: str


Found = Sent | Refused | Nothing


def read_file(path: Path) -> bytes:
    """Read a file, or the beginning of one that is too long: one octet too many."""
    with path.open("rb") as file:
        return file.read(MOST_OCTETS + 1)


def content_of(beside: bytes | Path) -> bytes:
    """Give the content of what came with a file."""
    return beside if isinstance(beside, bytes) else read_file(beside)


def ending(name: str) -> str:
    """Give a file name's ending, lower-case, with its dot; empty where it has none."""
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem and "/" not in last else ""
