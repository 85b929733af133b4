"""Measure looking through all earlier issues for repeats: 12 and 120 issues of 33 contributions, first and later."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.earlier import read_earlier
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Contribution: TypeAlias = Callable[[str, int, list[str], random.Random], str]

ROOT: Final = Path(__file__).resolve().parents[1]
ITEMS: Final = 33
NEWEST: Final = "2027-06"
_RUNS: Final = 5
_LANGUAGES: Final = ("es", "de", "en")


def measure() -> Iterator[tuple[str, float, float, float]]:
    """Give what is compared, microseconds for each file of ten years and of one year, and the most that may be."""
    with tempfile.TemporaryDirectory() as folder:
        short = lay_out(Path(folder, "short"), 12)
        long = lay_out(Path(folder, "long"), 120)
        many, few = 120 * ITEMS, 12 * ITEMS
        first = _seconds(long) / many * 1e6, _seconds(short) / few * 1e6
        yield ("repeats, first run: 3,960 files / 396 files", *first, 1.5)
        later: tuple[list[float], list[float]] = ([], [])
        for _ in range(_RUNS):
            later[0].append(_seconds(long) / many * 1e6)
            later[1].append(_seconds(short) / few * 1e6)
        medians = statistics.median(later[0]), statistics.median(later[1])
        yield ("repeats, later runs: 3,960 files / 396 files", *medians, 1.5)


def _news(month: str, _: int, words: list[str], dice: random.Random) -> str:
    return (
        f"kind: news\nproject: ecovalor\nlanguage: es\nreceived_on: {month}-01\n"
        f"title: {texts(words, dice, 7)}\nteaser: {texts(words, dice, 30)}\nbody: {texts(words, dice, 150)}\n"
    )


def lay_out(folder: Path, issues: int, write: Contribution = _news) -> Workspace:
    """Make a workspace with the newest issue, 2027-06, and so many before it, of 33 contributions in three languages.

    `write` gives a contribution's YAML for a month and a place in its issue, out of words and by dice.
    """
    for name in ("newsletter.yaml", "portfolio.yaml"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(ROOT / "templates", folder / "templates")
    dice = random.Random(issues)  # noqa: S311 - the same texts each time
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(3, 10))) for _ in range(6000)]
    month = dt.date.fromisoformat(f"{NEWEST}-01")
    for number in range(issues, -1, -1):
        _lay_out_issue(folder / "issues" / f"{month:%Y-%m}", number + 1, words, dice, write)
        month = (month - dt.timedelta(days=1)).replace(day=1)
    _age(folder / "issues")
    return Workspace(folder)


def _age(folder: Path) -> None:
    """Date files back: what was written in the last two seconds is not believed to stay."""
    for path in folder.rglob("*.yaml"):
        os.utime(path, (1_500_000_000, 1_500_000_000))


def _lay_out_issue(folder: Path, number: int, words: list[str], dice: random.Random, write: Contribution) -> None:
    (folder / "contributions").mkdir(parents=True)
    day = f"{folder.name}-10"
    (folder / "issue.yaml").write_text(
        f"number: {number}\nmonth: {folder.name}\nsends_on: {day}\n"
        f"subject: {texts(words, dice, 6)}\npreheader: {texts(words, dice, 8)}\n",
        "utf-8",
    )
    for item in range(ITEMS):
        (folder / "contributions" / f"item-{item}.yaml").write_text(write(folder.name, item, words, dice), "utf-8")


def texts(words: list[str], dice: random.Random, count: int) -> str:
    """Write so many words in each language, as a value of YAML."""
    return "{" + ", ".join(f"{language}: {' '.join(dice.choices(words, k=count))}" for language in _LANGUAGES) + "}"


def _seconds(workspace: Workspace) -> float:
    began = time.perf_counter()
    read_earlier(workspace, NEWEST)
    return time.perf_counter() - began


def main() -> None:
    """Say what merging and checking the newest of 121 issues takes, first and later, and the command as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = lay_out(Path(folder, "long"), 120)
        for run in ("first", "later", "later"):
            began = time.perf_counter()
            merge_issue(read_register(workspace), NEWEST)
            print(f"merge and check, {run} run: {time.perf_counter() - began:.2f} s")
        command = [sys.executable, "-m", "iki_newsletter", "-C", str(workspace.root), "check", NEWEST]
        began = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True)
        print(f"iki-news check {NEWEST}: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
