"""SpamAssassin on the issue as it is sent: nothing that it would mind."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.passage.conftest import LANGUAGES
from tests.servers.program import require

if TYPE_CHECKING:
    from pathlib import Path

    from tests.passage.conftest import Letter

SCORE = re.compile(r"^Content analysis details: +\((-?[\d.]+) points", re.MULTILINE)


@pytest.fixture(scope="module")
def reports(letters: dict[str, Letter], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Have all languages judged at once: SpamAssassin takes longer to start than to judge.

    `-L` asks no network, `-t` writes a report under each message; a home of its own has neither habits nor lists.
    """
    program = require("spamassassin", "spamassassin")
    home = tmp_path_factory.mktemp("spamassassin")
    files = [_written(home, letters[language]) for language in LANGUAGES]
    judged = subprocess.run(
        [program, "-L", "-t", "-x", *files],
        capture_output=True,
        timeout=120,
        check=True,
        env=os.environ | {"HOME": str(home), "LC_ALL": "C"},
    )
    # Each message is given back whole, and begins with the verdict's own headers.
    pieces = judged.stdout.decode(errors="replace").split("X-Spam-Checker-Version: ")[1:]
    assert len(pieces) == len(files), judged.stderr.decode()
    return dict(zip(LANGUAGES, pieces, strict=True))


def _written(folder: Path, letter: Letter) -> Path:
    path = folder / f"{letter.message['Content-Language']}.eml"
    path.write_bytes(letter.content)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_scores_nothing(reports: dict[str, str], language: str) -> None:
    """The stamped message of each language, before any server has put its stamps on it, scores 0.0 at most."""
    found = SCORE.search(reports[language])
    assert found is not None
    report = reports[language][found.start() :]
    assert float(found[1]) <= 0.0, report
