"""Where reports have their words and their look from, and writing one into a new file."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import AlreadyThereError, UsageError
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.render.templates import load_templates
from iki_newsletter.report.labels import load_labels
from iki_newsletter.report.page import render_page
from iki_newsletter.report.writer import Writer
from iki_newsletter.workspace.starter import starter
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from iki_newsletter.render.templates import Templates
    from iki_newsletter.report.view import View
    from iki_newsletter.workspace.folder import Workspace

_FOLDER: Final = "report"
_LABELS: Final = "labels"
"""What all reports share: dates, shares and the like."""


@dataclass(frozen=True)
class ReportWords:
    """The words and templates of a workspace's reports; what it has none of is the program's own."""

    workspace: Workspace

    def writer(self, language: str) -> Writer:
        """Give what writes figures in a language; raises UsageError where there are no words for it."""
        return Writer(load_labels(self.labels(language)))

    def labels(self, language: str, kind: str = _LABELS) -> Path:
        """Find the file of a language in a folder of labels; raises UsageError where there is none."""
        known = self._known(kind)
        if language not in known:
            there = ", ".join(sorted(known))
            raise UsageError(
                f"There are no words for a report in `{language}`.",
                instead=did_you_mean(language, known)
                or f"There are: {there}. Others go into templates/report/{kind}/.",
            )
        return known[language]

    def page(self, view: View, template: str) -> str:
        """Make one page of HTML that needs nothing else; raises ConfigurationError for an editor's mistake."""
        art = self._templates.art
        band = base64.b64encode(art).decode("ascii")
        sort = "png" if art.startswith(b"\x89PNG") else "jpeg"
        write = self.writer(view.language).number
        return render_page(
            view, template, write, self._folders, self._templates.theme, f"data:image/{sort};base64,{band}"
        )

    @property
    def marks(self) -> Mapping[str, str]:
        """The signs of the funding areas."""
        areas = self._templates.theme.areas
        return {key: areas.of(key).mark for key in type(areas).model_fields}

    def area_names(self, language: str) -> Mapping[str, str]:
        """Give the short names of the funding areas in a language, none where the newsletter has no labels in it."""
        labels = self._templates.labels.get(language)
        return dict(labels.areas) if labels else {}

    @cached_property
    def _templates(self) -> Templates:
        return load_templates(self.workspace.templates)

    def _known(self, kind: str) -> dict[str, Path]:
        return {path.stem: path for folder in reversed(self._folders) for path in (folder / kind).glob("*.yaml")}

    @property
    def _folders(self) -> tuple[Path, ...]:
        """Where words and templates are looked for: workspaces made before have none of their own."""
        return self.workspace.templates / _FOLDER, starter() / "templates" / _FOLDER


def write_new(path: Path, make: Callable[[], str | bytes]) -> None:
    """Write what is made into a new file; raises AlreadyThereError, before it is made, rather than overwrite one."""
    if path.exists():
        raise AlreadyThereError(f"{path} exists already, and is not overwritten.", instead="Name another file.")
    write_atomically(path, make())
