from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

ALT = {"es": "Coral", "de": "Koralle", "en": "Coral"}


def _put(desk: Any, credit: Any = "Coral Institute", rights: str = "own", width: int = 1200) -> None:
    path = desk.folder / "images" / "reef.png"
    path.parent.mkdir(exist_ok=True)
    Image.new("P", (width, 20)).save(path)
    desk.put(images=[{"file": "images/reef.png", "credit": credit, "rights": rights, "alt": ALT}])


def test_a_sound_picture_has_no_problem(desk: Any) -> None:
    """Credited, allowed, and wide enough to the pixel."""
    _put(desk)
    assert desk.problems() == []


@pytest.mark.parametrize("credit", ["-", "n/a", "Unbekannt", "Internet", {"es": "desconocido", "de": "A. Muster"}])
def test_a_credit_names_somebody(desk: Any, credit: Any) -> None:
    """A word in the credit's place is no credit."""
    _put(desk, credit)
    [problem] = desk.problems("C601")
    assert "names nobody" in problem.what


@pytest.mark.parametrize(("credit", "named"), [("Ana Muster", False), ("Ana Muster (CC BY-SA 4.0)", True)])
def test_a_free_licence_is_named(desk: Any, credit: str, named: bool) -> None:
    """The licence asks for it."""
    _put(desk, credit, "open-licence")
    assert bool(desk.problems("C602")) is not named


def test_a_small_picture_is_found(desk: Any) -> None:
    """One pixel less is said with its number."""
    _put(desk, width=1199)
    assert [what for _, what in desk.said("C603")] == [
        "The picture `images/reef.png` is 1,199 pixels wide; 1,200 are meant for it."
    ]


def test_a_picture_is_measured_as_it_is_shown(desk: Any) -> None:
    """A telephone held upright saves a lying picture and a note to turn it."""
    _put(desk)
    path = desk.folder / "images" / "reef.png"
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("L", (1600, 900)).save(path, exif=turned)
    assert ["900 pixels wide" in what for _, what in desk.said("C603")] == [True]


def test_a_broken_picture_is_another_rules_matter(desk: Any) -> None:
    """What cannot be opened has no width."""
    _put(desk)
    (desk.folder / "images" / "reef.png").write_bytes(b"no picture")
    assert desk.problems() == []


@pytest.mark.parametrize(
    ("alt", "is_name"),
    [
        ("IMG_4711.jpg", True),
        ("IMG 4711", True),
        ("DSC00012", True),
        ("reef", True),
        ("Reef.png", True),
        ("images/reef.png", True),
        ("Foto del arrecife.JPEG", True),
        ("Coral", False),
        ("P. Ejemplo en 2017", False),
        ("Img. 3 del mapa: la costa", False),
        ("Un coral", False),
    ],
)
def test_a_files_name_describes_nothing(desk: Any, alt: str, is_name: bool) -> None:
    """A telephone's name, the file's own, or anything with a picture's ending."""
    _put(desk)
    desk.put(
        images=[
            {"file": "images/reef.png", "credit": "A. Muster", "rights": "own", "alt": ALT | {"es": alt}},
        ]
    )
    found = [problem.what for problem in desk.problems()]
    assert found == ([f"`alt` in es is a file's name: “{alt}”."] if is_name else [])
