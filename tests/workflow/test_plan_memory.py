from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import copy_workspace

PROGRAM = Path(__file__).with_name("plan_and_measure.py")
ROOT = PROGRAM.parents[2]
CACHES = 12 * 1024
"""KiB: what SQLite keeps at hand of any long list. Holding the people themselves took 16 MB more, without an end."""


def peaks(folder: Path, short: int, long: int) -> tuple[int, int]:
    """Plan, send and plan again for two lists; gives the peaks of memory in KiB."""
    for rows in (short, long):
        workspace = copy_workspace(ROOT, folder / str(rows))
        for issue in (workspace / "issues").iterdir():
            if issue.name != "2017-06":
                shutil.rmtree(issue)
    command = [sys.executable, str(PROGRAM), str(folder), str(short), str(long)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    first, second = map(int, done.stdout.split())
    return first, second


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not say what the peak was")
def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    """Who plans, sends and plans again for 20,000 people needs little more than for 8,000."""
    small, large = peaks(tmp_path, 8_000, 20_000)

    assert large - small < CACHES
