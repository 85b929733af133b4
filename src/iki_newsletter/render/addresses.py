"""Addresses on the web, when one is configured: the archive's root and its layout."""

from __future__ import annotations

from dataclasses import dataclass

from iki_newsletter.model import web_layout


@dataclass(frozen=True, slots=True)
class Web:
    """The web archive's addresses for one issue; `root` has no slash at the end."""

    root: str
    issue: str

    def edition(self, language: str) -> str:
        """Give the page of an edition."""
        return f"{self.root}/{web_layout.edition(self.issue, language)}"

    def item(self, language: str, name: str) -> str:
        """Give the page of an item, at full length."""
        return f"{self.root}/{web_layout.item(self.issue, name, language)}"

    def image(self, file: str) -> str:
        """Give a picture's address."""
        return f"{self.root}/{web_layout.picture(self.issue, file)}"
