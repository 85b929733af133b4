"""Write into a contribution that its project has released it: by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from iki_newsletter.content.editing import edit_yaml
from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.errors import FilesWrongError, NotThereError, RefusedError, UsageError
from iki_newsletter.model.contribution import Contribution, Released
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workflow.clock import day_of
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Release:
    """What was written."""

    path: Path
    name: str
    by: str
    on: dt.date

    @property
    def sentence(self) -> str:
        """Say it."""
        return f"{self.name} is released by {self.by}, on {self.on}. Written: {relative_to_here(self.path)}"

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"item": self.name, "by": self.by, "on": self.on.isoformat()}


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
    for what is no name, RefusedError for one that is released already, unless it is to be `again`, and what
    `edit_yaml` raises.
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
    day = on or day_of(at, load_newsletter(workspace).value.timezone)
    released = _released(by, day)
    loaded, problems = read_shape(path, TypeAdapter(Contribution), family="C")
    if loaded is None:
        raise FilesWrongError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    before = loaded.value.released
    if before and not again:
        raise RefusedError(
            f"{name} is released already, by {before.by}, on {before.on}. Nothing was written.",
            instead="If its text changed and was released anew, say so: --again",
        )
    with edit_yaml(path) as file:
        value = {"by": released.by, "on": released.on.isoformat()}
        file.put(("released",), value, after=("received_on",))
    return Release(path, name, released.by, released.on)


def _released(by: str, on: dt.date) -> Released:
    try:
        return TypeAdapter(Released).validate_python({"by": by, "on": on})
    except ValidationError:
        raise UsageError(
            f"“{by[:60]}” is nobody's name.", instead='Say who agreed, on one line, as in --by "Ana Ejemplo".'
        ) from None
