"""Write the form that project offices fill in: one file for any issue, or for the one that is being collected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.checks.dates import time_zones
from iki_newsletter.checks.markup import PLAIN_MARKS
from iki_newsletter.content.loading import load_issue_plan
from iki_newsletter.content.schemas import schema_as_loaded
from iki_newsletter.errors import AlreadyThereError, FilesWrongError
from iki_newsletter.intake.form.assemble import MARK, PAGE, assemble
from iki_newsletter.intake.form.material import Material, Rules
from iki_newsletter.intake.form.words import read_words
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.starter import starter
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Form:
    """The form that was written; `size` in bytes."""

    path: Path
    issue: str | None
    size: int
    projects: int
    languages: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "file": str(self.path),
            "issue": self.issue,
            "bytes": self.size,
            "projects": self.projects,
            "languages": list(self.languages),
        }


def write_form(workspace: Workspace, issue_id: str | None = None, out: Path | None = None) -> Form:
    """Write the form into `out`, else into the workspace's `build`.

    Raises NotThereError for an unknown issue, FilesWrongError for an issue.yaml that cannot be read,
    ConfigurationError for settings, a portfolio or templates that cannot be used, and AlreadyThereError where
    `out` is a file that is no form.
    """
    from iki_newsletter.render.markdown import MAX_BYTES  # noqa: PLC0415 - heavy
    from iki_newsletter.render.templates import load_templates  # noqa: PLC0415 - heavy

    issue = _issue(workspace, issue_id) if issue_id else None
    register = read_register(workspace)
    path = out or workspace.form(issue_id)
    _refuse_another_file(path)
    templates = load_templates(workspace.templates)
    folder = form_templates(workspace)
    material = Material(
        newsletter=register.newsletter,
        portfolio=register.portfolio,
        rules=Rules(schema_as_loaded(Contribution), for_javascript(PLAIN_MARKS), sorted(time_zones()), MAX_BYTES),
        words=read_words(folder, starter() / "templates" / "form"),
        labels={language: labels.model_dump() for language, labels in templates.labels.items()},
        issue=issue,
        marks={key: templates.theme.areas.of(key).mark for key in ("I", "II", "III", "IV")},
    )
    text = assemble(material, folder, templates.theme)
    write_atomically(path, text)
    return Form(
        path,
        issue_id,
        len(text.encode()),
        len(register.portfolio.projects),
        tuple(material.as_data()["tongues"]),
    )


def form_templates(workspace: Workspace) -> Path:
    """Give where the form's parts are: a workspace from before there were any has the starter's."""
    own = workspace.templates / "form"
    return own if (own / PAGE).is_file() else starter() / "templates" / "form"


def for_javascript(pattern: re.Pattern[str]) -> str:
    r"""Write an expression of Python's as JavaScript's, for the flag `u`: letters are those of all alphabets.

    >>> for_javascript(re.compile(r"(?<!\w)\#[\w*]"))
    '(?<![\\p{L}\\p{N}_])#[\\p{L}\\p{N}_*]'
    """
    words = r"\p{L}\p{N}_"
    inside = re.sub(r"(\[\^?)\\w", lambda found: found[1] + words, pattern.pattern)
    return inside.replace(r"\w", f"[{words}]").replace(r"\#", "#")


def _issue(workspace: Workspace, issue_id: str) -> tuple[str, IssuePlan]:
    folder = workspace.issue(issue_id)
    plan, problems = load_issue_plan(folder)
    if plan is None:
        raise FilesWrongError(f"{relative_to_here(folder / 'issue.yaml')} must be mended first.", problems=problems)
    return issue_id, plan.value


def _refuse_another_file(path: Path) -> None:
    """Write over a form that is there, and over nothing else."""
    if not path.exists():
        return
    begins = MARK.encode()
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(begins)) == begins:
                return
    raise AlreadyThereError(
        f"{relative_to_here(path)} is there already, and is no form.", instead="Name another file after --out."
    )
