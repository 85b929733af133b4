"""Output that outlasts its readers: where a pipe has closed or a disk is full, a sending goes on without words."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Lasting:
    """A stream whose first error is its last: from then on what is written to it goes nowhere."""

    def __init__(self, stream: TextIO, lost: list[OSError]) -> None:
        self._stream = stream
        self._lost = lost
        self._is_lost = False

    def write(self, text: str) -> int:
        """Write, or let it be."""
        if not self._is_lost:
            try:
                return self._stream.write(text)
            except OSError as error:
                self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Flush, or let it be."""
        if not self._is_lost:
            try:
                self._stream.flush()
            except OSError as error:
                self._give_up(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _give_up(self, error: OSError) -> None:
        self._is_lost = True
        self._lost.append(error)
        # What is still in its buffers would break again at the program's end, and change the exit code.
        with suppress(OSError, ValueError), Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), self._stream.fileno())


@contextmanager
def lasting_output() -> Iterator[list[OSError]]:
    """Let stdout and stderr break without an error; gives what broke them, as it happens.

    For work that must be brought to its end, and written down, whether or not anybody reads what it says of itself.
    """
    lost: list[OSError] = []
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _lasting(sys.stdout, lost), _lasting(sys.stderr, lost)
    try:
        yield lost
    finally:
        sys.stdout, sys.stderr = before


def _lasting(stream: TextIO | None, lost: list[OSError]) -> TextIO:
    # Python gives None where the program was started without the stream at all.
    return cast("TextIO", stream and _Lasting(stream, lost))
