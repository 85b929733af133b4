from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.intake.hostile import ARCHIVES
from tests.intake.parcels import packed, parcel

from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.archive import Limits, read_archive
from iki_newsletter.intake.names import fault_of

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(octets=25_000_000, files=40, unfolded=50_000_000)
SECONDS = 1.0
CHILD = """
import json, sys, time
from pathlib import Path
import datetime as dt
from iki_newsletter.errors import IkiNewsError
from iki_newsletter.intake.parcel import read_parcel
from iki_newsletter.intake.sent import Sent
from tests.intake.parcels import parcel
now = dt.datetime(2017, 5, 20, tzinfo=dt.UTC)
read_parcel(Sent("a.zip", "a.zip", parcel(), now), Path("a.yaml"))  # what is loaded once is not the archive's fault
try:
    import resource
except ImportError:
    resource = None
if resource and Path("/proc/self/statm").exists():
    here = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (here + 200_000_000, here + 200_000_000))
for path in sorted(Path(sys.argv[1]).iterdir()):
    before = time.process_time()
    try:
        read_parcel(Sent(path.name, path.name, path.read_bytes(), now), Path("contribution.yaml"))
        told = ["", ""]
    except IkiNewsError as error:
        told = [error.what, error.instead]
    print(json.dumps([path.stem, time.process_time() - before, *told]), flush=True)
"""


@dataclass(frozen=True)
class Told:
    """What came of a hostile archive."""

    seconds: float
    """Of processor time."""
    what: str
    instead: str


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Read all hostile archives in a process of its own that may not grow by more than 200 MB."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in ARCHIVES.items():
        (folder / f"{name}.zip").write_bytes(make())
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
        | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    assert child.returncode == 0, child.stderr[-2000:]
    rows = map(json.loads, child.stdout.splitlines())
    return {name: Told(seconds, what, instead) for name, seconds, what, instead in rows}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT, and names files otherwise")
@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_is_refused_quickly_and_clearly(told: dict[str, Told], name: str) -> None:
    """Under the limits: a sentence that says what is wrong, one what to do, and nothing that drives a terminal."""
    _, words = ARCHIVES[name]
    outcome = told[name]
    assert outcome.what
    assert words in outcome.what
    assert outcome.instead
    assert outcome.seconds < SECONDS
    assert (outcome.what + outcome.instead).isprintable()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_sound_archive_is_read_whole(compression: int) -> None:
    """Stored or deflated, with folders and names that are not ASCII, every byte arrives."""
    files = {"contribution.yaml": b"a: b\n", "images/año.jpg": bytes(range(256)) * 100, "images/": b""}
    read = read_archive(packed(files, compression), LIMITS)
    assert read == {name: content for name, content in files.items() if not name.endswith("/")}


@given(st.binary(max_size=2000))
def test_any_bytes_give_files_or_our_own_error(raw: bytes) -> None:
    """Whatever comes, only NotTakenError escapes."""
    with suppress(NotTakenError):
        read_archive(raw, LIMITS)


@settings(max_examples=300)
@given(st.data())
def test_a_mutated_archive_gives_files_or_our_own_error(data: st.DataObject) -> None:
    """Bytes changed, cut out, doubled or put in anywhere in a sound archive never raise anything else."""
    raw = bytearray(data.draw(st.sampled_from(SOUND)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(st.binary(max_size=8))
        raw[place : place + data.draw(st.integers(0, 8))] = piece
        if not raw:
            break
    with suppress(NotTakenError):
        files = read_archive(bytes(raw), LIMITS)
        assert all(not fault_of(name) for name in files)


SOUND = [
    packed(
        {"contribution.yaml": b"kind: news\n" * 20, "form.json": b"{}", "images/a.jpg": b"\xff\xd8" * 40}, compression
    )
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
]


@given(st.text(max_size=40))
def test_a_name_without_fault_stays_in_its_folder(name: str) -> None:
    """What is let through leads nowhere else, on any system."""
    if not fault_of(name):
        parts = name.removesuffix("/").split("/")
        assert not {"", ".", ".."} & set(parts)
        assert not {"\\", ":", "\0"} & set(name)


def test_a_parcel_of_the_form_is_no_hostile_archive() -> None:
    """The limits let through what the form saves."""
    assert set(read_archive(parcel(), LIMITS)) == {"contribution.yaml", "form.json", "images/reserva.jpg"}
