"""Edit a list's file in place: rows that do not change keep their bytes, whatever dialect they are in."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.address import AddressError, SeveralAddressesError, read_address
from iki_newsletter.audience.columns import CONSENTS, Column, begins_a_table, column_title, read_head
from iki_newsletter.audience.csvfile import rows_of_lines
from iki_newsletter.audience.dialect import Dialect
from iki_newsletter.audience.listfile import find_head
from iki_newsletter.audience.rawlist import RawList, line_end_of, raw_list, read_raw
from iki_newsletter.audience.values import tidy, unwrapped
from iki_newsletter.errors import FilesWrongError, RefusedError
from iki_newsletter.model.cell import as_text
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.audience.address import Address
    from iki_newsletter.audience.columns import Head

NEW_COLUMNS: Final = (
    Column.EMAIL,
    Column.NAME,
    Column.SALUTATION,
    Column.LANGUAGE,
    Column.ORGANISATION,
    Column.GROUPS,
    Column.CONSENT_SOURCE,
    Column.CONSENT_AT,
    Column.CONSENT_BASIS,
    Column.CONSENT_WORDING,
    Column.STATUS,
)
"""What a list that is made here has, in this order."""


_NO_ADDRESSES: Final = frozenset(Column) - {Column.EMAIL, Column.ORGANISATION, *CONSENTS}
"""Where an address stands by mistake."""


@dataclass(slots=True)
class _Piece:
    """A row as it stands in the file, with its line end, and its cells as they are to be."""

    line: int
    text: str
    cells: list[str]
    table: int = -1
    """The number of the table it is in; -1 above the first head."""
    changed: bool = False
    removed: bool = False


@dataclass(slots=True)
class _Table:
    """A head and where each column stands below it; a column that was added stands at the right end."""

    head: _Piece
    places: dict[Column, int]
    width: int = 0
    """How many cells the head had, as it was opened."""
    slipped: int = 0
    """The line of its first row with more cells than the head has; 0 where there is none."""


class ListEdit:
    """A list's file while it is edited; rows go by the line that they begin on, as when it was opened.

    Nothing is written before `write`.
    """

    def __init__(self, raw: RawList, *, is_new: bool = False) -> None:
        """Use `open` or `new`."""
        self.path = raw.path
        self._raw = raw
        self.is_new = is_new
        self._above = ""
        self._tables: list[_Table] = []
        self._added: list[dict[int, str]] = []
        self._pieces = self._cut()
        self._find_tables()
        self._at = {piece.line: piece for piece in self._pieces}
        self._lines_of: dict[str, list[int]] | None = None

    @classmethod
    def open(cls, path: Path) -> ListEdit:
        """Open a list to edit it; raises what `read_raw` raises, and RefusedError where its rows are torn."""
        return cls(read_raw(path))

    @classmethod
    def new(cls, path: Path) -> ListEdit:
        """Begin a list that is not there yet: UTF-8 with a mark, as Excel knows it, and every column."""
        head = ",".join(map(column_title, NEW_COLUMNS)) + "\r\n"
        dialect = Dialect("utf-8-sig", "UTF-8 with BOM", ",", columns=len(NEW_COLUMNS))
        return cls(raw_list(path, codecs.BOM_UTF8 + head.encode(), dialect), is_new=True)

    def rows_of(self, key: str) -> list[int]:
        """Give the lines of an address's rows, by its key: all that name it, also one that names others beside it."""
        if self._lines_of is None:
            self._lines_of = {}
            for piece in self._pieces:
                for each in self._keys_of(piece):
                    self._lines_of.setdefault(each, []).append(piece.line)
        return [line for line in self._lines_of.get(key, []) if not self._at[line].removed]

    def has(self, column: Column, line: int | None = None) -> bool:
        """Tell whether a row has a column; without a line, whether a row that is appended has."""
        return column in self._tables[self._at[line].table if line else -1].places

    def value(self, line: int, column: Column) -> str:
        """Give what a row's cell says, empty where the row has none."""
        piece = self._at[line]
        place = self._tables[piece.table].places.get(column)
        return unwrapped(tidy(piece.cells[place])) if place is not None and place < len(piece.cells) else ""

    def remove(self, line: int) -> None:
        """Take a row out."""
        self._at[line].removed = True

    def is_shared(self, line: int) -> bool:
        """Tell whether a row names several people in its cell of addresses: whose the rest is, nobody can know."""
        return len(set(self._keys_of(self._at[line]))) > 1

    def is_slipped(self, line: int) -> bool:
        """Tell whether a row has more cells than the head, so that they may stand in wrong columns."""
        piece = self._at[line]
        return piece.table >= 0 and any(map(tidy, piece.cells[self._tables[piece.table].width :]))

    def is_doubtful(self, line: int, key: str) -> bool:
        """Tell whether a row may be that of somebody else as well, who stands where no address belongs.

        So it is where the comma between two addresses was not quoted.
        """
        piece = self._at[line]
        places = [place for column, place in self._tables[piece.table].places.items() if column in _NO_ADDRESSES]
        cells = (
            piece.cells
            if self.is_slipped(line)
            else [piece.cells[each] for each in places if each < len(piece.cells)]
        )
        return any(each.key != key for cell in cells for each in _addresses_in(cell))

    def take_out(self, line: int, key: str) -> bool:
        """Take a person out of a row that names them; tells whether others stay in it."""
        others = {each.key: each for each in self._addresses_of(self._at[line]) if each.key != key}
        if not others:
            self.remove(line)
            return False
        cell = (f"{each.name} <{each.address}>" if each.name else each.address for each in others.values())
        self.set(line, Column.EMAIL, "; ".join(cell))
        return True

    def line_when_written(self, line: int) -> int:
        """Give the line on which a row will begin, once those that are taken out are gone."""
        ends = [piece.line for piece in self._pieces[1:]]
        lengths = ((piece, end - piece.line) for piece, end in zip(self._pieces, ends, strict=False))
        return line - sum(length for piece, length in lengths if piece.removed and piece.line < line)

    def again(self) -> ListEdit:
        """Begin anew with the file as it was opened, without any change."""
        return ListEdit(self._raw, is_new=self.is_new)

    def set(self, line: int, column: Column, value: str) -> None:
        """Write a cell of a row anew; a column that the list has not is added at its right end, if there is a value.

        Raises RefusedError where a column cannot be added.
        """
        if self.value(line, column) == value:
            return
        piece = self._at[line]
        place = self._place(self._tables[piece.table], column)
        piece.cells += [""] * (place + 1 - len(piece.cells))
        piece.cells[place] = as_text(value)
        piece.changed = True

    def append(self, values: Mapping[Column, str]) -> None:
        """Add a row at the end, below the columns of the last table; columns are added as `set` does."""
        table = self._tables[-1]
        self._added.append({self._place(table, column): as_text(value) for column, value in values.items() if value})

    @property
    def is_changed(self) -> bool:
        """Tell whether there is something to write."""
        return self.is_new or bool(self._added) or any(piece.changed or piece.removed for piece in self._pieces)

    def content(self, *, as_utf_8: bool = False) -> bytes:
        """Give the file as it would be written; raises RefusedError for characters that its encoding lacks."""
        return self._raw.encoded("".join(self._texts()), as_utf_8=as_utf_8)

    def write(self, *, as_utf_8: bool = False) -> bool:
        """Write the file in one step, if there is something to write; tells whether there was.

        Raises RefusedError where the file on the disk is not any more as it was opened, and what `content` raises.
        """
        if not self.is_changed:
            return False
        content = self.content(as_utf_8=as_utf_8)
        before = None if self.is_new else self._raw.raw
        if (self.path.read_bytes() if self.path.exists() else None) != before:
            raise RefusedError(
                f"{relative_to_here(self.path)} was changed while this command worked. Nothing was written.",
                instead="Save and close it where it is open, then run the same command again.",
            )
        if self.is_new:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path.resolve(), content, private=self.is_new)
        return True

    def _cut(self) -> list[_Piece]:
        """Cut the file into its rows; what stands above the first is kept in `_above`."""
        lines = self._raw.lines
        rows = list(rows_of_lines(lines, self._raw.dialect))
        torn = next((row for row in rows if row.torn or row.too_long), None)
        if torn is not None:
            raise RefusedError(
                f"{relative_to_here(self.path)}:{torn.line}: a quotation mark opens and is not closed, so it is not "
                "sure where rows end. Nothing was written.",
                instead="Close it or delete it, then run the same command again.",
            )
        ends = [row.line for row in rows[1:]] + [len(lines) + 1]
        self._above = "".join(lines[: rows[0].line - 1]) if rows else "".join(lines)
        return [
            _Piece(row.line, "".join(lines[row.line - 1 : end - 1]), row.cells)
            for row, end in zip(rows, ends, strict=True)
        ]

    def _find_tables(self) -> None:
        """Find the heads as the reader does, and tell each row which one it is read by."""
        first, _ = find_head(self.path, rows_of_lines(self._raw.lines, self._raw.dialect))
        for piece in self._pieces:
            if piece.line == first.line:
                self._begin(piece, first)
            elif self._tables:
                head = self._head_again(piece)
                if head is not None:
                    self._begin(piece, head)
            piece.table = len(self._tables) - 1
            if self._tables and not self._tables[-1].slipped and self._has_slipped(piece):
                self._tables[-1].slipped = piece.line

    def _has_slipped(self, piece: _Piece) -> bool:
        return any(map(tidy, piece.cells[len(self._tables[-1].head.cells) :]))

    def _begin(self, piece: _Piece, head: Head) -> None:
        places = {Column(column): place for column, place in enumerate(head.places) if place is not None}
        self._tables.append(_Table(piece, places, len(piece.cells)))

    def _head_again(self, piece: _Piece) -> Head | None:
        place = self._tables[-1].places[Column.EMAIL]
        cell = piece.cells[place] if place < len(piece.cells) else ""
        if "@" in cell or not begins_a_table(piece.cells):
            return None
        try:
            return read_head(self.path, piece.line, piece.cells)
        except FilesWrongError:
            return None

    def _keys_of(self, piece: _Piece) -> Iterator[str]:
        yield from {each.key for each in self._addresses_of(piece)}

    def _addresses_of(self, piece: _Piece) -> Sequence[Address]:
        if piece.table < 0:
            return ()
        place = self._tables[piece.table].places[Column.EMAIL]
        return _addresses_in(piece.cells[place]) if place < len(piece.cells) else ()

    def _place(self, table: _Table, column: Column) -> int:
        """Give where a column stands; one that is missing is added."""
        if column in table.places:
            return table.places[column]
        if table.slipped:
            raise RefusedError(
                f"{relative_to_here(self.path)}:{table.slipped}: this row has more cells than the list has columns, "
                f"so the column {column_title(column)} cannot be added at the right. Nothing was written.",
                instead="Mend the row, or add the column yourself; then run the same command again.",
            )
        table.places[column] = len(table.head.cells)
        table.head.cells.append(column_title(column))
        table.head.changed = True
        return table.places[column]

    def _texts(self) -> Iterator[str]:
        """Give the file's text, piece by piece."""
        yield self._above
        last = self._above
        for piece in self._pieces:
            if piece.removed:
                continue
            last = self._raw.row(piece.cells) + line_end_of(piece.text) if piece.changed else piece.text
            yield last
        for values in self._added:
            if last and not line_end_of(last):
                yield self._raw.line_end
            width = len(self._tables[-1].head.cells)
            last = self._raw.row([values.get(place, "") for place in range(width)]) + self._raw.line_end
            yield last


def _addresses_in(cell: str) -> Sequence[Address]:
    try:
        return (read_address(unwrapped(tidy(cell))),)
    except SeveralAddressesError as several:
        return several.addresses
    except AddressError:
        return ()
