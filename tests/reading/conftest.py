"""What the tests of reading share: a shape's adapter, and reading a text as if it were a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pydantic import TypeAdapter

from iki_newsletter.model.contribution import Contribution
from iki_newsletter.reading import scan
from iki_newsletter.reading.reader import read_bytes_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.problem import Problem

EVENT = """\
kind: event
project: reef-watch
language: es
received_on: 2017-05-22
title: {es: Curso, de: Kurs}
teaser: Un curso.
starts_on: 2017-06-06
"""


@pytest.fixture(scope="session")
def contribution() -> TypeAdapter[Contribution]:
    """Give the adapter of contributions, made once."""
    return TypeAdapter(Contribution)


@pytest.fixture(scope="session")
def read(
    contribution: TypeAdapter[Contribution],
) -> Callable[[str | bytes], tuple[Loaded[Any] | None, list[Problem]]]:
    """Read a text as the contribution `x.yaml`."""

    def read_it(text: str | bytes) -> tuple[Loaded[Any] | None, list[Problem]]:
        return read_bytes_as(text.encode() if isinstance(text, str) else text, Path("x.yaml"), contribution)

    return read_it


@pytest.fixture
def event() -> str:
    """Give a small event that is right."""
    return EVENT


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with each of PyYAML's two parsers."""
    if request.param == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml here")
    monkeypatch.setattr(scan, "_LOADER", yaml.CSafeLoader if request.param == "libyaml" else yaml.SafeLoader)
    return str(request.param)
