"""Checks of the dates in issue.yaml, among themselves and against the folder's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Material, of_issue

if TYPE_CHECKING:
    from collections.abc import Iterator


@of_issue("I401")
def deadline_is_before_sending(material: Material) -> Iterator[Finding]:
    """Find deadlines that are not before the day of sending."""
    deadline, sends_on = material.plan.value.deadline, material.plan.value.sends_on
    if deadline and deadline >= sends_on:
        what = f"The deadline, {deadline}, is not before {sends_on}, the day of sending."
        yield Finding(material.plan.origin.at("deadline"), what)


@of_issue("I402")
def months_agree(material: Material) -> Iterator[Finding]:
    """Find a day of sending outside the issue's month, and a folder named after another month."""
    month, sends_on = material.plan.value.month, material.plan.value.sends_on
    if f"{sends_on:%Y-%m}" != month:
        what = f"The issue is of {month}, but it is sent on {sends_on}."
        yield Finding(material.plan.origin.at("sends_on"), what)
    folder = material.plan.origin.path.parent.name
    named_after = re.match(r"\d{4}-\d{2}(?!\d)", folder)
    if named_after and named_after[0] != month:
        yield Finding(material.plan.origin.at("month"), f"The issue is of {month}, but its folder is `{folder}`.")
