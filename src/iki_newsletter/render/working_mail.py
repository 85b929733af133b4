"""Working mails to the projects (the call, the reminder, the proof), each as an edition of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from babel.numbers import format_decimal

from iki_newsletter.model.budget import budget
from iki_newsletter.render.compose import compose
from iki_newsletter.render.pen import Pen
from iki_newsletter.render.stationery import Stationery, make_edition, make_letter, shown_size
from iki_newsletter.render.view import Contents

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from iki_newsletter.model.edition import Attachment, Edition
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.portfolio import Project

ANSWER_BY: Final = "answer_by"
"""What the day by which a proof wants an answer is kept under in its `wording`."""
_LENGTHS: Final = ("title", "teaser", "body")
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?!\d)")


class Earlier(NamedTuple):
    """An item that a project had in an earlier issue."""

    title: str
    issue: str
    """That issue's id, which begins with its month."""


class Row(NamedTuple):
    """A fact beside its name."""

    label: str
    said: str
    url: str = ""


class Line(NamedTuple):
    """An earlier item, and when it was."""

    title: str
    when: str


class Last(NamedTuple):
    """What a project sent last."""

    heading: str
    lines: tuple[Line, ...]


def render_call(
    paper: Stationery,
    projects: Sequence[Project],
    last: Mapping[str, Sequence[Earlier]],
    attachment: Attachment | None = None,
    *,
    is_form: bool = False,
) -> Edition:
    """Render the call to the contacts of these projects; `last` says what each had in the last issues, newest first.

    The same inputs give the same bytes. Raises ConfigurationError for what is missing or wrong in `call/`.
    """
    words = paper.words.call
    values = paper.values(projects, **_file_values(paper, attachment))
    letter = make_letter(paper, words, values, (words.opening,))
    letter |= {
        "dates": _dates(paper),
        "kinds": [Row(kind.name, kind.asks) for kind in paper.words.kinds.values()],
        "lengths": _lengths(paper),
        "last": [_last(paper, project, last.get(project.id, ())) for project in projects],
        "nothing_yet": paper.fill(words.nothing_yet, values),
        "how": paper.fill(_how(paper, attachment, is_form=is_form), values),
    }
    return make_edition(paper, "call", letter, {}, attachment)


def render_reminder(
    paper: Stationery,
    projects: Sequence[Project],
    attachment: Attachment | None = None,
    *,
    is_form: bool = False,
    is_late: bool = False,
) -> Edition:
    """Render the reminder; `is_late` says that the deadline has passed."""
    words = paper.words.remind
    values = paper.values(projects, **_file_values(paper, attachment))
    if is_late:
        words = words.model_copy(update={"subject": words.subject_late, "opening": words.opening_late})
    letter = make_letter(paper, words, values, (words.opening, words.nothing))
    letter |= {"dates": _dates(paper), "how": paper.fill(_how(paper, attachment, is_form=is_form), values)}
    return make_edition(paper, "remind", letter, {}, attachment)


def render_proof(paper: Stationery, projects: Sequence[Project], issue: Issue, by: dt.date) -> Edition:
    """Render the proof of these projects' items, the only ones that `issue` has, as readers of the language see them.

    Whole texts stand in it, also those that readers will find on the web: they are to be agreed to.
    Raises FilesWrongError for a picture that cannot be used.
    """
    words = paper.words.proof
    values = paper.values(projects, by=paper.dates.date(by))
    letter = make_letter(paper, words, values, (words.opening, words.asks, words.silence))
    shown = paper.newsletter.model_copy(update={"web": None, "untranslated": "show"})
    pen = Pen(replace(issue, editorial=None, editorial_signed=None), shown, paper.language, paper.templates)
    view = compose(pen)._replace(contents=Contents((), ()), tongues=())
    edition = make_edition(paper, "proof", letter, {"view": view, "labels": pen.labels}, None)
    # The drawn band is an issue's alone.
    images = tuple(each for each in pen.images.values() if f"cid:{each.cid}" in edition.html)
    return replace(edition, images=images, wording={**edition.wording, ANSWER_BY: by.isoformat()})


def _dates(paper: Stationery) -> list[Row]:
    facts, occasion, address = paper.words.facts, paper.occasion, paper.address
    return [
        Row(facts.deadline, paper.dates.date(occasion.deadline)),
        Row(facts.sends_on, paper.dates.date(occasion.sends_on)),
        Row(facts.address, address, f"mailto:{quote(address, safe='@')}"),
    ]


def _lengths(paper: Stationery) -> list[Row]:
    facts = paper.words.facts
    rows = [
        Row(
            getattr(facts, name),
            paper.fill(
                facts.characters,
                {"count": format_decimal(budget(name, paper.language), locale=paper.dates.locale)},
            ),
        )
        for name in _LENGTHS
    ]
    return [*rows, Row(facts.picture, facts.picture_asks)]


def _last(paper: Stationery, project: Project, told: Sequence[Earlier]) -> Last:
    heading = paper.fill(paper.words.headings.last, {"project": paper.names([project])})
    return Last(heading, tuple(Line(each.title, _month(paper, each.issue)) for each in told))


def _month(paper: Stationery, issue: str) -> str:
    """Say an issue's month; a folder that is called otherwise is named as it is."""
    found = _MONTH.match(issue)
    return paper.dates.month(found[0]) if found else issue


def _how(paper: Stationery, attachment: Attachment | None, *, is_form: bool) -> str:
    words = paper.words.call
    if attachment is None:
        return words.how_plain
    return words.how_form if is_form else words.how_file


def _file_values(paper: Stationery, attachment: Attachment | None) -> dict[str, str]:
    if attachment is None:
        return {}
    return {"file": attachment.file, "size": shown_size(len(attachment.data), paper.dates)}
