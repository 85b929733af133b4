from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.cli.face import Face

if TYPE_CHECKING:
    import pytest


def test_details_keep_their_indent_where_they_fold(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beneath what they belong to, word by word, in the terminal's width; what drives a terminal is only told."""
    monkeypatch.setenv("COLUMNS", "40")
    said = "news of ecovalor: “Una costa que vuelve a ser verde” (es, de; 2 pictures; LATE)"
    Face().detail(said, "short", "\x1b[31mred")
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("  ") and line.rstrip() == line and len(line) <= 40 for line in lines)
    assert " ".join(" ".join(lines[:-2]).split()) == said
    assert lines[-2:] == ["  short", "  \\x1b[31mred"]
