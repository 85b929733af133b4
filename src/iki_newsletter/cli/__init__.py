"""The command line: one module per command, and the only place that prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `iki-news` and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows would be cp1252, which cannot write what editors write.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    from iki_newsletter.cli.app import app  # noqa: PLC0415 - the stream first: importing may print

    app()
