"""Reading what a translator gave back, whatever the file is called."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import NotThereError, UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.translations.sheet import Returned

_MOST: Final = 20 * 1024 * 1024
"""Bytes of a file, and of what is packed in it."""


def read_returned(path: Path) -> Returned:
    """Read a file as what its content is; raises NotThereError without it, UsageError where it is none of ours."""
    if not path.is_file():
        raise NotThereError(f"There is no file {relative_to_here(path)}.")
    if path.stat().st_size > _MOST:
        raise UsageError(
            f"{relative_to_here(path)} is larger than a translation can be.", instead="Name another file."
        )
    raw = path.read_bytes()
    if raw.startswith(b"PK"):
        return _packed(raw, path)
    if raw.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<"):
        from iki_newsletter.translations.xliff import read_xliff  # noqa: PLC0415 - each needs a library of its own

        return read_xliff(raw)
    raise UsageError(
        f"{relative_to_here(path)} is neither Word's .docx, nor XLIFF, nor Excel's .xlsx.",
        instead="Save it in the format it was sent in: an older .doc or .odt can be saved as .docx.",
    )


def _packed(raw: bytes, path: Path) -> Returned:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        entries = []
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > 5 * _MOST:
        raise UsageError(f"{relative_to_here(path)} unpacks to more than a translation can be.")
    if "word/document.xml" in names:
        from iki_newsletter.translations.wordfile import read_docx  # noqa: PLC0415

        return read_docx(raw)
    if "xl/workbook.xml" in names:
        from iki_newsletter.translations.spreadsheet import read_xlsx  # noqa: PLC0415

        return read_xlsx(raw)
    raise UsageError(
        f"{relative_to_here(path)} is no Word file and no workbook.",
        instead="Save it as .docx, .xlsx or XLIFF, as it was sent.",
    )
