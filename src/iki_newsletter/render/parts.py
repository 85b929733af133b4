"""An edition's HTML read back, to compare two by: the words of each item, where links lead, and the markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from iki_newsletter.render.compose import FOCUS

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNREAD: Final = frozenset({"head", "style", "script"})
_SECTION: Final = "section-"


@dataclass(frozen=True, slots=True)
class Parts:
    """What an edition's HTML is made of."""

    words: dict[str, tuple[str, ...]]
    """Item's name to its words, in the order of the page; what belongs to no item stands under an empty name."""
    links: tuple[str, ...]
    markup: tuple[str, ...]
    """Every element with its attributes, but where it leads, and every line of style."""


def read_parts(html: str) -> Parts:
    """Read a page; an item is what its heading, known by its anchor, has around it, up to the next heading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    _count_headings(reader.root)
    owners: dict[int, str] = {}
    for heading in reader.headings:
        for node in _around(heading):
            owners[id(node)] = heading.anchor
    words: dict[str, list[str]] = {"": []}
    for owner, text in _texts(reader.root, owners, ""):
        words.setdefault(owner, []).extend(text.split())
    return Parts({name: tuple(said) for name, said in words.items()}, tuple(reader.links), tuple(reader.markup))


@dataclass(slots=True)
class _Node:
    tag: str
    anchor: str = ""
    parent: _Node | None = None
    children: list[_Node | str] = field(default_factory=list)
    headings: int = 0
    """How many headings stand in it, itself included."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._open = _Node("")
        self.headings: list[_Node] = []
        """Those of items."""
        self.links: list[str] = []
        self.markup: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = dict(attrs)
        node = _Node(tag, given.get("id") or "", self._open)
        self._open.children.append(node)
        if tag not in _VOID:
            self._open = node
        if tag in _HEADINGS and node.anchor and node.anchor != FOCUS and not node.anchor.startswith(_SECTION):
            self.headings.append(node)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        shown = (f'{name}="{value}"' for name, value in attrs if name not in {"href", "src"})
        self.markup.append(" ".join((tag, *shown)))

    def handle_endtag(self, tag: str) -> None:
        """Close it, and what was left open in it."""
        node: _Node | None = self._open
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self._open = node.parent

    def handle_data(self, data: str) -> None:
        """Take text, and what styles say line by line."""
        if self._open.tag == "style":
            self.markup += [line.strip() for line in data.splitlines() if line.strip()]
        self._open.children.append(data)


def _count_headings(node: _Node) -> int:
    inside = sum(_count_headings(child) for child in node.children if isinstance(child, _Node))
    node.headings = inside + (node.tag in _HEADINGS)
    return node.headings


def _around(heading: _Node) -> list[_Node]:
    """Give the elements of an item: the largest that has no other heading, else what follows the heading."""
    node = heading
    while node.parent is not None and node.parent.headings == 1:
        node = node.parent
    if node is not heading or node.parent is None:
        return [node]
    siblings = [child for child in node.parent.children if isinstance(child, _Node)]
    found = [node]
    for sibling in siblings[next(place for place, each in enumerate(siblings) if each is node) + 1 :]:
        if sibling.headings:
            break
        found.append(sibling)
    return found


def _texts(node: _Node, owners: dict[int, str], owner: str) -> Iterator[tuple[str, str]]:
    if node.tag in _UNREAD:
        return
    owner = owners.get(id(node), owner)
    for child in node.children:
        if isinstance(child, str):
            yield owner, child
        else:
            yield from _texts(child, owners, owner)
