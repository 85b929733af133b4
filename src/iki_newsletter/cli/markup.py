"""The few HTML tags that a body may have, as styled paragraphs for the terminal."""

from __future__ import annotations

from html.parser import HTMLParser

from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from iki_newsletter.cli.face import safe

_STYLES = {"strong": "bold", "em": "italic", "h4": "bold", "h5": "bold", "h6": "bold"}
_BLOCKS = {"p", "li", "h4", "h5", "h6"}


def to_paragraphs(html: str) -> list[Padding]:
    """Turn sanitised HTML into paragraphs, each after an empty line but for list items; links are live."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return reader.paragraphs


def link_style(url: str) -> Style:
    """Give the style of words that lead somewhere: underlined, and clickable where the terminal can."""
    return Style(underline=True, link=url)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Padding] = []
        self._text = Text()
        self._styles: list[Style] = []
        self._lists: list[int] = []
        """How far each open list has counted; -1 for one that does not count."""
        self._quotes = 0
        self._marker = ""
        self._list_begins = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a list, a link or an emphasis."""
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag in {"ul", "ol"}:
            self.end_paragraph()
            self._list_begins = not self._lists
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "blockquote":
            self.end_paragraph()
            self._quotes += 1
        elif tag == "br":
            self._text.append("\n")
        elif tag == "a":
            self._styles.append(link_style(dict(attrs).get("href") or ""))
        if tag in _STYLES:
            self._styles.append(Style.parse(_STYLES[tag]))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag in _BLOCKS | {"ul", "ol", "blockquote"}:
            self.end_paragraph()
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1
        if (tag == "a" or tag in _STYLES) and self._styles:
            self._styles.pop()

    def handle_data(self, data: str) -> None:
        """Take text, its white space folded as HTML folds it."""
        words = " ".join(data.split(" ")) if data.strip() else " " * bool(self._text)
        self._text.append(safe(words.replace("\n", " ")), Style.combine([Style.null(), *self._styles]))

    def end_paragraph(self) -> None:
        """Close what stands open, if it says anything."""
        if self._text.plain.strip():
            indent = 2 * (len(self._lists) + self._quotes)
            text = Text(self._marker) + self._text if self._marker else self._text
            text.rstrip()
            hung = max(indent - len(self._marker), 0) if self._marker else indent
            above = 0 if self._lists and not self._list_begins else 1
            self.paragraphs.append(Padding(text, (above, 0, 0, hung)))
            self._marker, self._list_begins = "", False
        self._text = Text()

    def _next_marker(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "· "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "
