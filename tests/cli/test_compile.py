from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def built(workspace: Path) -> dict[str, bytes]:
    """Read everything that a compile has written."""
    folder = workspace / "build" / ISSUE
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_compile_writes_every_edition_in_three_forms(iki: Callable[..., Run], workspace: Path) -> None:
    """A page, a text and a message for each language, the merged issue and the manifest, and nothing else."""
    run = iki("compile", ISSUE)

    languages = ("es", "de", "en")
    forms = {f"{language}.{ending}" for language in languages for ending in ("html", "txt", "eml")}
    assert run.code == 0, run.err
    assert set(built(workspace)) == forms | {"issue.json", "manifest.json"}


def test_sections_are_named_in_the_programs_language(iki: Callable[..., Run], workspace: Path) -> None:
    """The newsletter's first language is Spanish, and the sentences around them are English."""
    out = iki("compile", ISSUE).out
    assert "In focus" in out
    assert "Mitigation" in out
    assert "Mitigación" not in out


def test_two_compiles_give_the_same_bytes(
    iki: Callable[..., Run], workspace: Path, tmp_path: Path, copied: Callable[[Path, Path], Path]
) -> None:
    """On another day, in another time zone, in another clone, in another process: the same bytes."""
    iki("compile", ISSUE)
    here = built(workspace)
    clone = copied(workspace, tmp_path / "another place" / "clone")

    with time_machine.travel("2031-02-03 04:05:06"):
        iki("-C", clone, "compile", ISSUE)
    assert built(clone) == here

    shutil.rmtree(clone / "build")
    elsewhere = os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-m", "iki_newsletter", "-C", str(clone), "compile", ISSUE],
        check=True,
        env=elsewhere,
        capture_output=True,
        cwd=tmp_path,
    )
    assert built(clone) == here


def test_the_page_stands_alone(iki: Callable[..., Run], workspace: Path) -> None:
    """A browser shows it without a network: no picture comes from elsewhere, no placeholder is left."""
    iki("compile", ISSUE)

    for language in ("es", "de", "en"):
        page = built(workspace)[f"{language}.html"].decode()
        assert 'src="http' not in page
        assert 'src="cid:' not in page
        assert "%%" not in page
        assert "{{" not in page


def test_the_sample_message_is_a_whole_message(iki: Callable[..., Run], workspace: Path) -> None:
    """It parses without defects, is dated with the issue's day, and unsubscribes nobody real."""
    iki("compile", ISSUE)

    message = BytesParser(policy=policy.default).parsebytes(built(workspace)["de.eml"])
    assert not [part.defects for part in message.walk() if part.defects]
    assert message["Date"].datetime.date().isoformat() == "2017-06-01"
    assert message["To"].addresses[0].addr_spec == "sample@example.org"


def without_english(workspace: Path) -> None:
    """Let the newsletter have no edition in English any more."""
    settings = workspace / "newsletter.yaml"
    text = settings.read_text("utf-8")
    assert "languages: [es, de, en]" in text
    settings.write_text(text.replace("languages: [es, de, en]", "languages: [es, de]"), "utf-8")


def test_what_an_earlier_compile_left_is_gone(iki: Callable[..., Run], workspace: Path) -> None:
    """The folder holds this build, so that nobody looks at a language that no longer exists."""
    iki("compile", ISSUE)
    without_english(workspace)
    iki("compile", ISSUE)

    assert {name for name in built(workspace) if name.startswith("en.")} == set()


def test_a_compile_leaves_what_no_compile_made(iki: Callable[..., Run], workspace: Path) -> None:
    """A translator's file, notes, and a page that somebody wrote in stay, whatever is compiled."""
    folder = workspace / "build" / ISSUE
    iki("compile", ISSUE)
    theirs = {"2017-06-de.docx": b"half translated", "notes.txt": b"call Ana", "images/old.png": b"old"}
    for name, content in theirs.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "en.html").write_bytes(b"marked up by hand")
    without_english(workspace)
    iki("compile", ISSUE)
    iki("compile", ISSUE)

    left = built(workspace)
    assert {name: left[name] for name in theirs} == theirs
    assert left["en.html"] == b"marked up by hand"
    assert not {"en.txt", "en.eml"} & set(left)


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"files": [1]}', b"\xff", None])
def test_a_manifest_that_was_changed_removes_nothing(
    iki: Callable[..., Run], workspace: Path, manifest: bytes | None
) -> None:
    """Whatever it says: no file outside the folder, and none where it cannot be read."""
    folder = workspace / "build" / ISSUE
    folder.mkdir(parents=True)
    outside = workspace / "keep.txt"
    for path in (outside, folder / "notes.txt"):
        path.write_bytes(b"kept")
    digest = hashlib.sha256(b"kept").hexdigest()
    names = ("../../keep.txt", str(outside), "images/../../../keep.txt", "")
    listed = json.dumps({"files": dict.fromkeys(names, digest)}).encode()
    (folder / "manifest.json").write_bytes(listed if manifest is None else manifest)

    assert iki("compile", ISSUE).code == 0
    assert outside.read_bytes() == (folder / "notes.txt").read_bytes() == b"kept"


def test_one_wrong_file_is_named_and_the_rest_is_still_shown(iki: Callable[..., Run], workspace: Path) -> None:
    """The exit code says that something is wrong, the line where, and the other items are compiled."""
    folder = workspace / "issues" / ISSUE / "contributions"
    (folder / "ecovalor-valuation.yaml").write_text("kind: news\ntitel: x\n", "utf-8")

    run = iki("compile", ISSUE, "--json")

    assert run.code == 1
    assert "ecovalor-valuation.yaml:2:1" in run.err
    assert "did you mean `title`" in run.err
    assert run.data["items"] == 15
    assert "Traceback" not in run.err


def test_a_broken_template_is_told_by_its_line(iki: Callable[..., Run], workspace: Path) -> None:
    """Whoever edits a template and mistypes finds the place, not a traceback."""
    template = workspace / "templates" / "mail" / "edition.txt.j2"
    template.write_text(template.read_text("utf-8") + "\n{{ view.titel }}\n", "utf-8")

    run = iki("compile", ISSUE)

    assert run.code == 2
    assert "edition.txt.j2" in run.err
    assert "Traceback" not in run.err


def test_what_cannot_be_read_is_counted_among_what_is_left_out(iki: Callable[..., Run], workspace: Path) -> None:
    """The first line says how many are missing, and a line for each says why."""
    broken = sorted((workspace / "issues" / ISSUE / "contributions").glob("*.yaml"))[:5]
    for path in broken:
        path.write_text("kind: nws\n", "utf-8")
    run = iki("compile", ISSUE)
    left_out = iki("compile", ISSUE, "--json").data["left_out"]

    assert run.code == 1
    assert "5 left out" in run.out.splitlines()[0]
    assert {row["name"] for row in left_out} == {path.stem for path in broken}
    assert all("cannot be read" in row["reason"] for row in left_out)
