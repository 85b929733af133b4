"""The one build that compile, preview, check and send share: files to editions, with everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Material
from iki_newsletter.checks.engine import (
    EVERYTHING,
    MATERIAL,
    conclude,
    find_in_letter,
    find_in_material,
    find_in_page,
)
from iki_newsletter.checks.letter import Letter
from iki_newsletter.checks.page import Page
from iki_newsletter.content.merge import merge
from iki_newsletter.errors import ConfigurationError, FilesWrongError, RefusedError
from iki_newsletter.mail.dkim import SIGNED
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.rule import Level
from iki_newsletter.workflow.published import is_published
from iki_newsletter.workflow.sample import sample_messages
from iki_newsletter.workflow.sources import PUBLISH_FIRST, Register, Sources, read_register, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iki_newsletter.errors import IkiNewsError
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.position import Position
    from iki_newsletter.render.templates import Templates
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Merged:
    """An issue before it is rendered."""

    sources: Sources
    issue: Issue
    found: tuple[Problem, ...]
    """What is wrong, before anything is excused."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, with what issue.yaml allows excused."""
        return tuple(conclude(self.sources.plan, self.found, MATERIAL))

    @property
    def register(self) -> Register:
        """What the issue refers to."""
        return self.sources.register


@dataclass(frozen=True, slots=True)
class Build:
    """An issue with an edition for each language, in the newsletter's order."""

    merged: Merged
    editions: tuple[Edition, ...]
    problems: tuple[Problem, ...]
    """Everything found in files, editions and messages, in the order of the files."""

    @property
    def issue(self) -> Issue:
        """The issue."""
        return self.merged.issue

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """The problems that stop `send`."""
        return stopping(self.problems)

    def edition(self, language: str) -> Edition:
        """Give the edition of one of the newsletter's languages."""
        return next(edition for edition in self.editions if edition.language == language)


def find_broken_pictures(issue: Issue) -> Iterator[Problem]:
    """Open every picture as rendering will."""
    from iki_newsletter.render.pen import COLUMN  # noqa: PLC0415 - heavy
    from iki_newsletter.render.pictures import prepare_picture  # noqa: PLC0415

    for item in issue.items:
        for number, image in enumerate(item.contribution.images):
            try:
                prepare_picture(issue.folder, image.file, COLUMN)
            except FilesWrongError as error:
                yield Problem("C116", item.origin.at("images", number, "file"), error.what, error.instead)


def stopping(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Pick the problems that stop `send`."""
    return tuple(problem for problem in problems if problem.level.stops)


def way_on(problems: Iterable[Problem]) -> str:
    """Say what to do about problems that stop `send`: only errors can be allowed, blocks cannot."""
    if any(problem.level is Level.ERROR for problem in problems):
        return "Mend what is named above, or allow an error in issue.yaml (allow: …), with the reason."
    return "Mend what is named above."


def stops(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems stops `send`."""
    return any(problem.level.stops for problem in problems)


def merge_issue(register: Register, issue_id: str, *, stopping: bool = False) -> Merged:
    """Read, merge and check an issue; a wrong contribution is left out and stands among the problems.

    Where only what stops `send` matters, nothing else is looked for, and no issue before the last three is read.
    """
    sources = read_sources(register, issue_id, with_earlier=not stopping)
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
    material = Material(
        sources.plan,
        sources.contributions,
        register.portfolio,
        register.newsletter,
        sources.earlier,
        sources.translated,
        {**sources.events, **{f"{issue_id}/{name}": "" for name in sources.unreadable}},
    )
    found = (
        *_notices(register, issue_id),
        *sources.problems,
        *merge_problems,
        *find_in_material(material, stopping=stopping),
    )
    return Merged(sources, issue, found)


def _notices(register: Register, issue_id: str) -> Iterator[Problem]:
    """Give what is good to know about the settings: once an issue is public, nobody has to publish it first."""
    is_public = bool(register.newsletter.web) and is_published(register.workspace, issue_id)
    return (notice for notice in register.notices if not (is_public and notice.code == PUBLISH_FIRST))


def build(workspace: Workspace, issue_id: str, *, languages: Sequence[str] = ()) -> Build:
    """Make an issue's editions, in the newsletter's languages or only in the ones asked for."""
    from iki_newsletter.render.templates import load_templates  # noqa: PLC0415 - heavy

    register = read_register(workspace)
    return render_merged(merge_issue(register, issue_id), load_templates(workspace.templates), languages)


def render_merged(
    merged: Merged, templates: Templates, languages: Sequence[str] = (), *, stages: str = EVERYTHING
) -> Build:
    """Render a merged issue, and check what came of it.

    Allowances that excuse nothing are told for the `stages` named.
    """
    from iki_newsletter.render.edition import render_edition  # noqa: PLC0415 - heavy

    newsletter = merged.register.newsletter
    editions = tuple(
        render_edition(merged.issue, newsletter, language, templates)
        for language in languages or newsletter.languages
    )
    found = [*merged.found, *(problem for edition in editions for problem in _find_in(edition, merged))]
    return Build(merged, editions, tuple(conclude(merged.sources.plan, found, stages)))


def page_of(edition: Edition, merged: Merged) -> Page:
    """Give an edition as the rules look at it."""
    register = merged.register
    folder = register.workspace.templates
    template, labels = folder / "mail" / "edition.html.j2", folder / "labels" / f"{edition.language}.yaml"
    return Page(edition, merged.issue, merged.sources.plan, register.settings, template, labels)


def letter_of(page: Page) -> Letter:
    """Stamp an edition's message as the rules look at it.

    Raises ConfigurationError or RefusedError where none can be made.
    """
    first, other = sample_messages(page.edition, page.issue, page.newsletter)
    # The sample is not signed: a build must not depend on a key. What counts is what the settings promise.
    signed = frozenset(name.lower() for name in SIGNED) if page.newsletter.dkim else frozenset()
    return Letter(first, other, page, page.template.with_name("edition.txt.j2"), signed)


def _find_in(edition: Edition, merged: Merged) -> list[Problem]:
    page = page_of(edition, merged)
    try:
        in_letter = find_in_letter(letter_of(page))
    except (ConfigurationError, RefusedError) as error:
        in_letter = [Problem("M111", _place_of(error, page), error.what, error.instead, (edition.language,))]
    return [*find_in_page(page), *in_letter]


def _place_of(refusal: IkiNewsError, page: Page) -> Position:
    """Tell where to mend what a message cannot hold: the sender, the subject, else somewhere in the issue."""
    if refusal.what.startswith("newsletter.yaml"):
        return page.of_settings("sender")
    return page.of_plan("subject", page.language) if "subject" in refusal.what else page.of_plan()
