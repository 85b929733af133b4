"""The theme: colours, type and art of mails and pages, as `templates/theme.yaml` says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.origin import Loaded

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_FONTS: Final = re.compile(r"[A-Za-z0-9 ,'-]{1,300}")
"""Names with a space stand in single quotes, since the stack ends up in an attribute."""
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(png|jpe?g)")

Pixels = Annotated[int, Field(ge=1, le=600)]


class _Look(BaseModel):
    """The base of the shapes here: as `Shape`, but quick to build, since every run that renders waits for them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Palette(_Look):
    """The colours of one mode."""

    paper: str
    ink: str
    quiet: str
    rule: str
    accent: str


class Colours(_Look):
    """Each mode's colours are chosen, not inverted."""

    light: Palette
    dark: Palette


class AreaLook(_Look):
    """How a funding area looks: its mark and its hue in both modes."""

    mark: Annotated[str, StringConstraints(min_length=1, max_length=2)]
    light: str
    dark: str


class AreaLooks(_Look):
    """All four, so that none is forgotten."""

    I: AreaLook  # noqa: E741 - the ministry's numerals
    II: AreaLook
    III: AreaLook
    IV: AreaLook

    def of(self, key: str) -> AreaLook:
        """Look one up by its numeral."""
        look: AreaLook = getattr(self, key)
        return look


class Type(_Look):
    """Two families, no more."""

    headline: str
    text: str


class Header(_Look):
    """The drawn band under the title; width and height in CSS pixels."""

    file: str
    width: Pixels
    height: Pixels


class Theme(_Look):
    """`templates/theme.yaml`."""

    colours: Colours
    areas: AreaLooks
    type: Type
    header: Header

    def text_pairs(self) -> dict[str, tuple[str, str]]:
        """Give every pair of text and background colours in use, by mode and name."""
        pairs: dict[str, tuple[str, str]] = {}
        for mode in ("light", "dark"):
            palette: Palette = getattr(self.colours, mode)
            texts = {"ink": palette.ink, "quiet": palette.quiet, "accent": palette.accent}
            texts |= {f"area {key}": getattr(self.areas.of(key), mode) for key in ("I", "II", "III", "IV")}
            pairs |= {f"{mode}: {name}": (colour, palette.paper) for name, colour in texts.items()}
        return pairs


def check_theme(loaded: Loaded[Theme]) -> list[Problem]:
    """Find values that CSS would not understand, or understand as something else."""
    problems = []
    for keys, value in _values(loaded.value):
        pattern, instead = _RULES[keys[0] if keys[0] != "areas" else "colours"]
        if not pattern.fullmatch(value):
            what = f"`{'.'.join(keys)}` cannot be `{value}`."
            problems.append(Problem("W108", loaded.origin.at(*keys), what, instead))
    return problems


_RULES: Final = {
    "colours": (_COLOUR, 'Write a colour as six hexadecimal digits in quotation marks, as in "#0b5a5e".'),
    "type": (_FONTS, "Write names of fonts with commas between, in single quotes where a name has a space."),
    "header": (_FILE, "Write the name of a PNG or JPEG file in the art folder, as in header.png."),
}


def _values(theme: Theme) -> Iterator[tuple[tuple[str, ...], str]]:
    for mode in ("light", "dark"):
        for name, colour in getattr(theme.colours, mode).model_dump().items():
            yield ("colours", mode, name), colour
        for key in ("I", "II", "III", "IV"):
            yield ("areas", key, mode), getattr(theme.areas.of(key), mode)
    yield ("type", "headline"), theme.type.headline
    yield ("type", "text"), theme.type.text
    yield ("header", "file"), theme.header.file
