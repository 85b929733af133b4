"""CSS into the elements' style attributes, by premailer, without any way to the network."""

from __future__ import annotations

import logging
import re
import sys
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_ENCLOSED: Final = re.compile(r""" "[^"]*" | '[^']*' | \([^)]*\) """, re.VERBOSE)
"""Parts of a value in which a semicolon would not end it."""


def inline(html: str) -> str:
    """Write the rules of a page's style elements into its elements.

    Style elements marked `data-premailer="ignore"` stay as they are: phones' and dark mode's rules only work there.
    Placeholders between double percents survive in text and in attributes.
    """
    page = _premailer()(
        html,
        keep_style_tags=True,
        strip_important=False,
        disable_validation=True,
        disable_basic_attributes=["width", "height"],
        allow_network=False,
        disable_link_rewrites=True,
        align_floating_images=False,
        cssutils_logging_level=logging.CRITICAL,
    )
    inlined: str = page.transform(pretty_print=False)
    return inlined


@cache
def _premailer() -> Callable[..., Any]:
    """Import premailer with stand-ins for the two modules by which it could reach the network.

    premailer imports `requests` for style sheets at addresses; cssutils has a fetcher for what `@import` names. No
    page here needs either, and to import them takes longer than to inline an edition.
    """
    fetcher = ModuleType("cssutils._fetchgae")  # cssutils asks for this one first
    fetcher._defaultFetcher = _fetch_nothing  # type: ignore[attr-defined]  # noqa: SLF001
    stand_ins = {"requests": ModuleType("requests"), fetcher.__name__: fetcher}
    missing = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(missing)
    try:
        import cssutils.util  # noqa: PLC0415 - heavy
        from premailer import premailer  # noqa: PLC0415
    finally:
        for name in missing:
            del sys.modules[name]
    cssutils.util._defaultFetcher = _fetch_nothing  # noqa: SLF001 - somebody else may have imported it before
    return _quickened(premailer)


def _quickened(premailer: Any) -> Callable[..., Any]:
    """Spare premailer from reading the same style sheet twice, and again for each edition.

    It has cssutils parse every rule's declarations, which it has just written itself, once more: that took half of
    the first edition's time. What comes out is the same; a test holds it.
    """
    parse_declarations = premailer.csstext_to_pairs

    def pairs(declarations: str, validate: bool = True) -> list[tuple[str, str]]:
        if any(";" in part for part in _ENCLOSED.findall(declarations)):
            parsed: list[tuple[str, str]] = parse_declarations(declarations, validate=validate)
            return parsed
        split = (declaration.partition(":") for declaration in declarations.split(";"))
        return [(name.strip(), value.strip()) for name, _, value in split if value]

    premailer.csstext_to_pairs = pairs
    known: dict[tuple[str, int], tuple[list[Any], list[Any]]] = {}

    class Inliner(premailer.Premailer):  # type: ignore[misc]
        """Premailer with a memory for style sheets."""

        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> tuple[list[Any], list[Any]]:
            key = (css_body, ruleset_index)
            if key not in known:
                known[key] = super()._parse_style_rules(css_body, ruleset_index)
            rules, leftover = known[key]
            return list(rules), list(leftover)

    return Inliner


def _fetch_nothing(_url: str) -> tuple[str, bytes]:
    return "utf-8", b""
