"""The pen for web pages: as an edition's, but its pictures are files of the archive."""

from __future__ import annotations

from iki_newsletter.model import web_layout
from iki_newsletter.model.edition import EmbeddedImage
from iki_newsletter.render.pen import Pen


class PagePen(Pen):
    """Writes the parts of an issue's pages; a picture's address is its path below the archive's root."""

    def source(self, file: str, media_type: str, data: bytes) -> str:
        """Take a picture in, and give its path."""
        self.images[file] = EmbeddedImage("", file, media_type, data)
        return web_layout.picture(self.issue.id, file)

    @property
    def files(self) -> dict[str, bytes]:
        """The pictures met so far, by path."""
        return {web_layout.picture(self.issue.id, file): image.data for file, image in self.images.items()}
