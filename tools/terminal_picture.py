"""Draw the README's picture of the terminal: `make pictures`. It is what `iki-news preview` shows, as an SVG."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from iki_newsletter.cli.page import WIDEST, page
from iki_newsletter.workflow.preview import preview_issue
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from rich.segment import Segment

ROOT = Path(__file__).resolve().parents[1]
LINES = 44
NIGHT = TerminalTheme(
    (21, 25, 26),
    (236, 232, 222),
    [
        (59, 65, 66),
        (240, 160, 124),
        (142, 203, 152),
        (230, 200, 130),
        (141, 188, 234),
        (220, 166, 212),
        (134, 203, 198),
        (236, 232, 222),
    ],
)


def main() -> None:
    """Write docs/images/terminal.svg."""
    console = Console(
        record=True, width=WIDEST, file=io.StringIO(), force_terminal=True, color_system="truecolor", emoji=False
    )
    console.print("$ iki-news preview 2017-06 --language en --no-problems", style="bold", highlight=False)
    for piece in page(preview_issue(Workspace(ROOT), "2017-06", "en", None), problems=False):
        console.print(piece, markup=False, highlight=False)
    console._record_buffer[:] = _first_lines(console)  # noqa: SLF001 - recording has no other way to stop
    svg = console.export_svg(title="iki-news", theme=NIGHT, unique_id="iki")
    # The template asks a web address for its font; every reader has a monospaced one.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "images" / "terminal.svg").write_text(svg, encoding="utf-8")


def _first_lines(console: Console) -> list[Segment]:
    kept: list[Segment] = []
    lines = 0
    for segment in console._record_buffer:  # noqa: SLF001
        lines += segment.text.count("\n")
        if lines > LINES:
            break
        kept.append(segment)
    return kept


if __name__ == "__main__":
    main()
