"""How planning and sending grow with the list: memory, time a message and the ledger's size, from 1,000 people on.

`python bench/scale.py` takes 1,000, 10,000 and 100,000; `python bench/scale.py 1000000` is the long run. With
`--plan-only` nothing is sent. Each size is a process of its own, whose peak of memory is what the system says.
“again” is the plan of a later run, with the ledger's word on who has it: after sending nobody waits, else nearly all.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.mailing import AT, ISSUE, Mailing, peak_memory  # noqa: E402 - the path comes first
from bench.sending import BUILD, CONNECTIONS, sink  # noqa: E402
from bench.workers.ours import order_for  # noqa: E402
from tests.sums import adds_up  # noqa: E402

from iki_newsletter.audience.listfile import read_list  # noqa: E402
from iki_newsletter.audience.planning import Conditions, plan_audience  # noqa: E402
from iki_newsletter.delivery.engine import deliver  # noqa: E402
from iki_newsletter.model.issue import Issue  # noqa: E402
from iki_newsletter.store.database import Database  # noqa: E402
from iki_newsletter.store.ledger import Ledger  # noqa: E402
from iki_newsletter.workflow.outlet import choose_outlet  # noqa: E402
from iki_newsletter.workflow.plan import Mailing as PlannedMailing  # noqa: E402
from iki_newsletter.workflow.plan import Plan, SendOptions  # noqa: E402
from iki_newsletter.workflow.planning import find_begun  # noqa: E402
from iki_newsletter.workflow.said import read_said  # noqa: E402
from iki_newsletter.workspace.folder import Workspace  # noqa: E402

if TYPE_CHECKING:
    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.delivery import Claim

SIZES = (1_000, 10_000, 100_000)
BYTES = 4_000
PLAN_LIMIT_MB = 120
PLAN_HEADS = ("people", "read s", "read MB", "plan s", "plan MB", "again s", "again MB", "ledger MB", "B/row")
HEADS = (
    *("people", "read s", "read MB", "plan s", "plan MB", "send s", "µs/msg", "sent MB"),
    *("again s", "again MB", "ledger MB", "B/row"),
)


def main() -> int:
    """Measure each size in a process of its own; exit 1 when planning takes more memory than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", help="how many people, one run each")
    parser.add_argument("--plan-only", action="store_true")
    parser.add_argument("--in-this-process", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.in_this_process:
        print(json.dumps(measure(options.people[0], plan_only=options.plan_only)))
        return 0
    heads = PLAN_HEADS if options.plan_only else HEADS
    print("".join(f"{head:>11}" for head in heads))
    kept = True
    for number in options.people or SIZES:
        more = ["--plan-only"] if options.plan_only else []
        done = subprocess.run(
            [sys.executable, __file__, str(number), "--in-this-process", *more],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        figures = json.loads(done.stdout)
        print("".join(f"{figures[head]:>11,.1f}" for head in heads), flush=True)
        kept = kept and max(figures["plan MB"], figures["again MB"]) < PLAN_LIMIT_MB
    print(f"planning below {PLAN_LIMIT_MB} MB: {'kept' if kept else 'NOT KEPT'}")
    return 0 if kept else 1


def measure(number: int, *, plan_only: bool) -> dict[str, float]:
    """Plan a campaign from a list of so many people, and send it into a sink."""
    BUILD.mkdir(exist_ok=True)
    mailing = Mailing(BYTES)
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        path = write_list(Path(name, "people.csv"), number)
        figures: dict[str, float] = {"people": number}
        database_path = Path(name, "var", "ledger.sqlite3")
        with Database.open(database_path) as database:
            ledger = Ledger(database)
            began = time.perf_counter()
            reading = read_list(path, ["es"])
            figures |= {"read s": time.perf_counter() - began, "read MB": peak_memory()}
            began = time.perf_counter()
            plan = _plan(Workspace(Path(name)), mailing, reading)
            mailing.begin(ledger, plan.to_add)
            figures |= {"plan s": time.perf_counter() - began, "plan MB": peak_memory()}
            if plan_only:
                ledger.advance(ISSUE, "bench", AT, [], claims=1)
            else:
                figures |= _send(mailing, ledger, number)
            began = time.perf_counter()
            _plan(Workspace(Path(name)), mailing, reading)
            figures |= {"again s": time.perf_counter() - began, "again MB": peak_memory()}
        size = database_path.stat().st_size
    return figures | {"ledger MB": size / 1e6, "B/row": size / number}


def write_list(path: Path, number: int) -> Path:
    """Write a list as a team would have it."""
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,language,organisation,consent_source\n")
        for each in range(number):
            file.write(f"lectora{each}@example.org,Ana Ejemplo {each},es,Organización {each % 400},Taller\n")
    return path


def _plan(workspace: Workspace, mailing: Mailing, reading: ListReading) -> Plan:
    """Do what `send` does between reading the list and asking, for a mailing without an issue."""
    subject = mailing.newsletter.local(mailing.edition.subject)
    issue = Issue(
        id=ISSUE,
        folder=workspace.issues / ISSUE,
        number=6,
        month=ISSUE,
        sends_on=AT.date(),
        subject=subject,
        preheader=subject,
        editorial=None,
        editorial_signed=None,
        focus=None,
        sections=(),
    )
    outlet = choose_outlet(workspace, mailing.newsletter.smtp, "smtp://127.0.0.1:2525")
    audience = plan_audience(reading, read_said(workspace), Conditions())
    planned = PlannedMailing(ISSUE, issue, mailing.newsletter, (mailing.edition,))
    begun = find_begun(outlet, planned, settle=False)
    plan = Plan(workspace, planned, SendOptions(), outlet, "people.csv", audience, begun)
    assert plan.facts
    assert plan.as_json()["audience"] == reading.rows
    return plan


def _send(mailing: Mailing, ledger: Ledger, number: int) -> dict[str, float]:
    def make(claim: Claim) -> bytes:
        return mailing.builder.stamp(claim.subscriber, dt.datetime.now(dt.UTC))

    with sink() as port:
        order = order_for(port, CONNECTIONS)
        began = time.perf_counter()
        outcome = asyncio.run(deliver(order, ledger, make))
        seconds = time.perf_counter() - began
    if not (adds_up(outcome.sum) and outcome.sum.sent == number):
        sys.exit(f"Not everybody has it: {outcome.sum}")
    return {
        "send s": seconds,
        "µs/msg": seconds / number * 1e6,
        "sent MB": peak_memory(),
    }


if __name__ == "__main__":
    sys.exit(main())
