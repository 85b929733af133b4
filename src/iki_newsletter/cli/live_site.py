"""A site in the browser that reloads itself when it changes: the live page's server, giving a folder's files."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from iki_newsletter.cli.live_page import HTML, LivePage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_INDEX: Final = "index.html"
_TYPES: Final = {".html": HTML, ".xml": "application/xml", ".ics": "text/calendar; charset=utf-8"}


class LiveSite(LivePage):
    """A folder as it is now; serves it on loopback as long as the context lasts."""

    images = "'self' data: https:"

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(port)
        self._folder = folder
        self._is_wrong = False
        self._lines: Sequence[str] = ()

    def show_folder(self, folder: Path, lines: Sequence[str] = ()) -> None:
        """Show a folder, which may have changed, and where a page is missing what is wrong; browsers reload."""
        with self._changed:
            self._lines = lines
            self._folder = folder
            self._is_wrong = False
            self._html = ""  # whatever is wrong next is news, even if it was wrong before
            self._version += 1
            self._changed.notify_all()

    def show(self, html: str) -> None:
        """Put one page in the place of all."""
        with self._changed:
            self._is_wrong = True
            super().show(html)

    def missing(self, nonce: str) -> bytes | None:
        """Say what is wrong where a page is missing: it may be what keeps it away."""
        return self.with_script(self.wrong(self._lines), nonce) if self._lines else None

    def give(self, path: str, nonce: str) -> tuple[str, bytes] | None:
        """Give a file with its type; a page with the script that reloads it."""
        if self._is_wrong:
            return HTML, self.written(nonce)
        found = self._find(path)
        if found is None:
            return None
        if found.is_dir():
            found /= _INDEX
        if not found.is_file():
            return None
        kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        content = found.read_bytes()
        return kind, self.with_script(content.decode(), nonce) if kind == HTML else content

    def leads_to(self, path: str) -> str:
        """Lead to a folder under its own name, as web servers do: relative links on its page begin there."""
        found = None if path.endswith("/") or self._is_wrong else self._find(path)
        if found is None or not found.is_dir():
            return ""
        return f"/{quote(found.relative_to(self._folder.resolve()).as_posix())}/"

    def _find(self, path: str) -> Path | None:
        """Find what a path names within the folder, whether it is there or not; None for what can be no name."""
        try:
            root = self._folder.resolve()
            found = (root / unquote(path).lstrip("/")).resolve()
            found.is_dir()
        except (OSError, ValueError):  # too long, a NUL
            return None
        return found if found.is_relative_to(root) else None
