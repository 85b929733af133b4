"""How fast messages go out, ledger FULL and the protocol on, beside Postfix's `smtp-source` in the same run.

Into `smtp-sink` on loopback, with 1, 4 and 8 connections and messages of 4 and 53 KB, each turn after a turn of
`smtp-source -d -s8` with the same size; and into a server of our own that answers after 40 ms. Medians and ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from iki_newsletter.delivery.engine import deliver  # noqa: E402 - the path comes first
from iki_newsletter.delivery.order import Order  # noqa: E402
from iki_newsletter.delivery.server import Server  # noqa: E402
from iki_newsletter.model.campaign import Campaign  # noqa: E402
from iki_newsletter.model.subscriber import Subscriber  # noqa: E402
from iki_newsletter.store.database import Database  # noqa: E402
from iki_newsletter.store.ledger import Ledger  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.model.delivery import Claim

EDITION = b"an edition"
DIGEST = hashlib.sha256(EDITION).hexdigest()
SIZES = {"4 KB": 4_000, "53 KB": 53_000}
ROUND_TRIP = 0.04
WHERE = "/usr/sbin:/usr/libexec/postfix"


def main() -> int:
    """Measure, and print one row for each size and number of connections."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 4, 8])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [*loopback(options.messages, options.rounds, options.connections), *round_trips()]
    if options.json:
        print(json.dumps(rows))
        return 0
    for row in rows:
        print(f"{row['what']:44}{row['ours']:10,.0f}{row['peer']:10,.0f}  {row['ratio']:.2f}")
    return 0


def loopback(messages: int, rounds: int, connections: list[int]) -> Iterator[dict[str, Any]]:
    """Send into a sink, in turn with smtp-source."""
    for name, size in SIZES.items():
        ours: dict[int, list[float]] = {number: [] for number in connections}
        peer: list[float] = []
        with sink() as port:
            for _ in range(rounds):
                peer.append(source(port, messages, size))
                for number, taken in ours.items():
                    taken.append(campaign(Server("127.0.0.1", port), messages, number, maker(size)))
        source_rate = statistics.median(peer)
        for number, taken in ours.items():
            rate = statistics.median(taken)
            what = f"{name}, {number} connections / smtp-source -d -s8"
            yield {"what": what, "ours": rate, "peer": source_rate, "ratio": rate / source_rate}


def round_trips() -> Iterator[dict[str, Any]]:
    """Send to a server that takes 40 ms; the peer is one message a round trip on each connection."""
    for number in (1, 8, 20):
        with slow_server() as port:
            messages = 100 * number
            set_up = 6 * ROUND_TRIP  # the first connection's greeting and EHLO, the others', first group, QUIT
            work = _campaign(Server("127.0.0.1", port), messages, number, maker(SIZES["53 KB"]), set_up=set_up)
            rate = asyncio.run(work)
        ideal = number / ROUND_TRIP
        what = f"40 ms round trip, {number} connections / one each"
        yield {"what": what, "ours": rate, "peer": ideal, "ratio": rate / ideal}


@contextmanager
def slow_server() -> Iterator[int]:
    """Run a server that is far away, in a process of its own."""
    command = [sys.executable, str(ROOT / "tests" / "servers" / "slow.py"), str(ROUND_TRIP)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def maker(size: int) -> Callable[[Claim], bytes]:
    """Give what makes messages of about this many bytes by joining pieces, as stamping does."""
    body = b"\r\nSubject: x\r\n\r\n" + (b"x" * 74 + b"\r\n") * (size // 76)

    def make(claim: Claim) -> bytes:
        return b"".join((b"To: ", claim.subscriber.mailbox.encode(), body))

    return make


def campaign(server: Server, messages: int, connections: int, make: Callable[[Claim], bytes]) -> float:
    """Send a campaign; gives messages a second."""
    return asyncio.run(_campaign(server, messages, connections, make))


async def _campaign(
    server: Server, messages: int, connections: int, make: Callable[[Claim], bytes], set_up: float = 0
) -> float:
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder, "ledger.sqlite3")) as database:
        ledger = Ledger(database)
        people = (
            Subscriber(f"p{each}@example.org", f"p{each}@example.org", f"p{each}@example.org", "es")
            for each in range(messages)
        )
        now = datetime.now(UTC)
        ledger.begin(Campaign("c", "c", now, {"es": DIGEST}), {DIGEST: EDITION}, people, lambda each: each.key)
        order = Order("c", "bench:1:a", server, "bounces@example.org", connections=connections)
        began = time.perf_counter()
        outcome = await deliver(order, ledger, make)
        taken = time.perf_counter() - began - set_up
        assert outcome.sum.sent == messages
        return messages / taken


def source(port: int, messages: int, size: int) -> float:
    """Let smtp-source send as many; gives messages a second."""
    command = [program("smtp-source"), "-d", "-s8", "-m", str(messages), "-l", str(size), f"127.0.0.1:{port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return messages / (time.perf_counter() - began)


@contextmanager
def sink() -> Iterator[int]:
    """Run a sink on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([program("smtp-sink"), "-u", "nobody", f"127.0.0.1:{port}", "100"])
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


def program(name: str) -> str:
    """Find one of Postfix's programs."""
    found = shutil.which(name) or shutil.which(name, path=WHERE)
    if found is None:
        sys.exit(f"This benchmark needs {name} of Postfix.")
    return found


if __name__ == "__main__":
    sys.exit(main())
