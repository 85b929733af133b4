"""The one table of rules, from which `check --explain` and the reference are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.model.rules import (
    audience,
    contribution,
    deliverability,
    edition,
    issue,
    message,
    workshop,
    workspace,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.rule import Rule

RULES: Final[Mapping[str, Rule]] = {
    rule.code: rule
    for stage in (workspace, audience, contribution, workshop, issue, edition, message, deliverability)
    for rule in stage.RULES
}
"""Code to rule, in the order of the work."""
