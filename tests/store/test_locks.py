from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import NOW

from iki_newsletter.errors import ExitCode, LockHeldError
from iki_newsletter.store.locks import hold_sender_lock

if TYPE_CHECKING:
    from pathlib import Path


def test_second_sender_is_told_who_sends(tmp_path: Path) -> None:
    """While one sends, another is told process, computer and since when, and ends with 75."""
    with hold_sender_lock(tmp_path, "2017-06", clock=lambda: NOW) as owner:
        assert f":{os.getpid()}:" in owner
        words = rf"process {os.getpid()} on .+, since 2017-06-1\d"
        with pytest.raises(LockHeldError, match=words) as caught, hold_sender_lock(tmp_path, "2017-06"):
            pytest.fail("two senders")
        assert caught.value.exit_code is ExitCode.NOT_FINISHED


def test_campaigns_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """The lock is a campaign's own, whatever the campaign is called."""
    with hold_sender_lock(tmp_path, "2017-06") as one, hold_sender_lock(tmp_path, "../2017/07") as two:
        assert one != two
    assert {file.parent for file in tmp_path.rglob("*.lock")} == {tmp_path}


def test_each_run_is_another_owner(tmp_path: Path) -> None:
    """Two runs of one process are told apart, so that claims of the first are not taken for the second's."""
    with hold_sender_lock(tmp_path, "2017-06") as first:
        pass
    with hold_sender_lock(tmp_path, "2017-06") as second:
        assert first != second


def test_lock_goes_with_its_process(tmp_path: Path) -> None:
    """A sender that is killed leaves no lock behind, only its name, which is not believed."""
    code = (
        "import sys, time; from pathlib import Path; from iki_newsletter.store.locks import hold_sender_lock;"
        "lock = hold_sender_lock(Path(sys.argv[1]), '2017-06'); lock.__enter__();"
        "print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LockHeldError, match=f"process {process.pid}"), hold_sender_lock(tmp_path, "2017-06"):
        pass
    process.kill()
    process.communicate()
    with hold_sender_lock(tmp_path, "2017-06"):
        pass


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": "x", "host": 1, "since": "yesterday"}'])
def test_unreadable_name_of_the_holder(tmp_path: Path, text: str) -> None:
    """When who sends cannot be read, the second sender is refused all the same."""
    with hold_sender_lock(tmp_path, "2017-06"):
        (tmp_path / "sending-2017-06.json").write_text(text, encoding="utf-8")
        with pytest.raises(LockHeldError, match="already"), hold_sender_lock(tmp_path, "2017-06"):
            pass
