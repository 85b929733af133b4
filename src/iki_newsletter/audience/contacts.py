"""The list of contacts, whom to write to in each project: read as the subscriber list is, in any of its dialects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.address import Address, AddressError, likely_meant, read_address
from iki_newsletter.audience.columns import Column, fold, without_brackets
from iki_newsletter.audience.csvfile import LONGEST_CELL, csv_rows
from iki_newsletter.audience.dialect import find_dialect
from iki_newsletter.audience.listfile import find_head
from iki_newsletter.audience.values import (
    compose_name,
    cut,
    fault_of_line,
    is_title,
    looks_misread,
    read_language,
    tidy,
    unwrapped,
)
from iki_newsletter.audience.workbook import is_workbook, read_sheet
from iki_newsletter.errors import FilesWrongError, NotThereError
from iki_newsletter.model.contact import Contact
from iki_newsletter.model.position import Position, relative_to_here
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.audience.columns import Head
    from iki_newsletter.audience.csvfile import Row

_PROJECT: Final = (
    "project, project id, project key, Projekt, Projekt-ID, Projektkürzel, Vorhaben, proyecto, id del proyecto, "
    "clave del proyecto"
)
_ROLE: Final = "role, task, function, position, Rolle, Funktion, Aufgabe, rol, función, cargo, puesto"
_PROJECT_TITLES: Final = frozenset(map(fold, _PROJECT.split(", ")))
_ROLE_TITLES: Final = frozenset(map(fold, _ROLE.split(", ")))


@dataclass(frozen=True, slots=True)
class ContactsReading:
    """What a list of contacts says, and what is wrong with it."""

    path: Path
    sentence: str
    """How the file was read: "UTF-8, commas, 40 rows"."""
    contacts: tuple[Contact, ...]
    """In the list's order; no two of one project with the same key."""
    unused: int
    """How many rows nobody is written to by."""
    problems: tuple[Problem, ...]
    """In the list's order."""

    def without(self, projects: Sequence[str]) -> tuple[Problem, ...]:
        """Tell which of these projects nobody can be written to in."""
        has = {contact.project for contact in self.contacts}
        missing = [project for project in projects if project not in has]
        if not missing:
            return ()
        named = ", ".join(f"`{project}`" for project in missing)
        return (Problem("L143", Position(self.path), f"Nobody is named for {named}."),)


def read_contacts(path: Path, languages: Sequence[str], projects: Sequence[str]) -> ContactsReading:
    """Read a list of contacts, CSV or XLSX; `projects` are the portfolio's ids, `languages` the newsletter's.

    Raises NotThereError where there is no such file, and FilesWrongError, with the problems, where it is no list of
    contacts: not readable, no column of addresses or of projects, a column twice.
    """
    if not path.is_file():
        raise NotThereError(
            f"There is no list of contacts {relative_to_here(path)}.",
            instead="Write one, with a first row `project,name,email,language,role` and a row for each person; "
            "or name yours in newsletter.yaml: `contacts: FILE`.",
        )
    try:
        return _read(path, languages, projects)
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
        instead = "Close it in Excel, or see that you may open it; then run the command again."
        raise FilesWrongError(
            "The contacts cannot be read.", problems=[Problem("L101", Position(path), what, instead)]
        ) from error


def _read(path: Path, languages: Sequence[str], projects: Sequence[str]) -> ContactsReading:
    if is_workbook(path):
        sheet, rows, _ = read_sheet(path)
        how = f"Excel workbook, sheet “{sheet}”"
    else:
        dialect = find_dialect(path)
        rows, how = csv_rows(path, dialect), dialect.sentence
    head, _ = find_head(path, rows)
    reader = _Reader(path, head, languages, projects)
    contacts = tuple(filter(None, map(reader.take, rows)))
    count = f"{reader.rows:,} row{'' if reader.rows == 1 else 's'}"
    return ContactsReading(path, f"{how}, {count}", contacts, reader.rows - len(contacts), tuple(reader.problems))


class _Reader:
    """Takes the rows below the head in their order; what is wrong with one becomes a problem."""

    def __init__(self, path: Path, head: Head, languages: Sequence[str], projects: Sequence[str]) -> None:
        self.rows = 0
        self.problems: list[Problem] = []
        self._path = path
        self._head = head
        self._languages = languages
        self._projects = {fold(project): project for project in projects}
        self._project = self._place(_PROJECT_TITLES)
        self._role = self._place(_ROLE_TITLES)
        self._seen: dict[tuple[str, str], int] = {}
        if self._project is None:
            what = "No column says which project somebody is a contact of."
            raise FilesWrongError(
                "The contacts cannot be used.", problems=[Problem("L141", Position(path, head.line), what)]
            )

    def take(self, row: Row) -> Contact | None:
        """Read one row; None for one that is empty, or cannot be used."""
        if not any(map(tidy, row.cells)):
            return None
        self.rows += 1
        if row.too_long:
            self._note("L117", row.line, f"A cell of the row has more than {LONGEST_CELL:,} characters.")
            return None
        if any(map(tidy, row.cells[self._head.width :])):
            what = f"The row has {len(row.cells)} cells, but the list has {self._head.width} columns."
            self._note("L112", row.line, what)
            return None
        address = self._address(row)
        project = self._project_of(row)
        if address is None or project is None:
            return None
        first = self._seen.setdefault((project, address.key), row.line)
        if first != row.line:
            self._note("L114", row.line, f"{address.address} is a contact of `{project}` already, in line {first}.")
            return None
        language = self._language(row, address)
        person = self._person(row, address, language or self._languages[0])
        role = self._text(row, address, self._role, "role")
        return Contact(project, person, role, says_language=language is not None)

    def _place(self, titles: frozenset[str]) -> int | None:
        """Find a column that only lists of contacts have, by its title."""
        known = (
            (place, fold(title) in titles or fold(without_brackets(title)) in titles)
            for place, title in self._head.strangers
        )
        return next((place for place, is_it in known if is_it), None)

    def _cell(self, row: Row, place: int | None) -> str:
        return unwrapped(tidy(row.cells[place])) if place is not None and place < len(row.cells) else ""

    def _value(self, row: Row, column: Column) -> str:
        return self._cell(row, self._head.places[column])

    def _address(self, row: Row) -> Address | None:
        written = self._value(row, Column.EMAIL)
        if not written:
            self._note("L111", row.line, "The row has no address.")
            return None
        try:
            address = read_address(written)
        except AddressError as error:
            self._note("L110", row.line, f"“{cut(written)}” is no address. {error}")
            return None
        meant = likely_meant(address.address.rpartition("@")[2])
        if meant:
            self._note("L120", row.line, f"{address.address}: is {meant} meant?")
        return address

    def _project_of(self, row: Row) -> str | None:
        written = self._cell(row, self._project)
        if not written:
            self._note("L142", row.line, "The row names no project.")
            return None
        project = self._projects.get(fold(written))
        if project is None:
            what = f"The portfolio has no project `{cut(written)}`: nobody in this row is written to."
            self._note("L142", row.line, what, did_you_mean(written, self._projects.values()))
        return project

    def _person(self, row: Row, address: Address, language: str) -> Subscriber:
        parts = (Column.FIRST_NAME, Column.NAME, Column.LAST_NAME, Column.SECOND_LAST_NAME)
        name = compose_name(*(self._value(row, part) for part in parts)) or address.name
        salutation = self._line(row, address, self._value(row, Column.SALUTATION), "salutation")
        return Subscriber(
            address.address,
            address.key,
            address.mailbox,
            language,
            name=self._line(row, address, name, "name"),
            salutation="" if is_title(salutation) else salutation,
            organisation=self._line(row, address, self._value(row, Column.ORGANISATION), "organisation"),
            line=row.line,
        )

    def _language(self, row: Row, address: Address) -> str | None:
        """Read somebody's language; None where the row says none that there is."""
        written, default = self._value(row, Column.LANGUAGE), self._languages[0]
        if not written:
            return None
        language = read_language(written, self._languages)
        if language is not None and language in self._languages:
            return language
        code, fault = ("L121", "is no language known here") if language is None else ("L122", "has no edition")
        self._note(
            code, row.line, f"{address.address}: “{cut(written)}” {fault}, so they are written to in {default}."
        )
        return None

    def _text(self, row: Row, address: Address, place: int | None, what: str) -> str:
        return self._line(row, address, self._cell(row, place), what)

    def _line(self, row: Row, address: Address, text: str, what: str) -> str:
        fault = fault_of_line(text) or ("letters of it seem to be lost" if looks_misread(text) else "")
        if not fault:
            return text
        code = "L127" if looks_misread(text) else "L125"
        self._note(code, row.line, f"{address.address}: the {what} “{cut(text)}” is not used, for {fault}.")
        return ""

    def _note(self, code: str, line: int, what: str, instead: str = "") -> None:
        self.problems.append(Problem(code, Position(self._path, line), what, instead))
