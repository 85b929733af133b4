"""What the tests of translations share: a workspace with one rich item, and what a translator does to a file."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ISSUE = "2017-06"
ITEM = "zz-shore"
RICH = """\
# Came by mail; Ana asked for the picture.
kind: news
project: ecovalor  # as in the portfolio
language: es
received_on: 2017-05-20
title: "Una costa: más verde"   # short enough
teaser: >-
  Un texto doblado
  en dos líneas.
body: |
  **Ayer** salió *todo* bien, según [la página](https://www.example.org/costa "Costa").
  Segunda línea.

  - uno, “dos” y «tres»
  - cuatro: 🌱 e\u0301 y sua\u00advemente

  Fin.
links:
  - {url: "https://www.example.org/uno", text: Ver más}  # the only one
images:
  - file: images/bonn.png
    rights: own
    alt: Una costa
    credit: Ana Muster
    # no caption yet
# The end.
"""


@pytest.fixture
def shop(workspace: Path) -> Workspace:
    """Give a workspace whose issue has one item in Spanish alone, with every sort of text."""
    contributions = workspace / "issues" / ISSUE / "contributions"
    (contributions / f"{ITEM}.yaml").write_text(RICH, "utf-8")
    return Workspace(workspace)


def item_path(shop: Workspace, name: str = ITEM) -> Path:
    """Give a contribution's file."""
    return shop.issues / ISSUE / "contributions" / f"{name}.yaml"


def rows_of(path: Path) -> list[list[Any]]:
    """Give the cells of a Word file's rows that stand for paragraphs."""
    from docx import Document  # noqa: PLC0415 - heavy

    document = Document(str(path))
    return [list(row.cells) for table in document.tables for row in table.rows if "@" in row.cells[0].text]


def translate_docx(path: Path, translate: Callable[[str, str], str | None]) -> None:
    """Do what a translator does in Word: write into the last column; `translate` takes the id and the source."""
    from docx import Document  # noqa: PLC0415 - heavy

    document = Document(str(path))
    for table in document.tables:
        for row in table.rows:
            cells = row.cells
            if "@" not in cells[0].text:
                continue
            text = translate(cells[0].text, cells[2].text)
            if text is not None:
                cells[3].paragraphs[0].text = text
    written = io.BytesIO()
    document.save(written)
    path.write_bytes(written.getvalue())


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Give what opens a file in LibreOffice and saves it anew; skips where there is no LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
            pytest.fail("LibreOffice is missing: libreoffice-writer-nogui, libreoffice-calc-nogui")
        pytest.skip("needs LibreOffice (Debian: libreoffice-writer-nogui, libreoffice-calc-nogui)")
    profile = tmp_path_factory.mktemp("libreoffice")

    def save_anew(path: Path) -> Path:
        out = path.parent / "saved"
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                path.suffix.removeprefix("."),
                "--outdir",
                str(out),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return out / path.name

    return save_anew
