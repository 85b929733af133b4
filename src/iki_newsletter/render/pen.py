"""What one edition is written with: its language, labels, typography, dates, and the pictures met on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.edition import EmbeddedImage
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.render.addresses import Web
from iki_newsletter.render.dates import Writer
from iki_newsletter.render.labels import Typography
from iki_newsletter.render.markdown import prose
from iki_newsletter.render.pictures import prepare_picture
from iki_newsletter.render.typography import Typesetter
from iki_newsletter.render.view import Art, PictureView, Prose, Said

if TYPE_CHECKING:
    from iki_newsletter.model.contribution import Image
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.text import LocalText, Words
    from iki_newsletter.render.labels import Labels
    from iki_newsletter.render.templates import Templates

_PLAIN = Typography(quotes='""')
COLUMN = 552
"""The text column in CSS pixels: the mail's 600 less its margins."""


@dataclass
class Pen:
    """Writes the parts of one edition in its language; what is in another language is marked as such."""

    issue: Issue
    newsletter: Newsletter
    language: str
    templates: Templates
    labels: Labels = field(init=False)
    dates: Writer = field(init=False)
    web: Web | None = field(init=False)
    images: dict[str, EmbeddedImage] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = self.templates.labels_for(self.language)
        self.dates = Writer(self.labels.dates)
        self.web = Web(self.newsletter.web.rstrip("/"), self.issue.id) if self.newsletter.web else None
        try:
            _ = self.dates.locale
        except LookupError:
            path = relative_to_here(self.templates.folder / "labels" / f"{self.language}.yaml")
            raise ConfigurationError(
                f"{path}: the locale {self.labels.dates.locale} under `dates` is not known.",
                instead="Write one of Unicode's, as in es_MX, de_DE or en_GB.",
            ) from None

    def lang(self, language: str) -> str:
        """Give the language to mark a part with: empty where it is the edition's own."""
        return "" if language == self.language else language

    def typesetter(self, language: str) -> Typesetter:
        """Give a language's typography; a language without labels is left as it was typed."""
        labels = self.templates.labels.get(language)
        return Typesetter(labels.typography if labels else _PLAIN)

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

    def picture(self, image: Image, original: str, shown_in: str) -> PictureView:
        """Show a picture of the issue; it is embedded, or stands on the web where there is one."""
        from iki_newsletter.model.text import LocalText  # noqa: PLC0415

        ready = prepare_picture(self.issue.folder, image.file, COLUMN)
        caption = self.said(LocalText.of(image.caption, original), shown_in) if image.caption else None
        return PictureView(
            src=self._source(ready.file, ready.media_type, ready.data),
            width=ready.width,
            height=ready.height,
            alt=self.said(LocalText.of(image.alt, original), shown_in),
            caption=caption,
            credit=self.said(LocalText.of(image.credit, original), shown_in).text,
        )

    def art(self) -> Art:
        """Show the drawn band."""
        header, data = self.templates.theme.header, self.templates.art
        stem, _, ending = header.file.rpartition(".")
        name = f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
        media_type = "image/png" if ending == "png" else "image/jpeg"
        return Art(self._source(name, media_type, data), header.width, header.height)

    def _source(self, file: str, media_type: str, data: bytes) -> str:
        cid = f"{file.rpartition('.')[0]}@{self.newsletter.list_id}"
        self.images[file] = EmbeddedImage(cid, file, media_type, data)
        return self.web.image(file) if self.web else f"cid:{cid}"
