"""What one edition is written with: the hand of its language, and the pictures met on the way."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from iki_newsletter.model.edition import EmbeddedImage
from iki_newsletter.render.addresses import Web
from iki_newsletter.render.hand import Hand
from iki_newsletter.render.pictures import prepare_picture
from iki_newsletter.render.view import Art, PictureView

if TYPE_CHECKING:
    from iki_newsletter.model.contribution import Image
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.render.templates import Templates

COLUMN = 552
"""The text column in CSS pixels: the mail's 600 less its margins."""


class Pen(Hand):
    """Writes the parts of one edition in its language."""

    def __init__(self, issue: Issue, newsletter: Newsletter, language: str, templates: Templates) -> None:
        super().__init__(newsletter, language, templates)
        self.issue = issue
        self.web = Web(newsletter.web.rstrip("/"), issue.id) if newsletter.web else None
        self.images: dict[str, EmbeddedImage] = {}

    def picture(self, image: Image, original: str, shown_in: str) -> PictureView:
        """Show a picture of the issue; it is embedded, or stands on the web where there is one."""
        from iki_newsletter.model.text import LocalText  # noqa: PLC0415

        ready = prepare_picture(self.issue.folder, image.file, COLUMN)
        caption = self.said(LocalText.of(image.caption, original), shown_in) if image.caption else None
        return PictureView(
            src=self.source(ready.file, ready.media_type, ready.data),
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
        return Art(self.source(name, media_type, data), header.width, header.height)

    def source(self, file: str, media_type: str, data: bytes) -> str:
        """Take a picture in, and give the address that it is shown from."""
        cid = f"{file.rpartition('.')[0]}@{self.newsletter.list_id}"
        self.images[file] = EmbeddedImage(cid, file, media_type, data)
        return self.web.image(file) if self.web else f"cid:{cid}"
