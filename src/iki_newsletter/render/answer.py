"""The answer to whoever sent a contribution, as a working mail: what was understood of it, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.shape import Shape
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.render.call_words import MailWords, Words
from iki_newsletter.render.stationery import ANSWER, make_edition, make_letter
from iki_newsletter.render.stationery import FOLDER as CALL
from iki_newsletter.render.working_mail import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from iki_newsletter.model.contribution import Kind
    from iki_newsletter.model.edition import Edition
    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.render.stationery import Stationery

_LONGEST_ITEM: Final = 70
"""Characters of a title that stand in the subject."""
_MOST_MISSING: Final = 12
_ANEW: Final = "Write it as the others. Bring it back from a new workspace: iki-news init DIR"


class FactWords(Shape):
    """What stands before each fact."""

    project: Words
    kind: Words
    item: Words
    languages: Words
    pictures: Words


class AnswerWords(Shape):
    """`templates/answer/LANG.yaml`."""

    subject: Words
    preheader: Words
    heading: Words
    taken: Words
    kept: Words
    late: Words
    understood: Words
    missing: Words
    nothing_missing: Words
    next: Words
    how: Words
    why: Words
    facts: FactWords


class Missing(NamedTuple):
    """What is wrong, and what to do about it, in the reader's language."""

    what: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent, as it was understood."""

    project: Project | None
    kind: Kind | None
    title: str
    languages: tuple[str, ...]
    pictures: int
    missing: Sequence[Missing]
    is_taken: bool
    is_checked: bool
    """Whether `missing` is all that is missing: of a version that waits for the editors nobody knows yet."""
    is_late: bool


def render_answer(paper: Stationery, sent: Sent) -> Edition:
    """Render it; the same inputs give the same bytes. Raises ConfigurationError for what is wrong in `answer/`."""
    words = _read(paper.folder, paper.language)
    projects = [sent.project] if sent.project else []
    item = sent.title if len(sent.title) <= _LONGEST_ITEM else f"{sent.title[: _LONGEST_ITEM - 1].rstrip()}…"
    values = paper.values(projects, item=item or "–")
    opening = [words.taken if sent.is_taken else words.kept, *([words.late] if sent.is_late else [])]
    if sent.is_taken and sent.is_checked and not sent.missing:
        opening.append(words.nothing_missing)
    heads = MailWords(subject=words.subject, preheader=words.preheader, heading=words.heading, opening=words.taken)
    letter = make_letter(paper, heads, values, opening)
    letter |= {
        "why": words.why,
        "understood_heading": words.understood,
        "understood": _understood(paper, words.facts, sent),
        "missing_heading": words.missing,
        "missing": list(sent.missing[:_MOST_MISSING]),
        "next_heading": words.next,
        "next": paper.fill(words.how, values),
    }
    # The digest of the templates of these mails alone: those of others stay what they are when this one changes.
    texts = [path.read_text(encoding="utf-8") for path in sorted((paper.folder / ANSWER).glob("*.j2"))]
    return make_edition(paper, "answer", letter, {"templates": texts}, None)


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


def _read(folder: Path, language: str) -> AnswerWords:
    path = folder / ANSWER / f"{language}.yaml"
    if not path.is_file():
        raise ConfigurationError(f"There is no {relative_to_here(path)}.", instead=_ANEW)
    loaded, problems = read_shape(path, TypeAdapter(AnswerWords), family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value
