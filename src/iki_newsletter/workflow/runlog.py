"""The run log, `var/log/CAMPAIGN.log`: one line for each run with its figures, and no addresses unless asked for."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from iki_newsletter.store.moments import as_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.model.delivery import Delivery

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9.-]")
_SPACE: Final = re.compile(r"\s+")


def log_path(var: Path, campaign_id: str) -> Path:
    """Give where a campaign's runs are written down."""
    return var / "log" / f"{_UNSAFE.sub('_', campaign_id)}.log"


def log_run(path: Path, at: dt.datetime, facts: Mapping[str, object], deliveries: Iterable[Delivery] = ()) -> None:
    """Append a run's line (INFO), `name=value` with spaces between, and a line (DEBUG) for each of `deliveries`.

    A log that cannot be written stops nobody: the ledger has it all.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as log:
            words = " ".join(f"{name}={_one_word(value)}" for name, value in facts.items())
            log.write(f"{as_text(at)} INFO {words}\n")
            for row in deliveries:
                said = _SPACE.sub(" ", f"{row.address} {row.state} {row.reason} {row.reply}").strip()
                log.write(f"{as_text(row.at or at)} DEBUG {said}\n")


def _one_word(value: object) -> str:
    return _SPACE.sub("-", str(value)) or "-"
