"""Measure what users wait for, each beside a peer in the same run, interleaved, as a ratio of medians.

`make bench` runs all; `python bench/run.py startup` one of them. Nothing here is a test: figures depend on the
machine, ratios less so.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from bench.row import Row  # noqa: E402 - the path comes first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RUNS = 15
STAMPING_LIMIT = 200
SIGNING_LIMIT = 10


def main() -> int:
    """Run the benchmarks named on the command line, or all; exit 1 when a limit is not kept."""
    benches: dict[str, Callable[[], Iterator[Row]]] = {
        "startup": startup,
        "stamping": stamping,
        "signing": signing,
        "compile": compiling,
        "years": years,
        "publish": publishing,
        "send": send,
    }
    print(f"{'':48}{'ours':>12}{'peer':>12}{'':>12}{'ratio':>8}  limit")
    rows = []
    for name in sys.argv[1:] or benches:
        for row in benches[name]():
            rows.append(row)
            mark = "kept" if row.holds else "NOT KEPT"
            figures = f"{row.ours:12,.1f}{row.peer:12,.1f} {row.unit:11}{row.ratio:8.2f}"
            print(f"{row.what:48}{figures}  {row.limit} {mark}", flush=True)
    return 0 if all(row.holds for row in rows) else 1


def startup() -> Iterator[Row]:
    """`iki-news --help` beside an app of two commands that does nothing but import typer."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder, "bare.py")
        bare.write_text(
            "import typer\napp = typer.Typer()\n"
            "@app.command()\ndef one(name: str) -> None: ...\n"
            "@app.command()\ndef two(name: str) -> None: ...\napp()\n",
            encoding="utf-8",
        )
        ours, peer = _medians(
            [str(Path(sys.executable).with_name("iki-news")), "--help"], [sys.executable, str(bare), "--help"], ROOT
        )
    yield Row("start-up: --help / bare typer app", ours, peer, "ms", ours / peer, "at most 1.20", ours <= 1.2 * peer)


def stamping() -> Iterator[Row]:
    """Stamping messages beside building each with Jinja and email.message."""
    output = subprocess.run(
        [sys.executable, str(HERE / "stamping.py"), "--json"], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout
    figures = json.loads(output)
    ratio = figures["stamped"] / figures["built"]
    what = "stamping / Jinja + email.message, each"
    yield Row(
        what, figures["stamped"], figures["built"], "messages/s", ratio, "at least 200", ratio >= STAMPING_LIMIT
    )


def signing() -> Iterator[Row]:
    """Stamping and signing messages beside signing them with dkimpy: the same key, headers and canonicalisation."""
    from bench.signing import measure  # noqa: PLC0415 - the others need neither keys nor dkimpy

    for what, ours, peer in measure():
        ratio = ours / peer
        limit = f"at least {SIGNING_LIMIT}"
        yield Row(what, ours, peer, "messages/s", ratio, limit, ratio >= SIGNING_LIMIT)


def compiling() -> Iterator[Row]:
    """`iki-news compile`, 40 items in three languages without pictures, beside `mjml` on one page of 40 items."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder, "workspace")
        issue = _lay_out_without_pictures(workspace)
        ours = [sys.executable, "-m", "iki_newsletter", "-C", str(workspace), "compile", issue]
        subprocess.run(ours, check=False, capture_output=True)
        page = Path(folder, "page.mjml")
        page.write_text(
            _mjml_page(json.loads((workspace / "build" / issue / "issue.json").read_text("utf-8"))), "utf-8"
        )
        peer = [str(_mjml()), str(page), "-o", str(Path(folder, "page.html"))]
        mine, theirs = _medians(ours, peer, ROOT)
    what = "compile: 40 items × 3 languages / mjml, 1 page"
    yield Row(what, mine, theirs, "ms", mine / theirs, "at most 1.00", mine <= theirs)


def years() -> Iterator[Row]:
    """Look through ten years of issues for repeats beside one: what a file costs must not grow with their number."""
    from bench.years import measure  # noqa: PLC0415 - the others need no issues

    for what, ours, peer, limit in measure():
        ratio = ours / peer
        yield Row(what, ours, peer, "µs a file", ratio, f"at most {limit:.2f}", ratio <= limit)


def publishing() -> Iterator[Row]:
    """Publish ten years of issues beside Pelican and a plain loop with Jinja, whole and after small changes."""
    from bench.publishing import measure  # noqa: PLC0415 - the others need no site

    yield from measure()


def send() -> Iterator[Row]:
    """Send end to end, ledger and all, beside smtp-source, smtplib, nodemailer and mailmerge."""
    from bench.sending import sending  # noqa: PLC0415 - the others need nothing of the program itself

    yield from sending()


def _medians(ours: Sequence[str], peer: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run both commands in turn, so that both meet the same weather; give the medians in milliseconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS + 1):
        for command, taken in zip((ours, peer), times, strict=True):
            began = time.perf_counter()
            subprocess.run(command, check=False, capture_output=True, cwd=folder)
            if run:  # the first run warms the file cache and the byte code
                taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def _lay_out_without_pictures(workspace: Path) -> str:
    """Copy the 40-item issue and take the pictures out of its contributions; give the issue's id."""
    shutil.copytree(ROOT / "tests" / "golden" / "full-issue" / "input", workspace)
    if not (workspace / "templates").exists():
        shutil.copytree(ROOT / "templates", workspace / "templates")
    folder = next(path.parent for path in sorted((workspace / "issues").glob("*/issue.yaml")))
    for path in folder.glob("contributions/*.yaml"):
        kept, inside = [], False
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            inside = line.startswith("images:") or (inside and line.startswith((" ", "-")))
            if not inside:
                kept.append(line)
        path.write_text("".join(kept), encoding="utf-8")
    return folder.name


def _mjml() -> Path:
    command = HERE / "node" / "node_modules" / ".bin" / "mjml"
    if not command.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("The benchmark of `compile` needs npm, for MJML's command.")
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--no-package-lock"], check=True, cwd=HERE / "node"
        )
    return command


def _mjml_page(issue: dict[str, object]) -> str:
    """Write the same items as one MJML page: a headline, a paragraph and a link each."""
    sections = issue["sections"]
    assert isinstance(sections, list)
    body = []
    for section in sections:
        body.append(_mjml_row(f"<mj-text font-size='13px'>{section['title']['es']}</mj-text><mj-divider/>"))
        for item in section["items"]:
            title = next(iter(item["title"].values()))
            body.append(
                _mjml_row(
                    f"<mj-text font-size='13px'>{item['project']}</mj-text>"
                    f"<mj-text font-size='22px'>{title}</mj-text>"
                    f"<mj-text>{title} {title} {title}</mj-text>"
                    "<mj-button href='https://news.example.org/'>Seguir leyendo</mj-button>"
                )
            )
    return f"<mjml><mj-body>{''.join(body)}</mj-body></mjml>"


def _mjml_row(content: str) -> str:
    return f"<mj-section><mj-column>{content}</mj-column></mj-section>"


if __name__ == "__main__":
    sys.exit(main())
