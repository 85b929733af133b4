"""The one table of rules, from which `check --explain` and the reference are made."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

_TABLE: Final = (
    # --- workspace: newsletter.yaml, portfolio.yaml, templates ---------------------------------------------
    # --- contributions: loading ----------------------------------------------------------------------------
    Rule(
        "C101",
        Level.BLOCK,
        "A file that cannot be read as safe YAML cannot become part of an issue.",
        "Mend the file at the place named.",
    ),
    # --- contributions: references -------------------------------------------------------------------------
    # --- contributions: dates ------------------------------------------------------------------------------
    # --- contributions: translations -----------------------------------------------------------------------
    # --- issue ---------------------------------------------------------------------------------------------
    # --- subscriber list -----------------------------------------------------------------------------------
)

RULES: Final = {rule.code: rule for rule in _TABLE}
