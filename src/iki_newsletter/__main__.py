"""`python -m iki_newsletter`."""

from __future__ import annotations

from iki_newsletter.cli import main

main()
