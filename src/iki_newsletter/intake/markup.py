"""The HTML that mammoth writes of a document, as blocks with their words and their Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from iki_newsletter.intake.document import Block, escaped, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING: Final = re.compile(r"h([1-6])")
_SUBSCRIPT: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUPERSCRIPT: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_SCRIPTS: Final = {"sub": _SUBSCRIPT, "sup": _SUPERSCRIPT}
_MARKS: Final = {"strong": "**", "em": "*"}
_SORTS: Final = frozenset({"title", "subtitle", "caption"})
_BREAK: Final = "\\\n"
_DEEPEST: Final = 6
_SAFE: Final = "!#$%&'*+,/:;=?@~-._"
"""What stays as it is in a link's address; parentheses would end it in Markdown."""


def blocks_in(html: str) -> Iterator[Block]:
    """Give the blocks of a document's HTML in order."""
    from lxml.html import fragment_fromstring  # noqa: PLC0415 - heavy, and few things that come are documents

    if html.strip():
        yield from _blocks(fragment_fromstring(html, create_parent="div"))


def _blocks(parent: Any) -> Iterator[Block]:
    for element in parent:
        heading = _HEADING.fullmatch(element.tag) if isinstance(element.tag, str) else None
        if heading:
            yield from _paragraph(element, "heading", int(heading[1]))
        elif element.tag == "p":
            sort = element.get("class", "text")
            yield from _paragraph(element, sort if sort in _SORTS else "text")
        elif element.tag in ("ul", "ol"):
            yield Block("list", _words(element), "\n".join(_list_lines(element, 0)))
            yield from _pictures(element)
        elif element.tag == "table":
            rows = tuple(
                tuple(tuple(_blocks(cell)) for cell in row if cell.tag in ("td", "th")) for row in element.iter("tr")
            )
            yield Block("table", _words(element), rows=rows)
        elif element.tag == "img":
            yield Block("picture", picture=int(element.get("src")))
        elif isinstance(element.tag, str):
            yield from _blocks(element)


def _paragraph(element: Any, sort: str, level: int = 0) -> Iterator[Block]:
    yield from _pictures(element)
    text = _words(element)
    if text:
        markdown = guarded(_inline(element).strip().removesuffix("\\").strip())
        yield Block(sort, text, markdown, level, is_strong=_is_strong(element))


def _pictures(element: Any) -> Iterator[Block]:
    for picture in element.iter("img"):
        yield Block("picture", picture=int(picture.get("src")))


def _words(element: Any) -> str:
    return " ".join("".join(_raw_words(element)).split())


def _raw_words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br" or child.tag in ("p", "li", "td", "th", "tr"):
            yield " "
        if not (_leads_back(child) or _is_reference(child)):
            yield from _raw_words(child)
        yield child.tail or ""


def _is_strong(element: Any) -> bool:
    """Tell a paragraph that is bold or italic as a whole."""
    outside = (element.text or "") + "".join(child.tail or "" for child in element)
    return not outside.strip() and len(element) > 0 and all(child.tag in (*_MARKS, "br") for child in element)


def _leads_back(element: Any) -> bool:
    """Tell the arrow that leads from a note back to its place."""
    return element.tag == "a" and (element.text or "").strip() == "↑"


def _is_reference(element: Any) -> bool:
    """Tell the `[1]` that leads to a note: it is no word of the text."""
    return element.tag == "sup" and any(each.get("href", "").startswith("#") for each in element.iter("a"))


def _inline(element: Any) -> str:
    pieces = [_text(element.text)]
    for child in element:
        if child.tag not in ("ul", "ol", "table", "img"):
            pieces.append(_piece(child))
        pieces.append(_text(child.tail))
    return "".join(pieces)


def _text(text: str | None) -> str:
    return escaped(re.sub(r"\s+", " ", text or ""))


def _piece(element: Any) -> str:
    if element.tag == "br":
        return _BREAK
    if _leads_back(element):
        return ""
    inside = _inline(element)
    if element.tag in _MARKS:
        return _marked(inside, _MARKS[element.tag])
    if element.tag in _SCRIPTS:
        small = inside.translate(_SCRIPTS[element.tag])
        return small if not any(char.isascii() and char.strip() for char in small) else inside
    href = element.get("href") if element.tag == "a" else None
    if href and not href.startswith("#") and inside.strip():
        return f"[{inside.strip()}]({quote(href.strip(), safe=_SAFE)})"
    return inside


def _marked(inside: str, mark: str) -> str:
    """Set marks around words and not around the spaces beside them; a line that breaks is marked by itself."""
    lines = inside.split(_BREAK)
    return _BREAK.join(_marked_line(line, mark) for line in lines)


def _marked_line(line: str, mark: str) -> str:
    words = line.strip()
    if not words:
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"


def _list_lines(element: Any, depth: int) -> Iterator[str]:
    for number, item in enumerate(item for item in element if item.tag == "li"):
        mark = "- " if element.tag == "ul" else f"{number + 1}. "
        yield f"{'   ' * depth}{mark}{guarded(_inline(item).strip().replace(_BREAK, ' '))}"
        for nested in item.iter("ul", "ol"):
            if nested.getparent() is item and depth < _DEEPEST:
                yield from _list_lines(nested, depth + 1)
