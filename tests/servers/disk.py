"""A disk whose power can be cut: an ext4 image, loop-mounted, whose contents can be copied at one instant."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OUTER_MB, _INNER_MB = 96, 32


class Disk:
    """The disk under `folder`; `cut_power` gives an image of what a power cut would leave of it.

    The image lies on a file system of its own, which is frozen for the instant of the copy: what the kernel has
    handed to the disk is in the copy, and what it still keeps in memory is not.
    """

    def __init__(self, folder: Path, outer: Path, image: Path) -> None:
        self.folder = folder
        self._outer = outer
        self._image = image

    def cut_power(self, copy: Path) -> None:
        """Copy the disk as it is at this instant."""
        _run("fsfreeze", "-f", str(self._outer))
        try:
            shutil.copyfile(self._image, copy)
        finally:
            _run("fsfreeze", "-u", str(self._outer))


def require_loop_mounts() -> None:
    """Skip the test by the name of what is missing."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a loop-mounted disk needs root")
    for program in ("mkfs.ext4", "mount", "fsfreeze", "e2fsck"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: e2fsprogs, mount, util-linux)")


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Make a disk and mount it."""
    require_loop_mounts()
    outer, inner = folder / "outer", folder / "inner"
    with mounted(_image(folder / "outer.img", _OUTER_MB), outer):
        image = _image(outer / "inner.img", _INNER_MB)
        with mounted(image, inner):
            yield Disk(inner, outer, image)


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Path]:
    """Mount an image; ext4 replays its journal as after a power cut."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-o", "loop", str(image), str(at)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine allows no loop mounts: {done.stderr.strip()}")
    try:
        yield at
    finally:
        _run("umount", str(at))


def is_sound(image: Path) -> bool:
    """Tell whether the file system holds together, once its journal has been replayed."""
    return subprocess.run(["e2fsck", "-fn", str(image)], capture_output=True, check=False).returncode == 0


def _image(path: Path, megabytes: int) -> Path:
    with path.open("wb") as file:
        file.truncate(megabytes * 2**20)
    _run("mkfs.ext4", "-q", "-F", str(path))
    return path


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
