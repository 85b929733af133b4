"""XLIFF 1.2, what programs for translators exchange: one file for each item, one unit for each paragraph.

Markdown's marks travel as inline codes that hold the marks themselves: a target's text, codes and all, is the
paragraph again.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from lxml import etree

from iki_newsletter.errors import UsageError
from iki_newsletter.translations.marks import pieces_of
from iki_newsletter.translations.sheet import Returned, ReturnedRow, RowId, parse_head, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.translations.sheet import Row, Sheet

_NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
_X: Final = f"{{{_NAMESPACE}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_CODES: Final = frozenset(f"{_X}{name}" for name in ("bpt", "ept", "ph", "it"))
_FRAME: Final = tuple(f"{_X}{name}" for name in ("xliff", "file", "header", "body", "trans-unit"))
_LINES: Final = tuple(f"{_X}{name}" for name in ("source", "target", "note"))
"""What begins lines: nothing may come between the words and codes inside of them."""
_NOT_BEGUN: Final = frozenset({"new", "needs-translation"})


def write_xliff(sheet: Sheet) -> bytes:
    """Write a sheet; the same sheet always gives the same bytes."""
    root = etree.Element(f"{_X}xliff", {"version": "1.2"}, nsmap={None: _NAMESPACE})
    for (item, language), rows in groupby(sheet.rows, key=lambda row: (row.id.item, row.id.language)):
        file = etree.SubElement(
            root,
            f"{_X}file",
            {
                "original": f"{sheet.issue}/{item}",
                "source-language": language,
                "target-language": sheet.to,
                "datatype": "plaintext",
            },
        )
        header = etree.SubElement(file, f"{_X}header")
        etree.SubElement(header, f"{_X}note").text = sheet.head
        etree.SubElement(header, f"{_X}note").text = sheet.titles.get(item, item)
        body = etree.SubElement(file, f"{_X}body")
        for row in rows:
            _add_unit(body, row)
    for element in root.iter(*_FRAME):
        element.text = element.text or "\n"
    for element in root.iter(*_FRAME, *_LINES):
        element.tail = "\n"
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def read_xliff(raw: bytes) -> Returned:
    """Read what came back; raises UsageError for what is none of ours."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(
            f"The file is no XML: {error.msg}.", instead="Export it from your program as XLIFF."
        ) from None
    head = next((known for note in root.iter(f"{_X}note") if (known := parse_head("".join(note.itertext())))), None)
    if head is None:
        raise UsageError(
            "The file is no XLIFF 1.2 that `iki-news translations export` has written.",
            instead="Give the file back in the format it came in; programs call that “export target” or “return”.",
        )
    rows = tuple(row for unit in root.iter(f"{_X}trans-unit") if (row := _row(unit)) is not None)
    return Returned(*head, rows)


def _add_unit(body: etree._Element, row: Row) -> None:
    unit = etree.SubElement(body, f"{_X}trans-unit", {"id": str(row.id), "resname": row.field, _SPACE: "preserve"})
    _fill(etree.SubElement(unit, f"{_X}source"), row.source, is_markdown=row.is_markdown)
    if row.target:
        state = "needs-review-translation" if row.is_outdated else "translated"
        target = etree.SubElement(unit, f"{_X}target", {"state": state})
        _fill(target, row.target, is_markdown=row.is_markdown)
    etree.SubElement(unit, f"{_X}note").text = f"{row.field}. {row.note}".rstrip(". ") + "."


def _fill(element: etree._Element, text: str, *, is_markdown: bool) -> None:
    last: etree._Element | None = None
    single = 0
    for piece in pieces_of(text, is_markdown=is_markdown):
        if not piece.is_mark:
            if last is None:
                element.text = piece.text
            else:
                last.tail = piece.text
            continue
        if piece.kind == "line":
            single += 1
            last = etree.SubElement(element, f"{_X}ph", {"id": f"line-{single}"})
        else:
            name = "bpt" if piece.opens else "ept"
            last = etree.SubElement(element, f"{_X}{name}", {"id": str(piece.opens or piece.closes)})
            if piece.opens:
                last.set("ctype", piece.kind)
        last.text = piece.text


def _row(unit: etree._Element) -> ReturnedRow | None:
    row_id = RowId.parse(unit.get("id", ""))
    target = unit.find(f"{_X}target")
    if row_id is None:
        return None
    source = _text(unit.find(f"{_X}source"), {})
    if target is None:
        return ReturnedRow(row_id, "", source=source)
    codes = {_name(code): code.text or "" for code in _codes_in(unit.find(f"{_X}source"))}
    text = trimmed(_text(target, codes), source)
    if target.get("state") in _NOT_BEGUN and text == source:
        text = ""  # programs fill the source in where nothing is translated yet
    return ReturnedRow(row_id, text, source=source)


def _text(element: etree._Element | None, codes: dict[tuple[str, str], str]) -> str:
    """Read a text with its codes; a code that came back empty is filled in from the source's."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            inner = ""
        elif child.tag in _CODES and not len(child) and not child.text:
            inner = codes.get(_name(child), "")
        else:
            inner = _text(child, codes)
        parts += [inner, child.tail or ""]
    return "".join(parts)


def _codes_in(element: etree._Element | None) -> Iterator[etree._Element]:
    return element.iter(*_CODES) if element is not None else iter(())


def _name(code: etree._Element) -> tuple[str, str]:
    return str(code.tag), code.get("id", "")
