"""The standard library's side of the bench: smtplib on connections that are kept, a thread for each.

It sends the same finished bytes again and again, so nothing but sending is measured.
"""

from __future__ import annotations

import argparse
import json
import smtplib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def main() -> int:
    """Send, and print what it took as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("message", type=Path)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=1)
    options = parser.parse_args()
    message = Path(options.message).read_bytes()
    share = int(options.messages) // int(options.connections)

    def work(worker: int) -> int:
        with smtplib.SMTP("127.0.0.1", options.port, local_hostname="bench.example") as connection:
            for number in range(share):
                connection.sendmail("bounces@example.org", [f"lectora{worker}-{number}@example.org"], message)
        return share

    began = time.perf_counter()
    with ThreadPoolExecutor(options.connections) as pool:
        sent = sum(pool.map(work, range(options.connections)))
    print(json.dumps({"seconds": time.perf_counter() - began, "messages": sent, "message_bytes": len(message)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
