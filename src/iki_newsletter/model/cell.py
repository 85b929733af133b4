"""A value in a cell of a CSV file that a spreadsheet opens: what would be a formula there is kept as text."""

from __future__ import annotations

from typing import Final

_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """Write a value so that no spreadsheet computes it, with an apostrophe before it where it needs one.

    >>> as_text("=1+1"), as_text("O'Specimen")
    ("'=1+1", "O'Specimen")
    """
    return f"'{value}" if value.startswith(_BEGINS_A_FORMULA) else value


def from_text(cell: str) -> str:
    """Read a cell that may be kept as text: the value without its apostrophe.

    >>> from_text("'=1+1"), from_text("'t Veld")
    ('=1+1', "'t Veld")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_BEGINS_A_FORMULA) else cell
