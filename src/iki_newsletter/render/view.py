"""The view: what an edition says, as plain frozen data that the HTML and the text template both read.

Named tuples rather than data classes: they are made in a third of the time, and every run that renders waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markupsafe import Markup


class Block(NamedTuple):
    """A paragraph, list entry or the like of the text part; `first` opens its first line and `rest` the others."""

    text: str
    first: str = ""
    rest: str = ""
    close: bool = False
    """Whether it follows what stands before without an empty line."""


class Prose(NamedTuple):
    """Markdown, both ways; `lang` is its language where that is not the edition's, else empty."""

    html: Markup
    blocks: tuple[Block, ...]
    """The same as text: links are numbered, and their addresses stand below."""
    lang: str = ""


class Said(NamedTuple):
    """A string; `lang` is its language where that is not the edition's, else empty."""

    text: str
    lang: str = ""
    lang_note: str = ""
    """That language in the edition's own words, as in `auf Englisch`, where readers should see it."""

    def __str__(self) -> str:
        return f"{self.text} ({self.lang_note})" if self.lang_note else self.text


class LinkView(NamedTuple):
    """Where an item leads; the words name the target."""

    url: str
    said: Said


class PictureView(NamedTuple):
    """A picture as the mail shows it; width and height in CSS pixels."""

    src: str
    width: int
    height: int
    alt: Said
    caption: Said | None
    credit: str


class AreaView(NamedTuple):
    """A funding area: hue by `key`, mark, and name, so that none of them carries the meaning alone."""

    key: str
    mark: str
    name: str


class DateBlock(NamedTuple):
    """An event's days at a glance, as in `6–7` and `Juni`."""

    days: str
    month: str


class Row(NamedTuple):
    """A fact of a project in brief."""

    label: str
    said: Said


class ItemView(NamedTuple):
    """An item; what a kind does not have is empty."""

    name: str
    """Its id within the issue, and its anchor."""
    number: int
    kind: str
    lang: str
    """The language of its own words where that is not the edition's, else empty."""
    lang_label: str
    """The visible label of an item in another language, in that language."""
    project: str
    organisation: str
    area: AreaView | None
    """None also where the heading above says it for all items below."""
    title: str
    headline: str
    """The title as HTML shows it: long words may break."""
    teaser: str
    body: Prose | None
    picture: PictureView | None
    links: tuple[LinkView, ...]
    target: str
    """The address that the title itself leads to: the thing that is listed, or the whole text on the web."""
    block: DateBlock | None
    when: str
    """An event's date and time in full, or a call's deadline."""
    notes: tuple[Said, ...]
    """Place, who may apply, authors and pages, length: what a line of small print says."""
    rows: tuple[Row, ...]


class SectionView(NamedTuple):
    """A heading and what stands under it."""

    id: str
    """Its anchor: `section-` and the section's id, since an item may be called like a section."""
    title: Said
    items: tuple[ItemView, ...]
    area: AreaView | None = None
    """The one funding area that the section is for, if any."""


class ContentsLine(NamedTuple):
    """A line of "in this issue": where it leads, and a taste of what is there."""

    anchor: str
    title: Said
    taste: Said | None
    more: str
    """How many others there are, in words; empty for none."""


class Contents(NamedTuple):
    """The list "in this issue": some lines, and the rest in one."""

    lines: tuple[ContentsLine, ...]
    also: tuple[ContentsLine, ...]


class Art(NamedTuple):
    """The drawn band."""

    src: str
    width: int
    height: int


class Tongue(NamedTuple):
    """Another language that the newsletter comes in."""

    language: str
    name: str
    """What it calls itself."""
    ask: str
    """In that language: to receive the newsletter in it."""
    url: str
    """Where the edition stands on the web; empty where there is no web."""


class View(NamedTuple):
    """Everything that an edition says, before it is made personal."""

    language: str
    direction: str
    title: Said
    tagline: Said | None
    number: str
    month: str
    subject: str
    preheader: str
    art: Art
    editorial: Prose | None
    signed: Said | None
    contents: Contents
    focus: ItemView | None
    sections: tuple[SectionView, ...]
    impressum: Prose | None
    privacy: Prose | None
    postal: Prose | None
    funding: Prose | None
    tongues: tuple[Tongue, ...]
    web_version: str
    """Where this edition stands on the web; empty where there is no web."""

    @property
    def items(self) -> tuple[ItemView, ...]:
        """All items in the order a reader meets them."""
        focus = (self.focus,) if self.focus else ()
        return focus + tuple(item for section in self.sections for item in section.items)
