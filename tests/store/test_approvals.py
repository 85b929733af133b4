from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.errors import RefusedError
from iki_newsletter.model.approval import Approval
from iki_newsletter.store.approvals import FILE, add_approval, keep_editions, kept_edition, read_approvals

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2017, 6, 9, 14, 0, tzinfo=dt.UTC)
FIRST, SECOND = hashlib.sha256(b"first").hexdigest(), hashlib.sha256(b"second").hexdigest()


def approval(digest: str, campaign: str = "2017-06", by: str = "Ana Muster") -> Approval:
    """Make an approval of a Spanish edition."""
    return Approval(by=by, at=NOW, campaign=campaign, editions={"es": digest})


def test_the_newest_counts_and_the_earlier_stay(tmp_path: Path) -> None:
    """The file is a history; the last entry of each campaign is its approval."""
    add_approval(tmp_path, approval(FIRST))
    add_approval(tmp_path, approval(SECOND, "2017-06/correction-1"))
    add_approval(tmp_path, approval(SECOND, by="Jürgen Beispiel"))

    approvals = read_approvals(tmp_path)

    newest = approvals.newest("2017-06")
    assert newest is not None
    assert (newest.by, newest.editions) == ("Jürgen Beispiel", {"es": SECOND})
    assert [each.by for each in approvals.approvals] == ["Ana Muster", "Ana Muster", "Jürgen Beispiel"]
    assert approvals.newest("2017-06/correction-2") is None
    assert "Jürgen" in (tmp_path / FILE).read_text("utf-8")


def test_what_counts_names_the_changed_languages() -> None:
    """Another digest and a language that was not approved are both changes."""
    assert approval(FIRST).changed({"es": FIRST}) == []
    assert approval(FIRST).changed({"es": SECOND, "de": FIRST}) == ["es", "de"]


@pytest.mark.parametrize(
    "content",
    [
        "<<<<<<< HEAD\n",
        "approvals: [{by: Ana}]\n",
        "approvals:\n- {by: Ana, at: '2017-06-09', campaign: 2017-06, editions: {es: abc}}\n",
    ],
)
def test_a_file_that_cannot_be_read_approves_nothing(tmp_path: Path, content: str) -> None:
    """A merge gone wrong, or a hand-made entry, is refused with its place rather than taken for an approval."""
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(RefusedError, match="cannot be read") as caught:
        read_approvals(tmp_path)
    assert caught.value.problems


def test_bytes_are_kept_until_their_approval_is_replaced(tmp_path: Path) -> None:
    """What nobody can compare with any more goes; what is still approved stays."""
    var = tmp_path / "var"
    keep_editions(var, {FIRST: b"first"})
    assert kept_edition(var, FIRST) == b"first"

    keep_editions(var, {SECOND: b"second"}, replaced=[FIRST, SECOND])

    assert kept_edition(var, FIRST) is None
    assert kept_edition(var, SECOND) == b"second"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_var_stays_private(tmp_path: Path) -> None:
    """Where an approval makes var/, it makes it as the secret would: for nobody else."""
    keep_editions(tmp_path / "var", {FIRST: b"first"})
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_damaged_bytes_are_not_compared_with(tmp_path: Path) -> None:
    """The name is the digest: what does not fit it is not the approved edition."""
    keep_editions(tmp_path, {FIRST: b"first"})
    next((tmp_path / "approved").iterdir()).write_bytes(b"furst")
    assert kept_edition(tmp_path, FIRST) is None
