"""CSS into the elements' style attributes, by premailer, without any way to the network."""

from __future__ import annotations

import logging
import sys
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


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
    """Import premailer without `requests`, and with a fetcher that fetches nothing.

    premailer imports `requests` for style sheets at addresses, which no page here has; that alone would take a third
    of the time that a newsletter takes. cssutils fetches what `@import` names by a fetcher of its own.
    """
    stand_in = "requests" not in sys.modules
    if stand_in:
        sys.modules["requests"] = ModuleType("requests")
    try:
        import cssutils.util  # noqa: PLC0415 - heavy
        from premailer import Premailer  # noqa: PLC0415
    finally:
        if stand_in:
            del sys.modules["requests"]
    cssutils.util._defaultFetcher = _fetch_nothing  # noqa: SLF001 - `@import` asks nobody else
    made: Callable[..., Any] = Premailer
    return made


def _fetch_nothing(_url: str) -> tuple[str, bytes]:
    return "utf-8", b""
