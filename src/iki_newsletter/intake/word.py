"""A Word file (.docx), from hostile bytes to the blocks in it.

mammoth reads it, which knows how Word nests lists, keeps links in fields, and marks what was inserted and deleted;
python-docx passes over text in content controls, boxes, notes and insertions. What goes to mammoth has been looked
through before: the archive, and each XML part, which may hold no document type (and so no entities), is not too deep
and not too long. Macros, embedded objects and links to files elsewhere are never opened.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.archive import Limits, read_archive
from iki_newsletter.intake.document import Document, Drawing, cleaned
from iki_newsletter.intake.markup import blocks_in
from iki_newsletter.intake.sent import CURES, MOST_OCTETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SAVE_ANEW: Final = "Open it in Word, copy what is meant into a new document, and save that as .docx."
_SAVE_AS: Final = "Open it in Word or LibreOffice, save it as “Word document (.docx)”, and send that."
_HEAD: Final = 1_000
"""Octets by which a file's sort is told."""
_LIMITS: Final = Limits(octets=MOST_OCTETS, files=600, unfolded=4 * MOST_OCTETS, instead=_SAVE_ANEW)
_MOST_XML: Final = 6_000_000
_MOST_ELEMENTS: Final = 60_000
"""In all parts that are read; a document of ten pages has some thousands."""
_MOST_PICTURES: Final = 15
_MAIN: Final = "word/document.xml"
_READ: Final = re.compile(
    r"word/(document|styles|numbering|footnotes|endnotes|comments|commentsExtended|header\d*|footer\d*)\.xml"
    r"|(word/)?_rels/[^/]*\.rels|\[Content_Types\]\.xml"
)
_FOLLOWED: Final = frozenset(
    {"officeDocument", "styles", "numbering", "footnotes", "endnotes", "comments", "commentsExtended"}
)
"""Kinds of relationships by which mammoth finds the parts that it reads."""
_WITH_TEXT: Final = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_STYLES: Final = """
p[style-name='Title'] => p.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
comment-reference =>
"""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_NOT_THERE: Final = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
"""What was deleted or moved away, and what stands there a second time for old programs."""


def read_word(raw: bytes) -> Document:
    """Read a document; raises NotTakenError, and nothing else, for what is hostile, damaged, or no .docx."""
    _refuse_other_sorts(raw)
    files = read_archive(raw, _LIMITS)
    if _MAIN not in files:
        raise NotTakenError("It is no Word document.", instead=_SAVE_ANEW)
    parts = {name: content for name, content in files.items() if _READ.fullmatch(name)}
    trees = _look_through(parts)
    _refuse_detours(trees)
    drawings: list[Drawing] = []
    html = _converted(raw, drawings)
    if len(drawings) > _MOST_PICTURES:
        raise NotTakenError(f"It has more than {_MOST_PICTURES} pictures.", instead=_SAVE_ANEW)
    paragraphs = [text for name in sorted(trees) if _WITH_TEXT.fullmatch(name) for text in _paragraphs(trees[name])]
    return Document(tuple(blocks_in(html)), tuple(drawings), tuple(dict.fromkeys(paragraphs)))


def _refuse_other_sorts(raw: bytes) -> None:
    """Say of what only bears the name of a document what it is, where its first bytes tell."""
    head = raw[:_HEAD]
    what, instead = "", _SAVE_AS
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        what = "It is a Word document of before 2007, or one with a password, and is only called .docx."
        instead = "Open it in Word, take the password away, and save it as “Word document (.docx)”."
    elif head.startswith(b"{\\rtf"):
        what = "It is an RTF file, and is only called .docx."
    elif head.startswith(b"%PDF"):
        what, instead = "It is a PDF, and is only called .docx.", CURES[".pdf"]
    elif head and not head.startswith(b"PK") and b"\0" not in head:
        what = "It is a plain text, and is only called .docx."
    if what:
        raise NotTakenError(what, instead=instead)


def _look_through(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Parse each part with a parser that expands and fetches nothing; gives the trees by name."""
    from lxml import etree  # noqa: PLC0415 - heavy, and few things that come are documents

    if sum(map(len, parts.values())) > _MOST_XML:
        raise _too_long()
    trees = {}
    elements = 0
    for name, content in parts.items():
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content[:200]:
            raise NotTakenError("It holds what no program of an office writes.", instead=_SAVE_ANEW)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            trees[name] = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotTakenError("It is damaged.", instead=_SAVE_ANEW) from error
        elements += sum(1 for _ in trees[name].iter())
        if elements > _MOST_ELEMENTS:
            raise _too_long()
    return trees


def _refuse_detours(trees: Mapping[str, Any]) -> None:
    """Refuse a document that has mammoth read a part which was not looked through."""
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        base = name.partition("_rels/")[0]
        for each in tree:
            target = str(each.get("Target") or "")
            part = target[1:] if target.startswith("/") else base + target
            if str(each.get("Type") or "").rpartition("/")[2] in _FOLLOWED and not _READ.fullmatch(part):
                raise NotTakenError("It is built as no program of an office builds it.", instead=_SAVE_ANEW)


def _too_long() -> NotTakenError:
    return NotTakenError("It is far too long for a contribution.", instead=_SAVE_ANEW)


def _converted(raw: bytes, drawings: list[Drawing]) -> str:
    """Let mammoth write it as HTML; pictures are collected, and named by their numbers."""
    import mammoth  # noqa: PLC0415 - heavy

    def keep(picture: Any) -> list[Any]:
        if len(drawings) <= _MOST_PICTURES:
            with picture.open() as file:
                drawings.append(Drawing(file.read(), " ".join(cleaned(picture.alt_text or "").split())))
        return [mammoth.html.element("img", {"src": str(len(drawings) - 1)})]

    try:
        result = mammoth.convert(
            io.BytesIO(raw),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=keep,
        )
    except Exception as error:  # mammoth promises no kinds: whatever it stumbles over, the document is the reason
        raise NotTakenError(
            "It is damaged, or built as no program of an office builds it.", instead=_SAVE_ANEW
        ) from error
    return cleaned(str(result.value))


def _paragraphs(tree: Any) -> Iterator[str]:
    """Give the text of every paragraph of a part, without those that were deleted."""
    for paragraph in tree.iter(f"{_W}p"):
        text = "".join(_texts(paragraph))
        if text.strip():
            yield " ".join(cleaned(text).split())


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_THERE or child.tag == f"{_W}p":
            continue  # a paragraph within one is that of a box, and met by itself
        if child.tag in (f"{_W}t", _FORMULA):
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "‑"
        else:
            yield from _texts(child)
