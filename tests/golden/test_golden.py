"""Whole builds compared byte by byte with golden ones; `make golden` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

CASES = ("full-issue", "small-issue")
HERE = Path(__file__).parent
KEPT = {".html", ".txt", ".json"}


@pytest.mark.parametrize("case", CASES)
def test_golden_build(
    case: str, tmp_path: Path, iki: Callable[..., Run], copied: Callable[[Path, Path], Path]
) -> None:
    """A build of the same files gives the same bytes as the golden one, down to every digest of its manifest."""
    workspace = copied(HERE / case / "input", tmp_path / "workspace")
    issue = next(path.parent.name for path in (workspace / "issues").glob("*/issue.yaml"))

    iki("-C", workspace, "compile", issue)

    built = workspace / "build" / issue
    expected = HERE / case / "expected"
    if os.environ.get("IKI_NEWS_GOLDEN") == "write":
        _write_anew(built, expected)
    made = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.suffix in KEPT}
    golden = {path.relative_to(expected).as_posix() for path in expected.rglob("*") if path.is_file()}
    assert made == golden
    for name in sorted(golden):
        assert (built / name).read_bytes() == (expected / name).read_bytes(), f"{name} differs: make golden, and look"


def _write_anew(built: Path, expected: Path) -> None:
    for old in expected.rglob("*"):
        if old.is_file():
            old.unlink()
    for path in built.rglob("*"):
        if path.suffix in KEPT:
            target = expected / path.relative_to(built)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
