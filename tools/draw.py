"""Draw the newsletter's own art: the band under the title, and the illustrations of the first issue.

    python tools/draw.py [FOLDER]

Writes below FOLDER (the repository by default). Flat shapes in layers, the hues of templates/theme.yaml, no random
numbers: the same script draws the same pixels.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

Colour = tuple[int, int, int, int]
Point = tuple[float, float]

_SMOOTH: Final = 4
"""Everything is drawn this many times larger and then reduced, which smooths the edges."""


def _hex(code: str, alpha: int = 255) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16), alpha


# The four hues, each with lighter steps for what lies farther away.
RUST: Final = (_hex("a3431f"), _hex("c4693d"), _hex("dd9467"), _hex("eec3a2"))
BLUE: Final = (_hex("1d5a8c"), _hex("3d7aa8"), _hex("76a5c6"), _hex("b5cfdf"))
GREEN: Final = (_hex("2c6a3a"), _hex("4f8a57"), _hex("86b287"), _hex("bfd6ba"))
PLUM: Final = (_hex("7a3f72"), _hex("96648f"), _hex("b794b2"), _hex("d9c6d5"))
NIGHT: Final = _hex("234048")
SAND: Final = _hex("f3e6cf")
CREAM: Final = _hex("faf4e6")
CLEAR: Final = (0, 0, 0, 0)


@dataclass
class Canvas:
    """A sheet in CSS pixels; what is drawn on it is smoothed when it is saved."""

    width: int
    height: int
    density: int
    ground: Colour
    _sheet: Image.Image = field(init=False)
    _draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self._scale = self.density * _SMOOTH
        size = (self.width * self._scale, self.height * self._scale)
        self._sheet = Image.new("RGBA", size, self.ground)
        self._draw = ImageDraw.Draw(self._sheet)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * self._scale, y * self._scale) for x, y in points], fill=colour)

    def disc(self, centre: Point, radius: float, colour: Colour, flat: float = 1.0) -> None:
        """Fill a circle, or an ellipse `flat` times as high as it is wide."""
        x, y = centre
        box = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self._draw.ellipse([value * self._scale for value in box], fill=colour)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: Colour, radius: float = 0) -> None:
        """Fill a rectangle, with round corners where a radius is given."""
        box = [value * self._scale for value in (left, top, right, bottom)]
        self._draw.rounded_rectangle(box, radius * self._scale, fill=colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """Draw a line with round ends."""
        scaled = [(x * self._scale, y * self._scale) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * self._scale), joint="curve")
        for end in (points[0], points[-1]):
            self.disc(end, width / 2, colour)

    def save(self, path: Path, colours: int) -> None:
        """Reduce, to so many colours, and write a PNG."""
        small = self._sheet.reduce(_SMOOTH)
        if self.ground[3] == 0:
            few = small.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        else:
            opaque = small.convert("RGB")
            few = opaque.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        path.parent.mkdir(parents=True, exist_ok=True)
        few.save(path, optimize=True)


def curve(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """Run a smooth line through points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    line: list[Point] = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append(
                (_spline(before[0], start[0], end[0], after[0], t), _spline(before[1], start[1], end[1], after[1], t))
            )
    return [*line, points[-1]]


def _spline(before: float, start: float, end: float, after: float, t: float) -> float:
    slope_in, slope_out = (end - before) / 2, (after - start) / 2
    bend = 2 * t**3 - 3 * t**2
    return (bend + 1) * start + (t**3 - 2 * t**2 + t) * slope_in - bend * end + (t**3 - t**2) * slope_out


def land(canvas: Canvas, ridge: Sequence[Point], colour: Colour, *, sharp: bool = False) -> None:
    """Fill everything below a ridge, rounded or sharp."""
    line = ridge if sharp else curve(ridge)
    canvas.shape([*line, (line[-1][0], canvas.height), (line[0][0], canvas.height)], colour)


def height_at(ridge: Sequence[Point], x: float) -> float:
    """Give the height of a ridge at x."""
    for (left, low), (right, high) in pairwise(ridge):
        if left <= x <= right:
            return low + (high - low) * (x - left) / ((right - left) or 1)
    return ridge[-1][1]


# --- things that stand in the land ---------------------------------------------------------------------------


def cactus(canvas: Canvas, foot: Point, height: float, colour: Colour) -> None:
    """Draw a saguaro."""
    x, y = foot
    thick = height * 0.16
    canvas.stroke([(x, y), (x, y - height)], thick, colour)
    for side, low, high in ((-1, 0.38, 0.74), (1, 0.5, 0.86)):
        arm = x + side * height * 0.26
        bent = [(x, y - height * low), (arm, y - height * low), (arm, y - height * high)]
        canvas.stroke(bent, thick * 0.8, colour)


def agave(canvas: Canvas, foot: Point, size: float, colour: Colour) -> None:
    """Draw an agave's pointed leaves."""
    x, y = foot
    for degrees in (-72, -44, -18, 18, 44, 72):
        lean = math.radians(degrees)
        tip = (x + math.sin(lean) * size, y - math.cos(lean) * size * 0.8)
        canvas.shape([(x - size * 0.12, y), tip, (x + size * 0.12, y)], colour)


def pine(canvas: Canvas, foot: Point, height: float, colour: Colour, trunk: Colour) -> None:
    """Draw a tree as a triangle, the mark of the funding area that looks after forests."""
    x, y = foot
    canvas.bar(x - height * 0.04, y - height * 0.2, x + height * 0.04, y + height * 0.08, trunk)
    canvas.shape(
        [(x - height * 0.3, y - height * 0.14), (x, y - height), (x + height * 0.3, y - height * 0.14)], colour
    )


def waves(canvas: Canvas, top: float, span: tuple[float, float], length: float, colour: Colour) -> None:
    """Draw a line of waves."""
    left, right = span
    count = max(2, round((right - left) / 6))
    line = [left + (right - left) * step / count for step in range(count + 1)]
    upper = [(x, top + math.sin(x / length * math.tau) * length * 0.06) for x in line]
    lower = [(x, y + length * 0.07) for x, y in reversed(upper)]
    canvas.shape([*upper, *lower], colour)


def house(
    canvas: Canvas, left: float, foot: float, size: tuple[float, float], colours: tuple[Colour, Colour]
) -> None:
    """Draw a tower with windows in rows."""
    width, height = size
    wall, window = colours
    canvas.bar(left, foot - height, left + width, foot, wall)
    step = 7.0
    rows, places = int((height - 6) // step), int((width - 4) // step)
    margin = (width - (places * step - 4)) / 2
    for row in range(rows):
        for place in range(places):
            if (row * 3 + place * 5) % 7 in (0, 3):
                x, y = left + margin + place * step, foot - height + 6 + row * step
                canvas.bar(x, y, x + 3, y + 3, window)


# --- the band ------------------------------------------------------------------------------------------------


def draw_header(path: Path) -> None:
    """Draw the layers of the land: desert, sierra, forest, coast, city; the sky is left clear for any paper."""
    canvas = Canvas(600, 150, 2, CLEAR)
    canvas.disc((392, 52), 27, RUST[2])
    far = [(90, 122), (146, 84), (172, 98), (206, 70), (240, 94), (296, 62), (348, 104), (420, 122)]
    land(canvas, far, PLUM[2], sharp=True)
    near = [(130, 134), (186, 100), (206, 106), (252, 42), (300, 98), (330, 86), (398, 124), (430, 134)]
    land(canvas, near, PLUM[0], sharp=True)
    canvas.shape([(239.5, 59.4), (252, 42), (266, 58.3), (260, 57), (254, 64), (247, 57)], PLUM[3])
    _city(canvas)
    hills = curve([(200, 140), (250, 112), (300, 104), (350, 96), (410, 108), (470, 128), (520, 140)])
    canvas.shape([*hills, (520, 150), (200, 150)], GREEN[1])
    for x, tall in (
        (262, 21),
        (284, 25),
        (304, 22),
        (326, 28),
        (348, 25),
        (372, 29),
        (394, 23),
        (418, 22),
        (440, 17),
    ):
        pine(canvas, (x, height_at(hills, x) + 3), tall, GREEN[0], GREEN[0])
    front = curve([(230, 150), (300, 128), (360, 124), (420, 134), (470, 146), (500, 150)])
    canvas.shape(front, GREEN[0])
    dunes = curve([(0, 92), (40, 84), (100, 100), (170, 118), (240, 138), (290, 150)])
    canvas.shape([*dunes, (0, 150)], RUST[2])
    _sea(canvas)
    low = curve([(0, 118), (50, 124), (110, 116), (180, 132), (250, 150)])
    canvas.shape([*low, (0, 150)], RUST[0])
    for x, tall in ((38, 52), (84, 36), (142, 26)):
        cactus(canvas, (x, height_at(dunes, x) + 6), tall, GREEN[0])
    canvas.shape([*low, (0, 150)], RUST[0])
    for x, size in ((16, 15), (110, 17), (176, 13)):
        agave(canvas, (x, height_at(low, x) + 3), size, GREEN[1])
    canvas.save(path, 64)


def _city(canvas: Canvas) -> None:
    for left, width, height in (
        (452, 18, 30),
        (470, 22, 48),
        (500, 20, 74),
        (526, 24, 52),
        (560, 18, 84),
        (580, 20, 58),
    ):
        canvas.bar(left, 144 - height, left + width, 144, BLUE[2])
    towers = ((482, 16, 40), (512, 18, 58), (540, 18, 88), (566, 16, 50), (588, 14, 70))
    for left, width, height in towers:
        house(canvas, left, 144, (width, height), (BLUE[1], SAND))
    canvas.shape([(545, 56), (549, 38), (553, 56)], BLUE[1])


def _sea(canvas: Canvas) -> None:
    beach = curve([(380, 150), (430, 136), (500, 128), (560, 124), (600, 122)])
    canvas.shape([*beach, (600, 150)], RUST[3])
    shore = curve([(400, 150), (446, 138), (506, 132), (560, 129), (600, 127)])
    canvas.shape([*shore, (600, 150)], BLUE[0])
    for top, left, right in ((136, 520, 600), (141, 508, 572), (145.5, 530, 600)):
        waves(canvas, top, (left, right), 17, BLUE[2])
    canvas.shape([(476, 137), (502, 137), (497, 142), (481, 142)], RUST[0])
    canvas.shape([(488, 135), (488, 118), (500, 135)], CREAM)
    canvas.shape([(486, 135), (486, 122), (478, 135)], CREAM)


# --- the first issue -----------------------------------------------------------------------------------------


def draw_workshop(path: Path) -> None:
    """Draw people around a round table, with the sierra in the window."""
    canvas = Canvas(600, 338, 2, SAND)
    canvas.bar(0, 232, 600, 338, _hex("e3cda6"))
    canvas.bar(120, 30, 480, 168, CREAM, 3)
    canvas.bar(128, 38, 472, 160, BLUE[3])
    canvas.disc((404, 78), 18, RUST[2])
    sierra = [(128, 128), (186, 92), (214, 110), (262, 70), (316, 118), (352, 100), (420, 140), (472, 124)]
    canvas.shape([(128, 160), *sierra, (472, 160)], PLUM[2])
    hills = curve([(128, 146), (210, 132), (300, 142), (390, 130), (472, 146)])
    canvas.shape([(128, 160), *hills, (472, 160)], GREEN[1])
    canvas.bar(296, 38, 304, 160, CREAM)
    for x, coat, look in (
        (148, PLUM[0], 0),
        (224, GREEN[0], 1),
        (300, RUST[0], 2),
        (376, BLUE[0], 3),
        (452, RUST[1], 4),
    ):
        _person(canvas, (x, 214), coat, _LOOKS[look])
    canvas.disc((300, 262), 236, _hex("b98955"), 0.27)
    canvas.disc((300, 256), 236, CREAM, 0.27)
    for x, y in ((170, 238), (236, 228), (312, 226), (384, 232), (442, 244)):
        canvas.shape([(x - 16, y - 5), (x + 12, y - 7), (x + 18, y + 5), (x - 12, y + 7)], SAND)
    for x, y, colour in ((204, 262, GREEN[1]), (396, 266, BLUE[1]), (300, 258, RUST[1])):
        canvas.disc((x, y), 9, colour, 0.5)
    for x, coat, look in ((112, BLUE[1], 4), (236, PLUM[1], 0), (364, GREEN[1], 2), (488, RUST[1], 3)):
        _back(canvas, (x, 338), coat, _LOOKS[look])
    canvas.save(path, 96)


@dataclass(frozen=True)
class _Look:
    skin: Colour
    hair: Colour
    style: str = "short"


_LOOKS: Final = (
    _Look(_hex("c68a63"), _hex("4a3328"), "long"),
    _Look(_hex("8f5a3c"), _hex("6b625c")),
    _Look(_hex("e0b48c"), _hex("2a211d"), "bun"),
    _Look(_hex("c68a63"), _hex("3a2a22")),
    _Look(_hex("8f5a3c"), _hex("2a211d"), "long"),
)


def _person(canvas: Canvas, seat: Point, coat: Colour, look: _Look) -> None:
    """Draw somebody who faces us, without features."""
    x, y = seat
    if look.style == "long":
        canvas.bar(x - 19, y - 80, x + 19, y - 36, look.hair, 14)
    if look.style == "bun":
        canvas.disc((x, y - 93), 8, look.hair)
    canvas.bar(x - 27, y - 48, x + 27, y + 40, coat, 22)
    canvas.bar(x - 6, y - 62, x + 6, y - 43, look.skin, 4)
    canvas.disc((x, y - 75), 17, look.hair)
    canvas.disc((x, y - 69), 14.5, look.skin)


def _back(canvas: Canvas, foot: Point, coat: Colour, look: _Look) -> None:
    """Draw somebody who sits with their back to us."""
    x, y = foot
    canvas.bar(x - 7, y - 70, x + 7, y - 50, look.skin)
    canvas.bar(x - 34, y - 58, x + 34, y + 40, coat, 28)
    for side in (-1, 1):
        canvas.disc((x + side * 19, y - 76), 4.5, look.skin)
    canvas.disc((x, y - 79), 20.5, look.hair)
    if look.style == "long":
        canvas.bar(x - 24, y - 80, x + 24, y - 40, look.hair, 14)
    if look.style == "bun":
        canvas.disc((x, y - 101), 9, look.hair)


def draw_ecovalor(path: Path) -> None:
    """Draw a pair of scales in the land: a leaf in one bowl, coins in the other."""
    canvas = Canvas(600, 338, 2, _hex("dfe9ea"))
    canvas.disc((486, 78), 34, CREAM)
    land(
        canvas,
        [(0, 190), (80, 120), (130, 158), (220, 84), (310, 170), (390, 118), (480, 182), (600, 130)],
        BLUE[2],
        sharp=True,
    )
    land(
        canvas,
        [(0, 214), (120, 168), (180, 196), (280, 150), (380, 206), (500, 170), (600, 210)],
        PLUM[1],
        sharp=True,
    )
    land(canvas, [(0, 226), (120, 210), (260, 232), (420, 214), (600, 232)], GREEN[1])
    for x, tall in ((18, 50), (46, 62), (80, 54), (112, 44), (470, 46), (502, 60), (538, 70), (576, 58)):
        pine(canvas, (x, 240), tall, GREEN[0], GREEN[0])
    land(canvas, [(0, 258), (160, 246), (320, 262), (460, 248), (600, 262)], GREEN[2])
    river = curve([(402, 254), (440, 264), (392, 282), (428, 306), (372, 338)])
    bank = curve([(492, 338), (508, 304), (430, 282), (462, 264), (414, 253)])
    canvas.shape([*river, *bank], BLUE[0])
    for top, left, right in ((301, 440, 486), (316, 424, 470), (328, 440, 486)):
        waves(canvas, top, (left, right), 20, BLUE[2])
    _scales(canvas)
    canvas.save(path, 96)


def _scales(canvas: Canvas) -> None:
    post = NIGHT
    canvas.bar(296, 96, 304, 300, post, 3)
    canvas.bar(252, 296, 348, 308, post, 6)
    canvas.disc((300, 94), 9, RUST[0])
    canvas.stroke([(184, 112), (300, 98), (416, 84)], 6, post)
    for x, y in ((184, 112), (416, 84)):
        for side in (-44, 44):
            canvas.stroke([(x, y), (x + side, y + 82)], 1.6, post)
        bowl = [
            (x + 54 * math.cos(a), y + 82 + 22 * math.sin(a)) for a in (step / 24 * math.pi for step in range(25))
        ]
        canvas.shape(bowl, post)
    leaf = curve([(156, 192), (150, 160), (176, 132), (214, 126), (216, 160), (196, 186), (160, 194)], 16)
    canvas.shape(leaf, GREEN[0])
    canvas.stroke([(158, 192), (180, 166), (208, 134)], 2.4, GREEN[3])
    for step, x in enumerate((392, 416, 440)):
        for level in range((2, 4, 1)[step]):
            canvas.bar(x - 11, 158 - level * 8, x + 11, 165 - level * 8, RUST[1 + level % 2], 3)


def draw_mangroves(path: Path) -> None:
    """Draw mangroves on their tall roots in a lagoon, with a heron."""
    canvas = Canvas(600, 338, 2, _hex("f6e3c6"))
    canvas.disc((150, 120), 40, RUST[2])
    land(canvas, [(0, 150), (90, 128), (200, 152), (330, 126), (470, 148), (600, 130)], GREEN[3])
    land(canvas, [(0, 178), (120, 160), (240, 176), (380, 158), (500, 172), (600, 160)], GREEN[2])
    canvas.bar(0, 190, 600, 338, BLUE[2])
    canvas.bar(0, 236, 600, 338, BLUE[1])
    canvas.bar(0, 292, 600, 338, BLUE[0])
    canvas.disc((150, 214), 40, RUST[3], 0.12)
    canvas.disc((150, 224), 26, RUST[3], 0.1)
    for foot, size in (((528, 214), 0.6), ((84, 222), 0.6), ((408, 248), 0.88), ((228, 274), 1.12)):
        _mangrove(canvas, foot, size)
    for top, left, right in ((250, 20, 120), (262, 470, 590), (286, 330, 420)):
        waves(canvas, top, (left, right), 26, BLUE[3])
    for top, left, right in ((306, 60, 190), (318, 300, 560)):
        waves(canvas, top, (left, right), 26, BLUE[2])
    _heron(canvas, (508, 286))
    canvas.save(path, 96)


def _mangrove(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    root = _hex("5b3a31")
    for spread in (-58, -38, -20, 20, 38, 58):
        arch = curve(
            [(x, y - 66 * size), (x + spread * 0.7 * size, y - 52 * size), (x + spread * size, y + 6 * size)]
        )
        canvas.stroke(arch, 4.6 * size, root)
    canvas.stroke([(x, y - 69 * size), (x - 4 * size, y - 120 * size)], 8 * size, root)
    for side, low in ((-34, 96), (36, 104)):
        canvas.stroke([(x - 2 * size, y - 84 * size), (x + side * size, y - low * 1.15 * size)], 4.6 * size, root)
    for dx, dy, radius, hue in (
        (-52, -118, 36, 0),
        (48, -122, 38, 0),
        (-4, -128, 46, 0),
        (-30, -146, 34, 1),
        (26, -152, 34, 1),
        (-4, -168, 26, 1),
        (-16, -160, 14, 2),
        (34, -162, 13, 2),
    ):
        canvas.disc((x + dx * size, y + dy * size), radius * size, GREEN[hue], 0.66)


def _heron(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for leg in (-4, 5):
        canvas.stroke([(x + leg, y - 34), (x + leg - 1, y)], 1.8, NIGHT)
    canvas.shape(
        curve(
            [
                (x - 34, y - 34),
                (x - 6, y - 58),
                (x + 18, y - 54),
                (x + 14, y - 34),
                (x - 12, y - 30),
                (x - 34, y - 34),
            ]
        ),
        CREAM,
    )
    canvas.stroke(curve([(x + 12, y - 48), (x + 24, y - 64), (x + 14, y - 82), (x + 22, y - 94)]), 5, CREAM)
    canvas.disc((x + 23, y - 95), 5, CREAM)
    canvas.shape([(x + 25, y - 98), (x + 48, y - 92), (x + 25, y - 92)], RUST[1])


def draw_selva(path: Path) -> None:
    """Draw the rainforest in layers of green, a ceiba above them, and a toucan in front."""
    canvas = Canvas(600, 338, 2, _hex("e8efdc"))
    canvas.disc((438, 84), 38, _hex("f4d9a8"))
    for top, hue, size in ((150, _hex("cfe0c6"), 26), (178, GREEN[3], 30), (208, GREEN[2], 34)):
        _canopy(canvas, top, hue, size)
    _ceiba(canvas, (214, 300))
    for top, hue, size in ((246, GREEN[1], 38), (286, GREEN[0], 44)):
        _canopy(canvas, top, hue, size)
    _canopy(canvas, 324, _hex("1d4a2a"), 40)
    dark, deep = _hex("123420"), _hex("1d4a2a")
    for x, lean, size, hue in (
        (18, 24, 96, deep),
        (44, -30, 78, dark),
        (6, 58, 84, dark),
        (120, 40, 60, dark),
        (96, -6, 70, dark),
        (584, -24, 100, deep),
        (560, 28, 76, dark),
        (598, -56, 88, dark),
        (486, -38, 58, dark),
        (512, 8, 66, dark),
        (286, -28, 44, dark),
        (304, 22, 52, dark),
    ):
        _leaf(canvas, (x, 344), lean, size, hue)
    _toucan(canvas, (430, 206))
    canvas.save(path, 96)


def _canopy(canvas: Canvas, top: float, colour: Colour, size: float) -> None:
    canvas.bar(0, top, canvas.width, canvas.height, colour)
    step = size * 0.9
    for index in range(int(canvas.width / step) + 2):
        lift = math.sin(index * 2.4 + top) * size * 0.34
        canvas.disc((index * step, top + lift), size * (0.78 + 0.22 * math.cos(index * 1.7 + top)), colour, 0.72)


def _ceiba(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    bark = _hex("8d8272")
    canvas.shape(
        [
            *curve([(x - 34, y), (x - 13, y - 50), (x - 8, y - 190)]),
            *curve([(x + 8, y - 190), (x + 13, y - 50), (x + 34, y)]),
        ],
        bark,
    )
    for side, rise in ((-84, 214), (-44, 226), (46, 224), (88, 212)):
        canvas.stroke(curve([(x, y - 176), (x + side * 0.5, y - 196), (x + side, y - rise)]), 6, bark)
    for dx, dy, radius, hue in (
        (-92, -220, 40, 0),
        (-40, -236, 50, 0),
        (24, -238, 52, 0),
        (88, -222, 42, 0),
        (-66, -240, 30, 1),
        (-6, -256, 34, 1),
        (56, -246, 30, 1),
    ):
        canvas.disc((x + dx, y + dy), radius, GREEN[hue], 0.5)


def _leaf(canvas: Canvas, foot: Point, lean: float, size: float, colour: Colour) -> None:
    """Draw a broad leaf that leans by so many degrees."""
    x, y = foot
    turn = math.radians(lean)

    def at(along: float, aside: float) -> Point:
        forward, right = along * size, aside * size
        return x + forward * math.sin(turn) + right * math.cos(turn), y - forward * math.cos(turn) + right * math.sin(
            turn
        )

    left = [at(0, -0.02), at(0.3, -0.17), at(0.65, -0.15), at(1, 0)]
    right = [at(1, 0), at(0.65, 0.15), at(0.3, 0.17), at(0, 0.02)]
    canvas.shape([*curve(left), *curve(right)], colour)
    canvas.stroke([at(0.1, 0), at(0.86, 0)], 1.6, GREEN[0])


def _toucan(canvas: Canvas, perch: Point) -> None:
    x, y = perch
    black = _hex("1b2326")
    canvas.stroke(curve([(x - 96, y + 44), (x, y + 30), (x + 120, y + 40)]), 7, _hex("5b3a31"))
    canvas.shape([(x - 16, y + 10), (x - 34, y + 74), (x - 14, y + 74), (x + 6, y + 20)], black)
    canvas.shape(
        curve(
            [
                (x - 22, y + 30),
                (x - 22, y - 14),
                (x + 6, y - 44),
                (x + 30, y - 26),
                (x + 22, y + 18),
                (x, y + 36),
                (x - 22, y + 30),
            ]
        ),
        black,
    )
    canvas.disc((x + 17, y - 14), 15, _hex("f6d777"))
    canvas.disc((x + 10, y - 34), 17, black)
    canvas.disc((x + 14, y - 36), 5.4, BLUE[2])
    canvas.disc((x + 14, y - 36), 2.6, black)
    canvas.shape(
        curve(
            [
                (x + 24, y - 44),
                (x + 58, y - 52),
                (x + 84, y - 26),
                (x + 62, y - 32),
                (x + 26, y - 26),
                (x + 24, y - 44),
            ]
        ),
        RUST[1],
    )
    canvas.shape([(x + 70, y - 44), (x + 84, y - 26), (x + 66, y - 32)], black)


DRAWINGS: Final = {
    "templates/art/header.png": draw_header,
    "issues/2017-06/images/klimaallianz-workshop.png": draw_workshop,
    "issues/2017-06/images/ecovalor.png": draw_ecovalor,
    "issues/2017-06/images/mangroves-alvarado.png": draw_mangroves,
    "issues/2017-06/images/selva-maya.png": draw_selva,
}


def main() -> None:
    """Draw everything."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for name, draw in DRAWINGS.items():
        draw(root / name)


if __name__ == "__main__":
    main()
