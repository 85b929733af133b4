"""Check issues and lists without making anything."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import FilesWrongError, NotThereError
from iki_newsletter.model.problem import Problem, summarise
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.workflow.build import find_broken_pictures, merge_issue, render_merged, stops
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.sources import read_register

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from iki_newsletter.model.rule import Rule
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at and what was found."""

    what: str
    """What was looked at, to begin a sentence with."""
    problems: Collection[Problem]
    nothing_for: int | None = None
    """For a list: how many of its rows get nothing."""

    @property
    def stops(self) -> bool:
        """Tell whether something found would stop `send`."""
        return stops(self.problems)

    @property
    def summary(self) -> str:
        """One sentence."""
        if self.nothing_for is None:
            return f"{self.what}: {summarise(self.problems)}."
        found = f"{len(self.problems)} to look at" if self.problems else "nothing is wrong"
        return f"{self.what}: {found}; {self.nothing_for} of the rows would get nothing."

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"checked": self.what, "problems": [problem.as_json() for problem in self.problems]}


def check_issues(workspace: Workspace, issue_id: str | None) -> Checked:
    """Check one issue, or all of them, and what they are sent with.

    Raises ConfigurationError or UsageError, as `send` would, for settings and templates that cannot be used.
    """
    from iki_newsletter.render.templates import load_templates  # noqa: PLC0415 - heavy, and a list needs none

    register = read_register(workspace)
    choose_outlet(workspace, register.newsletter.smtp)
    templates = load_templates(workspace.templates)
    for language in register.newsletter.languages:
        templates.labels_for(language)
    issue_ids = [issue_id] if issue_id else workspace.issue_ids()
    found: list[Problem] = []
    for each in issue_ids:
        try:
            merged = merge_issue(register, each)
            broken = tuple(find_broken_pictures(merged.issue))
            # An issue with a picture that cannot be opened cannot be rendered: then this is all there is to say.
            found += [*merged.problems, *broken] if broken else render_merged(merged, templates).problems
        except FilesWrongError as error:
            found += [problem for problem in error.problems if isinstance(problem, Problem)]
    return Checked(", ".join(issue_ids) or "No issue", tuple(found))


def check_list(workspace: Workspace, path: Path) -> Checked:
    """Check a subscriber list, row by row."""
    from iki_newsletter.audience.listfile import read_list  # noqa: PLC0415

    reading = read_list(path, read_register(workspace).newsletter.languages)
    return Checked(f"{path} ({reading.sentence})", reading.problems, len(reading.excluded))


def explain_rule(code: str) -> Rule:
    """Look a rule up by its code."""
    rule = RULES.get(code.upper())
    if rule is None:
        near = get_close_matches(code.upper(), RULES)
        hint = f"Did you mean {near[0]}?" if near else "The codes stand in brackets behind each problem."
        raise NotThereError(f"There is no rule {code}.", instead=hint)
    return rule
