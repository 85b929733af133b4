"""One edition to look at, as one reader would get it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iki_newsletter.checks.engine import MATERIAL
from iki_newsletter.content.files import CONTRIBUTIONS
from iki_newsletter.errors import NotThereError, UsageError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.mail.personal import fill_html, fill_text, personal_values
from iki_newsletter.model.edition import Slot
from iki_newsletter.model.label import fill
from iki_newsletter.render.compose import compose
from iki_newsletter.render.embed import embed_images
from iki_newsletter.render.pen import Pen
from iki_newsletter.render.templates import load_templates
from iki_newsletter.workflow.build import Merged, merge_issue, render_merged
from iki_newsletter.workflow.correcting import build_correction
from iki_newsletter.workflow.sample import SAMPLE_SECRET, sample_subscriber, sample_time
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.render.labels import Labels
    from iki_newsletter.render.templates import Templates
    from iki_newsletter.render.view import View
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Preview:
    """An edition and the person it is shown as sent to."""

    merged: Merged
    edition: Edition
    view: View
    templates: Templates
    subscriber: Subscriber
    problems: tuple[Problem, ...] = ()
    """What is wrong with the issue, and with this edition and its message; not with other languages' texts."""

    def problems_of(self, item: str) -> tuple[Problem, ...]:
        """Give the problems that stand in an item's own file."""
        return tuple(problem for problem in self.problems if self._item_of(problem) == item)

    @property
    def problems_elsewhere(self) -> tuple[Problem, ...]:
        """Give the problems of no item that this edition shows: the issue's own, and those of what is left out."""
        shown = {item.name for item in self.view.items}
        return tuple(problem for problem in self.problems if self._item_of(problem) not in shown)

    def _item_of(self, problem: Problem) -> str | None:
        """Name the item that a problem stands in, by its contribution's file."""
        path = problem.position.path
        return path.stem if path.parent == self.merged.sources.folder / CONTRIBUTIONS else None

    @property
    def labels(self) -> Labels:
        """The newsletter's own words in this language."""
        return self.templates.labels_for(self.edition.language)

    @property
    def greeting(self) -> str:
        """How the person is greeted."""
        return self._values[Slot.GREETING]

    @property
    def why(self) -> str:
        """Why the person gets this."""
        return fill(self.labels.footer.why, address=self._values[Slot.ADDRESS])

    @property
    def unsubscribe(self) -> str:
        """The address that unsubscribes; a sample's, which unsubscribes nobody."""
        return self._values[Slot.UNSUBSCRIBE]

    @property
    def text(self) -> str:
        """The text part."""
        return fill_text(self.edition, self._values)

    @property
    def html(self) -> str:
        """The page, self-contained."""
        return embed_images(fill_html(self.edition, self._values), self.edition.pictures)

    @property
    def source(self) -> bytes:
        """The message as it would go on the wire."""
        builder = MessageBuilder(self.edition, self._newsletter, self.merged.issue.id, SAMPLE_SECRET)
        return builder.stamp(self.subscriber, sample_time(self.merged.issue, self._newsletter))

    def hue(self, area: str) -> str:
        """Give a funding area's hue, one that reads on dark and on light terminals."""
        colours = self.templates.theme.areas.of(area)
        return colours.dark

    def write_page(self) -> Path:
        """Write the page for a browser; gives its file in the workspace's build folder."""
        path = (
            self.merged.register.workspace.build / "preview" / f"{self.merged.issue.id}-{self.edition.language}.html"
        )
        write_atomically(path, self.html, durable=False)
        return path

    @property
    def _newsletter(self) -> Newsletter:
        return self.merged.register.newsletter

    @property
    def _values(self) -> Mapping[Slot, str]:
        return personal_values(self.edition, self._newsletter, self.subscriber, SAMPLE_SECRET)


def preview_issue(
    workspace: Workspace, issue_id: str, language: str | None, address: str | None, correction: Path | None = None
) -> Preview:
    """Render one edition: in the language asked for, else the reader's, else the newsletter's first.

    With the file of a `correction`, what is rendered is the mail that corrects the issue.

    `address` names somebody on the newsletter's list to render it for. Raises UsageError for a language without an
    edition and NotThereError for an address that is not on the list.
    """
    register = read_register(workspace)
    merged = merge_issue(register, issue_id)
    person = _find(register.newsletter, workspace, address) if address else None
    chosen = language or (person.language if person else register.newsletter.languages[0])
    if chosen not in register.newsletter.languages:
        there = ", ".join(register.newsletter.languages)
        raise UsageError(f"There is no edition in {chosen}.", instead=f"The newsletter's languages are: {there}.")
    templates = load_templates(workspace.templates)
    if correction is not None:
        return _preview_correction(workspace, issue_id, chosen, person, correction, templates)
    # What issue.yaml allows may excuse another language's edition: only of the files can it be told to be unused.
    built = render_merged(merged, templates, [chosen], stages=MATERIAL)
    edition = built.editions[0]
    view = compose(Pen(merged.issue, register.newsletter, chosen, templates))
    problems = tuple(problem for problem in built.problems if problem.reaches(chosen))
    return Preview(merged, edition, view, templates, person or sample_subscriber(edition), problems)


def _preview_correction(
    workspace: Workspace,
    issue_id: str,
    language: str,
    person: Subscriber | None,
    file: Path,
    templates: Templates,
) -> Preview:
    built = build_correction(workspace, issue_id, file)
    if language not in {edition.language for edition in built.editions}:
        there = ", ".join(edition.language for edition in built.editions)
        raise UsageError(
            f"The correction is not written in {language}.", instead=f"It has a subject and a text in: {there}."
        )
    edition = built.edition(language)
    view = compose(Pen(built.issue, built.merged.register.newsletter, language, templates))
    return Preview(built.merged, edition, view, templates, person or sample_subscriber(edition), built.problems)


def _find(newsletter: Newsletter, workspace: Workspace, address: str) -> Subscriber:
    from iki_newsletter.audience.listfile import read_list  # noqa: PLC0415 - only --as needs it

    path = workspace.root / newsletter.subscribers
    wanted = address.strip().casefold()
    reading = read_list(path, newsletter.languages)
    for subscriber in reading.subscribers:
        if wanted in {subscriber.key, subscriber.address.casefold()}:
            return subscriber
    for row in reading.excluded:
        if wanted in {row.key, row.address.casefold()}:
            raise NotThereError(
                f"{address} (line {row.line} of {newsletter.subscribers}) would get nothing: {row.reason}.",
                instead="Leave --as out to see the issue as a sample reader gets it.",
            )
    raise NotThereError(
        f"{address} is not among the subscribers of {newsletter.subscribers}.",
        instead="Leave --as out to see the issue as a sample reader gets it.",
    )
