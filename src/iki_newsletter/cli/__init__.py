"""The command line: one module per command, and the only place that prints."""

from __future__ import annotations

import gc
import os
import signal
import sys


def main() -> None:
    """Run `iki-news` and end the process with its exit code."""
    # A run is short and makes few cycles: looking for them took a tenth of `compile`. Sending turns it on again.
    gc.disable()
    # Else pydantic looks through every installed package for plug-ins, at every start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows would be cp1252, which cannot write what editors write.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        from iki_newsletter.cli.app import app  # noqa: PLC0415 - what is set above holds for all that is imported
    except KeyboardInterrupt:
        sys.exit(130)
    try:
        app()
    finally:
        # All is said and done: a late Ctrl-C could only change the exit code.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
