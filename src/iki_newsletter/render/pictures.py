"""Pictures made fit for mail: small, upright, without EXIF data, and always the same bytes for the same file."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

MAX_PIXELS: Final = 50_000_000
"""A photograph of a good camera; beyond it, a small file that unfolds to gigabytes is likelier."""
MAX_BYTES: Final = 25_000_000
MAX_WIDTH: Final = 1200
"""Twice the mail's 600 CSS pixels, for screens that are twice as dense."""
_QUALITY: Final = 82
KEPT_WIDTH: Final = 2400
"""Of pictures that are taken into an issue: mails are made from them, and editors may cut them."""
_KEPT_QUALITY: Final = 92
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_UNREADABLE: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to travel; width and height in CSS pixels."""

    file: str
    """Named after its content, so that a changed picture is never taken from an old cache."""
    media_type: str
    width: int
    height: int
    data: bytes = field(repr=False)


def prepare_picture(folder: Path, file: str, width: int) -> Picture:
    """Read a picture of an issue's folder, at most `width` CSS pixels wide.

    Resized to double density at most, turned upright, re-encoded without any metadata. Raises FilesWrongError, with
    what to do, for a file that is missing, broken, too large, or that lies outside the folder.
    """
    path = folder / file
    shown = relative_to_here(path)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FilesWrongError(
            f"{shown}: the picture is a link to a file outside the issue's folder.",
            instead="Copy the picture itself into the issue's `images` folder.",
        )
    try:
        raw = _read(path)
        data, ending, pixels = _encode(raw)
    except FileNotFoundError:
        raise FilesWrongError(
            f"{shown}: there is no such picture.",
            instead="Put the file there, or correct its name under `images` in the contribution.",
        ) from None
    except _TooLargeError as error:
        raise FilesWrongError(f"{shown}: {error}", instead="Save it smaller: 1,200 pixels wide is enough.") from None
    except _UNREADABLE as error:
        raise FilesWrongError(
            f"{shown}: the picture cannot be read ({_reason(error)}).",
            instead="Open it in an image program and save it anew as JPEG or PNG.",
        ) from None
    name = f"{path.stem}-{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
    css_width = min(width, pixels[0])
    css_height = max(1, round(css_width * pixels[1] / pixels[0]))
    media_type = "image/jpeg" if ending == "jpg" else "image/png"
    return Picture(name, media_type, css_width, css_height, data)


def clean_picture(raw: bytes) -> tuple[bytes, str]:
    """Write a picture anew as it is kept in an issue; gives its bytes and its name's ending, `jpg` or `png`.

    Whatever else the file held is gone: where it was taken, a text, another file behind it. Raises FilesWrongError
    with a sentence that goes on from the picture's name.
    """
    try:
        if len(raw) > MAX_BYTES:
            raise _too_many_bytes(len(raw))
        data, ending, _ = _encode_anew(raw, KEPT_WIDTH, _KEPT_QUALITY)
    except _TooLargeError as error:
        raise FilesWrongError(str(error), instead="Save it smaller: 1,200 pixels wide is enough.") from None
    except _UNREADABLE as error:
        raise FilesWrongError(
            f"the picture cannot be read ({_reason(error)}).",
            instead="Open it in an image program and save it anew as JPEG or PNG.",
        ) from None
    return data, ending


class _TooLargeError(Exception):
    """The picture has too many bytes or pixels."""


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _too_many_bytes(size)
    return path.read_bytes()


def _too_many_bytes(size: int) -> _TooLargeError:
    return _TooLargeError(f"the picture has {size // 1_000_000} MB, more than {MAX_BYTES // 1_000_000}.")


@lru_cache(maxsize=64)
def _encode(raw: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """Encode a picture for mail; kept, since every edition asks for the same."""
    return _encode_anew(raw, MAX_WIDTH, _QUALITY)


def _encode_anew(raw: bytes, width: int, quality: int) -> tuple[bytes, str, tuple[int, int]]:
    """Give the new file's bytes, its ending and its size in pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - heavy, and many issues have no pictures

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns of, it is asked about below
        try:
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
                _refuse_bomb(opened)
                is_drawing = opened.format == "PNG"
                opened.draft("RGB", (width, width))
                return _save(_fit(ImageOps.exif_transpose(opened), width), quality, is_drawing=is_drawing)
        except Image.DecompressionBombError:
            raise _TooLargeError("the picture has far too many pixels.") from None


def _refuse_bomb(opened: Image) -> None:
    if opened.width * opened.height > MAX_PIXELS:
        size = f"{opened.width} × {opened.height} pixels"
        raise _TooLargeError(f"the picture has {size}, more than {MAX_PIXELS // 1_000_000} million.")


def _fit(picture: Image, width: int) -> Image:
    """Give the picture in its smallest fitting form and no wider than mails need; its metadata stay behind."""
    from PIL import Image  # noqa: PLC0415

    if picture.mode == "P" and picture.width <= width:
        picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
        return picture
    picture = _in_screen_colours(picture)
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def _in_screen_colours(picture: Image) -> Image:
    """Convert to sRGB, since without its profile a telephone's photograph would look dull."""
    from PIL import Image, ImageCms  # noqa: PLC0415

    profile = picture.info.get("icc_profile")
    has_alpha = picture.has_transparency_data
    if profile and not has_alpha and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the colours as they are, then
        if isinstance(converted, Image.Image):
            return converted
    return picture.convert("RGBA" if has_alpha else "RGB")


def _save(picture: Image, quality: int, *, is_drawing: bool) -> tuple[bytes, str, tuple[int, int]]:
    written = io.BytesIO()
    if is_drawing or picture.mode in ("P", "RGBA"):
        picture.save(written, "PNG", optimize=True)
        return written.getvalue(), "png", picture.size
    picture.save(written, "JPEG", quality=quality, progressive=True, optimize=True)
    return written.getvalue(), "jpg", picture.size


def _reason(error: BaseException) -> str:
    """Say in a few words what the decoder met, without its internals."""
    if isinstance(error, OSError) and error.strerror:
        return os.strerror(error.errno).lower() if error.errno else error.strerror
    return "it is not a JPEG, PNG or WebP file, or it is damaged"
