"""The site map: every page that search engines should know, with its other languages (sitemaps.org, xhtml:link)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from iki_newsletter.archive.links import absolute

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap(root: str, pages: Iterable[tuple[Mapping[str, str], dt.date]]) -> bytes:
    """Write it; a page is its paths by language and the day it was last changed on."""
    entries = []
    for paths, day in pages:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(absolute(root, path))}"/>'
            for language, path in paths.items()
        )
        entries += [
            f"<url><loc>{escape(absolute(root, path))}</loc><lastmod>{day.isoformat()}</lastmod>{others}</url>\n"
            for path in paths.values()
        ]
    return f"{_HEAD}{''.join(entries)}</urlset>\n".encode()
