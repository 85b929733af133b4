"""Files made to harm: each is refused with a clear message, in less than a second and 200 MB.

PyYAML's own parser, where libyaml is missing, may take three seconds: it is some ten times slower.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path

ALIAS_BOMB = "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n" + "".join(
    f"{key}: &{key} [{','.join(['*' + before] * 9)}]\n" for before, key in zip("abcdefg", "bcdefgh", strict=True)
)
MERGE_BOMB = "a0: &a0 {k0: v, k1: v}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n  x{n}: v\n" for n in range(1, 12)
)
EVENT = "kind: event\nproject: p\nlanguage: es\nreceived_on: 2017-05-22\ntitle: t\nteaser: t\nstarts_on: 2017-06-06\n"

HOSTILE: dict[str, tuple[str | bytes, str, str]] = {
    "alias bomb": (ALIAS_BOMB, "101", "`&a` names a place to refer to."),
    "merge-key bomb": (MERGE_BOMB, "101", "`<<` merges a mapping into this one."),
    "one alias": (EVENT + "place: *p\n", "101", "`*p` refers to another place."),
    "merge key with a value": (EVENT + "<<: {place: x}\n", "101", "`<<` merges a mapping into this one."),
    "100,000 brackets": ("[" * 100_000, "103", "The file is larger than 64 KB."),
    "65,000 brackets": ("[" * 65_000, "101", "Mappings and lists are nested more than 20 deep."),
    "65,000 braces": ("{" * 65_000, "101", "A mapping, a list or an alias cannot be a key."),
    "nested braces": ("{a: " * 16_000, "101", "Mappings and lists are nested more than 20 deep."),
    "nested dashes": ("- " * 32_000, "101", "Mappings and lists are nested more than 20 deep."),
    "nested keys": ("? " * 32_000, "101", "A mapping, a list or an alias cannot be a key."),
    "brackets across lines": ("[\n" * 32_000, "101", "Mappings and lists are nested more than 20 deep."),
    "a staircase": (
        "".join(" " * n + "a:\n" for n in range(350)),
        "101",
        "Mappings and lists are nested more than 20 deep.",
    ),
    "64 KB and one": (EVENT + "#" * 65_536, "103", "The file is larger than 64 KB."),
    "ten megabytes": ("a" * 10_000_000, "103", "The file is larger than 64 KB."),
    "duplicate keys": (EVENT + "teaser: u\n", "105", "`teaser` is given twice: first in line 6, again in line 8."),
    "20,000 duplicate keys": (
        "{" + "a," * 20_000 + "}",
        "105",
        "`a` is given twice: first in line 1, again in line 1.",
    ),
    "10,000 unknown keys": (
        "kind: event\n" + "".join(f"k{n}: \n" for n in range(7_000)),
        "107",
        "`project` is missing.",
    ),
    "unknown keys alike": (
        "kind: event\n" + "".join(f"titl{n}: x\n" for n in range(5_000)),
        "106",
        "`titl0` is not",
    ),
    "20,000 wrong entries": (EVENT + f"sdg: [{'99,' * 20_000}]\n", "108", "`99` is no whole number from 1 to 17."),
    "a bad date": (EVENT + "ends_on: 2017-99-99\n", "108", "`2017-99-99` is no date."),
    "a date in year 0": (EVENT + "ends_on: 0000-00-00\n", "108", "`0000-00-00` is no date."),
    "a number of 60,000 digits": (EVENT + f"weight: {'9' * 60_000}\n", "108", "is no whole number."),
    "a clock that is none": (EVENT + "starts_at: 12:99\n", "108", "`12:99` is no time of day."),
    "an escape to NUL": (EVENT + 'place: "a\\0"\n', "104", "An escape makes U+0000 (NUL), a control character."),
    "an escape to ESC": (EVENT + 'place: "\\e[2J"\n', "104", "An escape makes U+001B (ESCAPE), a control character."),
    "an escape to CR LF": (EVENT + 'place: "a\\r\\nBcc: b"\n', "104", "An escape makes U+000D (CARRIAGE RETURN)"),
    "an escape to another direction": (EVENT + 'place: "\\u202e"\n', "104", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "an escape in a key": (EVENT + '"\\u202eplace": x\n', "104", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "an escape to half a pair": (EVENT + 'place: "\\ud800"\n', "10", ""),
    "an escape past Unicode": (EVENT + 'place: "\\UFFFFFFFF"\n', "101", ""),
    "NUL": (EVENT + "place: a\0b\n", "104", "Here stands U+0000 (NUL), a control character."),
    "ESC": (EVENT + "place: \x1b[2J\n", "104", "Here stands U+001B (ESCAPE), a control character."),
    "another direction": (EVENT + "place: a\u202eb\n", "104", "Here stands U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "another direction in a comment": (EVENT + "# a\u2066b\n", "104", "Here stands U+2066 (LEFT-TO-RIGHT ISOLATE)"),
    "private use": (EVENT + "place: \ue000\n", "104", "U+E000, a character of private use"),
    "a line separator": (EVENT + "place: a\u2028b\n", "104", "U+2028 (LINE SEPARATOR), a line separator"),
    "half a pair in bytes": (EVENT.encode() + b"place: \xed\xa0\x80\n", "102", "The file is not saved as UTF-8"),
    "overlong UTF-8": (EVENT.encode() + b"place: \xc0\xaf\n", "102", "The file is not saved as UTF-8"),
    "Windows-1252": ((EVENT + "place: México\n").encode("cp1252"), "102", "The file is not saved as UTF-8"),
    "UTF-16": (EVENT.encode("utf-16"), "102", "The file is saved as UTF-16, not as UTF-8."),
    "UTF-16 without a mark": (EVENT.encode("utf-16-be"), "102", "The file looks like UTF-16, not like UTF-8."),
    "a Word document": (b"PK\x03\x04\x14\0\x06\0\x08\0\xe5\xd2" * 50, "102", "This is no text file."),
    "a Python tag": (
        EVENT + "place: !!python/object/apply:os.system [id]\n",
        "101",
        "`!!python/object/apply:os.system` is a tag",
    ),
    "a plain tag": (EVENT + "place: !!str x\n", "101", "`!!str` is a tag, and tags are not read."),
    "a tag directive": (
        "%TAG ! tag:example.org,2017:\n---\n" + EVENT,
        "101",
        "A line that starts with `%` is not read here.",
    ),
    "a long version": (f"%YAML 1.{'9' * 60_000}\n---\n" + EVENT, "101", ""),
    "tabs": ("kind: event\ntitle:\n\tes: x\n", "101", "A tab stands here."),
    "two documents": (EVENT + "---\n" + EVENT, "101", "A second document starts here with `---`."),
    "20,000 documents": ("---\n" * 16_000, "101", "A second document starts here with `---`."),
    "an empty file": ("", "107", "The file is empty."),
    "white space": ("\n" * 60_000, "107", "The file is empty."),
    "a list at the top": ("- a\n- b\n", "108", "The file holds a list, not keys."),
    "a list as a key": ("? [a]\n: b\n", "101", "A mapping, a list or an alias cannot be a key."),
    "an open quote": ("a: '" + "\n" * 60_000, "101", "A quotation mark opens here and nothing closes it."),
    "quotes only": ('"\n' * 30_000, "101", ""),
    "empty entries": ("- - -\n" * 10_000, "107", "An entry of the list is empty."),
    "empty keys": ("?\n" * 30_000, "101", "A key is missing before the colon."),
    "anchors": ("&a " * 20_000, "101", "`&a` names a place to refer to."),
    "exclamation": ("!" * 60_000, "101", "is a tag, and tags are not read."),
    "a long key": ("a" * 60_000 + ": b\n", "101", ""),
    "near-miss keys": ("kind: event\n" + "".join(f"{'title' * 12}{n}: x\n" for n in range(900)), "106", ""),
}

CHILD = """
import json, sys, time
from pathlib import Path
from pydantic import TypeAdapter
import yaml
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.reading import scan
from iki_newsletter.reading.reader import read_shape
adapter = TypeAdapter(Contribution)
if sys.argv[2] == "python":
    scan._LOADER = yaml.SafeLoader
try:
    import resource
except ImportError:
    resource = None
if resource and Path("/proc/self/statm").exists():
    here = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (here + 200_000_000, here + 200_000_000))
for path in sorted(Path(sys.argv[1]).iterdir()):
    before = time.process_time()
    loaded, problems = read_shape(path, adapter)
    told = [[problem.code, *problem.lines()] for problem in problems]
    row = [path.stem, time.process_time() - before, loaded is None, told]
    print(json.dumps(row), flush=True)
"""


@dataclass(frozen=True)
class Told:
    """What came of a hostile file."""

    seconds: float
    """Of processor time."""
    refused: bool
    problems: list[list[str]]
    limit: int
    """The seconds it may take."""


@pytest.fixture(scope="module", params=["libyaml", "python"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Read all hostile files in a process of its own that may not grow by more than 200 MB, with each parser."""
    if request.param == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml here")
    folder: Path = tmp_path_factory.mktemp("hostile")
    for name, (content, _, _) in HOSTILE.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.yaml").write_bytes(raw)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), request.param],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")},
    )
    limit = 1 if request.param == "libyaml" else 3
    assert child.returncode == 0, child.stderr[-2000:]
    rows = map(json.loads, child.stdout.splitlines())
    return {name: Told(seconds, refused, problems, limit) for name, seconds, refused, problems in rows}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT, and names files otherwise")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_clearly(told: dict[str, Told], name: str) -> None:
    """Under the limits, with either parser: no value, the right code, a sentence that says what is wrong."""
    _, number, sentence = HOSTILE[name]
    outcome = told[name]
    assert outcome.refused
    assert outcome.seconds < outcome.limit
    assert any(code.startswith(f"C{number}") and sentence in what for code, what, _ in outcome.problems)
    assert all(instead.strip() for _, _, instead in outcome.problems)
    assert len(outcome.problems) <= 101
    assert all(line.isprintable() for problem in outcome.problems for line in problem)


def test_the_bombs_are_as_small_as_they_say() -> None:
    """What unfolds to gigabytes fits on a page: no limit of size would stop it."""
    assert len(ALIAS_BOMB) < 400
    assert len(MERGE_BOMB) < 1000
