"""Where things stand on the web, when a web address is configured: the layout that the archive keeps to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Web:
    """The web archive's addresses for one issue; `root` has no slash at the end."""

    root: str
    issue: str

    def edition(self, language: str) -> str:
        """Give the page of an edition."""
        return f"{self.root}/{self.issue}/{language}.html"

    def item(self, language: str, name: str) -> str:
        """Give the place of an item, at full length, on its edition's page."""
        return f"{self.edition(language)}#{name}"

    def image(self, file: str) -> str:
        """Give a picture's address."""
        return f"{self.root}/{self.issue}/images/{file}"
