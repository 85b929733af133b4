"""A document's languages: which blocks are written in which, as far as headings or a table say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.intake.document import Block
from iki_newsletter.intake.word_labels import label_of, language_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MANY: Final = 2


@dataclass(slots=True)
class Sections:
    """The blocks of each language, those of none, and how they were told apart."""

    by_language: dict[str, list[Block]] = field(default_factory=dict)
    outside: list[Block] = field(default_factory=list)
    """What stands before the first language, or beside the table."""
    how: str = ""

    def add(self, language: str, blocks: Iterable[Block]) -> None:
        """Add blocks to a language."""
        self.by_language.setdefault(language, []).extend(blocks)


def sections_of(blocks: Sequence[Block], languages: Sequence[str], default: str) -> Sections:
    """Tell the languages of a document apart; one that names none is written in `default`."""
    sections = _by_table(blocks, languages) or _by_headings(blocks, languages, default)
    if sections is None:
        sections = Sections({default: list(blocks)})
    return sections


def _by_headings(blocks: Sequence[Block], languages: Sequence[str], default: str) -> Sections | None:
    named = [(block, _heading_language(block, languages)) for block in blocks]
    found = {language for _, language in named if language}
    if not found:
        return None
    sections = Sections(how="by its headings")
    current = ""
    for block, language in named:
        current = language or current
        if language:
            sections.by_language.setdefault(language, [])
        elif current:
            sections.add(current, [block])
        else:
            sections.outside.append(block)
    if default not in found and len(_words(sections.outside)) >= _MANY:
        # A text, and below it its translation under a heading: the text is the original.
        sections.by_language = {default: sections.outside, **sections.by_language}
        sections.outside = []
    return sections


def _words(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block.text]


def _heading_language(block: Block, languages: Sequence[str]) -> str:
    return language_named(block.text, languages) if block.sort in ("title", "heading", "subtitle", "text") else ""


def _by_table(blocks: Sequence[Block], languages: Sequence[str]) -> Sections | None:
    """Take a table apart whose first row, or first column, names languages."""
    for place, block in enumerate(blocks):
        if block.sort != "table":
            continue
        sections = _by_columns(block, languages) or _by_rows(block, languages)
        if sections:
            sections.outside = [*blocks[:place], *blocks[place + 1 :]]
            sections.how = "by a table"
            return sections
    return None


def _by_columns(table: Block, languages: Sequence[str]) -> Sections | None:
    head = [language_named(_cell_text(cell), languages) for cell in table.rows[0]] if table.rows else []
    if sum(map(bool, head)) < _MANY or len({each for each in head if each}) < _MANY:
        return None
    sections = Sections()
    for row in table.rows[1:]:
        label = _cell_text(row[0]) if row and not head[0] else ""
        for language, cell in zip(head, row, strict=False):
            if language:
                sections.add(language, _labelled(label, cell))
        strays = [*row[len(head) :], *(cell for language, cell in zip(head, row, strict=False) if not language)]
        sections.outside += [each for cell in strays for each in cell if each.text != label or not label_of(label)[0]]
    return sections


def _by_rows(table: Block, languages: Sequence[str]) -> Sections | None:
    firsts = [language_named(_cell_text(row[0]), languages) if row else "" for row in table.rows]
    if len({each for each in firsts if each}) < _MANY:
        return None
    sections = Sections()
    for language, row in zip(firsts, table.rows, strict=True):
        for cell in row[1:] if language else row:
            if language:
                sections.add(language, cell)
            else:
                sections.outside += cell
    return sections


def _cell_text(cell: Sequence[Block]) -> str:
    return " ".join(block.text for block in cell if block.text)


def _labelled(label: str, cell: Sequence[Block]) -> list[Block]:
    """Put the label of a table's row before what stands in its cell."""
    return [Block("text", label), *cell] if label_of(label)[0] else list(cell)
