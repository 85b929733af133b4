"""CSS into the elements' style attributes, by premailer, without any way to the network."""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Rule = tuple[tuple[int, ...], str, str]
"""What premailer takes: specificity, selector, declarations."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"\s*([^{}@;]+)\{([^{}]*)\}")
_DECLARATION: Final = re.compile(r"""(?: [^;"'(] | "[^"]*" | '[^']*' | \([^)]*\) )+""", re.VERBOSE)
_ELEMENT: Final = re.compile(r"(^|\s)\w")


class StyleError(ValueError):
    """A style sheet has something in it that cannot be written into elements."""


def page_fault(html: str) -> str:
    """Say why HTML is no page that can be worked on; empty where it is one."""
    from lxml import etree  # noqa: PLC0415 - heavy, and premailer needs it anyway
    from lxml.html import document_fromstring  # noqa: PLC0415

    if html.lstrip().startswith("<?xml"):
        return "the page begins with an XML declaration (`<?xml …?>`), which mail programs show or stumble over"
    try:
        has_body = document_fromstring(html).body is not None
    except (etree.LxmlError, ValueError):
        return "there is nothing on the page"
    return "" if has_body else "the page has no `<body>`"


def inline(html: str) -> str:
    """Write the rules of a page's style elements into its elements; raises StyleError for anything but plain rules.

    Style elements marked `data-premailer="ignore"` stay as they are: phones' and dark mode's rules only work there.
    The others go: what they say stands in the elements, and some webmails keep no more than the first one.
    Placeholders between double percents survive in text and in attributes.
    """
    page = _inliner()(
        html,
        keep_style_tags=False,
        strip_important=False,
        disable_validation=True,
        disable_basic_attributes=["width", "height"],
        allow_network=False,
        disable_link_rewrites=True,
        align_floating_images=False,
    )
    inlined: str = page.transform(pretty_print=False)
    return inlined


@lru_cache(maxsize=8)
def read_rules(css: str, sheet: int = 0) -> tuple[Rule, ...]:
    """Read a style sheet of plain rules, `sheet` being its place among the page's; raises StyleError for others.

    Each selector of a rule becomes one of premailer's, its important declarations apart, as premailer has it.
    """
    rules: list[Rule] = []
    bare = _COMMENT.sub("", css)
    for selectors, body in _plain_rules(bare):
        declarations = [f"{name}:{value}" for name, value in _pairs(body)]
        important = ";".join(each for each in declarations if each.endswith("!important"))
        normal = ";".join(each for each in declarations if not each.endswith("!important"))
        for selector in map(str.strip, selectors.split(",")):
            weight = (selector.count("#"), selector.count("."), len(_ELEMENT.findall(selector)), sheet)
            if important:
                rules.append(((1, *weight, len(rules)), selector, important))
            if normal:
                rules.append(((0, *weight, len(rules)), selector, normal))
    return tuple(rules)


def _plain_rules(css: str) -> Iterator[tuple[str, str]]:
    end = 0
    while css[end:].strip():
        rule = _RULE.match(css, end)
        if rule is None:
            raise StyleError(f"`{' '.join(css[end:].split())[:40]}` begins no plain rule")
        if ":" in rule[1] or "*" in rule[1]:
            raise StyleError(f"`{' '.join(rule[1].split())}` names no elements")
        yield rule[1], rule[2]
        end = rule.end()


def _pairs(declarations: str, validate: bool = False) -> list[tuple[str, str]]:  # noqa: ARG001 - as premailer calls it
    """Split declarations into names and values; a semicolon in quotation marks or an address belongs to its value."""
    split = (declaration.partition(":") for declaration in _DECLARATION.findall(declarations))
    return [(name.strip(), value.strip()) for name, _, value in split if value.strip()]


@cache
def _inliner() -> Callable[..., Any]:
    """Import premailer with stand-ins for `requests` and `cssutils`, and read style sheets for it.

    premailer imports `requests` for style sheets at addresses, and `cssutils` to parse any CSS at all, which also
    fetches what `@import` names. Our sheets are plain rules, read above: nothing here can reach the network, and a
    newsletter is there in half the time, which went into importing the two and into parsing the same sheet again and
    again. What comes out says the same as premailer's own way; a test holds it.
    """
    stand_ins = {name: ModuleType(name) for name in ("cssutils", "requests") if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        from premailer import merge_style, premailer  # noqa: PLC0415 - heavy
    finally:
        for name in stand_ins:
            del sys.modules[name]
    premailer.csstext_to_pairs = merge_style.csstext_to_pairs = _pairs

    class Inliner(premailer.Premailer):  # type: ignore[misc]
        """Premailer, given the rules instead of reading them."""

        def _parse_style_rules(self, css_body: str | None, ruleset_index: int) -> tuple[list[Rule], list[Any]]:
            return list(read_rules(css_body or "", ruleset_index)), []

    return Inliner
