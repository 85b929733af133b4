"""Write an issue's build: the merged issue, every edition as page, text and message, and the digests of it all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.mail.personal import fill_html, fill_text, personal_values
from iki_newsletter.model.issue import LeftOut
from iki_newsletter.model.problem import summarise
from iki_newsletter.render.embed import embed_images
from iki_newsletter.workflow.build import Build, build
from iki_newsletter.workflow.compiled_files import MANIFEST, clear_earlier
from iki_newsletter.workflow.example_data import judged_for_settings
from iki_newsletter.workflow.sample import SAMPLE_SECRET, sample_message, sample_subscriber
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue, Item
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class CompiledEdition:
    """One edition's figures; sizes in bytes."""

    language: str
    digest: str
    items: int
    untranslated: int
    html: int
    text: int
    message: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """What was made, and where it lies."""

    build: Build
    folder: Path
    editions: tuple[CompiledEdition, ...]
    files: tuple[str, ...]

    @property
    def title(self) -> str:
        """The newsletter's title in its first language."""
        newsletter = self.build.merged.register.newsletter
        return newsletter.local(newsletter.title).in_order(newsletter.languages).text

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is in no edition, and why: also what cannot be read."""
        unreadable = (LeftOut(name, "it cannot be read; see below") for name in sorted(self._unreadable))
        return (*self.build.issue.left_out, *unreadable)

    @property
    def title_line(self) -> str:
        """Say what was made: "Horizontes, number 1: 11 items, 5 left out"."""
        items, left_out = len(self.build.issue.items), len(self.left_out)
        shown = f"{items} item{'' if items == 1 else 's'}" + (f", {left_out} left out" if left_out else "")
        return f"{self.title}, number {self.build.issue.number}: {shown}"

    @property
    def _unreadable(self) -> set[str]:
        sources = self.build.merged.sources
        files = {problem.position.path for problem in sources.problems}
        return {path.stem for path in files if path.parent.name == CONTRIBUTIONS} & sources.unreadable

    @property
    def stops(self) -> bool:
        """Tell whether `send` would refuse this issue."""
        return bool(self.build.stopping)

    @property
    def summary(self) -> str:
        """What was found, in one sentence."""
        return f"Checked: {summarise(self.build.problems)}."

    @property
    def next_step(self) -> str:
        """What to type next."""
        issue_id = self.build.issue.id
        return f"iki-news check {issue_id}" if self.stops else f"iki-news preview {issue_id}"

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "issue": self.build.issue.id,
            "folder": str(self.folder),
            "items": len(self.build.issue.items),
            "editions": [
                {name: getattr(edition, name) for name in CompiledEdition.__slots__} for edition in self.editions
            ],
            "left_out": [{"name": row.name, "reason": row.reason} for row in self.left_out],
            "files": list(self.files),
            "problems": [problem.as_json() for problem in self.build.problems],
        }


def compile_issue(workspace: Workspace, issue_id: str) -> Compiled:
    """Build an issue and write it into build/ISSUE/; the same inputs give the same bytes.

    Of what lies there, only what an earlier compile wrote is cleared away.
    """
    built = judged_for_settings(build(workspace, issue_id))
    files: dict[str, bytes] = {"issue.json": _as_json(_describe(built.issue))}
    rows = []
    for edition in built.editions:
        made = _edition_files(built, edition)
        files |= made
        # The page holds its pictures; what mail programs clip by is the HTML as it is sent.
        sizes = (len(edition.html.encode()), *(len(made[f"{edition.language}.{part}"]) for part in ("txt", "eml")))
        rows.append(_figures(built.issue, edition, *sizes))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    editions = {edition.language: edition.digest for edition in built.editions}
    folder = workspace.build / issue_id
    clear_earlier(folder, files)
    # The manifest comes last: until all of it is there, the earlier one tells what may be cleared away.
    files[MANIFEST] = _as_json({"issue": issue_id, "editions": editions, "files": digests})
    for name, content in files.items():
        write_atomically(folder / name, content, durable=False)
    return Compiled(built, folder, tuple(rows), tuple(sorted(files)))


def _edition_files(built: Build, edition: Edition) -> dict[str, bytes]:
    newsletter = built.merged.register.newsletter
    person = sample_subscriber(edition)
    values = personal_values(edition, newsletter, person, SAMPLE_SECRET)
    page = embed_images(fill_html(edition, values), edition.pictures)
    hosted = {f"images/{image.file}": image.data for image in edition.hosted}
    return hosted | {
        f"{edition.language}.html": page.encode(),
        f"{edition.language}.txt": fill_text(edition, values).encode(),
        f"{edition.language}.eml": sample_message(edition, built.issue, newsletter),
    }


def _figures(issue: Issue, edition: Edition, html: int, text: int, message: int) -> CompiledEdition:
    shown_in = [item.language_for(edition.language) for item in issue.items]
    foreign = sum(language != edition.language for language in shown_in)
    return CompiledEdition(edition.language, edition.digest, len(shown_in), foreign, html, text, message)


def _describe(issue: Issue) -> dict[str, Any]:
    """Write the merged issue down: what stands where, and in which languages; paths are relative to the issue."""
    return {
        "issue": issue.id,
        "number": issue.number,
        "month": issue.month,
        "sends_on": issue.sends_on.isoformat(),
        "subject": dict(issue.subject.by_language),
        "focus": _describe_item(issue.focus, issue) if issue.focus else None,
        "sections": [
            {
                "id": section.id,
                "title": dict(section.title.by_language),
                "items": [_describe_item(item, issue) for item in section.items],
            }
            for section in issue.sections
        ],
        "left_out": [{"name": row.name, "reason": row.reason} for row in issue.left_out],
    }


def _describe_item(item: Item, issue: Issue) -> dict[str, Any]:
    return {
        "name": item.name,
        "file": item.origin.path.relative_to(issue.folder).as_posix(),
        "kind": item.contribution.kind.value,
        "project": item.project.id,
        "area": item.area.key if item.area else None,
        "language": item.contribution.language,
        "title": dict(item.contribution.local(item.contribution.title).by_language),
    }


def _as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
