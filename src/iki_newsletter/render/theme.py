"""The theme: colours, type and art of mails and pages, as `templates/theme.yaml` says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
"""A colour as six hexadecimal digits after a `#`."""

Fonts = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ,'-]+$", max_length=300)]
"""A stack of font families; names with a space stand in single quotes, since the stack ends up in an attribute."""

ArtFile = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.(png|jpe?g)$")]
Pixels = Annotated[int, Field(ge=1, le=600)]


class _Look(BaseModel):
    """The base of the shapes here: as `Shape`, but quick to build, since every run that renders waits for them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Palette(_Look):
    """The colours of one mode."""

    paper: Colour
    ink: Colour
    quiet: Colour
    rule: Colour
    accent: Colour


class Colours(_Look):
    """Each mode's colours are chosen, not inverted."""

    light: Palette
    dark: Palette


class AreaLook(_Look):
    """How a funding area looks: its mark and its hue in both modes."""

    mark: Annotated[str, StringConstraints(min_length=1, max_length=2)]
    light: Colour
    dark: Colour


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

    headline: Fonts
    text: Fonts


class Header(_Look):
    """The drawn band under the title; width and height in CSS pixels."""

    file: ArtFile
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
