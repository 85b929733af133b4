"""Measure publishing: 12, 60 and 120 issues, whole and after small changes, beside a loop with Jinja and Pelican.

Every build is a process of its own; all tools take turns, and what is compared are medians of their processor time,
since others may use the machine as well. Pelican is no part of the development environment: without it, its rows
are left out, and the way to it is told. `python bench/publishing.py` prints the whole table.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
sys.path.insert(0, str(ROOT))

from bench.row import Row  # noqa: E402 - the path comes first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OURS: Final = "ours"
PELICAN: Final = "pelican"
LOOP: Final = "loop.json"
"""What `bench/decade.py` lays out: our workspace, Pelican's, and what the loop reads."""
SETTINGS: Final = HERE / "workers" / "pelicanconf.py"
SIZES: Final = (12, 60, 120)
NEWEST: Final = "2027-06"
ROUNDS: Final = 3
WHOLE, NOTHING, NEW, OLD = "whole", "nothing changed", "one of the newest issue", "one of an old issue"
OURSELVES, PEER, FLOOR = "ours", "Pelican", "Jinja loop"
GROWTH: Final = 1.2
SOON: Final = {NOTHING: 5.0, NEW: 8.0, OLD: 8.0}
"""Seconds of processor time that a build of ten years should take at most."""
_PELICAN: Final = ROOT / "build" / "bench-peers" / "pelican" / "bin" / "pelican"
_HOW: Final = (
    "Pelican is not there, and its rows are left out. Where it may be installed from the usual index:\n"
    "  python -m venv build/bench-peers/pelican\n"
    '  build/bench-peers/pelican/bin/pip install "pelican[markdown]==4.12.0"'
)


class Build(NamedTuple):
    """What one build took; `pages` are the HTML files that are there afterwards."""

    seconds: float
    processor: float
    megabytes: float
    pages: int


Builds = dict[tuple[str, str, int], list[Build]]
"""By tool, what had changed, and the number of issues."""


def measure() -> Iterator[Row]:
    """Compare times for a page, and growth; limits in seconds are rows whose peer is the limit."""
    builds = build_all()
    longest = SIZES[-1]
    ours = _per_page(builds, OURSELVES, longest)
    for peer, limit in ((PEER, 1.0), (FLOOR, 0.0)):
        if (peer, WHOLE, longest) in builds:
            theirs = _per_page(builds, peer, longest)
            what = f"publish: {longest} issues, whole / {peer}"
            wanted = f"at most {limit:.2f}" if limit else "no limit,"
            yield Row(what, ours, theirs, "µs a page", ours / theirs, wanted, not limit or ours <= limit * theirs)
    few = _per_page(builds, OURSELVES, SIZES[0])
    what = f"publish: a page of {longest} issues / of {SIZES[0]}"
    yield Row(what, ours, few, "µs a page", ours / few, f"at most {GROWTH:.2f}", ours <= GROWTH * few)
    later, sooner = _each_more(builds, SIZES[1], longest), _each_more(builds, SIZES[0], SIZES[1])
    what = f"publish: a page more from {SIZES[1]} issues on / {SIZES[0]}"
    yield Row(what, later, sooner, "µs a page", later / sooner, f"at most {GROWTH:.2f}", later <= GROWTH * sooner)
    for change, limit in SOON.items():
        taken = _median(builds[OURSELVES, change, longest], "processor")
        peers = builds.get((PEER, change, longest))
        theirs = _median(peers, "processor") if peers else limit
        what = f"publish: {change} / {PEER if peers else 'limit'}"
        yield Row(what, taken, theirs, "s", taken / theirs, f"at most {limit:.0f} s", taken <= limit)


def build_all(*, say: Callable[[str], None] = lambda _: None) -> Builds:
    """Build everything in turns; gives each tool's builds."""
    if not _PELICAN.exists():
        print(_HOW, file=sys.stderr)
    builds: Builds = {}
    with tempfile.TemporaryDirectory(dir=_room()) as room:
        for issues in SIZES:
            decade = [sys.executable, str(HERE / "decade.py"), str(Path(room, str(issues))), str(issues)]
            subprocess.run(decade, check=True, stdout=subprocess.DEVNULL)
        for number in range(1, ROUNDS + 1):
            for issues in SIZES:
                for (tool, change), build in _round(Path(room, str(issues)), issues):
                    builds.setdefault((tool, change, issues), []).append(build)
                    say(f"round {number}: {tool}, {issues} issues, {change}: {build.processor:.1f} s")
    return builds


def _round(folder: Path, issues: int) -> Iterator[tuple[tuple[str, str], Build]]:
    """Build with every tool, whole and then after each change."""
    workspace, pelican = folder / OURS, folder / PELICAN
    shutil.rmtree(workspace / "build", ignore_errors=True)
    shutil.rmtree(folder / FLOOR, ignore_errors=True)
    for made in ("output", "cache"):
        shutil.rmtree(pelican / made, ignore_errors=True)
    oldest = min(path.name for path in (workspace / "issues").iterdir())
    loop = [sys.executable, str(HERE / "workers" / "jinja_loop.py"), str(folder / LOOP), str(folder / FLOOR)]
    yield (FLOOR, WHOLE), _timed(loop, folder, folder / FLOOR)
    theirs = [str(_PELICAN), "-q", "-s", SETTINGS.name]
    publish = [sys.executable, "-m", "iki_newsletter", "-C", str(workspace), "publish"]
    changes = {WHOLE: "", NOTHING: "", NEW: NEWEST, OLD: oldest} if issues == SIZES[-1] else {WHOLE: ""}
    for change, changed in changes.items():
        if changed:
            _retouch(workspace / "issues" / changed / "contributions" / "item-1.yaml")
        yield (OURSELVES, change), _timed(publish, workspace, workspace / "build" / "site")
        if _PELICAN.exists():
            if change == NOTHING:  # the first build that may keep what it reads
                _timed(theirs, pelican, pelican / "output", PELICAN_CACHE="1")
            if changed:
                _retouch(pelican / "content" / changed / "item-1-es.md")
            cached = "0" if change == WHOLE else "1"
            yield (PEER, change), _timed(theirs, pelican, pelican / "output", PELICAN_CACHE=cached)


def _timed(command: list[str], folder: Path, out: Path, **more: str) -> Build:
    """Run a build, and ask the system what it took."""
    if sys.platform == "win32":
        sys.exit("Windows does not say what a process took.")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{command[0]} did not come to its end: {process.returncode}")
    pages = sum(1 for _ in out.rglob("*.html"))
    return Build(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, pages)


def _retouch(path: Path) -> None:
    """Change one word of a contribution."""
    text = path.read_text("utf-8")
    path.write_text(text.replace("title: {es: ", "title: {es: x", 1).replace("Title: ", "Title: x", 1), "utf-8")


def _room() -> Path:
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    return folder


def _median(builds: list[Build], what: str) -> float:
    found: float = statistics.median(getattr(build, what) for build in builds)
    return found


def _per_page(builds: Builds, tool: str, issues: int) -> float:
    """Give the processor time of a page in microseconds, in a whole build."""
    found = builds[tool, WHOLE, issues]
    return _median(found, "processor") / found[0].pages * 1e6


def _each_more(builds: Builds, few: int, many: int) -> float:
    """Give what each page takes by which a longer archive has more: without what every start takes."""
    short, long = builds[OURSELVES, WHOLE, few], builds[OURSELVES, WHOLE, many]
    taken = _median(long, "processor") - _median(short, "processor")
    return taken / (long[0].pages - short[0].pages) * 1e6


def main() -> None:
    """Print all that was measured, as medians."""
    builds = build_all(say=lambda line: print(line, file=sys.stderr, flush=True))
    heads = ("pages", "CPU s", "wall s", "pages/s", "µs/page", "peak MB")
    print(f"{'':48}{''.join(f'{head:>10}' for head in heads)}")
    for (tool, change, issues), found in sorted(builds.items(), key=lambda each: (each[0][2], each[0][0])):
        pages, cpu, wall = found[0].pages, _median(found, "processor"), _median(found, "seconds")
        figures = (pages, cpu, wall, pages / cpu, cpu / pages * 1e6, _median(found, "megabytes"))
        print(f"{f'{tool}, {issues} issues, {change}':48}{''.join(f'{figure:10,.1f}' for figure in figures)}")


if __name__ == "__main__":
    main()
