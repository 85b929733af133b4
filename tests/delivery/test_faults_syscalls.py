"""Killed at chosen system calls of a short campaign; `make torture` takes them all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import people
from tests.servers.syscalls import Point, kill_and_go_on, require_strace

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench


@pytest.mark.parametrize(
    "point",
    [Point("sendto", 3), Point("sendto", 4), Point("fdatasync", 3), Point("recvfrom", 4), Point("pwrite64", 20)],
    ids=str,
)
def test_killed_at_a_system_call(bench: Bench, point: Point) -> None:
    """A sender killed there, before the dot, at it or behind it, loses nobody and makes nobody get it twice."""
    require_strace()
    bench.plan(*people(3))
    bench.database.close()
    assert asyncio.run(kill_and_go_on(bench, point))
