"""Plans a sending to lists of two lengths in a process of its own, and tells its peaks of memory.

`plan_and_measure.py WORKSPACE SHORT LONG` writes lists of so many rows and prints two numbers of KiB, one for each.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from iki_newsletter.workflow.errand import Watcher
from iki_newsletter.workflow.plan import Plan, SendOptions
from iki_newsletter.workflow.planning import plan_sending
from iki_newsletter.workflow.send import send_planned
from iki_newsletter.workspace.folder import Workspace

ISSUE = "2017-06"
EVERY = 50
"""One row in so many says something that must be told, one is a duplicate, one has unsubscribed."""


def write_list(path: Path, rows: int, more: int = 0) -> Path:
    """Write a list as it is met: nearly all rows are good; with `more` people who came later."""
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,language,organisation,groups,consent_source,consent_at,status\n")
        for each in range(rows + more):
            number = each - 1 if each % EVERY == 1 else each
            language = "klingon" if each % EVERY == 2 else ("es", "de", "en")[each % 3]
            status = "unsubscribed" if each % EVERY == 3 else "active"
            file.write(
                f"lectora{number}@example.org,Ana Ejemplo {each},{language},Oficina {each},socios,Taller {each},"
                f"2017-05-22,{status}\n"
            )
    return path


def plan_and_go_on(workspace: Workspace, rows: int) -> Plan:
    """Plan a sending, send one message into the sandbox, and plan it again with a longer list; ask all questions."""
    path = workspace.root / f"list-{rows}.csv"
    options = SendOptions(write_list(path, rows), "sandbox:", limit=1)
    plan = plan_sending(workspace, ISSUE, options)
    _ask(plan)
    send_planned(plan, watcher=Watcher())
    again = SendOptions(write_list(path, rows, more=rows // 10), "sandbox:", add=True, retry_failed=True)
    plan = plan_sending(workspace, ISSUE, again)
    _ask(plan)
    return plan


def _ask(plan: Plan) -> None:
    figures = plan.as_json()
    if figures["audience"] != figures["planned"] + sum(figures["excluded"].values()) or not plan.facts:
        sys.exit(f"Somebody is missing: {figures}")


def peak() -> int:
    """Give the most memory that this process has held, in KiB (Linux)."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0


def main(root: Path, short: int, long: int) -> None:
    """Take the short list first, so that what any list needs is counted with it."""
    for rows in (short, long):
        workspace = Workspace(root / str(rows))
        plan_and_go_on(workspace, rows)
        sys.stdout.write(f"{peak()}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
