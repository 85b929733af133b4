"""What goes to a translator, whatever the file: rows of source and target, each with an id that leads it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.translations.paragraphs import NOTHING

if TYPE_CHECKING:
    from iki_newsletter.model.fields import Keys

MARK: Final = "iki-news/1"
_LANGUAGE: Final = r"[a-z]{2,3}(?:-[A-Z]{2})?"
_DIGEST: Final = rf"[0-9a-f]{{12}}|{NOTHING}"
_ID: Final = re.compile(
    rf"(?P<item>[a-z0-9.-]+)/(?P<keys>[a-z0-9_/]+)/(?P<paragraph>\d+)@(?P<language>{_LANGUAGE})"
    rf":(?P<source>{_DIGEST}):(?P<target>{_DIGEST})"
)
_HEAD: Final = re.compile(rf"{re.escape(MARK)} (?P<issue>[a-z0-9-]+) > (?P<to>{_LANGUAGE})")
_ESCAPED: Final = re.compile(r"_x005F(?=_x[0-9A-Fa-f]{4}_)")
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class RowId:
    """Where a row belongs, and what stood there when it was exported; written as one word.

    >>> str(RowId("reef", ("links", 0, "text"), 1, "es", "0123456789ab", "-"))
    'reef/links/0/text/1@es:0123456789ab:-'
    """

    item: str
    """A contribution's name, or `issue.yaml`."""
    keys: Keys
    paragraph: int
    """Counted from 1."""
    language: str
    """The source's."""
    source: str
    """The digest of the source paragraph (`paragraphs.digest_of`)."""
    target: str
    """The digest of the translation that was there."""

    def __str__(self) -> str:
        keys = "/".join(map(str, self.keys))
        return f"{self.item}/{keys}/{self.paragraph}@{self.language}:{self.source}:{self.target}"

    @classmethod
    def parse(cls, written: str) -> RowId | None:
        """Read an id, wherever a program has broken its line; None where it is none."""
        found = _ID.fullmatch(_BLANKS.sub("", written))
        if found is None:
            return None
        keys = tuple(int(key) if key.isdigit() else key for key in found["keys"].split("/"))
        return cls(found["item"], keys, int(found["paragraph"]), found["language"], found["source"], found["target"])


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph to translate."""

    id: RowId
    field: str
    """What it is, for the translator: `body, 2 of 3`."""
    source: str
    target: str = ""
    """What is there already."""
    note: str = ""
    """How long it may be, and the like."""
    is_markdown: bool = False
    is_outdated: bool = False
    """Whether the target was made from another source."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that goes to one translator."""

    issue: str
    to: str
    rows: tuple[Row, ...]
    titles: dict[str, str]
    """Item to its title, for headings."""

    @property
    def head(self) -> str:
        """The words by which the file is known when it comes back."""
        return f"{MARK} {self.issue} > {self.to}"


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One paragraph that came back."""

    id: RowId
    target: str
    remark: str = ""
    """What was there and could not be taken, as formatting of Word's own."""
    source: str = ""
    """The source as the file has it: whether it was left as it went, the id tells."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back from a translator."""

    issue: str
    to: str
    rows: tuple[ReturnedRow, ...]


def parse_head(written: str) -> tuple[str, str] | None:
    """Read the words by which a file is known: the issue and the target language."""
    found = _HEAD.fullmatch(_BLANKS.sub(" ", written).strip())
    return (found["issue"], found["to"]) if found else None


def unescaped(text: str) -> str:
    """Take the mark away that Office's formats put before what looks like one of their escapes.

    >>> unescaped("_x005F_x0041_")
    '_x0041_'
    """
    return _ESCAPED.sub("", text)


def trimmed(target: str, source: str) -> str:
    """Take the spaces away that came to a text's ends on its way, where the source has none there."""
    if source == source.strip():
        return target.strip()
    return target if target.strip() else ""
