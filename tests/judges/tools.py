"""Where the judges are that others wrote: installed programs and the packages of `package.json`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final, NoReturn

import pytest

HERE: Final = Path(__file__).parent
PACKAGES: Final = HERE / "node_modules"

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")


def missing(message: str) -> NoReturn:
    """Skip the test by name where a judge is missing, or fail it where IKI_NEWS_TEST_REQUIRE_ALL is set."""
    if os.environ.get("IKI_NEWS_TEST_REQUIRE_ALL"):
        pytest.fail(message)
    pytest.skip(message)


def program(*names: str, package: str) -> str:
    """Give the path of the first of these programs that is installed; `package` is Debian's that has it."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or missing(f"{names[0]} is not installed (Debian: {package})")


def from_npm(path: str) -> Path:
    """Give a file of the packages that `make judges` installs beside this module."""
    found = PACKAGES / path
    if not found.exists():
        missing(f"{path.partition('/')[0]} is not installed: make judges")
    return found
