"""The stationery of working mails: words, look and dates of one language, and the edition that they make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import jinja2
from babel.numbers import format_decimal
from markupsafe import Markup

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.edition import Attachment, Edition, Slot
from iki_newsletter.model.label import fill
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.render.call_words import WorkingWords, filled, read_words
from iki_newsletter.render.dates import Writer
from iki_newsletter.render.filters import plain_filters, shared_filters, squeeze
from iki_newsletter.render.lists import listed
from iki_newsletter.render.templates import MISTAKES
from iki_newsletter.render.typography import NBSP, Typesetter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.render.call_words import MailWords
    from iki_newsletter.render.labels import Labels
    from iki_newsletter.render.templates import Templates

FOLDER: Final = "call"
ANSWER: Final = "answer"
"""Where the templates of the answer to a contribution are; it is set as these mails are."""
_SLOTS: Final = (Slot.GREETING, Slot.ADDRESS)
_HEX_DIGITS: Final = 12
_UNITS: Final = ("KB", "MB")
_KILO: Final = 1000
_ANEW: Final = "Mend it there, or bring it back from a new workspace: iki-news init DIR"


@dataclass(frozen=True, slots=True)
class Occasion:
    """The issue that a mail is about."""

    issue_id: str
    number: int
    month: str
    sends_on: dt.date
    deadline: dt.date


@dataclass(frozen=True)
class Stationery:
    """What all working mails of an issue in one language are written with."""

    newsletter: Newsletter
    templates: Templates
    folder: Path
    """The `templates` folder with the words and templates of these mails."""
    language: str
    occasion: Occasion

    @cached_property
    def words(self) -> WorkingWords:
        """The words of this language."""
        return read_words(self.folder, self.language)

    @cached_property
    def labels(self) -> Labels:
        """The newsletter's own labels in this language."""
        return self.templates.labels_for(self.language)

    @cached_property
    def dates(self) -> Writer:
        """Writes dates and numbers."""
        return Writer(self.labels.dates)

    @cached_property
    def title(self) -> str:
        """The newsletter's title."""
        newsletter = self.newsletter
        return newsletter.local(newsletter.title).in_order([self.language, *newsletter.languages]).text

    @property
    def address(self) -> str:
        """Where contributions and answers are sent."""
        return self.newsletter.sender.reply_to or self.newsletter.sender.address

    @cached_property
    def for_html(self) -> jinja2.Environment:
        """Renders the HTML."""
        return self._environment(escapes=True)

    @cached_property
    def for_text(self) -> jinja2.Environment:
        """Renders the text."""
        return self._environment(escapes=False)

    def _environment(self, *, escapes: bool) -> jinja2.Environment:
        environment = jinja2.Environment(
            # The proof's items are set by the macros of the newsletter's own templates.
            loader=jinja2.FileSystemLoader(
                [self.folder / FOLDER, self.folder / ANSWER, self.templates.folder / "mail"]
            ),
            autoescape=escapes,  # noqa: S701 - not for plain text
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters |= shared_filters() | plain_filters()
        return environment

    def language_name(self, language: str) -> str:
        """Name a language in this one, as in `español`."""
        return str(self.dates.locale.languages.get(language.partition("-")[0], language))

    def names(self, projects: Sequence[Project]) -> str:
        """Name projects in a sentence."""
        order = [self.language, *self.newsletter.languages]
        short = [project.short_name.in_order(order).text for project in projects]
        return listed(short, self.dates.locale)

    def values(self, projects: Sequence[Project], **more: str) -> dict[str, str]:
        """Give what words in braces stand for."""
        occasion = self.occasion
        return {
            "title": self.title,
            "number": str(occasion.number),
            "month": self.dates.month(occasion.month),
            "projects": self.names(projects),
            "deadline": self.dates.date(occasion.deadline),
            "sends_on": self.dates.date(occasion.sends_on),
            "newsletter": self.address,
        } | more

    def fill(self, words: str, values: Mapping[str, str]) -> str:
        """Fill words in braces, and set them as this language is set."""
        text = filled(words, values, self.folder / FOLDER / f"{self.language}.yaml")
        return Typesetter(self.labels.typography).set(" ".join(text.split()))


def call_folder(own: Path, starter: Path) -> Path:
    """Give the `templates` folder that has these mails: a workspace from before there were any has the starter's."""
    return own if (own / FOLDER).is_dir() else starter


def shown_size(octets: int, writer: Writer) -> str:
    """Say a file's size as people do, as in `240 KB`."""
    number, unit = octets / _KILO, _UNITS[0]
    if number >= _KILO:
        number, unit = number / _KILO, _UNITS[1]
    digits = "#,##0" if number >= 10 else "#,##0.#"  # noqa: PLR2004 - 9.5 MB says more than 10 MB, 240.3 KB less
    return f"{format_decimal(max(number, 0.1), format=digits, locale=writer.locale)}{NBSP}{unit}"


def make_letter(
    paper: Stationery, words: MailWords, values: Mapping[str, str], opening: Sequence[str]
) -> dict[str, Any]:
    """Say what every mail says, and what is its own of subject, heading and opening."""
    everything = paper.words
    identity = paper.newsletter.identity
    impressum = identity.impressum.get(paper.language, "").strip()
    postal = identity.postal.get(paper.language, "").strip()
    return {
        "language": paper.language,
        "direction": paper.dates.locale.text_direction,
        # A subject's no-break spaces would make encoded words of it.
        "subject": paper.fill(words.subject, values).replace(NBSP, " "),
        "preheader": paper.fill(words.preheader, values),
        "title": paper.title,
        "number": fill(paper.labels.masthead.number, number=paper.occasion.number),
        "month": values["month"],
        "heading": paper.fill(words.heading, values),
        "opening": [paper.fill(each, values) for each in opening],
        "headings": everything.headings,
        "signed": paper.fill(everything.signed, values),
        "why": everything.why,
        "identity": [impressum or postal] if impressum or postal else [],
        "values": dict(values),
    }


def make_edition(
    paper: Stationery,
    kind: str,
    letter: dict[str, Any],
    view: Mapping[str, Any],
    attachment: Attachment | None,
) -> Edition:
    """Set a letter as an edition, by the templates of its kind; `view` is what they get besides.

    Raises ConfigurationError for a template that cannot be used.
    """
    templates = paper.templates
    said = f"{kind}{letter!r}{view!r}{templates.digest}{_digest(paper.folder)}{templates.theme!r}"
    digest = hashlib.sha256(said.encode()).hexdigest()[:_HEX_DIGITS]
    sentinels = {slot: f"%%{slot.value.upper()}-{digest}%%" for slot in _SLOTS}
    slots = {slot.value: sentinels.get(slot, "") for slot in Slot}
    letter["why"] = paper.fill(letter["why"], letter.pop("values") | {"address": sentinels[Slot.ADDRESS]})
    values = {"letter": letter, "slots": slots, **view}
    css = {
        "inline_css": Markup(templates.inline_css),  # noqa: S704 - the theme's values are checked
        "modes_css": Markup(templates.modes_css),  # noqa: S704
        "dark_css": Markup(templates.dark_css),  # noqa: S704
    }
    html = _render(paper, f"{kind}.html.j2", values | css)
    text = _render(paper, f"{kind}.txt.j2", values)
    words = paper.words
    return Edition(
        issue=paper.occasion.issue_id,
        language=paper.language,
        subject=letter["subject"],
        preheader=letter["preheader"],
        html=templates.inlined(html.lstrip()),
        text=squeeze(text.split("\n")),
        sentinels=sentinels,
        wording={
            "greeting_named": words.greeting.named,
            "greeting_plain": words.greeting.plain,
            "test_mark": words.test_mark,
        },
        attachments=(attachment,) if attachment else (),
        is_working_mail=True,
    )


def _digest(folder: Path) -> str:
    """Digest the templates' own text, however its lines end."""
    texts = [path.read_text(encoding="utf-8").encode() for path in sorted((folder / FOLDER).glob("*.j2"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _render(paper: Stationery, name: str, values: Mapping[str, Any]) -> str:
    environment = paper.for_html if name.endswith(".html.j2") else paper.for_text
    try:
        return environment.get_template(name).render(values)
    except MISTAKES as error:
        where = relative_to_here(paper.folder / FOLDER / name)
        raise ConfigurationError(f"{where} cannot be used: {error}", instead=_ANEW) from error
