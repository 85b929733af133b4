"""Until when the ministry has been told of the portfolio: `reports.yaml` in the workspace, which git keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.errors import FilesWrongError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.shape import Date, Shape
from iki_newsletter.reading.reader import read_bytes_as, read_shape
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace

FILE: Final = "reports.yaml"
_HEADING: Final = (
    "# Until when the ministry has been told of the portfolio; keep it in git. `iki-news report portfolio\n"
    "# --remember` adds a day at the end, and `--period since-last` goes on from the newest.\n"
    "portfolio:\n"
)


class Reports(Shape):
    """`reports.yaml`."""

    portfolio: tuple[Date, ...]
    """The last day of each report."""


_ADAPTER: Final = TypeAdapter(Reports)


def last_reported(workspace: Workspace) -> dt.date | None:
    """Give the newest day that a report went up to, None where no report is remembered; raises FilesWrongError."""
    return max(_read(workspace.root / FILE), default=None)


def remember_report(workspace: Workspace, until: dt.date) -> Path:
    """Add a day at the end of the file, which stays as it is otherwise, and give its path.

    Raises FilesWrongError where the file has problems, UsageError where a line added to it would say something else.
    """
    path = workspace.root / FILE
    before = _read(path)
    text = path.read_bytes() if path.exists() else _HEADING.encode()
    end = b"\r\n" if b"\r\n" in text else b"\n"
    added = text + (b"" if text.endswith(b"\n") else end) + f"  - {until}".encode() + end
    loaded, _ = read_bytes_as(added, path, _ADAPTER, family="W")
    if loaded is None or loaded.value.portfolio != (*before, until):
        raise UsageError(
            f"{relative_to_here(path)} is written so that no line can be added at its end. Nothing was changed.",
            instead=f"Write the days below `portfolio:`, one a line, this one among them: `  - {until}`",
        )
    write_atomically(path, added)
    return path


def _read(path: Path) -> tuple[dt.date, ...]:
    if not path.exists():
        return ()
    loaded, problems = read_shape(path, _ADAPTER, family="W")
    if loaded is None:
        raise FilesWrongError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value.portfolio
