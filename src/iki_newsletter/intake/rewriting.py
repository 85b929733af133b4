"""A contribution's YAML with its pictures under other names and its day of arrival, everything else as it was."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import NotTakenError
from iki_newsletter.reading.reader import read_bytes_as

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pydantic import TypeAdapter

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.origin import Loaded

_SCHEMA: Final = "# yaml-language-server: $schema=../../../schemas/contribution.schema.json"
"""By this line editors complete keys, as in files that `iki-news new` makes."""
_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")


def rewritten(
    text: bytes,
    loaded: Loaded[Contribution],
    files: Mapping[str, str],
    received_on: dt.date,
    adapter: TypeAdapter[Contribution],
) -> bytes:
    """Write the values anew where they stand; line ends become LF. `files` maps a picture's name to its new one.

    What comes out is read once more and compared. Raises NotTakenError where a value is written in a way, as in an
    escape, that this cannot replace.
    """
    lines = _LINE_BREAK.split(text.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    edits: list[tuple[tuple[str | int, ...], str, str]] = [
        (("images", number, "file"), image.file, files.get(image.file, image.file))
        for number, image in enumerate(loaded.value.images)
    ]
    edits.append((("received_on",), str(loaded.value.received_on), str(received_on)))
    for keys, old, new in sorted(edits, key=lambda edit: loaded.origin.at(*edit[0]), reverse=True):
        if old != new:
            place = loaded.origin.at(*keys)
            lines[place.line - 1] = _replaced(lines[place.line - 1], place.column - 1, old, new)
    if not lines[0].startswith("#"):
        lines.insert(0, _SCHEMA)
    again = "\n".join(lines).encode()
    reread, _ = read_bytes_as(again, loaded.origin.path, adapter)
    if reread is None or reread.value != _meant(loaded.value, files, received_on):
        raise _not_replaced()
    return again


def _replaced(line: str, column: int, old: str, new: str) -> str:
    found = re.compile(rf"([\"']?){re.escape(old)}\1(?![^\s,}}\]])").match(line, column)
    if not found:
        raise _not_replaced()
    return f"{line[:column]}{found[1]}{new}{found[1]}{line[found.end() :]}"


def _meant(contribution: Contribution, files: Mapping[str, str], received_on: dt.date) -> Contribution:
    images = tuple(
        image.model_copy(update={"file": files.get(image.file, image.file)}) for image in contribution.images
    )
    return contribution.model_copy(update={"images": images, "received_on": received_on})


def _not_replaced() -> NotTakenError:
    return NotTakenError(
        "Its pictures' names or its day are written in a way that cannot be changed.",
        instead="Write `file` and `received_on` plainly, as in `file: images/reef.jpg`.",
    )
