"""A YAML file to a checked shape: everything that is wrong with it at once, and never an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import ValidationError

from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.reading.explain import explain
from iki_newsletter.reading.findings import WHOLE_FILE, Fault, Findings
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import TypeAdapter

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.reading.findings import Family
    from iki_newsletter.reading.scan import Data

T = TypeVar("T")

MAX_BYTES: Final = 64 * 1024
"""The most that a file may have: a contribution with three languages has 4 KB."""


def read_shape(
    path: Path, adapter: TypeAdapter[T], *, family: Family = "C", cap: int = MAX_BYTES
) -> tuple[Loaded[T] | None, list[Problem]]:
    """Read a YAML file of at most `cap` bytes as the adapter's shape.

    Gives the value and where it came from, or None and the problems, coded in the file's `family`; a value is given
    exactly when there are no problems.
    """
    findings = Findings(path, family)
    raw = read_bytes(path, cap, findings)
    if raw is None:
        return None, findings.all()
    return _read(raw, adapter, findings)


def read_bytes_as(
    raw: bytes, path: Path, adapter: TypeAdapter[T], *, family: Family = "C"
) -> tuple[Loaded[T] | None, list[Problem]]:
    """Read a file's content that is at hand already, as `read_shape` does; `path` is for messages only."""
    return _read(raw, adapter, Findings(path, family))


def _read(raw: bytes, adapter: TypeAdapter[T], findings: Findings) -> tuple[Loaded[T] | None, list[Problem]]:
    text = decode(raw, findings)
    if text is None:
        return None, findings.all()
    scanned = scan(text, findings)
    if not isinstance(scanned.data, dict):
        if not findings:
            _note_no_mapping(scanned.data, findings)
        return None, findings.all()
    try:
        value = adapter.validate_python(scanned.data)
    except ValidationError as error:
        explain(error, scanned, adapter, findings)
        return None, findings.all()
    if findings:
        return None, findings.all()
    return Loaded(value, Origin(findings.path, scanned.marks)), []


def _note_no_mapping(data: Data | None, findings: Findings) -> None:
    if data is None:
        findings.add(Fault.MISSING, WHOLE_FILE, "The file is empty.", "Write its keys, one line each: `key: value`.")
        return
    sort = "a list" if isinstance(data, list) else "plain text"
    findings.add(
        Fault.VALUE, (1, 1), f"The file holds {sort}, not keys.", "Write its keys, one line each: `key: value`."
    )
