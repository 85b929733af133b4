"""Checks of the style: what makes mail programs throw it away, and what none of them can lay out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.css import Declaration, Rule, all_rules, read_declarations, read_sheet
from iki_newsletter.checks.page import Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 16_384
"""Of all style elements together, beyond which Gmail drops them."""
_RISKY: Final = re.compile(r"@(?!media\b)|@media\b.*prefers-|[^@]*[\[:*]", re.IGNORECASE)
"""What some program does not know: other at-rules than `@media`, readers' preferences, attributes, states."""
_OVERRIDES: Final = re.compile(r"^@media\b|\[data-ogs[bc]\]")
"""Rules that must win against what stands in the elements."""
_LAYOUTS: Final = {
    "display": ("flex", "inline-flex", "grid", "inline-grid"),
    "position": ("absolute", "fixed", "relative", "sticky"),
}
_NO_MAIL: Final = ("script", "form", "input", "button", "select", "textarea", "iframe", "object", "embed")


@of_page("E201")
def style_is_small(page: Page) -> Iterator[Finding]:
    """Find editions whose style elements are so large that Gmail drops them."""
    size = sum(len(css.encode()) for css in _written(page))
    if size > MOST_BYTES:
        what = f"The style elements have {size:,} bytes, {size - MOST_BYTES:,} too many."
        yield Finding(page.of_template("<style"), what)


@of_page("E202")
def at_rules_stand_alone(page: Page) -> Iterator[Finding]:
    """Find at-rules in at-rules."""
    for rule in (rule for sheet in sheets_of(page) for rule in all_rules(sheet)):
        for inner in rule.rules:
            if rule.is_at and inner.is_at:
                yield Finding(page.of_template(inner.opening), f"`{inner.opening}` stands in `{rule.opening}`.")


@of_page("E203")
def risky_rules_come_last(page: Page) -> Iterator[Finding]:
    """Find rules that some program does not know before the last style element."""
    for rule in (rule for sheet in sheets_of(page)[:-1] for rule in all_rules(sheet)):
        if _RISKY.match(rule.opening):
            what = f"`{rule.opening}` stands before the last style element."
            yield Finding(page.of_template(rule.opening, rule.opening.split()[0]), what)


@of_page("E204")
def modes_win(page: Page) -> Iterator[Finding]:
    """Find declarations for telephones, paper and dark mode that what stands in the elements wins against."""
    for rule in (rule for sheet in sheets_of(page) for rule in sheet):
        if _OVERRIDES.search(rule.opening):
            for inner in all_rules((rule,)):
                yield from (
                    Finding(
                        page.of_template(str(each), inner.opening, rule.opening),
                        f"`{each}` of `{inner.opening}` has no effect.",
                        f"Write `{each} !important`.",
                    )
                    for each in inner.declarations
                    if not each.important
                )


@of_page("E211")
def layout_is_of_tables(page: Page) -> Iterator[Finding]:
    """Find layouts that many programs do not know, where nothing else would do it; `@media` may add one."""
    inline = (each for style in page.tree.xpath("//@style") for each in read_declarations(style))
    plain = (each for sheet in sheets_of(page) for rule in sheet if not rule.is_at for each in rule.declarations)
    for found in dict.fromkeys(str(each) for each in (*inline, *plain) if _is_no_mails(each)):
        yield Finding(
            page.of_template(found), f"`{found}` falls apart in Outlook for Windows and in several webmails."
        )


@of_page("E212")
def nothing_runs_or_asks(page: Page) -> Iterator[Finding]:
    """Find scripts, forms and frames."""
    for element in page.tree.iter(*_NO_MAIL):
        yield Finding(page.of_template(f"<{element.tag}"), f"`<{element.tag}>` is taken out or does nothing.")
    handlers = page.tree.xpath("//@*[starts-with(name(), 'on')]")
    for name in dict.fromkeys(str(handler.attrname) for handler in handlers):
        yield Finding(page.of_template(f"{name}="), f"`{name}` runs a script, and is taken out.")


def is_refused(used: str) -> bool:
    """Tell whether E211 or E212 finds something used, such as `display:flex` or `<form>`."""
    return used.strip("<>") in _NO_MAIL or any(map(_is_no_mails, read_declarations(used)))


def sheets_of(page: Page) -> list[tuple[Rule, ...]]:
    """Give the page's style elements, read."""
    return [read_sheet(css) for css in _written(page)]


def _is_no_mails(declaration: Declaration) -> bool:
    return declaration.value.lower() in _LAYOUTS.get(declaration.name, ())


def _written(page: Page) -> list[str]:
    return [element.text or "" for element in page.tree.iter("style")]
