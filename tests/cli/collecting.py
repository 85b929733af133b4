"""What tests of `collect` look at: the issue's received.yaml, and what became of each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

ISSUE: Final = "issues/2017-06"


def received(workspace: Path, issue: str = ISSUE) -> dict[str, Any]:
    """Read received.yaml as anybody would."""
    told: dict[str, dict[str, Any]] = yaml.safe_load((workspace / issue / "received.yaml").read_text("utf-8"))
    return told["contributions"]


def fates(run: Run) -> list[str]:
    """Give what became of each thing, in order."""
    return [each["fate"] for each in run.data["collected"]]
