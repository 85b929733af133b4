from __future__ import annotations

from tests.judges.tools import from_npm
from tools.take_caniemail import KEPT, written


def test_the_copy_is_what_the_package_says() -> None:
    """The data beside the check are those of the package in package.json: `make caniemail` takes them over."""
    assert written(from_npm("caniemail")) == KEPT.read_text("utf-8")
