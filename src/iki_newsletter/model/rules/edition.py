"""Rules over an edition: the HTML and text that readers of one language get (E)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
    # --- links ---------------------------------------------------------------------------------------------
    Rule(
        "E301",
        Level.BLOCK,
        "In a mail, only full addresses on the web lead somewhere, and only https keeps the way there private.",
        "Write the whole address, as in https://www.example.org/page.",
        "RFC 3986, 4.2; Gmail and Outlook drop other links",
    ),
    # --- size ----------------------------------------------------------------------------------------------
    Rule(
        "E401",
        Level.BLOCK,
        "Gmail cuts a mail whose HTML is larger than about 102 KB, and with it the way to unsubscribe.",
        "Shorten or leave out what weighs most, or give the newsletter a web address for long texts.",
        "Gmail clips messages over 102 KB; 100,000 bytes leave room for the names",
    ),
)
