"""Our side of the bench, in a process of its own: engine, stamping, and a ledger with synchronous=FULL on disk."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.mailing import ISSUE, SENDER, Mailing, peak_memory, people  # noqa: E402 - the path comes first
from tests.sums import adds_up  # noqa: E402

from iki_newsletter.delivery.engine import deliver  # noqa: E402
from iki_newsletter.delivery.order import Order  # noqa: E402
from iki_newsletter.delivery.server import Server  # noqa: E402
from iki_newsletter.store.database import Database  # noqa: E402
from iki_newsletter.store.ledger import Ledger  # noqa: E402

if TYPE_CHECKING:
    from iki_newsletter.model.delivery import Claim, Sum


def main() -> int:
    """Plan a campaign in an empty folder, send it, and print what it took as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("folder", type=Path, help="an empty one, on the disk that is meant")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--bytes", type=int, default=53_000)
    parser.add_argument("--connections", type=int, default=1)
    options = parser.parse_args()
    mailing = Mailing(options.bytes)
    database_path = options.folder / "ledger.sqlite3"
    with Database.open(database_path) as database:
        ledger = Ledger(database)
        began = time.perf_counter()
        mailing.begin(ledger, people(options.messages))
        planned = time.perf_counter()
        total = _send(mailing, ledger, order_for(options.port, options.connections))
        done = time.perf_counter()
    figures = {
        "seconds": done - planned,
        "planning": planned - began,
        "messages": total.sent,
        "message_bytes": mailing.size,
        "peak_mb": peak_memory(),
        "ledger_bytes": database_path.stat().st_size,
    }
    print(json.dumps(figures))
    return 0 if adds_up(total) and total.sent == options.messages else 1


def order_for(port: int, connections: int) -> Order:
    """Order the campaign over so many connections."""
    return Order(ISSUE, "bench", Server("127.0.0.1", port), SENDER, connections=connections)


def _send(mailing: Mailing, ledger: Ledger, order: Order) -> Sum:
    def make(claim: Claim) -> bytes:
        return mailing.builder.stamp(claim.subscriber, dt.datetime.now(dt.UTC))

    gc.freeze()
    return asyncio.run(deliver(order, ledger, make)).sum


if __name__ == "__main__":
    sys.exit(main())
