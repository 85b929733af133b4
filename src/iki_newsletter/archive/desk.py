"""What all pages are written with: words, templates, theme, addresses; and the frame around every page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import jinja2

from iki_newsletter.archive.links import absolute, from_folder
from iki_newsletter.archive.structured import as_script
from iki_newsletter.archive.words import ANEW, FOLDER, load_words
from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.tile_map import TILES
from iki_newsletter.render.compose import funding_notice, identity_text
from iki_newsletter.render.hand import Hand
from iki_newsletter.render.items import area_view, language_label
from iki_newsletter.render.templates import MISTAKES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from iki_newsletter.archive.words import SiteWords
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Portfolio
    from iki_newsletter.model.text import LocalText
    from iki_newsletter.render.templates import Templates
    from iki_newsletter.render.view import AreaView

_BLANK_LINES: Final = re.compile(r"\n[ \t\n]*\n")
STYLE: Final = f"{web_layout.ASSETS}/site.css"
GENERATOR: Final = "iki-news publish"


@dataclass(frozen=True)
class Page:
    """A page's own particulars, for the frame around it."""

    path: str
    """Below the archive's root."""
    language: str
    title: str
    day: dt.date
    """The day whose notice of funding stands below."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """The same page in each language that it exists in, itself included."""
    issue: str = ""
    """The issue that it is a page of; empty for pages of several."""
    canonical: str = ""
    """Below the root: the page that says the same and is the one to know; itself where none is named."""
    lang: str = ""
    """The language of its title, where that is another one."""
    description: str = ""
    image: str = ""
    """Below the archive's root."""
    image_alt: str = ""
    kind: str = "website"
    """For Open Graph."""
    menu: str = ""
    """The part of the site that it is the first page of."""
    facts: tuple[Mapping[str, Any], ...] = ()
    """What it says to machines (schema.org), without the context."""
    is_hidden: bool = False
    """Whether search engines should leave it out."""
    x_default: str = ""
    """Below the root: the page for readers of any other language, where there is one."""
    calendar: str = ""
    """Below the root: the calendar of all events, on the pages that know that there are any."""


class Desk:
    """Writes pages; the same in, the same out.

    Raises ConfigurationError for what is wrong with templates and words.
    """

    def __init__(
        self,
        newsletter: Newsletter,
        portfolio: Portfolio,
        templates: Templates,
        folder: Path,
        *,
        is_draft: bool = False,
        drafts: Collection[str] = (),
    ) -> None:
        """`folder` is a `templates` folder with `site/` in it; `drafts` are the issues that are not public."""
        self.drafts = frozenset(drafts)
        self.newsletter = newsletter
        self.portfolio = portfolio
        self.templates = templates
        self.is_draft = is_draft
        self.folder = folder / FOLDER
        self.root = newsletter.web.rstrip("/") if newsletter.web else ""
        self.languages = newsletter.languages
        self.words: Mapping[str, SiteWords] = load_words(self.folder, self.languages)
        self.hands = {language: Hand(newsletter, language, templates) for language in self.languages}

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folder),
            autoescape=lambda name: name is not None and ".html" in name,  # noqa: S701 - the style sheet is none
            undefined=jinja2.StrictUndefined,
            bytecode_cache=self.templates.bytecode,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters |= {"fill": fill}
        return environment

    def title(self, language: str) -> str:
        """Give the newsletter's title."""
        return self.hands[language].said(self.newsletter.local(self.newsletter.title)).text

    def text(self, language: str, text: LocalText) -> str:
        """Write a short text plainly, in whatever language it exists in."""
        return self.hands[language].said(text).text

    def area(self, language: str, key: str) -> AreaView:
        """Show a funding area."""
        return area_view(self.hands[language], key)

    def number(self, language: str, number: int) -> str:
        """Write an issue's number."""
        return fill(self.hands[language].labels.masthead.number, number=number)

    def address(self, path: str) -> str:
        """Give a file's whole address; empty where no web address is configured."""
        return absolute(self.root, path) if self.root else ""

    def webcal(self, path: str) -> str:
        """Give the address by which calendar programs follow a file; empty where no web address is configured."""
        return self.address(path).replace("https:", "webcal:", 1)

    def subscribe(self, language: str) -> str:
        """Give the mail that asks for the newsletter in a language (RFC 6068)."""
        sender = self.newsletter.sender
        subject = quote(self.words[language].frame.subscribe_subject)
        return f"mailto:{quote(sender.reply_to or sender.address, safe='@')}?subject={subject}"

    def in_language(self, page: Page) -> str:
        """Say that a page's title is in another language, in that language."""
        return language_label(self.hands[page.language], page.lang) if page.lang else ""

    def has_imprint(self, language: str) -> bool:
        """Tell whether a language has texts for a page of who is responsible and of readers' data."""
        identity = self.newsletter.identity
        return language in identity.impressum or language in identity.privacy

    def banner(self, language: str, issue: str) -> str:
        """Say above a page of an issue (of several for an empty one) that not all is public; empty where all is."""
        words = self.words[language].frame
        return "" if not self.is_draft else words.draft if issue in self.drafts else words.preview

    def style(self) -> bytes:
        """Write the style sheet that all pages share."""
        return self._render("site.css.j2", theme=self.templates.theme, tiles=TILES).encode()

    def art(self) -> tuple[str, bytes]:
        """Give the drawn band: its path and its bytes."""
        return f"{web_layout.ASSETS}/{self.templates.theme.header.file}", self.templates.art

    def write(self, template: str, page: Page, **values: Any) -> bytes:
        """Write a page by one of the templates."""
        hand = self.hands[page.language]
        html = self._render(
            template,
            page=page,
            desk=self,
            layout=web_layout,
            words=self.words[page.language],
            labels=hand.labels,
            dates=hand.dates,
            direction=hand.dates.locale.text_direction,
            title=self.title(page.language),
            tagline=hand.said(self.newsletter.local(self.newsletter.tagline)) if self.newsletter.tagline else None,
            menu=self._menu(page),
            tongues=self._tongues(page),
            facts=as_script(page.facts),
            funding=funding_notice(hand, page.day),
            impressum=identity_text(hand, self.newsletter.identity.impressum),
            generator=GENERATOR,
            style=STYLE,
            to=partial(from_folder, page.path.rpartition("/")[0]),
            **values,
        )
        return _BLANK_LINES.sub("\n", html).lstrip().encode()

    def _menu(self, page: Page) -> list[tuple[str, str, bool]]:
        words = self.words[page.language].menu
        places = {
            "issues": web_layout.issues,
            "events": web_layout.events,
            "projects": web_layout.projects,
            "organisations": web_layout.organisations,
            "states": web_layout.states,
        }
        return [
            (getattr(words, name), place(page.language), place(page.language) == page.path)
            for name, place in places.items()
        ]

    def _tongues(self, page: Page) -> list[tuple[str, str, str]]:
        """Give the languages that the page exists in: tag, own name, path."""
        known = [language for language in self.languages if language in page.paths]
        return [(each, self.templates.labels_for(each).own_name, page.paths[each]) for each in known]

    def _render(self, name: str, **values: Any) -> str:
        try:
            return self._environment.get_template(name).render(values)
        except MISTAKES as error:
            where = relative_to_here(self.folder / (getattr(error, "name", None) or name))
            line = _line(error)
            raise ConfigurationError(
                f"{where}{f':{line}' if line else ''} cannot be used: {error}.", instead=f"Mend it there. {ANEW}"
            ) from error


def everywhere(desk: Desk, place: Callable[[str], str]) -> dict[str, str]:
    """Give a page's path in every language, from the function that gives it in one."""
    return {language: place(language) for language in desk.languages}


def _line(error: Exception) -> int:
    """Find the line that failed: Jinja's own for syntax, else the innermost template in the traceback."""
    line = error.lineno if isinstance(error, jinja2.TemplateSyntaxError) else 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
