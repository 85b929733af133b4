"""How fast mail goes out, end to end, beside its peers: into a sink on loopback, and to a server far away.

Every tool runs in a process of its own, one after the other in each round, and counts from its first connection to
its last answer; what is compared are medians of the rounds. Ours has its ledger on a real disk with
synchronous=FULL and follows the whole protocol; a peer only sends.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.mailing import AT, Mailing, person
from bench.row import Row, at_least

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
BUILD: Final = ROOT / "build"
PEERS: Final = BUILD / "bench-peers"
WORKERS: Final = HERE / "workers"

CONNECTIONS: Final = 8
ROUNDS: Final = 5
FAR_ROUNDS: Final = 3
ROUND_TRIP_MS: Final = 40
FAR_CONNECTIONS: Final = (1, 4, 20)
MESSAGES: Final = {
    "ours": 2000,
    "smtp-source": 3000,
    "smtplib": 2000,
    "nodemailer": 800,
    "mailmerge": 50,
    "mailmerge, HTML alone": 150,
}
FAR_MESSAGES: Final = {"ours": 150, "smtplib": 25, "nodemailer": 50}
"""For each connection."""
LIMITS: Final = {
    "smtp-source": 1.0,
    "smtplib": 2.5,
    "nodemailer": 7.0,
    "mailmerge": 40.0,
    "mailmerge, HTML alone": 0.0,  # told for comparison: half of what the others send
}
FAR_LIMITS: Final = {"smtplib": 3.5, "nodemailer": 1.8}
OF_A_ROUND_TRIP: Final = 0.9

Rates = dict[str, list[float]]


def sending() -> Iterator[Row]:
    """Compare on loopback, with messages of 53 KB and of 4 KB, then at a round trip of 40 ms."""
    BUILD.mkdir(exist_ok=True)
    with sink() as port:
        for size in (53_000, 4_000):
            yield from _on_loopback(port, size)
    with far_server() as port:
        for connections in FAR_CONNECTIONS:
            yield from _far_away(port, connections)


def _on_loopback(port: int, size: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        content = _Content(Path(folder), size)
        rates = _measure(_senders(port, content, CONNECTIONS, MESSAGES), ROUNDS)
    ours = statistics.median(rates["ours"])
    for peer, limit in LIMITS.items():
        what = f"loopback, {size // 1000} KB, {CONNECTIONS} conn. / {_described(peer)}"
        yield at_least(what, ours, statistics.median(rates[peer]), limit)


def _far_away(port: int, connections: int) -> Iterator[Row]:
    numbers = {tool: number * connections for tool, number in FAR_MESSAGES.items()}
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        content = _Content(Path(folder), 53_000)
        senders = _senders(port, content, connections, numbers)
        rates = _measure({tool: senders[tool] for tool in FAR_MESSAGES}, FAR_ROUNDS, warm=0)
    ours = statistics.median(rates["ours"])
    where = f"{ROUND_TRIP_MS} ms away, {connections} conn."
    for peer, limit in FAR_LIMITS.items():
        yield at_least(f"{where} / {peer}", ours, statistics.median(rates[peer]), limit)
    ideal = connections * 1000 / ROUND_TRIP_MS
    yield at_least(f"{where} / one a round trip", ours, ideal, OF_A_ROUND_TRIP)


def _described(peer: str) -> str:
    return {"smtp-source": "smtp-source -d -s8", "nodemailer": "nodemailer, 8"}.get(peer, peer)


# --- how each tool is run --------------------------------------------------------------------------------------


class _Content:
    """The same message in the form that each tool wants."""

    def __init__(self, folder: Path, size: int) -> None:
        mailing = Mailing(size)
        self.folder = folder
        self.size = mailing.size
        self.message = folder / "message.eml"
        self.message.write_bytes(mailing.builder.stamp(person(0), AT))
        self.parts = folder / "parts.json"
        edition = mailing.edition
        self.parts.write_text(
            json.dumps({"subject": edition.subject, "html": edition.html, "text": edition.text}), encoding="utf-8"
        )
        self.template = folder / "template.txt"
        self.template.write_text(_HEAD.format("markdown") + _markdown(mailing.size), encoding="utf-8")
        self.html_template = folder / "html.txt"
        self.html_template.write_text(_HEAD.format("html") + edition.html, encoding="utf-8")


_HEAD: Final = (
    "TO: {{{{email}}}}\nSUBJECT: Manglares y metas\nFROM: Red Clima <boletin@example.org>\n"
    "CONTENT-TYPE: text/{}; charset=utf-8\n\nHola {{{{name}}}}:\n\n"
)
_MARKDOWN: Final = (
    "### Manglares que vuelven, por vez {0}\n\nDoce comunidades de una costa inventada acordaron cómo cuidar sus "
    "manglares; «el mar vuelve a dar peces», dicen.\n\n[Leer cómo lo hicieron](https://www.example.org/{0})\n\n"
)


def _markdown(size: int) -> str:
    """Write Markdown of which mailmerge makes HTML and text of about `size` bytes: three times its own."""
    body, items = "", 0
    while len(body.encode()) * 3 < size - len(_MARKDOWN) * 3:
        body += _MARKDOWN.format(items)
        items += 1
    return body


def _senders(
    port: int, content: _Content, connections: int, numbers: dict[str, int]
) -> dict[str, Callable[[], dict[str, float]]]:
    """Give, for each tool, what sends so many messages and tells the seconds that it took."""
    return {
        "ours": lambda: _ours(port, content, connections, numbers["ours"]),
        "smtp-source": lambda: _smtp_source(port, content, numbers["smtp-source"]),
        "smtplib": lambda: _run(
            sys.executable,
            WORKERS / "with_smtplib.py",
            port,
            content.message,
            f"--messages={numbers['smtplib']}",
            # On loopback the peer is one kept connection: threads share one interpreter and gain nothing there.
            f"--connections={connections if 'smtp-source' not in numbers else 1}",
        ),
        "nodemailer": lambda: _run(
            _node(), HERE / "node" / "pooled.mjs", port, content.parts, numbers["nodemailer"], connections
        ),
        "mailmerge": lambda: _mailmerge(port, content, content.template, numbers["mailmerge"]),
        "mailmerge, HTML alone": lambda: _mailmerge(
            port, content, content.html_template, numbers["mailmerge, HTML alone"]
        ),
    }


def _measure(senders: dict[str, Callable[[], dict[str, float]]], rounds: int, *, warm: int = 1) -> Rates:
    """Run all tools in turn, the `warm` rounds for nothing; gives their rates in messages a second."""
    rates: Rates = {tool: [] for tool in senders}
    for number in range(rounds + warm):
        for tool, send in senders.items():
            figures = send()
            if number >= warm:
                rates[tool].append(figures["messages"] / figures["seconds"])
    return rates


def _ours(port: int, content: _Content, connections: int, messages: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=content.folder) as folder:
        size, asked = f"--bytes={content.size}", f"--connections={connections}"
        return _run(sys.executable, WORKERS / "ours.py", port, folder, f"--messages={messages}", size, asked)


def _smtp_source(port: int, content: _Content, messages: int) -> dict[str, float]:
    began = time.perf_counter()
    subprocess.run(
        [
            _program("smtp-source"),
            "-d",
            "-s",
            str(CONNECTIONS),
            "-m",
            str(messages),
            "-l",
            str(content.size),
            f"127.0.0.1:{port}",
        ],
        check=True,
        capture_output=True,
    )
    return {"seconds": time.perf_counter() - began, "messages": messages}


def _mailmerge(port: int, content: _Content, template: Path, messages: int) -> dict[str, float]:
    """Time its command for many messages and for one: the difference is what the others cost, without its start."""
    if not (PEERS / "mailmerge").is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
        subprocess.run([*pip, str(PEERS), "mailmerge==2.3.0"], check=True)
    config = content.folder / "server.conf"
    config.write_text(f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\nratelimit = 0\n", encoding="utf-8")
    people = content.folder / "people.csv"
    rows = [f"lectora{number}@example.org,Ana {number}" for number in range(messages + 1)]
    people.write_text("\n".join(["email,name", *rows, ""]), encoding="utf-8")
    command = [
        sys.executable,
        str(PEERS / "bin" / "mailmerge"),
        "--no-dry-run",
        "--output-format",
        "text",
        "--template",
    ]
    command += [str(template), "--database", str(people), "--config", str(config)]
    taken = []
    for which in (["--limit", "1"], ["--no-limit"]):
        began = time.perf_counter()
        env = {**os.environ, "PYTHONPATH": str(PEERS)}
        subprocess.run([*command, *which], check=True, capture_output=True, cwd=content.folder, env=env)
        taken.append(time.perf_counter() - began)
    return {"seconds": taken[1] - taken[0], "messages": messages}


def _run(*command: object) -> dict[str, float]:
    """Run a worker and read the one JSON object that it prints."""
    done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _node() -> str:
    if not (HERE / "node" / "node_modules" / "nodemailer").is_dir():
        npm = shutil.which("npm") or sys.exit("The benchmark of sending needs npm, for nodemailer.")
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--no-package-lock"], check=True, cwd=HERE / "node"
        )
    return shutil.which("node") or sys.exit("The benchmark of sending needs Node.js, for nodemailer.")


def _program(name: str) -> str:
    return (
        shutil.which(name)
        or shutil.which(name, path="/usr/sbin:/usr/libexec/postfix")
        or sys.exit(f"The benchmark of sending needs Postfix's {name} (Debian: postfix).")
    )


# --- what takes the mail ---------------------------------------------------------------------------------------


@contextmanager
def sink() -> Iterator[int]:
    """Run smtp-sink on a free port; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    user = ["-u", "nobody"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with subprocess.Popen([_program("smtp-sink"), *user, f"127.0.0.1:{port}", "200"]) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.kill()


@contextmanager
def far_server() -> Iterator[int]:
    """Run the server that is a round trip of 40 ms away; gives its port."""
    command = [sys.executable, str(WORKERS / "delaying_server.py"), str(ROUND_TRIP_MS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    sys.exit("smtp-sink does not come up.")
