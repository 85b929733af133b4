from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.workspace.writing import write_atomically, write_parts_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_text_is_written_as_utf_8_with_line_feeds(tmp_path: Path) -> None:
    """The bytes are the same on every system; folders are made."""
    write_atomically(tmp_path / "a" / "b.txt", "ñ\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"\xc3\xb1\n"


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Nothing of the old content or of a temporary file stays."""
    write_atomically(tmp_path / "b", b"a longer content")
    write_atomically(tmp_path / "b", b"short")
    assert (tmp_path / "b").read_bytes() == b"short"
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_permissions_are_kept(tmp_path: Path) -> None:
    """A file that only its owner may read stays so; a new one is as the system's mask says."""
    (tmp_path / "b").touch(mode=0o600)
    (tmp_path / "b").chmod(0o600)
    write_atomically(tmp_path / "b", b"x")
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    write_atomically(tmp_path / "new", b"x")
    (tmp_path / "like").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "like").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_personal_data_is_its_owner_s_from_the_first_byte(tmp_path: Path) -> None:
    """Also while it is being written; a file that is there keeps the mode that somebody gave it."""
    modes: list[int] = []

    def parts() -> Iterator[bytes]:
        modes.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())
        yield b"x"

    write_parts_atomically(tmp_path / "new", parts(), private=True)
    assert [*modes, (tmp_path / "new").stat().st_mode & 0o777] == [0o600, 0o600]
    (tmp_path / "new").chmod(0o640)
    write_atomically(tmp_path / "new", b"y", private=True)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle, there is the old content, and no half of the new."""
    write_atomically(tmp_path / "b", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "b", b"new")
    assert (tmp_path / "b").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
