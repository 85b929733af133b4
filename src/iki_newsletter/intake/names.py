"""Whether a file's name, as somebody else chose it, can be a file's name on any machine and mislead nobody."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from iki_newsletter.reading.characters import ALLOWED, forbidden_in, shown

_LONGEST: Final = 150
_DEEPEST: Final = 8
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever stands behind the first dot
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
_NOT_ON_WINDOWS: Final = frozenset('<>"|?*')
_INVISIBLE: Final = ALLOWED | {"\r"}


def fault_of(name: str) -> str:
    """Say what is wrong with the path of a file within an archive; empty where nothing is."""
    path = name.removesuffix("/")
    parts = path.split("/")
    if not path or len(path) > _LONGEST or len(parts) > _DEEPEST:
        return "it is empty, too long or too deep"
    if "\0" in name:
        return "it holds a NUL"
    if forbidden_in(name) or not _INVISIBLE.isdisjoint(name):
        return "it holds characters that cannot be seen"
    if "\\" in name or ":" in name or path.startswith("/"):
        return "it begins at the root of a disk, or holds a backslash or a colon"
    return next(filter(None, map(_fault_of_part, parts)), "")


def _fault_of_part(part: str) -> str:
    if part in ("", ".", ".."):
        return "it leads out of its folder"
    if not _NOT_ON_WINDOWS.isdisjoint(part) or part != part.rstrip(". ") or part.startswith(" "):
        return "Windows cannot keep a file of that name"
    if _DEVICES.fullmatch(part):
        return "it is a device's name on Windows"
    return ""


def folded(name: str) -> str:
    """Give a name as systems compare it that know no case and one way to write an accent."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def quoted(name: str) -> str:
    """Name a foreign file in a sentence, so that it can do no harm there."""
    return f"“{shown(name)}”"
