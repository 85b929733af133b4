"""How fast messages may go out: token buckets, one for all and one for each recipient's domain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from iki_newsletter.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

_FORM: Final = re.compile(r"([0-9]{1,9})/([smh])")
_SHORTEST_WAIT: Final = 0.001
_SECONDS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages in so many seconds."""

    messages: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a rate, as in `10/s`, `30/m` or `500/h`; raises UsageError."""
        found = _FORM.fullmatch(text.strip())
        if found is None or not int(found[1]):
            raise UsageError(
                f"`{text}` is no rate.",
                instead="Write messages per second, minute or hour, as in 10/s, 30/m or 500/h.",
            )
        return cls(int(found[1]), _SECONDS[found[2]])


class Bucket:
    """Tokens that grow with time: a message takes one.

    It holds one second's worth and at least one, so that messages go out evenly. A clock that jumps back gives
    nothing and takes nothing; one that jumps forth gives no more than the bucket holds.
    """

    def __init__(self, rate: Rate) -> None:
        self._per_second = rate.messages / rate.seconds
        self._holds = max(1.0, self._per_second)
        self._tokens = self._holds
        self._filled_at: dt.datetime | None = None

    def wait(self, now: dt.datetime) -> float:
        """Tell in how many seconds there is a token; 0 where there is one."""
        self._fill(now)
        seconds = (1 - self._tokens) / self._per_second
        # What clocks and floats lose must not make a wait of no time; the next token makes up for it.
        return seconds if seconds >= _SHORTEST_WAIT else 0.0

    def take(self) -> None:
        """Take a token; where there is none, the next one has to wait longer."""
        self._tokens -= 1

    def give_back(self) -> None:
        """Put a token back that was not needed."""
        self._tokens += 1

    def _fill(self, now: dt.datetime) -> None:
        if self._filled_at is not None:
            passed = max(0.0, (now - self._filled_at).total_seconds())
            self._tokens = min(self._holds, self._tokens + passed * self._per_second)
        self._filled_at = now


class Pace:
    """When the next message may go out, at all and to a domain; None sets no limit."""

    def __init__(self, overall: Rate | None, per_domain: Rate | None) -> None:
        self._overall = Bucket(overall) if overall else None
        self._per_domain = per_domain
        self._domains: dict[str, Bucket] = {}

    def wait(self, now: dt.datetime) -> float:
        """Tell in how many seconds the next message may be begun."""
        return self._overall.wait(now) if self._overall else 0.0

    def wait_for(self, mailbox: str, now: dt.datetime) -> float:
        """Tell in how many seconds one to this mailbox may be begun, for its domain's sake."""
        return self._domain(mailbox).wait(now) if self._per_domain else 0.0

    def begin(self) -> None:
        """Count a message that is begun."""
        if self._overall:
            self._overall.take()

    def give_back(self) -> None:
        """Count one less: it was not begun after all."""
        if self._overall:
            self._overall.give_back()

    def begin_to(self, mailbox: str) -> None:
        """Count whom it is to."""
        if self._per_domain:
            self._domain(mailbox).take()

    def _domain(self, mailbox: str) -> Bucket:
        assert self._per_domain is not None  # noqa: S101 - asked for only where there is such a rate
        domain = mailbox.rpartition("@")[2].casefold()
        if domain not in self._domains:
            self._domains[domain] = Bucket(self._per_domain)
        return self._domains[domain]
