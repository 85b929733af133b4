"""Rules over what lies outside the files: where links lead, asked for only with `check --online` (D)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
    Rule(
        "D101",
        Level.ERROR,
        "A link to a page that is not there is a promise broken before every reader.",
        "Open it in a browser; mend the address, or take the link out.",
        "RFC 9110, 15.5.5 (404) and 15.5.11 (410)",
    ),
    Rule(
        "D102",
        Level.ERROR,
        "Where a server cannot prove who it is, browsers warn readers off.",
        "Ask whoever runs the page to renew its certificate; meanwhile link to another.",
        "RFC 9110, 4.3.4",
    ),
    Rule(
        "D103",
        Level.WARN,
        "A link that leads on to an address without encryption shows everybody on the way what is read.",
        "Link to the https address of the page it leads to, if there is one.",
        "RFC 9110, 4.2.1",
    ),
    Rule(
        "D104",
        Level.WARN,
        "A page that does not answer now may be back when readers come, or may not.",
        "Open it in a browser, or run the check again later.",
    ),
    Rule(
        "D105",
        Level.ERROR,
        "What lies in an office's own network can be opened by nobody else.",
        "Put it where everybody can read it, and link to that.",
        "RFC 6890",
    ),
)
