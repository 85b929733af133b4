"""How long `iki-news collect` takes for the parcels of forty offices, each with two photographs.

    python bench/collecting.py [PARCELS]

A peer does not exist: the figure is for the how-to, on the machine that it was measured on.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Final

import yaml
from PIL import Image

_PARCELS: Final = 40
_SIZE: Final = (2400, 1600)
_PROJECTS: Final = ("ecovalor", "viclim", "biomar", "wacclim", "nacag", "adaptur", "sicem", "ciclim")
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"


def _photograph(chance: random.Random) -> bytes:
    """Draw what compresses as a photograph does: large soft shapes, and some grain."""
    small = Image.new("RGB", (60, 40))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(60 * 40)])
    picture = small.resize(_SIZE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(_SIZE, 20).convert("RGB")
    written = io.BytesIO()
    Image.blend(picture, grain, 0.15).save(written, "JPEG", quality=86)
    return written.getvalue()


def _parcel(number: int, pictures: list[bytes], chance: random.Random) -> bytes:
    words = " ".join(["El curso duró tres días."] * 60)
    contribution = {
        "kind": "news",
        "project": _PROJECTS[number % len(_PROJECTS)],
        "language": "es",
        "received_on": "2017-05-20",
        "title": {"es": f"Noticia {number}", "de": f"Meldung {number}"},
        "teaser": {"es": "Qué cambió.", "de": "Was sich geändert hat."},
        "body": {"es": words, "de": words},
        "images": [
            {"file": f"images/foto-{each}.jpg", "credit": "Ana Inventada", "rights": "granted", "alt": "Una laguna"}
            for each in range(len(pictures))
        ],
    }
    about = {
        "parcel": 1,
        "id": "".join(chance.choices(_ALPHABET, k=16)),
        "issue": None,
        "saved_at": "2017-05-20T10:00:00Z",
        "sender": {"name": "", "address": ""},
        "language": "es",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("contribution.yaml", yaml.safe_dump(contribution, allow_unicode=True))
        archive.writestr("form.json", json.dumps(about))
        for each, content in enumerate(pictures):
            archive.writestr(f"images/foto-{each}.jpg", content)
    return written.getvalue()


def _used() -> float:
    """Give the processor time of all runs so far, in seconds."""
    spent = os.times()
    return spent.children_user + spent.children_system


def main(count: int) -> None:
    """Lay the parcels down, collect them twice, and say how long each took."""
    chance = random.Random(7)  # noqa: S311 - the same parcels at every run
    with tempfile.TemporaryDirectory() as name:
        folder, workspace = Path(name) / "came", Path(name) / "newsletter"
        folder.mkdir()
        iki = [str(Path(sys.executable).with_name("iki-news"))]
        subprocess.run([*iki, "init", str(workspace)], check=True, capture_output=True)
        size = 0
        for number in range(count):
            raw = _parcel(number, [_photograph(chance), _photograph(chance)], chance)
            (folder / f"{number:03}.zip").write_bytes(raw)
            size += len(raw)
        for what in ("taken", "known"):
            began, used = time.perf_counter(), _used()
            run = subprocess.run(
                [*iki, "-C", str(workspace), "collect", "2017-06", str(folder), "--json"],
                check=False,
                capture_output=True,
            )
            seconds, used = time.perf_counter() - began, _used() - used
            found = json.loads(run.stdout)["counts"][what]
            print(
                f"{found} parcels {what} of {count} ({size / 1e6:.0f} MB, {2 * count} pictures): "
                f"{seconds:.1f} s, {used:.1f} s of processor time"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _PARCELS)
