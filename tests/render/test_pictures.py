from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from iki_newsletter.errors import FilesWrongError
from iki_newsletter.render.pictures import MAX_WIDTH, prepare_picture

if TYPE_CHECKING:
    from pathlib import Path

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an issue's folder."""
    (tmp_path / "images").mkdir()
    return tmp_path


def save(folder: Path, name: str, picture: Image.Image, **options: Any) -> str:
    """Put a picture into the folder and give its name in contributions."""
    picture.save(folder / "images" / name, **options)
    return f"images/{name}"


def opened(data: bytes) -> Image.Image:
    """Open a picture again."""
    return Image.open(io.BytesIO(data))


def photograph(size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """Make a picture that is red above and blue below."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (0, size[1] // 2, *size))
    return picture


def test_large_pictures_become_small(folder: Path) -> None:
    """A large photograph is 1,200 pixels wide at most, and says its size in CSS pixels."""
    ready = prepare_picture(folder, save(folder, "reef.jpg", photograph((4000, 3000))), 552)

    assert opened(ready.data).size == (MAX_WIDTH, 900)
    assert (ready.width, ready.height) == (552, 414)
    assert ready.media_type == "image/jpeg"


def test_small_pictures_stay_small(folder: Path) -> None:
    """A picture narrower than the column is not blown up."""
    ready = prepare_picture(folder, save(folder, "mark.png", photograph((300, 200))), 552)

    assert (ready.width, ready.height) == (300, 200)
    assert opened(ready.data).size == (300, 200)


def test_nothing_about_where_and_by_whom_stays(folder: Path) -> None:
    """Place, camera, comments and the embedded preview are gone, whatever the format."""
    exif = Image.Exif()
    exif[0x010E] = "taken by Erika Beispiel"
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 25.0, 0.0)})
    jpeg = save(folder, "reef.jpg", photograph(), exif=exif, comment=b"secret")
    png = save(folder, "reef.png", photograph((600, 400)), exif=exif)
    webp = save(folder, "reef.webp", photograph((600, 400)), exif=exif)

    for name in (jpeg, png, webp):
        data = prepare_picture(folder, name, 552).data
        assert not opened(data).getexif()
        assert b"Erika" not in data
        assert b"secret" not in data


def test_pictures_stand_upright(folder: Path) -> None:
    """A photograph that its camera only marked as turned is really turned."""
    exif = Image.Exif()
    exif[0x0112] = 6
    ready = prepare_picture(folder, save(folder, "tall.jpg", photograph((800, 400)), exif=exif), 552)

    picture = opened(ready.data).convert("RGB")
    assert picture.size == (400, 800)
    left, right = picture.getpixel((50, 400)), picture.getpixel((350, 400))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > left[0]
    assert right[0] > right[2]


def test_drawings_keep_their_few_colours(folder: Path) -> None:
    """A drawing with a palette stays a PNG with the same pixels, and transparency stays."""
    drawing = photograph((1200, 675)).quantize(8)
    clear = Image.new("RGBA", (400, 100), (0, 0, 0, 0))

    kept = prepare_picture(folder, save(folder, "drawn.png", drawing), 552)
    see_through = prepare_picture(folder, save(folder, "clear.png", clear), 552)

    assert opened(kept.data).mode == "P"
    assert opened(kept.data).convert("RGB").tobytes() == drawing.convert("RGB").tobytes()
    assert opened(see_through.data).getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("mode", ["L", "LA", "1", "CMYK", "I;16", "RGBA", "P"])
def test_every_kind_of_pixel_is_taken(folder: Path, mode: str) -> None:
    """Grey, print and transparent pictures come out as what screens show."""
    name = "print.jpg" if mode == "CMYK" else "grey.png"

    ready = prepare_picture(folder, save(folder, name, Image.new(mode, (1500, 700))), 552)

    assert opened(ready.data).mode in {"RGB", "RGBA", "P"}


def test_the_same_file_gives_the_same_bytes(folder: Path) -> None:
    """The same picture gives the same bytes and the same name; a changed one gives another name."""
    name = save(folder, "reef.jpg", photograph())
    first = prepare_picture(folder, name, 552)
    again = prepare_picture(folder, save(folder, "copy.jpg", photograph()), 552)
    other = prepare_picture(folder, save(folder, "reef.jpg", photograph((1600, 800))), 552)

    assert first.data == again.data
    assert first.file != other.file
    assert first.file.startswith("reef-")


def bomb(width: int, height: int) -> bytes:
    """Make a small PNG that claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(12_000, 12_000), (60_000, 60_000)])
def test_a_bomb_is_refused(folder: Path, size: tuple[int, int]) -> None:
    """A small file that would unfold to gigabytes is refused before it does, with what to do instead."""
    (folder / "images" / "bomb.png").write_bytes(bomb(*size))

    with pytest.raises(FilesWrongError, match=r"bomb\.png.*pixels") as caught:
        prepare_picture(folder, "images/bomb.png", 552)
    assert "1,200" in caught.value.instead


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.png", b""),
        ("text.jpg", b"not a picture"),
        ("cut.png", bomb(10, 10)[:40]),
        ("page.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("short.png", bomb(2000, 2000)),
        ("script.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    ],
)
def test_broken_pictures_are_named(folder: Path, name: str, content: bytes) -> None:
    """A file that is no picture, or half of one, is named with its cure; there is no traceback."""
    (folder / "images" / name).write_bytes(content)

    with pytest.raises(FilesWrongError) as caught:
        prepare_picture(folder, f"images/{name}", 552)
    assert name in caught.value.what
    assert caught.value.instead


def test_missing_pictures_are_named(folder: Path) -> None:
    """A picture that is not there is named with what to do."""
    with pytest.raises(FilesWrongError, match=r"reef\.png: there is no such picture"):
        prepare_picture(folder, "images/reef.png", 552)


def test_links_out_of_the_folder_are_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link that leads out of the issue's folder is not followed."""
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.png"
    photograph((10, 10)).save(secret)
    link = folder / "images" / "link.png"
    try:
        link.symlink_to(secret)
    except OSError:
        pytest.skip("this system does not let us make symbolic links")

    with pytest.raises(FilesWrongError, match="outside"):
        prepare_picture(folder, "images/link.png", 552)
