"""What `check` says of each thing that was collected, as its contribution stands after the run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.errors import FilesWrongError, IkiNewsError
from iki_newsletter.model.problem import Problem
from iki_newsletter.workflow.check import Checked, find_in_issue, usable_templates
from iki_newsletter.workflow.collected import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.render.templates import Templates
    from iki_newsletter.workflow.collected import Outcome
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace

_WRITTEN: Final = (Fate.TAKEN, Fate.REPLACED)
_IS_HERE: Final = (Fate.KNOWN, Fate.OLDER)
"""What came is in the issue, or a newer version of it: whoever sent it can be told of that."""


def as_checked(
    register: Register, templates_of: Workspace, issue_id: str, outcomes: Sequence[Outcome], *, all_known: bool
) -> Iterator[Outcome]:
    """Give each outcome with what is wrong with its contribution: the same as `check` says, and as often.

    It looks at what was written, and at what was known before only where `all_known` asks for that, since it renders
    the issue. Of several versions only the one that stands is looked at. The issue may lie in a copy of the workspace
    `templates_of`.
    """
    standing = set(_standing(outcomes, all_known=all_known))
    checked = _checked(register, templates_of, issue_id) if standing else Checked(issue_id, ())
    folder = register.workspace.issue(issue_id) / CONTRIBUTIONS
    for place, outcome in enumerate(outcomes):
        path = folder / f"{outcome.name}.yaml"
        if place in standing and path.is_file():
            own = tuple(each for each in checked.problems if each.position.path == path)
            yield replace(outcome, problems=own, is_checked=checked.is_whole)
        else:
            yield outcome


def _standing(outcomes: Sequence[Outcome], *, all_known: bool) -> Iterator[int]:
    """Give the places of what became the version that stands, and of what came of it again afterwards."""
    done: set[str] = set()
    for place in reversed(range(len(outcomes))):
        outcome = outcomes[place]
        if not outcome.name or outcome.name in done:
            continue
        if outcome.fate in _WRITTEN:
            done.add(outcome.name)
            yield place
        elif all_known and outcome.fate in _IS_HERE:
            yield place


def _checked(register: Register, templates_of: Workspace, issue_id: str) -> Checked:
    try:
        return find_in_issue(register, _templates(register, templates_of), issue_id)
    except FilesWrongError as error:
        found = tuple(problem for problem in error.problems if isinstance(problem, Problem))
        return Checked(issue_id, found, is_whole=False)


def _templates(register: Register, workspace: Workspace) -> Templates | None:
    """Read the templates; where they cannot be used, nothing can be said of the editions, as in `check`."""
    try:
        return usable_templates(workspace, register.newsletter.languages)[0]
    except IkiNewsError:
        return None
