"""Checks of pictures: who made them, under which licence, whether they are large enough and described.

That a credit and a reason for the right to show are there at all is asked for by the shape of a contribution.
"""

from __future__ import annotations

import re
import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding, Piece, of_contribution

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NARROWEST: Final = 1200
"""Pixels: twice the 600 of a mail's column, for screens that are twice as dense."""

_NOBODY: Final = re.compile(
    r"|k a|n a|na|keine|none|ninguno|unbekannt|unknown|desconocido|sin crédito|google|internet|web"
)
_LICENCE: Final = re.compile(
    r"\bCC\b|\bCC0\b|Creative Commons|public domain|dominio público|gemeinfrei|licen[cs]e|licencia|Lizenz"
    r"|Pexels|Pixabay|Unsplash",
    re.IGNORECASE,
)
_A_FILES_NAME: Final = re.compile(
    r"\.(?:jpe?g|png|webp|gif|heic|tiff?)\s*$|^\s*(?:IMG|DSC|DSCN|PXL|P|WhatsApp Image|Screenshot)[-_ ]?\d[\w .-]*$",
    re.IGNORECASE,
)
"""By its ending, or as cameras and telephones name pictures."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_ORIENTATION: Final = 0x0112
_LYING: Final = frozenset({5, 6, 7, 8})
"""Values of EXIF's orientation for pictures that are shown turned by a quarter."""


@of_contribution("C601")
def credit_names_somebody(piece: Piece) -> Iterator[Finding]:
    """Find credits that name nobody."""
    for number, image in enumerate(piece.written.images):
        for language, credit in piece.written.local(image.credit).by_language.items():
            bare = " ".join(re.findall(r"\w+", credit.casefold()))
            if _NOBODY.fullmatch(bare):
                yield Finding(piece.at("images", number, "credit", language), f"The credit “{credit}” names nobody.")


@of_contribution("C602")
def free_licence_is_named(piece: Piece) -> Iterator[Finding]:
    """Find pictures under a free licence whose credit does not name it."""
    for number, image in enumerate(piece.written.images):
        if image.rights != "open-licence":
            continue
        for language, credit in piece.written.local(image.credit).by_language.items():
            if not _LICENCE.search(credit):
                what = f"`rights` says open-licence, and the credit in {language} does not say which licence."
                yield Finding(piece.at("images", number, "credit", language), what)


@of_contribution("C603")
def picture_is_wide_enough(piece: Piece) -> Iterator[Finding]:
    """Find pictures with too few pixels for dense screens."""
    for number, image in enumerate(piece.written.images):
        width = _width(piece.material.plan.origin.path.parent / image.file)
        if width and width < NARROWEST:
            what = f"The picture `{image.file}` is {width:,} pixels wide; {NARROWEST:,} are meant for it."
            yield Finding(piece.at("images", number, "file"), what)


@of_contribution("C604")
def picture_is_described(piece: Piece) -> Iterator[Finding]:
    """Find descriptions that are a file's name."""
    for number, image in enumerate(piece.written.images):
        for language, alt in piece.written.local(image.alt).by_language.items():
            if _A_FILES_NAME.search(alt) or _bare(alt) in (_bare(image.file), _bare(PurePosixPath(image.file).stem)):
                what = f"`alt` in {language} is a file's name: “{alt}”."
                yield Finding(piece.at("images", number, "alt", language), what)


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _width(path: Path) -> int:
    """Read how wide a picture is as it is shown; 0 for one that cannot be opened, which is another rule's matter."""
    from PIL import Image  # noqa: PLC0415 - heavy, and many issues have no pictures

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large pictures: another rule's matter
        try:
            with Image.open(path, formats=_FORMATS) as opened:
                turned = opened.getexif().get(_ORIENTATION) in _LYING
                return opened.height if turned else opened.width
        except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
            return 0
