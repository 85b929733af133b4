"""The head of a list: which column holds what, in German, Spanish or English, in any order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.reading.characters import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class Column(IntEnum):
    """What a column of the list can hold; numbered from 0."""

    EMAIL = 0
    NAME = auto()
    FIRST_NAME = auto()
    LAST_NAME = auto()
    SECOND_LAST_NAME = auto()
    SALUTATION = auto()
    LANGUAGE = auto()
    ORGANISATION = auto()
    GROUPS = auto()
    CONSENT_SOURCE = auto()
    CONSENT_AT = auto()
    CONSENT_BASIS = auto()
    CONSENT_WORDING = auto()
    STATUS = auto()


# Not among them on purpose: "estado" (in Mexico a federal state, not a status) and "Adresse"/"dirección" (by post).
_SPELLINGS: Final = {
    Column.EMAIL: "email, e-mail address, mail, mail address, Mailadresse, E-Mail-Adresse, E-Mail 1, email 1, "
    "correo, correo electrónico, correo e, dirección de correo, dirección de correo electrónico, dirección email, "
    "dirección de email, correo institucional",
    Column.NAME: "name, full name, display name, Vollname, vollständiger Name, ganzer Name, Anzeigename, nombre, "
    "nombre completo, nombre y apellido, nombre y apellidos",
    Column.FIRST_NAME: "first name, given name, Vorname, nombres, nombre de pila, nombre(s)",
    Column.LAST_NAME: "last name, family name, surname, Nachname, Familienname, apellido, apellidos, apellido(s), "
    "apellido paterno, primer apellido",
    Column.SECOND_LAST_NAME: "second last name, apellido materno, segundo apellido",
    Column.SALUTATION: "salutation, greeting, Briefanrede, Begrüßung, fórmula de saludo",
    Column.LANGUAGE: "language, lang, preferred language, Sprache, bevorzugte Sprache, Korrespondenzsprache, idioma, "
    "lengua, idioma preferido, idioma de preferencia",
    Column.ORGANISATION: "organisation, organization, org, institution, company, Organisation, Einrichtung, Firma, "
    "Institution, organización, institución, empresa, dependencia",
    Column.GROUPS: "groups, group, tags, Gruppe, Gruppen, Verteiler, grupo, grupos, etiquetas",
    Column.CONSENT_SOURCE: "consent source, source of consent, Einwilligungsquelle, Quelle der Einwilligung, "
    "Herkunft der Einwilligung, fuente del consentimiento, fuente de consentimiento, origen del consentimiento",
    Column.CONSENT_AT: "consent at, consent date, date of consent, consented on, opt-in date, Einwilligung am, "
    "Einwilligung vom, Einwilligungsdatum, Datum der Einwilligung, consentimiento el, fecha de consentimiento, "
    "fecha del consentimiento",
    Column.CONSENT_BASIS: "consent basis, legal basis, lawful basis, basis of consent, Rechtsgrundlage, "
    "Rechtsgrundlage der Verarbeitung, base legal, base jurídica, fundamento legal, fundamento jurídico",
    Column.CONSENT_WORDING: "consent wording, wording, consent text, wording of consent, Einwilligungstext, "
    "Text der Einwilligung, Wortlaut der Einwilligung, texto del consentimiento, texto de consentimiento, "
    "redacción del consentimiento",
    Column.STATUS: "status, estatus, subscription status, Abostatus, estado de suscripción, situación",
}

# How other programs call it, or a title of several meanings: used where no other column holds the same.
_ELSE: Final = {
    Column.EMAIL: "E-mail 1 - Value, correo electrónico institucional, correo electrónico personal, "
    "correo electrónico oficial, correo electrónico laboral, correo electrónico principal, "
    "correo electrónico de contacto, correo de contacto, dienstliche E-Mail, E-Mail dienstlich",
    Column.SALUTATION: "Anrede, saludo",
    Column.ORGANISATION: "Organization 1 - Name, Organization Name, company name, nombre de la organización, "
    "nombre de la institución, institución o dependencia, dependencia o institución",
    Column.GROUPS: "labels, group membership, categories, Kategorien, categorías",
    Column.CONSENT_AT: "OPTIN_TIME",
}


def fold(text: str) -> str:
    """Give what two spellings of a word have in common: no case, accents, spaces or marks.

    >>> fold("E-Mail-Adresse"), fold("Correo Electrónico "), fold("Begrüßung")
    ('emailadresse', 'correoelectronico', 'begrussung')
    """
    plain = text.casefold() if text.isascii() else unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


_FIRST: Final = {fold(word): column for column, words in _SPELLINGS.items() for word in words.split(", ")}
_SECOND: Final = {fold(word): column for column, words in _ELSE.items() for word in words.split(", ")}
_KNOWN: Final = _SECOND | _FIRST
_PROPER: Final = {column: words.split(", ")[0].replace(" ", "_") for column, words in _SPELLINGS.items()}
_IN_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")


@dataclass(frozen=True, slots=True)
class Head:
    """Where each column stands (counted from 0), and how many cells the head's row has, empty ones too."""

    line: int
    places: tuple[int | None, ...]
    """By `Column`."""
    width: int
    strangers: tuple[tuple[int, str], ...] = ()
    """The place and title of each column that nobody knows."""


CONSENTS: Final = (Column.CONSENT_SOURCE, Column.CONSENT_AT, Column.CONSENT_BASIS, Column.CONSENT_WORDING)
"""The columns that say that somebody agreed."""


def column_of(title: str) -> Column | None:
    """Tell what a column with this title holds; None where nothing is known of it."""
    return _KNOWN.get(fold(title)) or _KNOWN.get(fold(without_brackets(title)))


def column_title(column: Column) -> str:
    """Give a column's own name, as a list that is made here has it."""
    return _PROPER[column]


def without_brackets(title: str) -> str:
    """Take a remark in brackets out of a title, as in “Correo (obligatorio)”."""
    return _IN_BRACKETS.sub("", title)


def titles_understood() -> dict[str, list[str]]:
    """Give the titles that each column is known by, its own name first, for the reference."""
    words = {column: ", ".join((_SPELLINGS[column], *filter(None, [_ELSE.get(column)]))) for column in Column}
    return {proper: [proper, *words[column].split(", ")] for column, proper in _PROPER.items()}


def recognised(cells: Iterable[str]) -> int:
    """Count the titles among a row's cells that are known."""
    return len({column_of(cell) for cell in cells} - {None})


def is_head(cells: Iterable[str]) -> bool:
    """Tell whether a row can be the list's head: one of its cells titles the addresses' column."""
    return any(column_of(cell) is Column.EMAIL for cell in cells)


def begins_a_table(cells: Sequence[str]) -> bool:
    """Tell whether a row below the head is one as well: the same names once more, or those of another table."""
    filled = sum(1 for cell in cells if cell.strip())
    return is_head(cells) and (recognised(cells) > 1 or filled == 1)


def read_head(path: Path, line: int, cells: Sequence[str]) -> Head:
    """Read the head's row; raises FilesWrongError where two columns hold the same."""
    places: list[int | None] = [None] * len(Column)
    strangers = []
    problems = []
    # What is known by a name of its own comes first, whatever stands before it.
    in_turn = sorted(enumerate(cells), key=lambda cell: fold(cell[1]) in _SECOND)
    for place, title in in_turn:
        column = column_of(title)
        if column is None or (places[column] is not None and fold(title) in _SECOND):
            strangers.append((place, title))
            continue
        first = places[column]
        if first is None:
            places[column] = place
            continue
        what = (
            f"Two columns hold the {_PROPER[column]}: “{shown(cells[first].strip())}” (column {first + 1}) "
            f"and “{shown(title.strip())}” (column {place + 1})."
        )
        problems.append(Problem("L103", Position(path, line), what))
    if problems:
        raise FilesWrongError("The list's columns cannot be told apart.", problems=problems)
    return Head(line, tuple(places), len(cells), tuple(sorted(strangers)))


def missing_head(path: Path, rows: Sequence[tuple[int, Sequence[str]]]) -> FilesWrongError:
    """Make the error for a list without a column of addresses, from its first rows; empty rows are not among them."""
    if not rows:
        instead = "Write a first row that names the columns (email, name, language, …), and a row for each person."
        problem = Problem("L101", Position(path), "The list is empty.", instead)
        return FilesWrongError("The list cannot be used.", problems=[problem])
    line, cells = rows[0]
    position = Position(path, line)
    if any("@" in cell for cell in cells):
        what = "The first row holds an address already: the list has no row that names its columns."
        return FilesWrongError("The list cannot be used.", problems=[Problem("L104", position, what)])
    titles = [shown(cell.strip(), 40) for cell in cells if cell.strip()]
    what = f"No column holds the addresses. The columns found are: {', '.join(titles[:20])}."
    near = [title for title in titles if get_close_matches(fold(title), _emails(), n=1, cutoff=0.75)]
    instead = f"Is it “{near[0]}”? Then call that column email." if near else ""
    return FilesWrongError("The list cannot be used.", problems=[Problem("L102", position, what, instead)])


def _emails() -> list[str]:
    return [spelling for spelling, column in _KNOWN.items() if column is Column.EMAIL]
