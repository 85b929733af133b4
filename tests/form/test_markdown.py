from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.scan import scan
from iki_newsletter.render.labels import Typography
from iki_newsletter.render.markdown import prose
from iki_newsletter.render.typography import Typesetter

if TYPE_CHECKING:
    from tests.judges.browser import Page

ROOT = Path(__file__).resolve().parents[2]
BODIES = [
    "one\n\ntwo\nthree",
    "**bold** and *it*, ***both***, **a *b* c**, snake_case, 2 * 3, _under_ __score__",
    "- one\n- two\n  more\n- three\n\nafter",
    "1. one\n2. two\n\n   loose\n3. three",
    "- a\n  - b\n  - c\n- d",
    "before\n- list at once\n- two",
    "before\n2. no list",
    "# head\ntext\n\nsetext\n---\nmore",
    "> said\nlazily\n\nnot said",
    "[a](https://example.org) [b](http://example.org) [c](x) ![d](e.png)",
    '[a](https://example.org/(x)) [b](<https://example.org/a b>) [c](https://example.org "title")',
    "<https://example.org> <a@example.org> <b>raw</b>",
    "[ref] and [words][ref]\n\n[ref]: https://example.org/x",
    r"\*not\* \[not](b) a\\b",
    "`code *x*` and ``a`b``",
    "hard  \nbreak and\\\nbreak",
    "* star\n* list\n\n+ plus",
    "a*b*c **un closed and *half",
    "**Nota:**sin espacio, (**paren**), «**comillas**»",
    "text\n\n\n\n- x\n\n\ny",
]


class AsTyped(Typesetter):
    """Leaves the text as it is: the preview sets no quotation marks."""

    def __init__(self) -> None:
        super().__init__(Typography(quotes='""'))

    def set(self, text: str) -> str:
        """Change nothing."""
        return text


def shape(html: str) -> list[str]:
    """Give the tags and words of a text in their order; a paragraph inside a list's entry is no matter of meaning."""
    found: list[str] = []
    for part in re.split(r"(<[^>]+>)", str(BeautifulSoup(html, "html.parser"))):
        tag = re.match(r"<(/?)(\w+)", part)
        if tag and tag[2] in ("p", "span"):
            continue
        if tag:
            href = re.search(r'href="([^"]*)"', part)
            found.append(f"<{tag[1]}{tag[2]}{' ' + unquote(href[1]) if href else ''}>")
        else:
            found += part.split()
    return found


def bodies() -> list[str]:
    """Give the samples, and what the June issue's contributors wrote."""
    written = []
    for path in sorted((ROOT / "issues" / "2017-06" / "contributions").glob("*.yaml")):
        data = scan(path.read_text("utf-8"), Findings(path, "C")).data
        body = data.get("body", "") if isinstance(data, dict) else ""
        written += [str(each) for each in (body.values() if isinstance(body, dict) else [body])]
    return [*BODIES, *written]


def test_the_preview_reads_markdown_as_the_newsletter_does(page: Page, form_file: Path) -> None:
    """Paragraphs, lists, headings, emphasis and links of a body come out the same on the page and in the mail."""
    page.show(form_file, 1280)
    texts = bodies()
    shown = page.ask(
        f"{json.dumps(texts)}.map((text) => {{ const box = document.createElement('div');"
        " box.append(...markdown.nodes(text)); return box.innerHTML; })"
    )
    for text, html in zip(texts, shown, strict=True):
        assert shape(html) == shape(str(prose(text, AsTyped()).html)), text


@pytest.mark.parametrize("before", ["", "x " * 400])
def test_no_text_brings_the_page_down(page: Page, form_file: Path, before: str) -> None:
    """Bodies made to be slow or deep, as long as the form lets through, are read like any other."""
    page.show(form_file, 1280)
    signs = [
        "[",
        "*",
        "_",
        "`",
        "<",
        "- ",
        "> ",
        "![",
        "**a",
        "*a ",
        "_a *b ",
        "[a](",
        "`a``b",
        "<a",
        "\\",
        "(",
        "1. ",
    ]
    texts = [before + sign * (18_000 // len(sign)) for sign in signs]

    assert page.ask(f"{json.dumps(texts)}.map((text) => markdown.lost(text).length)") == [0] * len(signs)
