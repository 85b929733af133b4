"""Checks of how pictures stand in an edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.page import Element, Page, of_page

if TYPE_CHECKING:
    from collections.abc import Iterator

_WITHOUT: Final = {name: re.compile(rf"<img\b(?![^>]*\s{name}=)") for name in ("alt", "width", "height")}


@of_page("E331")
def pictures_are_described(page: Page) -> Iterator[Finding]:
    """Find pictures that say nothing where pictures are off, or to whoever cannot see them."""
    for image in page.images:
        if image.get("alt") is None:
            yield Finding(page.of_template(_WITHOUT["alt"], "<img"), f"{_named(image)} has no `alt`.")


@of_page("E332")
def pictures_have_a_size(page: Page) -> Iterator[Finding]:
    """Find pictures without a width and a height in pixels."""
    for image in page.images:
        for name in ("width", "height"):
            size = (image.get(name) or "").strip()
            if not size.isdecimal() or not int(size):
                said = f"the `{name}` “{size}”, which is no number of pixels" if size else f"no `{name}`"
                written = re.compile(rf'<img\b[^>]*\s{name}="{re.escape(size)}"') if size else _WITHOUT[name]
                yield Finding(page.of_template(written, "<img"), f"{_named(image)} has {said}.")


def _named(image: Element) -> str:
    described = image.get("alt")
    return f"The picture “{described}”" if described else f"The picture `{image.get('src') or ''}`"
