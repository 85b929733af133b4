"""A document to the draft of a contribution: title, teaser and body in each language, pictures, and what is left."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.intake.captions import credit_in, with_captions
from iki_newsletter.intake.document import Block, escaped
from iki_newsletter.intake.sections import sections_of
from iki_newsletter.intake.word_labels import label_of, language_named
from iki_newsletter.model.budget import budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iki_newsletter.intake.document import Document

_LONGEST_TITLE: Final = 140


@dataclass(frozen=True, slots=True)
class DraftPicture:
    """A picture of the document, and what is said of it there; what is not is empty."""

    raw: bytes = field(repr=False)
    alt: str = ""
    caption: str = ""
    credit: str = ""
    language: str = ""
    """The section it stands in; empty where that is none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document says, sorted into a contribution's fields."""

    language: str
    """The original's."""
    title: dict[str, str] = field(default_factory=dict)
    teaser: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    pictures: tuple[DraftPicture, ...] = ()
    rest: tuple[str, ...] = ()
    """What stands in the document and in none of the fields."""
    notes: tuple[str, ...] = ()
    """How it was read, for whoever compares."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it says anything in, the original first."""
        found = dict.fromkeys([*self.title, *self.teaser, *self.body])
        return tuple(dict.fromkeys([self.language, *found]))


@dataclass(slots=True)
class _Page:
    """One language's texts while they are sorted."""

    language: str
    title: list[str] = field(default_factory=list)
    teaser: list[str] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)


def draft_of(document: Document, languages: Sequence[str], default: str) -> Draft:
    """Sort a document's blocks; `languages` are the newsletter's, and `default` is that of texts that name none.

    Every paragraph ends in one of the fields or in `rest`.
    """
    sections = sections_of(document.blocks, languages, default)
    by_language = {language: with_captions(blocks) for language, blocks in sections.by_language.items()}
    pages = [_sorted(language, blocks) for language, blocks in by_language.items()]
    order = [page.language for page in pages]
    original = default if default in order or not order else order[0]
    pictures: list[DraftPicture] = []
    for language, blocks in (*by_language.items(), ("", with_captions(sections.outside))):
        pictures += _pictures(document, blocks, language)
    draft = Draft(
        original,
        {page.language: " – ".join(page.title) for page in pages if page.title},
        {page.language: " ".join(page.teaser) for page in pages if page.teaser},
        {page.language: body for page in pages if (body := _body(page.body))},
        tuple(pictures),
        notes=(f"Languages were told apart {sections.how}: {', '.join(order)}.",) if sections.how else (),
    )
    said = _compared(
        [*draft.title.values(), *draft.teaser.values(), *(each.text for page in pages for each in page.body)]
    )
    said += _compared(f"{each.caption} {each.credit}" for each in pictures)
    paragraphs = (*(block.text for block in sections.outside if block.sort != "table"), *document.paragraphs)
    rest = [
        text
        for text in dict.fromkeys(paragraphs)
        if not language_named(text, languages) and any(_compared([part]) not in said for part in _parts(text))
    ]
    return replace(draft, rest=tuple(rest))


def _parts(text: str) -> Iterable[str]:
    """Give what a paragraph says, without the label that it begins with or that stands before a name."""
    name, said = label_of(text)
    return [said] if name else credit_in(text) or [text]


def _sorted(language: str, blocks: Iterable[Block]) -> _Page:
    page = _Page(language)
    into = ""
    for block in blocks:
        name, said = label_of(block.text) if block.sort in ("text", "heading", "title", "subtitle") else ("", "")
        if name and not said:
            into = name
        elif name:
            into = "body" if name == "body" else ""
            _put(page, name, Block("text", said, escaped(said)))
        elif block.sort in ("caption", "picture"):
            continue  # they are told beside the picture
        else:
            _put(page, into or _guess(page, block), block)
            into = into if into == "body" else ""
    _find_teaser(page)
    return page


def _put(page: _Page, name: str, block: Block) -> None:
    if name == "title":
        page.title.append(block.text)
    elif name == "teaser":
        page.teaser.append(block.text)
    else:
        page.body.append(block)


def _guess(page: _Page, block: Block) -> str:
    """Guess the field of a block without a label: the first line is the title, a strong one below it the teaser."""
    is_first = not page.title and not page.body
    if block.sort == "title" and not page.title:
        return "title"
    if is_first and block.sort in ("heading", "text", "subtitle") and len(block.text) <= _LONGEST_TITLE:
        return "title"
    is_plain = block.markdown.strip("*") == escaped(block.text)
    if page.title and not page.teaser and not page.body and is_plain:
        is_short = len(block.text) <= budget("teaser", page.language)
        if block.sort == "subtitle" or (block.sort == "text" and block.is_strong and is_short):
            return "teaser"
    return "body"


def _find_teaser(page: _Page) -> None:
    """Take the first paragraph of several for the teaser, where it is short enough and has no marks to lose."""
    if page.teaser or not page.title or len(page.body) <= 1 or page.body[0].sort != "text":
        return
    first = page.body[0]
    if len(first.text) <= budget("teaser", page.language) and first.markdown == escaped(first.text):
        page.teaser.append(page.body.pop(0).text)


def _body(blocks: Sequence[Block]) -> str:
    return "\n\n".join(filter(None, map(_markdown, blocks)))


def _markdown(block: Block) -> str:
    if block.sort == "heading":
        return f"#### {block.markdown}".replace("\\\n", " ")
    if block.sort == "table":
        rows = [" – ".join(" ".join(each.markdown for each in cell) for cell in row) for row in block.rows]
        return "\n".join(f"- {row}".replace("\\\n", " ") for row in rows if row.strip(" –"))
    return block.markdown


def _pictures(document: Document, blocks: Sequence[Block], language: str) -> Iterable[DraftPicture]:
    """Give the pictures of a section, each with the caption that stands below it."""
    for place, block in enumerate(blocks):
        if block.sort != "picture":
            continue
        below = next((each for each in blocks[place + 1 :] if each.text), None)
        words = below.text if below and below.sort == "caption" else ""
        found = credit_in(words)
        caption, credit = (found[0].strip(" (.,;–-"), found[1]) if found else (words, "")
        drawing = document.drawings[block.picture]
        yield DraftPicture(drawing.raw, drawing.alt, caption, credit, language)


def _compared(texts: Iterable[str]) -> str:
    """Give texts as their letters and digits, to find one in others whatever stands between."""
    plain = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return "".join(filter(str.isalnum, plain))
