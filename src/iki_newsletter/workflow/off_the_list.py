"""Take a person off the list's file, and see whether it still names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.audience.listedit import ListEdit
from iki_newsletter.audience.naming import is_anywhere_in_archive, lines_naming, rows_naming
from iki_newsletter.audience.workbook import is_workbook
from iki_newsletter.errors import IkiNewsError
from iki_newsletter.workflow.plan import shown_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from iki_newsletter.model.mention import Mentions


@dataclass(frozen=True, slots=True)
class OffTheList:
    """What became of a person's rows."""

    source: str = ""
    """The list, as it is shown."""
    rows: int = 0
    """That are gone."""
    shared: tuple[int, ...] = ()
    """The lines that now name the others alone who stood in the same cell."""
    left: tuple[int, ...] = ()
    """The lines, or a workbook's rows, that still name the person."""
    elsewhere: tuple[str, ...] = ()
    """Where else a workbook does."""
    is_workbook: bool = False
    failure: tuple[str, ...] = ()
    """Why the file could not be changed, or not be looked at."""

    @property
    def sentences(self) -> Iterator[str]:
        """Say what is left to do."""
        if self.shared:
            yield (
                f"{_lines(self.shared)} of {self.source} named others in the same cell, who stay. Look whether the "
                "rest of it speaks of whom you erased."
            )
        if self.left and self.is_workbook:
            where = ", ".join(map(str, self.left))
            yield f"Still to do: delete row {where} of {self.source}; iki-news does not write workbooks."
        elif self.left:
            name = "name" if len(self.left) > 1 else "names"
            yield (
                f"Still to do: {_lines(self.left, 'line')} of {self.source} still {name} them, where it is not sure "
                "what belongs to whom. Take it out by hand."
            )
        if self.elsewhere:
            yield f"Still to do: {self.source} names them elsewhere too: {', '.join(self.elsewhere)}."

    @property
    def is_done(self) -> bool:
        """Tell whether the file names the person no more."""
        return not (self.left or self.elsewhere or self.failure)


def take_off_the_list(path: Path, key: str, mentions: Mentions) -> OffTheList:
    """Take a person out of every row of the list, and look afterwards at the file itself; raises nothing.

    A row is gone as a whole; of a cell that names others too, only this address.
    """
    source = shown_list(path)
    if not path.is_file():
        return OffTheList(source)
    try:
        if is_workbook(path):
            return _of_workbook(path, source, mentions)
        rows, shared = _edit(path, key)
        return OffTheList(source, rows, shared, tuple(lines_naming(path, mentions)))
    except (IkiNewsError, OSError) as error:
        failure = _in_words(error, source)
    try:
        return OffTheList(source, left=tuple(lines_naming(path, mentions)), failure=failure)
    except OSError:
        said = f"Whether {source} still names them is not known."
        return OffTheList(source, failure=(*failure, said))


def _edit(path: Path, key: str) -> tuple[int, tuple[int, ...]]:
    edit = ListEdit.open(path)
    lines = [line for line in edit.rows_of(key) if not edit.is_doubtful(line, key)]
    shared = [line for line in lines if edit.take_out(line, key)]
    edit.write()
    return len(lines) - len(shared), tuple(map(edit.line_when_written, shared))


def _of_workbook(path: Path, source: str, mentions: Mentions) -> OffTheList:
    found = rows_naming(path, mentions)
    left = tuple(row.line for row in found if not row.sheet)
    elsewhere = tuple(row.place for row in found if row.sheet)
    if not found and is_anywhere_in_archive(path, mentions):
        elsewhere = ("in a note, a link or a formula",)
    return OffTheList(source, left=left, elsewhere=elsewhere, is_workbook=True)


def _in_words(error: IkiNewsError | OSError, source: str) -> tuple[str, ...]:
    if isinstance(error, IkiNewsError):
        return tuple(error.lines())
    return (f"{source} cannot be read or written: {error.strerror or error}. Is it open in Excel?",)


def _lines(lines: Iterable[int], word: str = "Line") -> str:
    numbers = list(map(str, lines))
    return f"{word}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
