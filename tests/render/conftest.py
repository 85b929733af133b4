"""What the tests of rendering share: the repository's templates, and a copy of them to break."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.render.specimens import TEMPLATES

from iki_newsletter.render.templates import load_templates

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.render.templates import Templates


@pytest.fixture(scope="session")
def templates() -> Templates:
    """Give the repository's templates."""
    return load_templates(TEMPLATES)


@pytest.fixture
def own_templates(tmp_path: Path) -> Path:
    """Give a copy of the templates folder that a test may change."""
    return shutil.copytree(TEMPLATES, tmp_path / "templates")
