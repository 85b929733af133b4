"""A ZIP archive from outside, read whole into memory within bounds, or refused with one sentence.

Nothing is ever unpacked to a disk by the names in it. What the archive says of itself is compared before anything is
unfolded: where it begins and ends (no other file before, between or behind), how many files it has, that none lies
over another (the bomb of https://www.bamsoftware.com/hacks/zipbomb/), how far each unfolds.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.names import fault_of, folded, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MEGABYTE: Final = 1_000_000
_END: Final = struct.Struct("<4s4H2LH")
"""The end of the directory (APPNOTE 4.3.16): mark, disks, entries, size, where it begins, comment's length."""
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_END_MARK: Final = b"PK\x05\x06"
_LOCAL_MARK: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_ENTRY: Final = 400
"""Octets of an entry in the directory, on average, with its name and extra fields."""
_STEEPEST: Final = 150
"""How many times its size a file may unfold to; what is small all the same may unfold further."""
_SMALL: Final = 2 * _MEGABYTE
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
_PACK_ANEW: Final = "Ask for it once more: the form saves it as it must be."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold."""

    octets: int
    """Of the archive."""
    files: int
    unfolded: int
    """Octets of all files together."""
    instead: str = _PACK_ANEW
    """What to do about one that is refused."""


def read_archive(raw: bytes, limits: Limits) -> dict[str, bytes]:
    """Read an archive's files by their paths, `/` between folders; folders themselves are passed over.

    Raises NotTakenError, and nothing else, for anything that is not as it should be.
    """
    if len(raw) > limits.octets:
        raise _refused(f"It has more than {limits.octets // _MEGABYTE} MB.", limits)
    try:
        _compare_ends(raw, limits)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _look_at(entries, raw, limits)
            return {entry.filename: _unfolded(archive, entry, limits) for entry in entries if not entry.is_dir()}
    except NotTakenError:
        raise
    except _DAMAGED as error:
        raise _refused("It is no ZIP archive, or it is damaged.", limits) from error


def _refused(what: str, limits: Limits) -> NotTakenError:
    return NotTakenError(what, instead=limits.instead)


def _compare_ends(raw: bytes, limits: Limits) -> None:
    """Find the directory where it must be: directly before the archive's last 22 octets, and not too large."""
    if len(raw) < _END.size or raw[-_END.size :][:4] != _END_MARK:
        raise _refused("It is no ZIP archive, or something stands behind its end.", limits)
    _, disk, first_disk, here, entries, size, begins, comment = _END.unpack(raw[-_END.size :])
    if disk or first_disk or comment or here != entries:
        raise _refused("It is a part of an archive, or has a comment.", limits)
    if not 0 < entries <= limits.files:
        raise _refused(f"It holds {entries} files; up to {limits.files} are looked at.", limits)
    if size > entries * _LONGEST_ENTRY or begins + size + _END.size != len(raw):
        raise _refused("Its table of contents does not fit what is in it.", limits)


def _look_at(entries: Sequence[zipfile.ZipInfo], raw: bytes, limits: Limits) -> None:
    if len(entries) > limits.files:
        raise _refused(f"It holds {len(entries)} files; up to {limits.files} are looked at.", limits)
    for entry in entries:
        fault = fault_of(entry.orig_filename) or fault_of(entry.filename)  # an extra field may name it anew
        if fault:
            raise _refused(f"A file in it is called {quoted(entry.orig_filename)}: {fault}.", limits)
        _look_at_entry(entry, limits)
    _refuse_repeats(entries, limits)
    if sum(entry.file_size for entry in entries) > limits.unfolded:
        raise _refused(f"It unfolds to more than {limits.unfolded // _MEGABYTE} MB.", limits)
    _refuse_overlaps(entries, raw, limits)


def _look_at_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    named = quoted(entry.filename)
    mode = entry.external_attr >> 16
    if entry.flag_bits & _ENCRYPTED:
        raise _refused(f"{named} in it is locked with a password.", limits)
    if entry.compress_type not in _METHODS:
        raise _refused(f"{named} in it is packed in a way that is not read.", limits)
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(f"{named} in it is a link, not a file.", limits)
    if entry.is_dir() and entry.file_size:
        raise _refused(f"{named} in it is a folder that says to have content.", limits)
    if entry.file_size > _SMALL and entry.file_size > _STEEPEST * max(entry.compress_size, 1):
        raise _refused(f"{named} in it unfolds to far more than it is.", limits)


def _refuse_repeats(entries: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse two files of one name, also where only case differs, and a file where another has its folder."""
    seen: set[str] = set()
    for entry in entries:
        name = folded(entry.filename.removesuffix("/"))
        if name in seen:
            raise _refused(f"It holds two files that are called {quoted(entry.filename)}.", limits)
        seen.add(name)
    for entry in entries:
        if not entry.is_dir() and any(name.startswith(f"{folded(entry.filename)}/") for name in seen):
            raise _refused(f"{quoted(entry.filename)} in it is a file and a folder.", limits)


def _refuse_overlaps(entries: Iterable[zipfile.ZipInfo], raw: bytes, limits: Limits) -> None:
    """Compare each entry with what stands before its content, and see that no two share octets."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        begins = entry.header_offset
        mark, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL.unpack_from(raw, begins)
        named = raw[begins + _LOCAL.size : begins + _LOCAL.size + name_length]
        encoding = "utf-8" if flags & 0x800 else "cp437"
        if mark != _LOCAL_MARK or method != entry.compress_type or named.decode(encoding) != entry.orig_filename:
            raise _refused(f"{quoted(entry.filename)} in it says two things about itself.", limits)
        if begins < end or (end == 0 and begins):
            raise _refused("Its files lie over each other, or behind something else.", limits)
        end = begins + _LOCAL.size + name_length + extra_length + entry.compress_size
        if end > len(raw):
            raise _refused("It ends in the middle of a file.", limits)


def _unfolded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> bytes:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size or file.read(1):
            raise _refused(f"{quoted(entry.filename)} in it is not as long as it says.", limits)
    return content
