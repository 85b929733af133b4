"""The file that goes with a call: the form where one was made, or whatever file the editors name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import NotThereError, RefusedError
from iki_newsletter.model.edition import Attachment
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace

_MOST: Final = 7_000_000
"""Octets: a third more as base64, and many servers take no mail above 10 MB."""
# A table of our own: what the system calls a file differs from one machine to the next.
_TYPES: Final = {
    ".html": 'text/html; charset="utf-8"',
    ".txt": 'text/plain; charset="utf-8"',
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".zip": "application/zip",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
_ANY: Final = "application/octet-stream"
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What goes with a mail, if anything."""

    attachment: Attachment | None = None
    is_form: bool = False
    """Whether it is the form, which the mail explains."""
    missing: tuple[tuple[str, str], ...] = ()
    """What is to be known where there might have been the form and is none, under its name."""


def find_enclosure(workspace: Workspace, issue_id: str, named: Path | None, *, nothing: bool = False) -> Enclosure:
    """Give the file that was named, else the issue's form where there is one, else nothing.

    Raises NotThereError for a file that is not there, RefusedError for one that is too large or empty.
    """
    if nothing:
        return Enclosure()
    if named is not None:
        return Enclosure(_attach(named, safe_name(named.name)))
    form = _form(workspace, issue_id)
    if form is None:
        return Enclosure(missing=(("Attached", f"nothing: there is no form yet; iki-news form {issue_id} makes it"),))
    return Enclosure(_attach(form, f"form-{safe_name(issue_id)}.html"), is_form=True)


def safe_name(name: str) -> str:
    """Make a name that a mail's header and any disk take as it is: `Guía (2).pdf` becomes `Guia-2.pdf`.

    >>> safe_name("Guía (2).pdf"), safe_name("…"), safe_name("../etc/passwd")
    ('Guia-2.pdf', 'file', 'etc-passwd')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"-?[^A-Za-z0-9._+-]+-?", "-", plain)
    words = re.sub(r"-+(?=\.)|\.\.+", "", words).strip(".-_+")
    return words[-_LONGEST:].lstrip(".-_+") or "file"


def _form(workspace: Workspace, issue_id: str) -> Path | None:
    """Find the form that `iki-news form` has made; the one place that knows where it lies."""
    path = workspace.build / issue_id / "form.html"
    return path if path.is_file() else None


def _attach(path: Path, name: str) -> Attachment:
    shown = relative_to_here(path)
    if not path.is_file():
        raise NotThereError(f"There is no file {shown} to attach.", instead="Name one that is there, or none.")
    size = path.stat().st_size
    if not 0 < size <= _MOST:
        what = "is empty" if not size else f"has {size / 1e6:.1f} MB, and many mail servers would refuse it"
        raise RefusedError(
            f"{shown} {what}. Nothing was sent.", instead=f"Attach a file of at most {_MOST // 1_000_000} MB."
        )
    return Attachment(name, _TYPES.get(path.suffix.lower(), _ANY), path.read_bytes())
