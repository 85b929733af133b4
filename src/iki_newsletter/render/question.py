"""The question to whoever asked for the newsletter, as an edition of its own: short, with a link that says yes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import jinja2
from babel import Locale, UnknownLocaleError
from pydantic import TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.edition import Edition, Slot
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.shape import Line, Shape
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.render.filters import plain_filters, squeeze
from iki_newsletter.render.labels import Greeting  # noqa: TC001 - pydantic reads annotations at run time
from iki_newsletter.render.theme import Theme

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter

SIGN_UP: Final = "sign-up"
"""What such mails are called where a mail names its issue."""
_SLOTS: Final = (Slot.GREETING, Slot.ADDRESS, Slot.CONFIRM)
_HEX_DIGITS: Final = 12
_ANEW: Final = "Bring it back from a new workspace: iki-news init DIR"


class QuestionMail(Shape):
    """What the message itself says; subjects are those of the answers."""

    confirm_subject: Line
    unsubscribe_subject: Line
    test_mark: Line


class QuestionWords(Shape):
    """`templates/question/LANG.yaml`: `{title}`, `{address}` and `{name}` are filled in."""

    subject: Line
    preheader: Line
    greeting: Greeting
    asks: Line
    says: Line
    wording: Line
    """What the yes is for: kept as the proof of consent."""
    yes: Line
    how: Line
    or_answer: Line | None = None
    """For those whose mail program does not open the link; templates made before have none."""
    otherwise: Line
    mail: QuestionMail


@dataclass(frozen=True, slots=True)
class Question:
    """The edition that asks, and what a yes to it says."""

    edition: Edition
    wording: str


def render_question(newsletter: Newsletter, language: str, folder: Path) -> Question:
    """Render it in one language, from a `templates` folder; the same inputs give the same bytes.

    Raises ConfigurationError for what is missing or wrong in `question/` or in `theme.yaml`.
    """
    title = newsletter.local(newsletter.title).in_order([language, *newsletter.languages]).text
    words = _filled(_read(folder / "question" / f"{language}.yaml"), title)
    theme = _theme(folder / "theme.yaml")
    digest = hashlib.sha256(f"{words!r}{theme!r}{newsletter.identity!r}".encode()).hexdigest()[:_HEX_DIGITS]
    sentinels = {slot: f"%%{slot.value.upper()}-{digest}%%" for slot in _SLOTS}
    values = {
        "words": words,
        "title": title,
        "slots": {slot.value: sentinel for slot, sentinel in sentinels.items()},
        "theme": theme,
        "language": language,
        "direction": _direction(language),
        "impressum": newsletter.identity.impressum.get(language, "").strip(),
        "postal": "" if language in newsletter.identity.impressum else newsletter.identity.postal.get(language, ""),
    }
    greeting = {"greeting_named": words.greeting.named, "greeting_plain": words.greeting.plain}
    edition = Edition(
        issue=SIGN_UP,
        language=language,
        subject=words.subject,
        preheader=words.preheader,
        html=_render(folder, "question.html.j2", values).lstrip(),
        text=squeeze(_render(folder, "question.txt.j2", values).split("\n")),
        sentinels=sentinels,
        wording=greeting | words.mail.model_dump(),
    )
    return Question(edition, words.wording)


def _read(path: Path) -> QuestionWords:
    if not path.is_file():
        raise ConfigurationError(f"There is no {relative_to_here(path)}.", instead=f"Write it as the others. {_ANEW}")
    loaded, problems = read_shape(path, TypeAdapter(QuestionWords), family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value


def _filled(words: QuestionWords, title: str) -> QuestionWords:
    """Fill the newsletter's title in; the reader's own name and address come with each message."""
    changed = {key: getattr(words, key).replace("{title}", title) for key in ("subject", "asks", "wording")}
    return words.model_copy(update=changed)


def _theme(path: Path) -> Theme:
    loaded, problems = read_shape(path, TypeAdapter(Theme), family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value


def _direction(language: str) -> str:
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _render(folder: Path, name: str, values: dict[str, object]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder / "question"),
        autoescape=name.endswith(".html.j2"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= plain_filters()
    try:
        return environment.get_template(name).render(values)
    except jinja2.TemplateError as error:
        where = relative_to_here(folder / "question" / name)
        raise ConfigurationError(f"{where} cannot be used: {error}", instead=_ANEW) from error
