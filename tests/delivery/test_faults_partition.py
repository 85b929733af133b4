"""A cable cut in the middle of a conversation, for both sides at once, and mended later."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.delivery.conftest import people

if TYPE_CHECKING:
    from tests.delivery.conftest import Bench

ROOT = Path(__file__).parents[2]
IN_OWN_NETWORK = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


def require_own_network() -> None:
    """Skip the test by the name of what is missing for a network of its own with a firewall in it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a network namespace needs root")
    for program, package in (("unshare", "util-linux"), ("ip", "iproute2"), ("iptables", "iptables")):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: {package})")
    if subprocess.run([*IN_OWN_NETWORK, "iptables", "-L", "OUTPUT"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel allows no network namespace with iptables")


@pytest.mark.parametrize(
    ("step", "second", "sent_in_the_end"),
    [("DOT", "uncertain", 2), ("DATA", "pending", 3), ("RCPT", "pending", 3), ("BODY", "uncertain", 2)],
)
def test_cable_cut(bench: Bench, step: str, second: str, sent_in_the_end: int) -> None:
    """Cut before the dot nothing counts and all is sent later; behind it there is one doubt, and never a second mail.

    At `BODY` the cut comes while the dot may be on its way already: the kernel has it, so it is a doubt.
    """
    require_own_network()
    bench.plan(*people(3))
    bench.database.close()
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, str(ROOT / "tests" / "servers" / "partitioned.py"), str(bench.database.path), step]
    done = subprocess.run(
        [*IN_OWN_NETWORK, *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["cut"] == ["sent", second, "pending"]
    assert told["mended"].count("sent") == sent_in_the_end
    assert set(told["mended"]) <= {"sent", "uncertain"}
    assert max(told["dots"].values()) == 1
    bench.reopen()
