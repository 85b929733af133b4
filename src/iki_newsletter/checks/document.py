"""Checks of what holds an edition together: doctype, head, languages, layout tables, preheader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.css import read_declarations
from iki_newsletter.checks.page import Element, Page, of_page, words_of
from iki_newsletter.checks.places import as_typed

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCTYPE: Final = re.compile(r"\s*<!DOCTYPE html>", re.IGNORECASE)
_CHARSET: Final = re.compile(r"""<meta\s+charset=["']?utf-8["']?\s*/?>""", re.IGNORECASE)
_LOOKED_AT: Final = 1024
"""Bytes in which a program looks for the character set (HTML Living Standard, 4.2.5.4)."""
_ZOOM: Final = re.compile(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\.0*)?(?![\d.])")
_LAYOUT: Final = re.compile(r"""<table\b(?![^>]*\brole=["']?(?:presentation|none)\b)[^>]*>""", re.IGNORECASE)
_DIRECTIONS: Final = ("ltr", "rtl")


@of_page("E101")
def language_is_the_editions(page: Page) -> Iterator[Finding]:
    """Find a page or inner wrapper that is in no language, or in another one than its edition."""
    for element, name in _wrappers(page):
        lang = element.get("lang") or ""
        if lang != page.language:
            what = f'{name} has `lang="{lang}"`.' if lang else f"{name} has no `lang`."
            yield Finding(page.of_template(f"<{element.tag} "), what, 'Write `lang="{{ view.language }}"` there.')


@of_page("E102")
def direction_is_said(page: Page) -> Iterator[Finding]:
    """Find a page or inner wrapper that does not say in which direction it reads."""
    for element, name in _wrappers(page):
        if (element.get("dir") or "").lower() not in _DIRECTIONS:
            yield Finding(page.of_template(f"<{element.tag} "), f"{name} has no `dir` of ltr or rtl.")


@of_page("E103")
def doctype_is_there(page: Page) -> Iterator[Finding]:
    """Find pages that begin otherwise than HTML does."""
    if not _DOCTYPE.match(page.edition.html):
        yield Finding(page.of_template("<!DOCTYPE", "<html"), "The page does not begin with `<!DOCTYPE html>`.")


@of_page("E104")
def title_is_there(page: Page) -> Iterator[Finding]:
    """Find pages without a title."""
    if not page.tree.xpath("normalize-space(/html/head/title)"):
        yield Finding(page.of_template("<title", "<head"), "The page has no title.")


@of_page("E105")
def charset_is_there(page: Page) -> Iterator[Finding]:
    """Find pages that do not say early that they are in UTF-8."""
    if not _CHARSET.search(page.edition.html.encode()[:_LOOKED_AT].decode(errors="ignore")):
        what = f'`<meta charset="utf-8">` is not among the page\'s first {_LOOKED_AT} bytes.'
        yield Finding(page.of_template("charset", "<head"), what)


@of_page("E106")
def telephones_show_it_in_their_width(page: Page) -> Iterator[Finding]:
    """Find pages that telephones shrink, or do not let their readers enlarge."""
    said = "".join(page.tree.xpath('/html/head/meta[@name="viewport"]/@content')).lower().replace(" ", "")
    place = page.of_template
    if "width=device-width" not in said:
        yield Finding(place('name="viewport"', "<head"), "The page does not take the telephone's width.")
    if _ZOOM.search(said):
        instead = "Take `user-scalable` and `maximum-scale` out."
        yield Finding(place('name="viewport"'), "The page cannot be enlarged.", instead)


@of_page("E107")
def layout_tables_are_no_tables(page: Page) -> Iterator[Finding]:
    """Find tables without header cells that do not say that they are for the layout alone; Outlook's as well."""
    of_data = len(page.tree.xpath("//table[not(@role) and .//th]"))
    plain = _LAYOUT.findall(page.edition.html)
    if len(plain) > of_data:
        named = plain[0].partition(" style=")[0].rstrip(">")  # style comes later, and is in no template
        others = len(plain) - of_data - 1
        what = f"The layout's `{named}>` is read as a table{f', and {others} more' if others else ''}."
        yield Finding(page.of_template(_LAYOUT), what)


@of_page("E111")
def preheader_comes_first(page: Page) -> Iterator[Finding]:
    """Find pages whose first words are others than the preheader's, or whose preheader is shown or read out."""
    first = next((each for each in page.tree.body.iter("*") if (each.text or "").strip()), None)
    wanted = as_typed(page.edition.preheader)
    place = page.of_template("view.preheader", "<body")
    if first is None or not wanted or not as_typed(words_of(first)).startswith(wanted):
        yield Finding(place, "The page does not begin with the preheader.")
        return
    around = (first, *first.iterancestors())
    if not any(each.get("aria-hidden") == "true" for each in around):
        yield Finding(place, "The preheader is read out.", 'Write `aria-hidden="true"` into its element.')
    if not any(_is_hidden(each) for each in around):
        yield Finding(place, "The preheader is shown.", "Write `display: none` into its style.")


def _wrappers(page: Page) -> Iterator[tuple[Element, str]]:
    """Give the page, and what holds everything in it: all that is left of the page in a webmail."""
    yield page.tree, "The page"
    for wrapper in (page.tree.xpath("/html/body/*[.//h1]") or page.tree.xpath("/html/body/*"))[:1]:
        yield wrapper, "The element around everything in `<body>`"


def _is_hidden(element: Element) -> bool:
    style = read_declarations(element.get("style") or "")
    return any(each.name == "display" and each.value == "none" for each in style)
