"""A list's rows, one after the other, to subscribers, excluded rows and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.address import Address, AddressError, SeveralAddressesError, likely_meant, read_address
from iki_newsletter.audience.columns import Column, begins_a_table, read_head
from iki_newsletter.audience.csvfile import LONGEST_CELL
from iki_newsletter.audience.roll import Doubt, Roll
from iki_newsletter.audience.strangers import Strangers
from iki_newsletter.audience.values import Status, cut, read_status, tidy, unwrapped
from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.audience import Excluded, Reason
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.audience.columns import Head
    from iki_newsletter.audience.csvfile import Row
    from iki_newsletter.audience.person import PersonReader
    from iki_newsletter.audience.roll import First
    from iki_newsletter.audience.strangers import Finding

_REASONS: Final = {
    Status.UNSUBSCRIBED: Reason.UNSUBSCRIBED,
    Status.INACTIVE: Reason.INACTIVE,
    Status.UNKNOWN: Reason.INACTIVE,
}
_TO_BE_SPLIT: Final = "Split the row: write one for each address, with the name and the consent that belong to it."
_TO_BE_MOVED: Final = "Move what it says to the column status, or take it out of the list if it means something else."


class RowReader:
    """Takes the rows below a list's head in their order, and writes what they give down in `roll`.

    Every row that is not empty becomes one subscriber or one excluded row. The first row of an address counts; only
    who unsubscribed stays so, whichever row says it: also one whose cells slipped, or in a column that nobody knows.
    """

    def __init__(self, path: Path, head: Head, people: PersonReader) -> None:
        self.rows = 0
        self.roll = Roll()
        self._path = path
        self._begin(head)
        self._people = people
        self._torn = False

    def _begin(self, head: Head) -> None:
        """Read what follows by the names of this head."""
        self._head = head
        self._strangers = Strangers(head.strangers)
        self._width = head.width
        self._places = head.places
        self._used = [(column, place) for column, place in enumerate(head.places) if place is not None]

    def take(self, row: Row) -> None:
        """Read one row; what is wrong with it becomes a problem."""
        line, cells, torn, too_long = row
        if not any(cells):
            return
        values = self._values(cells)
        if not any(values) and not any(map(tidy, cells)):
            return
        self.rows += 1
        if torn:
            self._tell_torn(line)
        try:
            address = read_address(values[Column.EMAIL])
        except AddressError as error:
            if not self._begins_again(line, cells):
                self._take_without_address(line, cells, values, error)
            return
        if too_long or any(map(tidy, cells[self._width :])):
            self._take_slipped(line, address, cells, too_long=too_long)
            return
        self._doubt(line, address)
        status = self._status(line, address, cells, values[Column.STATUS])
        first = self.roll.first(address.key)
        if first is not None:
            self._take_again(line, first, address, status)
        elif status is Status.ACTIVE:
            self.roll.enter(self._people.read(line, address, values, self._problem))
        else:
            self._exclude(line, address, _REASONS[status])

    def end(self) -> None:
        """Tell, after the last row, what the columns nobody knows turned out to be; heed those that are a status."""
        known = self._places[Column.STATUS] is not None
        for finding in self._strangers.findings():
            instead = _TO_BE_MOVED if known and finding.code == "L107" else ""
            self._problem(finding.code, self._head.line, finding.what, instead)
            self._heed(finding)

    def _heed(self, finding: Finding) -> None:
        """Leave out whom a column speaks against that turned out to be a status."""
        place = finding.place
        for doubt in self.roll.doubts(place) if finding.believed or finding.nothing_is_no else ():
            if not (finding.believed if doubt.cell else finding.nothing_is_no):
                continue
            leaves = doubt.means == Status.UNSUBSCRIBED.value
            if leaves and self._counts_for_sending(doubt.key):
                self.roll.unsubscribe(doubt.key)
            elif not self.roll.set_aside(doubt.key, doubt.line):
                continue
            reason = self._strangers.reason_of(place, doubt.cell)
            self._problem("L116", doubt.line, f"{doubt.address} is left out as {doubt.means}, for {reason}.")

    def _counts_for_sending(self, key: str) -> bool:
        first = self.roll.first(key)
        return first is not None and not first.reason

    def _status(self, line: int, address: Address, cells: list[str], written: str) -> Status:
        """Read the status, also where a column that nobody knows says it; what is odd becomes a problem."""
        status = read_status(written)
        word, suspicions = self._strangers.listen(cells)
        for place, cell, may_mean in suspicions:
            self.roll.doubt(place, Doubt(line, address.address, address.key, cell, may_mean.value))
        if word and status is not Status.UNSUBSCRIBED:
            what = f"{address.address} is left out as {word.status.value}, for {word.sentence}."
            self._problem("L116", line, what, word.cure)
            return word.status
        if status is Status.UNKNOWN:
            what = f"{address.address} is left out: nobody knows what the status “{cut(written)}” means."
            self._problem("L123", line, what)
        return status

    def _values(self, cells: list[str]) -> list[str]:
        """Give the cells by `Column`, tidy; those that the row lacks are empty."""
        values = [""] * len(Column)
        used = (
            self._used if len(cells) >= self._width else [(c, place) for c, place in self._used if place < len(cells)]
        )
        whole = "".join(cells)
        if (
            whole.isprintable() and "  " not in whole and '="' not in whole and "'" not in whole
        ):  # nearly all rows have nothing to tidy
            for column, place in used:
                values[column] = cells[place].strip()
        else:
            for column, place in used:
                values[column] = unwrapped(tidy(cells[place]))
        return values

    def _begins_again(self, line: int, cells: list[str]) -> bool:
        """Go on by the names of another head, where the row is one; it is no row of the list then."""
        if not begins_a_table(cells):
            return False
        try:
            head = read_head(self._path, line, cells)
        except FilesWrongError:
            return False
        self.end()
        self.roll.forget_doubts()
        self.rows -= 1
        self._begin(head)
        self._problem("L109", line, "The columns' names stand here once more: what follows is read by them.")
        return True

    def _take_without_address(self, line: int, cells: list[str], values: list[str], error: AddressError) -> None:
        """Leave out a row without an address, or with several; who left by it has left with all of them."""
        written = values[Column.EMAIL]
        if not written:
            self._exclude_invalid("L111", line, written, "The row has no address.")
            return
        if not isinstance(error, SeveralAddressesError):
            self._exclude_invalid("L110", line, written, f"“{cut(written)}” is no address. {error}")
            return
        word, _ = self._strangers.listen(cells)
        if Status.UNSUBSCRIBED in {read_status(values[Column.STATUS]), word.status if word else None}:
            self._take_leaving(line, error.addresses)
            return
        named = " and ".join(each.address for each in error.addresses)
        what = f"One cell holds {len(error.addresses)} addresses, {cut(named)}: none of them gets anything."
        self._exclude_invalid("L110", line, written, what, _TO_BE_SPLIT)

    def _take_leaving(self, line: int, addresses: Sequence[Address]) -> None:
        """Let all addresses of one cell be unsubscribed, each counted as a row of its own."""
        self.rows += len(addresses) - 1
        for address in addresses:
            first = self.roll.first(address.key)
            if first is None:
                self._exclude(line, address, Reason.UNSUBSCRIBED)
            else:
                self._take_again(line, first, address, Status.UNSUBSCRIBED)

    def _doubt(self, line: int, address: Address) -> None:
        """Tell what may be wrong with an address that is used."""
        meant = likely_meant(address.address.rpartition("@")[2])
        if meant:
            self._problem("L120", line, f"{address.address}: is {meant} meant?")
        if not address.mailbox.isascii():
            self._problem("L128", line, f"{address.address} has letters before the @ that not every server takes.")

    def _take_slipped(self, line: int, address: Address, cells: list[str], *, too_long: bool) -> None:
        """Leave out a row whose cells may stand in wrong columns; one that says unsubscribed is believed."""
        if too_long:
            code, what = "L117", f"{address.address}: a cell of the row has more than {LONGEST_CELL:,} characters."
        else:
            what = f"{address.address}: the row has {len(cells)} cells, but the list has {self._width} columns."
            code = "L112"
        if not any(read_status(tidy(cell)) is Status.UNSUBSCRIBED for cell in cells if tidy(cell)):
            self._exclude_invalid(code, line, address.address, what)
            return
        first = self.roll.first(address.key)
        if first is None:
            self._exclude(line, address, Reason.UNSUBSCRIBED)
            self._problem(code, line, f"{what} It says unsubscribed, so it counts as that.")
        else:
            self._exclude_invalid(code, line, address.address, what)
            self._unsubscribe(line, first, address)

    def _take_again(self, line: int, first: First, address: Address, status: Status) -> None:
        """Leave out a row whose address stands in an earlier one; who unsubscribed in one is left out."""
        self._exclude(line, address, Reason.DUPLICATE)
        self._problem("L114", line, f"{address.address} stands in line {first.line} already.")
        if status is Status.UNSUBSCRIBED:
            self._unsubscribe(line, first, address)

    def _unsubscribe(self, line: int, first: First, address: Address) -> None:
        """Let the earlier row of an address be unsubscribed, since this one is."""
        if first.reason == Reason.UNSUBSCRIBED:
            return
        self.roll.unsubscribe(address.key)
        was = first.reason or "active"
        what = f"{address.address} is unsubscribed here and {was} in line {first.line}: nothing is sent there."
        self._problem("L115", line, what)

    def _tell_torn(self, line: int) -> None:
        if not self._torn:
            self._torn = True
            self._problem(
                "L113", line, "A quotation mark opens here and is not closed; the rows were read without it."
            )

    def _exclude(self, line: int, address: Address, reason: Reason) -> None:
        self.roll.leave_out(Excluded(address.address, reason, line, address.key))

    def _exclude_invalid(self, code: str, line: int, written: str, what: str, instead: str = "") -> None:
        self.roll.leave_out(Excluded(written, Reason.INVALID, line))
        self._problem(code, line, what, instead)

    def _problem(self, code: str, line: int, what: str, instead: str = "") -> None:
        self.roll.note(Problem(code, Position(self._path, line), what, instead))
