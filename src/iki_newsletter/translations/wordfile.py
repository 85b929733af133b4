"""A Word file for translators: a table, source beside target, a row for each paragraph and a heading for each item.

Marks of Markdown stay visible, in grey: what is read back is the text as it stands. Cells are read from the XML
itself, since writers put soft hyphens, line breaks and tracked changes where python-docx does not look.
"""

from __future__ import annotations

import io
import zipfile
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import UsageError
from iki_newsletter.translations.marks import pieces_of
from iki_newsletter.translations.sheet import Returned, ReturnedRow, RowId, parse_head, trimmed, unescaped
from iki_newsletter.translations.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.table import _Cell

    from iki_newsletter.translations.sheet import Row, Sheet

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WIDTHS: Final = (2.0, 2.4, 10.6, 10.6)
"""Centimetres, on a landscape page."""
_COLUMNS: Final = 4
_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}softHyphen": "\u00ad",
    f"{_W}noBreakHyphen": "\u2011",
}
_OUTSIDE: Final = frozenset(
    {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_GREY: Final = "999999"
_TINY: Final = 5
_SMALL: Final = 8
"""Sizes in points."""


def write_docx(sheet: Sheet) -> bytes:
    """Write a sheet."""
    from docx import Document as new_document  # noqa: N813, PLC0415 - heavy

    document = new_document()
    _lay_out(document)
    words = words_for(sheet.to)
    document.add_heading(words.title.format(issue=sheet.issue, to=sheet.to), 1)
    document.add_paragraph(words.how)
    document.add_paragraph(words.marks)
    _add_table(document, sheet, [(sheet.head, *words.columns[1:])], [])
    for item, rows in groupby(sheet.rows, key=lambda row: row.id.item):
        document.add_heading(sheet.titles.get(item, item), 2)
        _add_table(document, sheet, [], list(rows))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def read_docx(raw: bytes) -> Returned:
    """Read what came back; raises UsageError for what is none of ours."""
    from docx import Document as open_document  # noqa: N813, PLC0415 - heavy
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        document = open_document(io.BytesIO(raw))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise UsageError(f"The Word file cannot be opened: {error}.", instead="Ask for it again.") from None
    head, rows = None, []
    for line in document.element.body.iter(f"{_W}tr"):
        cells = [
            cell for cell in line.iter(f"{_W}tc") if cell.getparent() is line or cell.getparent().tag != f"{_W}tr"
        ]
        if not cells:
            continue
        first = "".join(_paragraphs(cells[0]))
        head = head or parse_head(first)
        row_id = RowId.parse(first)
        if row_id is not None:
            rows.append(_returned(row_id, cells))
    if head is None:
        raise UsageError(
            "The Word file is none that `iki-news translations export` has written.",
            instead="Its first table says in grey which issue it belongs to, and must stay.",
        )
    return Returned(*head, tuple(rows))


# --- writing ---------------------------------------------------------------------------------------------------


def _lay_out(document: Document) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm, Pt  # noqa: PLC0415

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)


def _add_table(document: Document, sheet: Sheet, heads: list[tuple[str, ...]], rows: list[Row]) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    table = document.add_table(rows=len(heads) + len(rows), cols=_COLUMNS)
    table.style = "Table Grid"
    table.autofit = False
    lines = [list(line.cells) for line in table.rows]
    for cells, words in zip(lines, heads, strict=False):
        for number, (cell, text) in enumerate(zip(cells, words, strict=True)):
            _say(cell, text, _TINY if number == 0 else _SMALL)
    for cells, row in zip(lines[len(heads) :], rows, strict=True):
        _say(cells[0], str(row.id), _TINY)
        _say(cells[1], f"{row.field}\n{row.note}".strip(), _SMALL)
        _fill(cells[2], row.source, row.id.language, is_markdown=row.is_markdown)
        _fill(cells[3], row.target, sheet.to, is_markdown=row.is_markdown)
    for number, width in enumerate(_WIDTHS):
        table.columns[number].width = Cm(width)  # LibreOffice goes by the column, Word by each cell
        for cells in lines:
            cells[number].width = Cm(width)


def _say(cell: _Cell, text: str, size: int) -> None:
    """Write what is not to be translated, and not to be spell-checked; ids are grey."""
    from docx.shared import Pt  # noqa: PLC0415

    run = cell.paragraphs[0].add_run(text)
    run.font.size = Pt(size)
    run.font.no_proof = True
    if size == _TINY:
        _grey(run)


def _fill(cell: _Cell, text: str, language: str, *, is_markdown: bool) -> None:
    paragraph = cell.paragraphs[0]
    for piece in pieces_of(text, is_markdown=is_markdown):
        run = paragraph.add_run(piece.text)
        _speak(run, language)
        if piece.is_mark:
            _grey(run)


def _grey(run: Any) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415

    run.font.color.rgb = RGBColor.from_string(_GREY)


def _speak(run: Any, language: str) -> None:
    """Tell the spelling checker which language a text is in."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    mark = OxmlElement("w:lang")
    mark.set(f"{_W}val", language)
    run._r.get_or_add_rPr().append(mark)  # noqa: SLF001 - python-docx has no name for it


# --- reading ---------------------------------------------------------------------------------------------------


def _returned(row_id: RowId, cells: list[Any]) -> ReturnedRow:
    if len(cells) < _COLUMNS:
        return ReturnedRow(row_id, "", "the row has lost a column")
    source = "\n".join(_paragraphs(cells[-2]))
    # Who presses Enter where the source has a line break means one; elsewhere it is a paragraph.
    between = "\n" if "\n" in source else "\n\n"
    target = trimmed(between.join(_paragraphs(cells[-1])), source)
    remark = "bold or italics of Word's own are not taken over" if _is_formatted(cells[-1]) else ""
    return ReturnedRow(row_id, target, remark, source)


def _paragraphs(cell: Any) -> list[str]:
    return ["".join(_signs(paragraph)) for paragraph in cell.iter(f"{_W}p")]


def _signs(paragraph: Any) -> Iterator[str]:
    for run in paragraph.iter(f"{_W}r"):
        if any(outer.tag in _OUTSIDE for outer in run.iterancestors()):
            continue
        for part in run:
            if part.tag == f"{_W}t":
                yield unescaped(part.text or "")
            elif part.tag in _SIGNS:
                yield _SIGNS[part.tag]


def _is_formatted(cell: Any) -> bool:
    marks = (mark for run in cell.iter(f"{_W}r") for mark in run.iter(f"{_W}b", f"{_W}i"))
    return any(mark.get(f"{_W}val", "1") not in {"0", "false", "off", "none"} for mark in marks)
