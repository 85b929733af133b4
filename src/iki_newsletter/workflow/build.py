"""The one build that compile, preview, check and send share: files to editions, with everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.checks.engine import check_issue
from iki_newsletter.content.merge import merge
from iki_newsletter.model.rule import Level
from iki_newsletter.workflow.sources import Register, Sources, read_register, read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Merged:
    """An issue before it is rendered."""

    sources: Sources
    issue: Issue
    problems: tuple[Problem, ...]

    @property
    def register(self) -> Register:
        """What the issue refers to."""
        return self.sources.register


@dataclass(frozen=True, slots=True)
class Build:
    """An issue with an edition for each language, in the newsletter's order."""

    merged: Merged
    editions: tuple[Edition, ...]

    @property
    def issue(self) -> Issue:
        """The issue."""
        return self.merged.issue

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the files."""
        return self.merged.problems

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """The problems that stop `send`."""
        return stopping(self.problems)

    def edition(self, language: str) -> Edition:
        """Give the edition of one of the newsletter's languages."""
        return next(edition for edition in self.editions if edition.language == language)


def stopping(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Pick the problems that stop `send`."""
    return tuple(problem for problem in problems if problem.level is not Level.WARN)


def merge_issue(register: Register, issue_id: str) -> Merged:
    """Read, merge and check an issue; a wrong contribution is left out and stands among the problems."""
    sources = read_sources(register, issue_id)
    issue, merge_problems = merge(
        issue_id,
        sources.folder,
        sources.plan,
        sources.contributions,
        register.portfolio,
        register.newsletter,
        sources.recent,
        sources.unreadable,
    )
    found = [*register.notices, *sources.problems, *merge_problems]
    problems = check_issue(sources.plan, sources.contributions, register.portfolio, register.newsletter, found)
    return Merged(sources, issue, tuple(problems))


def build(workspace: Workspace, issue_id: str, *, languages: Sequence[str] = ()) -> Build:
    """Make an issue's editions, in the newsletter's languages or only in the ones asked for."""
    from iki_newsletter.render.edition import render_edition  # noqa: PLC0415 - heavy, and `check` works without
    from iki_newsletter.render.templates import load_templates  # noqa: PLC0415

    register = read_register(workspace)
    merged = merge_issue(register, issue_id)
    templates = load_templates(workspace.templates)
    editions = tuple(
        render_edition(merged.issue, register.newsletter, language, templates)
        for language in languages or register.newsletter.languages
    )
    return Build(merged, editions)
