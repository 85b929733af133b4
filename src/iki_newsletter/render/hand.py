"""What is written in one language with: labels, typography, dates; what is in another language is marked as such."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.render.dates import Writer
from iki_newsletter.render.labels import Typography
from iki_newsletter.render.markdown import prose
from iki_newsletter.render.typography import Typesetter
from iki_newsletter.render.view import Prose, Said

if TYPE_CHECKING:
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.text import LocalText, Words
    from iki_newsletter.render.labels import Labels
    from iki_newsletter.render.templates import Templates

_PLAIN = Typography(quotes='""')


@lru_cache(maxsize=16)
def _typesetter(rules: Typography) -> Typesetter:
    """Make it once: it works out from the rules what it looks for in every text."""
    return Typesetter(rules)


class Hand:
    """Writes short texts and Markdown for the readers of one language."""

    def __init__(self, newsletter: Newsletter, language: str, templates: Templates) -> None:
        self.newsletter = newsletter
        self.language = language
        self.templates = templates
        self.labels: Labels = templates.labels_for(language)
        self.dates = Writer(self.labels.dates)
        try:
            _ = self.dates.locale
        except LookupError:
            path = relative_to_here(templates.folder / "labels" / f"{language}.yaml")
            raise ConfigurationError(
                f"{path}: the locale {self.labels.dates.locale} under `dates` is not known.",
                instead="Write one of Unicode's, as in es_MX, de_DE or en_GB.",
            ) from None

    def lang(self, language: str) -> str:
        """Give the language to mark a part with: empty where it is the readers' own."""
        return "" if language == self.language else language

    def typesetter(self, language: str) -> Typesetter:
        """Give a language's typography; a language without labels is left as it was typed."""
        labels = self.templates.labels.get(language)
        return _typesetter(labels.typography if labels else _PLAIN)

    def words(self, text: LocalText, *preferred: str) -> Words:
        """Read a text in the first preferred language that it has, else in the newsletter's order of fall-back."""
        return text.in_order([*preferred, self.language, *self.newsletter.languages])

    def said(self, text: LocalText, *preferred: str) -> Said:
        """Write a short text."""
        words = self.words(text, *preferred)
        one_line = " ".join(words.text.split())
        return Said(self.typesetter(words.language).set(one_line), self.lang(words.language))

    def prose(self, text: LocalText, *preferred: str) -> Prose:
        """Write a Markdown text."""
        words = self.words(text, *preferred)
        return prose(words.text, self.typesetter(words.language), self.lang(words.language))
