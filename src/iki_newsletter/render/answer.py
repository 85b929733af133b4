"""The answer to whoever sent a contribution, as a working mail: what was understood of it, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from iki_newsletter.render.answer_words import Missing
from iki_newsletter.render.call_words import MailWords
from iki_newsletter.render.stationery import ANSWER, make_edition, make_letter
from iki_newsletter.render.stationery import FOLDER as CALL
from iki_newsletter.render.working_mail import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.model.contribution import Kind
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.render.answer_words import AnswerWords, FactWords
    from iki_newsletter.render.stationery import Stationery

_LONGEST_ITEM: Final = 70
"""Characters of a title that stand in the subject."""
_MOST_MISSING: Final = 12


class State(StrEnum):
    """What has become of a contribution, as its sender is told."""

    TAKEN = "taken"
    """It is in the issue."""
    WAITS = "waits"
    """It was not taken by itself: the editors compare it with what they have."""
    KEPT = "kept"
    """It cannot be in the issue as it is."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent, as it was understood."""

    project: Project | None
    kind: Kind | None
    title: str
    languages: tuple[str, ...]
    pictures: int
    missing: Sequence[Missing]
    state: State
    is_checked: bool
    """Whether `missing` is all that is missing: of a version that waits for the editors nobody knows yet."""
    is_late: bool
    has_form: bool
    """Whether it was written in the form."""


def render_answer(paper: Stationery, words: AnswerWords, sent: Sent) -> Edition:
    """Render it; the same inputs give the same bytes. Raises ConfigurationError for what is wrong in `answer/`."""
    projects = [sent.project] if sent.project else []
    item = sent.title if len(sent.title) <= _LONGEST_ITEM else f"{sent.title[: _LONGEST_ITEM - 1].rstrip()}…"
    values = paper.values(projects, item=item)
    states = {State.TAKEN: words.taken, State.WAITS: words.waits, State.KEPT: words.kept}
    opening = [states[sent.state], *([words.late] if sent.is_late else [])]
    if sent.state is State.TAKEN and sent.is_checked and not sent.missing:
        opening.append(words.nothing_missing)
    heads = MailWords(
        subject=words.subject if item else words.subject_plain,
        preheader=words.preheader,
        heading=words.heading if item else words.heading_plain,
        opening=opening[0],
    )
    how = words.how if sent.has_form else words.how_plain
    letter = make_letter(paper, heads, values, opening)
    letter |= {
        "why": words.why,
        "understood_heading": words.understood,
        "understood": _understood(paper, words.facts, sent),
        "missing_heading": words.missing,
        "missing": _missing(paper, words, sent.missing),
        "next_heading": words.next,
        "next": paper.fill(words.how_waits if sent.state is State.WAITS else how, values),
    }
    # The digest of the templates of these mails alone: those of others stay what they are when this one changes.
    texts = [path.read_text(encoding="utf-8") for path in sorted((paper.folder / ANSWER).glob("*.j2"))]
    return make_edition(paper, "answer", letter, {"templates": texts}, None)


def _missing(paper: Stationery, words: AnswerWords, missing: Sequence[Missing]) -> list[Missing]:
    """Say what is missing, and of a long list how much more there is."""
    if len(missing) <= _MOST_MISSING:
        return list(missing)
    more = paper.fill(words.more, {"count": str(len(missing) - _MOST_MISSING)})
    return [*missing[:_MOST_MISSING], Missing(more)]


def answer_folder(own: Path, starter: Path) -> Path:
    """Give the `templates` folder that has these mails: a workspace from before there were any has the starter's."""
    return own if all((own / name).is_dir() for name in (ANSWER, CALL)) else starter


def _understood(paper: Stationery, facts: FactWords, sent: Sent) -> list[Row]:
    rows = [
        Row(facts.project, paper.names([sent.project]) if sent.project else ""),
        Row(facts.kind, paper.words.kinds[sent.kind].name if sent.kind else ""),
        Row(facts.item, sent.title),
        Row(facts.languages, ", ".join(map(paper.language_name, sent.languages))),
        Row(facts.pictures, str(sent.pictures)),
    ]
    return [row for row in rows if row.said]
