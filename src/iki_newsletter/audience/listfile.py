"""A subscriber list, CSV or XLSX, to subscribers, excluded rows and problems: every row is one of the first two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.columns import CONSENTS, Head, is_head, missing_head, read_head
from iki_newsletter.audience.csvfile import Row, csv_rows
from iki_newsletter.audience.dialect import find_dialect
from iki_newsletter.audience.person import PersonReader
from iki_newsletter.audience.roll import Roll
from iki_newsletter.audience.rows import RowReader
from iki_newsletter.audience.workbook import is_workbook, read_sheet
from iki_newsletter.errors import FilesWrongError, NotThereError
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Sequence
    from pathlib import Path

    from iki_newsletter.model.audience import Excluded
    from iki_newsletter.model.subscriber import Subscriber

_HEAD_WITHIN: Final = 10
"""Rows with something in them, among which the one that names the columns must be."""

_NO_CONSENTS: Final = "The list has no columns that say who agreed to be written to, when, and where."


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a list says: who is on it and may be written to, who is on it and may not, and what is wrong with it."""

    path: Path
    sentence: str
    """How the file was read: "Windows-1252, semicolons, 412 rows"."""
    rows: int
    """Rows below the head that are not empty; as many as `subscribers` and `excluded` together."""
    subscribers: Collection[Subscriber]
    """In the list's order; no two with the same key."""
    excluded: Collection[Excluded]
    """In the list's order: invalid, duplicate, unsubscribed, inactive."""
    problems: Collection[Problem]
    """In the list's order."""
    keys: Container[str] = frozenset()
    """The addresses on the list, as people are compared by them, whatever became of their rows."""
    roll: Roll = field(default_factory=Roll, compare=False, repr=False)
    """Where each of them can be looked up."""


def read_list(
    path: Path,
    languages: Sequence[str],
    *,
    groups: Sequence[str] = (),
    asks_consent: bool = False,
    as_written: bool = False,
) -> ListReading:
    """Read a list in whatever dialect it is; `languages` are the newsletter's, the first is for whoever names none.

    `groups` are the newsletter's where it names any: others are told (L132). With `asks_consent` a list without a
    column that says who agreed is told as well (L131). With `as_written`, for whom no language is named has none, and
    a title stands as the salutation, although it greets nobody: so lists are merged.

    Raises NotThereError where there is no such file, and FilesWrongError, with the problems, where it is no list:
    not readable, no column of addresses, a column twice.
    """
    try:
        return _read_list(path, PersonReader(languages, groups, as_written=as_written), asks_consent=asks_consent)
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
        in_use = isinstance(error, PermissionError)
        instead = "Close it in Excel, or see that you may open it" if in_use else "See that its disk is there"
        problem = Problem("L101", Position(path), what, f"{instead}; then run the command again.")
        raise FilesWrongError("The list cannot be read.", problems=[problem]) from error


def _read_list(path: Path, people: PersonReader, *, asks_consent: bool) -> ListReading:
    if not path.is_file():
        raise NotThereError(f"There is no list {path}.", instead="Name a CSV or XLSX file that is there.")
    others: tuple[str, ...] = ()
    if is_workbook(path):
        sheet, rows, others = read_sheet(path)
        how = f"Excel workbook, sheet “{sheet}”"
    else:
        dialect = find_dialect(path)
        rows, how = csv_rows(path, dialect), dialect.sentence
    head, skipped = find_head(path, rows)
    reader = RowReader(path, head, people)
    if others:
        names = ", ".join(f"“{name}”" for name in others)
        reader.roll.note(Problem("L106", Position(path), f"Nobody on the other sheets counts: {names}."))
    if skipped:
        what = f"{len(skipped)} row{'s' if len(skipped) > 1 else ''} above the columns' names did not count."
        reader.roll.note(Problem("L105", Position(path, skipped[0].line), what))
    if asks_consent and all(head.places[column] is None for column in CONSENTS):
        reader.roll.note(Problem("L131", Position(path, head.line), _NO_CONSENTS))
    for row in rows:
        reader.take(row)
    reader.end()
    count = f"{reader.rows:,} row{'' if reader.rows == 1 else 's'}"
    roll = reader.roll
    return ListReading(
        path, f"{how}, {count}", reader.rows, roll.subscribers, roll.excluded, roll.problems, keys=roll, roll=roll
    )


def find_head(path: Path, rows: Iterator[Row]) -> tuple[Head, list[Row]]:
    """Find the row that names the columns: it, and the rows with something in them above it.

    Raises FilesWrongError where there is none, or where it cannot be understood.
    """
    above: list[Row] = []
    for row in rows:
        if is_head(row.cells):
            return read_head(path, row.line, row.cells), above
        if any(cell.strip() for cell in row.cells):
            above.append(row)
        if len(above) >= _HEAD_WITHIN:
            break
    raise missing_head(path, [(row.line, row.cells) for row in above])
