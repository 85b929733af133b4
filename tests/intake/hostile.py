"""Archives that somebody made to do harm, by what they try; each must be refused before it costs anything."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from tests.intake.parcels import about, news, packed, parcel, picture

if TYPE_CHECKING:
    from collections.abc import Callable

_MEGABYTE: Final = 1_000_000
_LOCAL: Final = "<4s5H3L2H"
_CENTRAL: Final = "<4s6H3L5H2L"
_END: Final = "<4s4H2LH"


def with_names(*names: str) -> bytes:
    """Make a parcel that holds files of these names as well."""
    return parcel(extra=dict.fromkeys(names, b"x"))


def renamed(old: bytes, new: bytes) -> bytes:
    """Write another name of the same length into a parcel, where no tool for archives would."""
    assert len(old) == len(new)
    return with_names(old.decode()).replace(old, new)


def linked() -> bytes:
    """Make a parcel with a symbolic link."""
    written = io.BytesIO(parcel())
    with zipfile.ZipFile(written, "a") as archive:
        info = zipfile.ZipInfo("images/link.jpg")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return written.getvalue()


def twice() -> bytes:
    """Make a parcel with two contributions."""
    return parcel(extra={"contribution.yamX": b"kind: news"}).replace(b"contribution.yamX", b"contribution.yaml")


def locked() -> bytes:
    """Say of every file that it is encrypted."""
    return _flagged(parcel(), 0x1)


def bomb() -> bytes:
    """Make 40 MB of one letter."""
    return parcel(pictures={"images/a.jpg": b"a" * 40 * _MEGABYTE}, compression=zipfile.ZIP_DEFLATED)


def bomb_that_lies() -> bytes:
    """Make a bomb whose table of contents says that it is small."""
    raw = bomb()
    size = struct.pack("<L", 40 * _MEGABYTE)
    return raw.replace(size, struct.pack("<L", 1000))


def overlapping(files: int = 30) -> bytes:
    """Lay many files over one kernel of 10 MB, as the bombs that need no nesting do."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"\0" * 10 * _MEGABYTE
    kernel = compressor.compress(content) + compressor.flush()
    crc = zlib.crc32(content)
    local = struct.pack(_LOCAL, b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(kernel), len(content), 12, 0)
    body = local + b"images/a.jpg" + kernel
    central = b""
    for number in range(files):
        name = f"images/{number:03}".encode().ljust(12, b"x")
        central += struct.pack(
            _CENTRAL,
            *(b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(kernel), len(content), len(name), 0, 0, 0, 0, 0, 0),
        )
        central += name
    end = struct.pack(_END, b"PK\x05\x06", 0, 0, files, files, len(central), len(body), 0)
    return body + central + end


def with_a_long_table() -> bytes:
    """Claim a table of contents of many megabytes."""
    entry = struct.pack(_CENTRAL, b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    central = entry * 200_000
    end = struct.pack(_END, b"PK\x05\x06", 0, 0, 20, 20, len(central), 0, 0)
    return central + end


def nested(depth: int = 8) -> bytes:
    """Put an archive into an archive, and so on."""
    raw = parcel()
    for _ in range(depth):
        raw = packed({"inner.zip": raw})
    return raw


def of_itself() -> bytes:
    """Hold an archive that holds an archive of the same name, as a quine does."""
    return parcel(extra={"parcel.zip": parcel(extra={"parcel.zip": b"PK\x05\x06" + b"\0" * 18})})


def damaged() -> bytes:
    """Change a byte of a picture, so that its sum is wrong."""
    raw = bytearray(parcel())
    place = raw.index(b"images/reserva.jpg") + 500
    raw[place] ^= 0xFF
    return bytes(raw)


def in_a_picture() -> bytes:
    """Begin with a picture, as files do that are both."""
    return picture() + parcel()


def followed() -> bytes:
    """Go on behind the end."""
    return parcel() + b"<html><script>alert(1)</script>"


def _flagged(raw: bytes, flag: int) -> bytes:
    changed = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + offset] |= flag
            place = changed.find(mark, place + 4)
    return bytes(changed)


def _of_method(method: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        archive.writestr("contribution.yaml", b"kind: news\n" * 10)
    return written.getvalue()


ARCHIVES: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a path that leads out": (lambda: with_names("images/../../../x.jpg"), "leads out of its folder"),
    "a path from the root": (lambda: with_names("/etc/cron.d/x"), "root of a disk"),
    "a drive": (lambda: with_names("C:/x.jpg"), "root of a disk"),
    "a stream of Windows": (lambda: with_names("images/a.jpg:b.jpg"), "root of a disk"),
    "a backslash": (lambda: with_names("images\\..\\x.jpg"), "backslash"),
    "a NUL": (lambda: renamed(b"images/aXb.jpg", b"images/a\0b.jpg"), "NUL"),
    "a control character": (lambda: with_names("images/a\x1b[31m.jpg"), "cannot be seen"),
    "a bidi character": (lambda: with_names("images/a\u202egpj.exe.jpg"), "cannot be seen"),
    "a zero-width joiner": (lambda: with_names("images/a\u200db.jpg"), "cannot be seen"),
    "a device of Windows": (lambda: with_names("images/con.jpg"), "device"),
    "a printer of Windows": (lambda: with_names("images/LPT1.jpg"), "device"),
    "a dot at the end": (lambda: with_names("images/a.jpg."), "Windows"),
    "a name too long": (lambda: with_names(f"images/{'a' * 300}.jpg"), "too long"),
    "folders too deep": (lambda: with_names(f"{'a/' * 40}b.jpg"), "too deep"),
    "a link": (linked, "a link"),
    "two files of a name": (twice, "two files"),
    "names that differ by case": (lambda: with_names("images/a.jpg", "images/A.JPG"), "two files"),
    "names that differ by an accent's spelling": (
        lambda: with_names("images/é.jpg", "images/e\u0301.jpg"),
        "two files",
    ),
    "a file that is a folder": (lambda: with_names("images/a.jpg", "images/a.jpg/b.jpg"), "a file and a folder"),
    "a password": (locked, "password"),
    "a bomb": (bomb, "unfolds"),
    "a bomb that lies": (bomb_that_lies, ""),
    "files over each other": (overlapping, ""),
    "a table of contents without end": (with_a_long_table, "table of contents"),
    "archives in archives": (nested, "no parcel"),
    "an archive of itself": (of_itself, "no part of a parcel"),
    "too many files": (lambda: with_names(*(f"images/{number}.jpg" for number in range(60))), "files"),
    "a few files too many": (lambda: with_names(*(f"images/{number}.jpg" for number in range(20))), "20 files"),
    "a wrong sum": (damaged, "damaged"),
    "half of it": (lambda: parcel()[:4000], "no ZIP archive"),
    "something before it": (in_a_picture, "table of contents"),
    "something behind it": (followed, "behind its end"),
    "bzip2": (lambda: _of_method(zipfile.ZIP_BZIP2), "packed in a way"),
    "lzma": (lambda: _of_method(zipfile.ZIP_LZMA), "packed in a way"),
    "no bytes": (lambda: b"", "no ZIP archive"),
    "a page": (lambda: b"<html>" * 100, "no ZIP archive"),
    "no contribution": (lambda: packed({"form.json": b"{}"}), "no parcel"),
    "a program": (lambda: with_names("setup.exe"), "no part of a parcel"),
    "a drawing with scripts": (lambda: with_names("images/a.svg"), "no part of a parcel"),
    "a text of megabytes": (lambda: parcel("a: " + "x" * _MEGABYTE), "KB"),
    "a form that is no JSON": (lambda: packed({"contribution.yaml": b"a: b", "form.json": b"{"}), "form.json"),
    "a form of brackets": (lambda: packed({"contribution.yaml": b"a", "form.json": b"[" * 16_000}), "form.json"),
    "a form of digits": (lambda: packed({"contribution.yaml": b"a", "form.json": b"9" * 16_000}), "form.json"),
    "an id that is a path": (lambda: parcel(id="../../../../../x"), "form.json"),
    "a form of tomorrow": (lambda: parcel(parcel=2), "form.json"),
    "a moment that is none": (lambda: parcel(saved_at="2017-99-99T99:99:99Z"), "form.json"),
    "an issue that is a path": (lambda: parcel(issue="../2017-06"), "form.json"),
}
"""What is refused, and words of the sentence that says why."""

PICTURES: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "an SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "cannot be read"),
    "a page": (lambda: b"<html><script>alert(1)</script></html>", "cannot be read"),
    "a GIF": (lambda: picture(form="GIF"), "cannot be read"),
    "a TIFF": (lambda: picture(form="TIFF"), "cannot be read"),
    "144 million pixels": (lambda: picture(form="PNG", size=(12_000, 12_000)), "pixels"),
    "half a JPEG": (lambda: picture()[: len(picture()) // 2], "cannot be read"),
    "nothing": (lambda: b"", "cannot be read"),
    "an archive": (lambda: packed({"a": b"b"}), "cannot be read"),
}
"""What a file called .jpg may be."""


def parcel_with(content: bytes) -> bytes:
    """Make a parcel whose one picture is this."""
    return packed(
        {
            "contribution.yaml": json.dumps(news()).encode(),
            "form.json": json.dumps(about()).encode(),
            "images/reserva.jpg": content,
        }
    )
