"""The folder of a site: replaced as a whole or not at all, whatever ends a run and when."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.archive.made_site import content

from iki_newsletter.errors import AlreadyThereError
from iki_newsletter.workflow import site_folder
from iki_newsletter.workflow.site_folder import MANIFEST, Same, SiteFolder
from iki_newsletter.workspace.exchanging import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OLD = {"index.html": b"old", "es/same.html": b"same"}
NEW = {"index.html": b"new", "es/same.html": b"same", "de/more.html": b"more"}


class Crash(BaseException):
    """The end of a process, in a place of the test's choosing."""


def shown(target: Path) -> dict[str, bytes]:
    """Give what readers see, without the mark."""
    found = content(target)
    del found[MANIFEST]
    return found


def test_it_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """New files are there, old ones gone, and what is the same stays the same file on disk."""
    target = tmp_path / "site"
    SiteFolder(target).replace(OLD)
    number = (target / "es/same.html").stat().st_ino
    folder = SiteFolder(target)
    same = Same(folder.files["es/same.html"])
    assert folder.replace(NEW | {"es/same.html": same}) == 1
    assert shown(target) == NEW
    assert (target / "es/same.html").stat().st_ino == number
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_run_that_ends_at_any_step_is_healed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    """Ended before any change to the disk, readers have the old site or the new one once the next run has begun."""
    if not can_exchange:  # as on systems that cannot
        monkeypatch.setattr(site_folder, "exchange", lambda one, other: False)
    for step in range(200):
        target = tmp_path / str(step) / "site"
        SiteFolder(target).replace(OLD)
        with monkeypatch.context() as patched:
            ended = _ends_at(step, patched)
            with suppress(Crash):
                SiteFolder(target).replace(NEW)
        SiteFolder(target)
        assert shown(target) in (OLD, NEW), step
        assert sorted(path.name for path in target.parent.iterdir()) == ["site"], step
        SiteFolder(target).replace(NEW)
        assert shown(target) == NEW
        if not ended():
            assert step > 20
            return
    pytest.fail("it never came to its end")


def _ends_at(step: int, patched: pytest.MonkeyPatch) -> Callable[[], bool]:
    """End the process before the change to the disk with this number."""
    counted = 0

    def ending(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **kwargs: Any) -> Any:
            nonlocal counted
            counted += 1
            if counted > step:
                raise Crash
            return call(*args, **kwargs)

        return counting

    for name in ("mkdir", "rename", "replace", "unlink", "rmdir", "link", "open"):
        patched.setattr(os, name, ending(getattr(os, name)))
    patched.setattr(Path, "write_bytes", ending(Path.write_bytes))
    return lambda: counted > step


@pytest.mark.parametrize("name", ["site.new", "site.old", "site.bak"])
def test_folders_beside_the_site_are_left_alone(tmp_path: Path, name: str) -> None:
    """A copy of the site, or an empty folder, is its owner's, whatever it is called."""
    SiteFolder(tmp_path / "site").replace(OLD)
    copy = shutil.copytree(tmp_path / "site", tmp_path / name)
    (tmp_path / "site.empty.new").mkdir()
    before = content(copy)
    SiteFolder(tmp_path / "site").replace(NEW)
    assert content(copy) == before
    assert (tmp_path / "site.empty.new").is_dir()


def test_what_is_in_the_way_is_left_alone(tmp_path: Path) -> None:
    """What stands where we work and bears no mark of ours is not taken for what a crash left."""
    SiteFolder(tmp_path / "site").replace(OLD)
    work = tmp_path / ".site.publishing"
    work.mkdir()
    (work / "mine.txt").write_bytes(b"mine")
    with pytest.raises(AlreadyThereError, match="publishing"):
        SiteFolder(tmp_path / "site")
    assert content(work) == {"mine.txt": b"mine"}


@pytest.mark.parametrize("name", ["link.html", "linked", "empty", "es/empty", "index.html"])
def test_links_and_empty_folders_are_not_taken_away(tmp_path: Path, name: str) -> None:
    """What somebody put into the site is told, even where it is no file: a link, a folder with nothing in it."""
    target = tmp_path / "site"
    SiteFolder(target).replace(OLD)
    (tmp_path / "theirs").mkdir()
    if "empty" in name:
        (target / name).mkdir()
    else:
        (target / name).unlink(missing_ok=True)
        (target / name).symlink_to(tmp_path / "theirs", target_is_directory=True)
    with pytest.raises(AlreadyThereError, match=name):
        SiteFolder(target)
    assert os.path.lexists(target / name)


def test_readers_never_find_nothing(tmp_path: Path) -> None:
    """While sites change places, whoever reads a page always gets one: the old or the new."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    if not exchange(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this system cannot exchange folders in one step")
    target = tmp_path / "site"
    SiteFolder(target).replace(OLD)
    is_over, missed, looked = threading.Event(), [], threading.Event()

    def look() -> None:
        while not is_over.is_set():
            try:
                assert (target / "index.html").read_bytes() in (b"old", b"new")
            except OSError as error:
                missed.append(error)
            looked.set()

    reader = threading.Thread(target=look)
    reader.start()
    looked.wait()
    for number in range(60):
        SiteFolder(target).replace(OLD if number % 2 else NEW)
    is_over.set()
    reader.join()
    assert missed == []


def test_a_file_that_changed_is_not_the_same(tmp_path: Path) -> None:
    """Only what still has its content counts as being there."""
    target = tmp_path / "site"
    SiteFolder(target).replace(OLD)
    folder = SiteFolder(target)
    digest = folder.files["index.html"]
    assert folder.has("index.html", digest)
    (target / "index.html").write_bytes(b"changed")
    assert not folder.has("index.html", digest)
    assert not folder.has("other.html", digest)


def test_where_nothing_changed_nothing_is_touched(tmp_path: Path) -> None:
    """The same files again leave the folder itself in its place, with its mark."""
    target = tmp_path / "site"
    SiteFolder(target).replace(OLD)
    before = target.stat().st_ino, (target / MANIFEST).stat().st_mtime_ns
    assert SiteFolder(target).replace(OLD) == len(OLD)
    assert (target.stat().st_ino, (target / MANIFEST).stat().st_mtime_ns) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_what_fails_on_the_way_leaves_the_old_site_alone(tmp_path: Path) -> None:
    """A page that cannot be written ends the run with the site as it was, and nothing beside it."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise ValueError("a template is wrong")

    target = tmp_path / "site"
    SiteFolder(target).replace(OLD)
    with pytest.raises(ValueError, match="a template"):
        SiteFolder(target).prepare(files())
    assert shown(target) == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
