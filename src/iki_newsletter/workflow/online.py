"""Look up where the links of an issue lead, and remember for a day what is sure, so that nobody is asked twice."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.checks.answers import Visited, addresses_in
from iki_newsletter.checks.engine import ONLINE, conclude, find_in_visited
from iki_newsletter.model.answer import Answer, Outcome
from iki_newsletter.workflow.build import page_of
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workflow.build import Build
    from iki_newsletter.workflow.visiting import Visitor

KEPT_FOR: Final = dt.timedelta(days=1)
"""How long an answer holds."""
REMEMBERED: Final = "links.json"


def find_online(build: Build, visitor: Visitor, now: dt.datetime) -> tuple[list[Problem], int]:
    """Ask for the links of all editions; give what is wrong, excused as issue.yaml allows, and their number."""
    pages = tuple(page_of(edition, build.merged) for edition in build.editions)
    addresses = list(dict.fromkeys(address for page in pages for address in addresses_in(page)))
    answers = ask(addresses, visitor, build.merged.register.workspace.build / REMEMBERED, now)
    found = find_in_visited(Visited(pages, answers))
    return conclude(build.merged.sources.plan, found, ONLINE), len(addresses)


def ask(addresses: Iterable[str], visitor: Visitor, memory: Path, now: dt.datetime) -> Mapping[str, Answer]:
    """Ask for what is not remembered, and remember what is sure; an answer that says nothing is asked for anew."""
    remembered = _read(memory, now)
    addresses = list(addresses)
    fresh = visitor.visit(address for address in addresses if address not in remembered)
    sure = {key: answer for key, answer in fresh.items() if answer.outcome is not Outcome.UNKNOWN}
    if sure:
        kept = remembered | {key: (now, answer) for key, answer in sure.items()}
        write_atomically(memory, _written(kept), durable=False)
    return {key: answer for key, (_, answer) in remembered.items() if key in addresses} | fresh


def _read(memory: Path, now: dt.datetime) -> dict[str, tuple[dt.datetime, Answer]]:
    """Read what is remembered and still holds; a file that cannot be read remembers nothing."""
    try:
        written = json.loads(memory.read_text(encoding="utf-8"))
        read = {address: _entry(entry) for address, entry in written.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {key: (at, answer) for key, (at, answer) in read.items() if dt.timedelta() <= now - at < KEPT_FOR}


def _entry(entry: Mapping[str, Any]) -> tuple[dt.datetime, Answer]:
    return dt.datetime.fromisoformat(entry["at"]), Answer(Outcome(entry["outcome"]), str(entry["why"]))


def _written(remembered: Mapping[str, tuple[dt.datetime, Answer]]) -> str:
    entries = {
        address: {"at": at.isoformat(timespec="seconds"), "outcome": answer.outcome.value, "why": answer.why}
        for address, (at, answer) in sorted(remembered.items())
    }
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
