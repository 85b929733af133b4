"""How fast messages are stamped and signed, beside dkimpy signing finished ones, in turn."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dkim

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import stamping  # noqa: E402 - the path comes first

from iki_newsletter.mail.builder import MessageBuilder  # noqa: E402
from iki_newsletter.mail.dkim import SIGNED, Signer  # noqa: E402
from iki_newsletter.model.newsletter import Algorithm, Dkim  # noqa: E402
from iki_newsletter.store.signing_keys import load_signing_keys, make_signing_key  # noqa: E402
from iki_newsletter.workspace.folder import Workspace  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from iki_newsletter.model.subscriber import Subscriber

ROUNDS = 5
OURS, PEERS = 400, 20
"""Messages of a round: the peer's are fewer, so that a round is as long."""


class Measured(NamedTuple):
    """Two medians, in messages a second."""

    what: str
    ours: float
    peer: float


def measure() -> Iterator[Measured]:
    """Measure with RSA-2048, and with the Ed25519 key alone, which no sender uses without the other."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        both = {"selector": "rsa", "key": "var/rsa", "ed25519": {"selector": "ed", "key": "var/ed"}}
        settings = Dkim.model_validate({"domain": "example.org"} | both)
        make_signing_key(workspace.root / "var" / "rsa")
        make_signing_key(workspace.root / "var" / "ed", Algorithm.ED25519)
        rsa, ed25519 = load_signing_keys(workspace, settings, {})
        pem = (workspace.root / "var" / "rsa").read_bytes()
    subscribers = stamping.make_subscribers()
    edition, newsletter = stamping.make_edition(), stamping.make_newsletter()
    plain = MessageBuilder(edition, newsletter, "2017-06", stamping.SECRET)
    message = plain.stamp(subscribers[0], stamping.AT)
    sign = partial(
        dkim.sign,
        message,
        b"rsa",
        b"example.org",
        pem,
        canonicalize=(b"relaxed", b"simple"),
        include_headers=_headers(),
    )
    for what, keys in (("RSA-2048", [rsa]), ("RSA-2048 and Ed25519", [rsa, ed25519])):
        signer = Signer("example.org", keys)
        builder = MessageBuilder(edition, newsletter, "2017-06", stamping.SECRET, signer=signer)
        mine, theirs = [], []
        for _ in range(ROUNDS):
            mine.append(_rate(partial(builder.stamp, at=stamping.AT), subscribers[:OURS]))
            theirs.append(_rate(lambda _: sign(), subscribers[:PEERS]))
        yield Measured(f"stamp and sign, {what} / dkimpy RSA", statistics.median(mine), statistics.median(theirs))


def _headers() -> list[bytes]:
    """List what we sign, oversigned in the same way where the messages have it."""
    return [name.encode() for name in SIGNED for _ in range(2)]


def _rate(do: Callable[[Subscriber], object], people: Sequence[Subscriber]) -> float:
    began = time.perf_counter()
    for person in people:
        do(person)
    return len(people) / (time.perf_counter() - began)
