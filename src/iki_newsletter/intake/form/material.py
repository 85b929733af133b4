"""What the form knows: projects, rules, limits and labels, as data for the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.intake.form.characters import forbidden_ranges
from iki_newsletter.model import placeholder
from iki_newsletter.model.budget import BUDGETS
from iki_newsletter.model.federal_state import FEDERAL_STATES
from iki_newsletter.reading.reader import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iki_newsletter.intake.form.words import Groups
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Portfolio, Project

MAX_PARCEL: Final = 25 * 1024 * 1024
MAX_FILES: Final = 20
MAX_PIXELS: Final = 2_400
"""The longer side of a picture that the page saves; readers get at most half of it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a contribution is judged by, from the rooms that judge it."""

    schema: Mapping[str, Any]
    """The JSON Schema of a contribution as it is loaded: every value a text."""
    plain_marks: str
    """A regular expression of JavaScript's: marks of Markdown or HTML where a text is plain."""
    time_zones: Sequence[str]
    max_markdown: int
    """The most bytes of a body that are rendered."""


@dataclass(frozen=True, slots=True)
class Material:
    """What one form is made of; `issue` is the issue that it is for, by id, and its plan."""

    newsletter: Newsletter
    portfolio: Portfolio
    rules: Rules
    words: Mapping[str, Groups]
    labels: Mapping[str, Mapping[str, Any]]
    """The newsletter's own words by language, for the preview."""
    issue: tuple[str, IssuePlan] | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    """The sign of each funding area."""

    def as_data(self) -> dict[str, Any]:
        """Give it as JSON can say it."""
        newsletter = self.newsletter
        languages = list(dict.fromkeys((*newsletter.languages, *self.words)))
        return {
            "title": dict(newsletter.local(newsletter.title).by_language),
            "languages": list(newsletter.languages),
            "tongues": [language for language in languages if language in self.words],
            "timezone": newsletter.timezone,
            "list": newsletter.list_id,
            "answer_to": newsletter.sender.reply_to or newsletter.sender.address,
            "issue": self._issue(),
            "projects": [_project(project) for project in self.portfolio.projects],
            "organisations": {one.id: one.name or one.id for one in self.portfolio.organisations},
            "areas": {
                area.key: {"mark": self.marks.get(area.key, ""), "name": dict(area.name.by_language)}
                for area in self.portfolio.funding_areas
            },
            "schema": dict(self.rules.schema),
            "plain_marks": self.rules.plain_marks,
            "zones": list(self.rules.time_zones),
            "states": list(FEDERAL_STATES),
            "forbidden": forbidden_ranges(),
            "budgets": BUDGETS,
            "limits": {
                "yaml": MAX_BYTES,
                "markdown": self.rules.max_markdown,
                "parcel": MAX_PARCEL,
                "files": MAX_FILES,
                "pixels": MAX_PIXELS,
            },
            "placeholders": {
                "mark": placeholder.MARK,
                "exactly": [placeholder.ADDRESS, placeholder.LENGTH],
                "day": placeholder.DAY.isoformat(),
            },
            "labels": {language: dict(labels) for language, labels in self.labels.items()},
            "words": dict(self.words),
        }

    def _issue(self) -> dict[str, Any] | None:
        if self.issue is None:
            return None
        issue_id, plan = self.issue
        deadline = plan.deadline.isoformat() if plan.deadline else None
        return {
            "id": issue_id,
            "number": plan.number,
            "deadline": deadline,
            "sends_on": plan.sends_on.isoformat(),
            "month": plan.month,
        }


def _project(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "short": dict(project.short_name.by_language),
        "name": dict(project.name.by_language),
        "organisation": project.organisation,
        "area": project.funding_area,
        "partners": [*project.partners, *project.implementing_partners],
        "states": list(project.states),
        "term": project.term or project.start or "",
    }
