"""Write into a contribution that its project has released it: by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from iki_newsletter.content.editing import edit_yaml
from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.content.loading import load_issue_plan
from iki_newsletter.errors import FilesWrongError, IkiNewsError, NotThereError, RefusedError, UsageError
from iki_newsletter.model.contribution import Contribution, Released
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workflow.clock import day_of
from iki_newsletter.workflow.proved import was_proved
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Release:
    """What was written."""

    path: Path
    name: str
    by: str
    on: dt.date
    text: str
    """The digest of what was agreed to."""
    was_proved: bool | None
    """Whether a proof with the item in it has gone out; None where that cannot be known."""
    why_unknown: str = ""
    """Why it cannot, as a sentence."""

    @property
    def sentence(self) -> str:
        """Say it."""
        return f"{self.name} is released by {self.by}, on {self.on}. Written: {relative_to_here(self.path)}"

    @property
    def warning(self) -> str:
        """Say what to be sure of where no proof is known; empty where one has gone out."""
        if self.was_proved:
            return ""
        sure = f"be sure that {self.by} has seen it as it will appear."
        if self.was_proved is None:
            return f"Whether a proof of {self.name} has gone out is not known: {sure} {self.why_unknown}"
        return f"No proof of {self.name} has gone out: {sure}"

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "item": self.name,
            "by": self.by,
            "on": self.on.isoformat(),
            "text": self.text,
            "proved": self.was_proved,
        }


def release(
    workspace: Workspace,
    issue_id: str,
    name: str,
    by: str,
    at: dt.datetime,
    *,
    on: dt.date | None = None,
    again: bool = False,
) -> Release:
    """Write a contribution's `released`; without `on` it is today, where the newsletter is made.

    Raises NotThereError for a contribution that is not there, FilesWrongError for one that cannot be used, UsageError
    for what is no name, RefusedError for one that editors left out, or that is released already unless it is to be
    `again`, and what `edit_yaml` raises. A ledger that cannot be read keeps nobody's word from being written down.
    """
    folder = workspace.issue(issue_id) / CONTRIBUTIONS
    name = name.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
    path = folder / f"{name}.yaml"
    if not path.is_file():
        known = sorted(each.stem for each in folder.glob("*.yaml"))
        raise NotThereError(
            f"{issue_id} has no contribution `{name}`.",
            instead=did_you_mean(name, known) or f"See what there is: iki-news status {issue_id}",
        )
    newsletter = load_newsletter(workspace).value
    released = _released(by, on or day_of(at, newsletter.timezone))
    _refuse_left_out(workspace, issue_id, name)
    loaded, problems = read_shape(path, TypeAdapter(Contribution), family="C")
    if loaded is None:
        raise FilesWrongError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    before = loaded.value.released
    if before and not again:
        since = "; it has changed since" if loaded.value.has_changed else ""
        raise RefusedError(
            f"{name} is released already, by {before.by}, on {before.on}{since}. Nothing was written.",
            instead="If its text changed and was released anew, say so: --again",
        )
    digest = loaded.value.digest
    proved, why_unknown = _look_for_proof(workspace, newsletter, issue_id, name)
    with edit_yaml(path) as file:
        file.put(("released",), {"by": released.by, "on": released.on, "text": digest}, after=("received_on",))
    return Release(path, name, released.by, released.on, digest, proved, why_unknown)


def _look_for_proof(
    workspace: Workspace, newsletter: Newsletter, issue_id: str, name: str
) -> tuple[bool | None, str]:
    """Tell whether a proof has gone out, or None and why nobody can tell."""
    try:
        return was_proved(workspace, newsletter, issue_id, name), ""
    except IkiNewsError as error:
        return None, error.what


def _refuse_left_out(workspace: Workspace, issue_id: str, name: str) -> None:
    plan, _ = load_issue_plan(workspace.issue(issue_id))
    reason = plan.value.leave_out.get(name) if plan else None
    if reason is not None:
        raise RefusedError(
            f"{name} is left out of {issue_id} ({reason}). Nothing was written.",
            instead=f"Take it in again first: iki-news drop {issue_id} {name} --back",
        )


def _released(by: str, on: dt.date) -> Released:
    try:
        return TypeAdapter(Released).validate_python({"by": by, "on": on})
    except ValidationError:
        raise UsageError(
            f"“{by[:60]}” is nobody's name.", instead='Say who agreed, on one line, as in --by "Ana Ejemplo".'
        ) from None
