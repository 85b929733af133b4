"""Style sheets and style attributes, read far enough to say what stands where; nothing is judged here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT: Final = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_PIECE: Final = re.compile(r"""((?:[^{};"'(]|"[^"]*"|'[^']*'|\([^)]*\)|["'(])*)([{};]|\Z)""", re.DOTALL)
"""Words up to a brace or semicolon; those in quotation marks and parentheses belong to the words."""
_IMPORTANT: Final = re.compile(r"!\s*important\s*$", re.IGNORECASE)


class Declaration(NamedTuple):
    """A property and its value, as in `color: #1d2421`."""

    name: str
    """In lower case."""
    value: str
    """Without `!important`."""
    important: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Rule(NamedTuple):
    """What stands before a brace, and what stands in it; an at-rule without braces has nothing in it."""

    opening: str
    declarations: tuple[Declaration, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def is_at(self) -> bool:
        """Whether it is an at-rule, as in `@media print`."""
        return self.opening.startswith("@")


@lru_cache(maxsize=8)
def read_sheet(css: str) -> tuple[Rule, ...]:
    """Read a style sheet; every edition has the same ones.

    >>> read_sheet("@media print { p { margin: 0 } }")[0].rules[0].opening
    'p'
    """
    return _inside(_PIECE.finditer(_COMMENT.sub("", css))).rules


@lru_cache(maxsize=1024)
def read_declarations(css: str) -> tuple[Declaration, ...]:
    """Read a style attribute; an edition has the same few hundreds of times."""
    return _inside(_PIECE.finditer(css)).declarations


def all_rules(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """Give rules and the rules in them."""
    for rule in rules:
        yield rule
        yield from all_rules(rule.rules)


def _inside(pieces: Iterator[re.Match[str]], opening: str = "") -> Rule:
    declarations: list[Declaration] = []
    rules: list[Rule] = []
    for piece in pieces:
        words, end = " ".join(piece[1].split()), piece[2]
        if end == "{":
            rules.append(_inside(pieces, words))
        elif words.startswith("@"):
            rules.append(Rule(words))
        elif ":" in words:
            declarations.append(_declaration(words))
        if end == "}":
            break
    return Rule(opening, tuple(declarations), tuple(rules))


def _declaration(words: str) -> Declaration:
    name, _, value = words.partition(":")
    plain, marks = _IMPORTANT.subn("", value)
    return Declaration(name.strip().lower(), plain.strip(), bool(marks))
