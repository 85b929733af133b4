"""A report's page on paper: PDF, by the print engine WeasyPrint where that is installed."""

from __future__ import annotations

import logging

from iki_newsletter.errors import UsageError

_INSTEAD = (
    "Install the extra that brings it: pip install 'iki-newsletter[pdf]'. It needs Pango from the system (Debian: "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0). Or write --html, and print that from a browser."
)


def print_page(html: str) -> bytes:
    """Lay a page out on A4 and give the PDF; it fetches nothing.

    Raises UsageError, saying what to install, where there is no print engine.
    """
    try:
        from weasyprint import HTML, URLFetcher  # noqa: PLC0415 - an extra, and heavy
    except (ImportError, OSError) as error:  # OSError: it is there, and the libraries that it needs are not
        lacks = "WeasyPrint" if isinstance(error, ImportError) else "a library that WeasyPrint needs"
        raise UsageError(f"A PDF needs a print engine, and {lacks} is not installed.", instead=_INSTEAD) from error
    # It tells of every rule of the style that only browsers know.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fetcher = URLFetcher(allowed_protocols={"data"})  # what the page brings along, nothing of any network or disk
    printed: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf()
    return printed
