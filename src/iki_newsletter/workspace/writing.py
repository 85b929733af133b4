"""Writing files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_atomically(path: Path, content: bytes | str, *, durable: bool = True, private: bool = False) -> None:
    """Write a file in one step, making its folder where needed; text is UTF-8 with LF line ends.

    `durable` waits for the disk, so that it survives a power cut; what can be made again needs no waiting.
    `private` is for personal data: a new file is its owner's alone (0600) from the first byte. A file that is there
    keeps its mode either way.
    """
    parts = [content.encode() if isinstance(content, str) else content]
    write_parts_atomically(path, parts, durable=durable, private=private)


def write_parts_atomically(
    path: Path, parts: Iterable[bytes], *, durable: bool = True, private: bool = False
) -> None:
    """Write a file in one step whose content comes in parts, none of which is kept; else as `write_atomically`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        # It was made with 0600; whoever reads it while it is made finds nothing that they may not read afterwards.
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        elif not private:
            temporary.chmod(_mode_for_new_files())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode_for_new_files() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
