"""A message's bytes as they may go on the wire: CRLF only, lines short enough, dots doubled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE: Final = 998
"""Without its CRLF (RFC 5322, 2.1.1)."""
_CRLF: Final = b"\r\n"
_HEAD: Final = 200
"""By how many bytes a known block is looked for."""
_SHORTEST_BLOCK: Final = 1000
_FARTHEST_AHEAD: Final = 8
"""Lines in which two messages of one edition come together again after a value."""
_MOST_LESSONS: Final = 6


class UnsafeMessageError(ValueError):
    """A message that must not go out: a server could read it as something else than it is."""


class Bodies:
    """The bodies of a run's messages: what those of one edition have in common is looked through once.

    Whatever came before, and in whatever order, a message gets the body it would get alone, or is refused as it would
    be alone.
    """

    def __init__(self) -> None:
        self._editions: dict[str, _Known] = {}

    def body(self, edition: str, message: bytes) -> bytes:
        """Give a message of an edition as the body of DATA: without its last CRLF, which goes out with the dot.

        `message` has not been dot-stuffed; lines that begin with a dot get another one (RFC 5321, 4.5.2). Raises
        UnsafeMessageError for a bare CR or LF (CVE-2023-51764), a line over 998 bytes, NUL, or no CRLF at the end.
        """
        known = self._editions.setdefault(edition, _Known())
        if known.goes_as_it_stands(message):
            return message[: -len(_CRLF)]
        _require_safe(message)
        known.learn(message)
        return _stuffed(message)


class _Known:
    """Blocks of whole lines that two messages had in common, both of them looked through from end to end.

    No line in them begins with a dot.
    """

    def __init__(self) -> None:
        self._blocks: tuple[bytes, ...] = ()
        self._last = b""
        self._lessons = 0

    def goes_as_it_stands(self, message: bytes) -> bool:
        """Tell whether a message is nothing but known blocks and safe lines between them, none to be dot-stuffed.

        False where in doubt.
        """
        if not self._blocks:
            return False
        place = 0
        try:
            for block in self._blocks:
                at = message.find(block[:_HEAD], place)
                if at < 0 or not message.startswith(block, at):
                    return False
                if not _is_undotted(message[place:at]):
                    return False
                place = at + len(block)
            return _is_undotted(message[place:])
        except UnsafeMessageError:
            return False

    def learn(self, message: bytes) -> None:
        """Find what a safe message has in common with the one before."""
        if self._lessons < _MOST_LESSONS:
            self._lessons += 1
            self._blocks = tuple(_common_blocks(self._last, message))
            self._last = message


def _common_blocks(one: bytes, other: bytes) -> Iterator[bytes]:
    """Give the longer runs of lines that two messages share, in their order."""
    left, right = one.split(_CRLF), other.split(_CRLF)
    # What follows the last CRLF is no line.
    left_end, right_end = len(left) - 1, len(right) - 1
    i = j = 0
    while i < left_end and j < right_end:
        start = j
        while i < left_end and j < right_end and left[i] == right[j]:
            i, j = i + 1, j + 1
        block = b"".join([line + _CRLF for line in right[start:j]])
        if len(block) >= _SHORTEST_BLOCK and not _is_dotted(block):
            yield block
        ahead = range(_FARTHEST_AHEAD)
        steps = ((a, b) for a in ahead for b in ahead if left[i + a : i + a + 2] == right[j + b : j + b + 2] != [])
        i, j = next(((i + a, j + b) for a, b in steps), (left_end, right_end))


def _require_safe(message: bytes) -> None:
    if not message.endswith(_CRLF):
        raise UnsafeMessageError("the message does not end with CRLF")
    # `splitlines` knows CR, LF and CRLF: with CRLF between its lines, only what had no other comes out the same.
    if _CRLF.join(message.splitlines()) != message[: -len(_CRLF)]:
        raise UnsafeMessageError("the message has a bare CR or LF")
    if b"\0" in message:
        raise UnsafeMessageError("the message has a NUL")
    place = 0
    while place < len(message):
        # From the farthest end that a line may have, back to the last end there is.
        end = message.rfind(b"\n", place, place + _LONGEST_LINE + len(_CRLF))
        if end < 0:
            raise UnsafeMessageError(f"the message has a line over {_LONGEST_LINE} bytes")
        place = end + 1


def _is_undotted(lines: bytes) -> bool:
    """Tell whether no line begins with a dot; raises UnsafeMessageError."""
    if lines:
        _require_safe(lines)
    return not _is_dotted(lines)


def _is_dotted(lines: bytes) -> bool:
    return lines.startswith(b".") or b"\n." in lines


def _stuffed(message: bytes) -> bytes:
    if _is_dotted(message):
        message = (b"." if message.startswith(b".") else b"") + message.replace(b"\n.", b"\n..")
    return message[: -len(_CRLF)]
