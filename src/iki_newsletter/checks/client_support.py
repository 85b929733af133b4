"""Which mail programs lack what an HTML document uses, by the data of Can I Email that lie beside this module."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something that a document uses and some mail programs do not show."""

    feature: str
    """Can I Email's name of it, as in https://www.caniemail.com/features/NAME/."""
    title: str
    used: str
    """What stands in the document, such as `display:flex` or `<video>`."""
    clients: tuple[str, ...]
    """The programs that lack it, by their names."""
    line: int
    column: int
    """Where the element begins, in the HTML; both from 1."""
    anchor: str
    """The element's id, or that of the nearest element around it that has one, else empty."""


class Harmless(NamedTuple):
    """A use that may be lacking; `use` is a pattern for it, with the element's name before a space."""

    feature: str
    use: str
    reason: str


HARMLESS: Final = (
    # What only screen readers use: where it is lacking, they read the same text without the help.
    *(
        Harmless(f"html-{name}", ".*", "screen readers miss a hint, nobody misses text")
        for name in ("abbr", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "lang", "role")
    ),
    Harmless("html-dir", "[a-z0-9]+ dir", "the letters themselves say which way they run"),
    Harmless("html-body", ".*", "the colours stand on the first cell as well"),
    Harmless("html-target", ".*", "where a link opens is the reader's choice"),
    Harmless("css-color-scheme", ".*", "announces dark mode to those who know it"),
    Harmless(
        "css-display-none", "div display:none", "beside it the preheader is of no height and in the paper's colour"
    ),
    Harmless("css-max-height", "div max-height:0", "a second way to hide the preheader"),
    Harmless("css-position", ".* position:static", "that is where things stand anyway"),
    Harmless("css-overflow", "div overflow:hidden", "a second way to hide the preheader"),
    Harmless("css-white-space", r"\w+ white-space:nowrap", "else a line may break where it need not"),
    Harmless("css-hyphens", ".*", "else words stay whole"),
    Harmless("css-font-kerning", ".*", "else letters stand a little wider"),
    Harmless("css-padding", "(body|ul|ol) padding:.*", "the program's own indent or margin stays"),
    Harmless("css-word-break", ".*", "else a word wider than the window makes it scroll"),
    Harmless("css-word-wrap", ".*", "else a word wider than the window makes it scroll"),
    Harmless("css-overflow-wrap", ".*", "else a word wider than the window makes it scroll"),
    Harmless("css-border-radius", ".*", "else corners are square"),
)
"""What may be lacking without harm, each with its reason. Anything else that a program lacks is reported."""

_CELLS: Final = ("td", "th")
_PARTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "css-border": lambda tag, value: tag in {"div", "p"} and value not in {"0", "none"},
    "css-height": lambda tag, _: tag in {"body", "div", "p", "span"},
    "css-margin": lambda _, value: re.search(r"(^|\s)-", value) is not None,
    "css-max-width": lambda tag, _: tag not in {"img", "table"},
    "css-padding": lambda tag, value: tag not in _CELLS and not re.fullmatch(r"(0(px)?\s*)+", value),
    "css-width": lambda tag, _: tag in {"body", "div", "p", "span"},
}
"""Where a program has a feature in part, whether this use of it, by element and value, falls outside that part.

What is not listed counts as supported: the notes there are about values and details that no mail needs.
"""

_VOID: Final = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION: Final = re.compile(r"""\s*([\w-]+)\s*:((?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))*)""")
_QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'|url\([^)]*\)""")
_FUNCTION: Final = re.compile(r"([a-z][a-z-]*)\(")
_UNIT: Final = re.compile(r"(?<![\w#.-])-?[\d.]+([a-z]+)\b")
_WORD: Final = re.compile(r"(?<![\w-])[a-z]+(?:-[a-z]+)*(?![\w(-])")
_RULE: Final = re.compile(r"\s*([^{};]*)([{;])")
_TYPE: Final = re.compile(r"data:|\.([a-z]+)(?:[?#]|$)", re.IGNORECASE)
_ELEMENT: Final = re.compile(r"([\w*]+)?[^\s>+~]*$")


def unsupported(html: str) -> list[Unsupported]:
    """Give what a document uses and some of our readers' mail programs lack, in the document's order.

    The style in the elements and the plain rules of style elements are judged: they carry the look. What stands in a
    style element's `@media` rules, and for Outlook's dark mode, only improves it and is not judged, nor are comments,
    which hold what is for Outlook for Windows alone. HARMLESS lists what may be lacking anyway.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [found for use in reader.uses for found in _judge(use)]


def data_date() -> str:
    """Give the day of the Can I Email data, such as 2026-05-13."""
    return str(_data()["date"])


class _Use(NamedTuple):
    names: tuple[str, ...]
    tag: str
    value: str
    shown: str
    line: int
    column: int
    anchor: str


class _Reader(HTMLParser):
    """Collects what a document uses, element by element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.uses: list[_Use] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        anchor = values.get("id") or (self._open[-1][1] if self._open else "")
        if tag not in _VOID:
            self._open.append((tag, anchor))
        self._note((f"element:{tag}",), tag, "", f"<{tag}>", anchor)
        for name, value in values.items():
            self._note((f"attribute:{name}",), tag, value, name, anchor)
        for name, value in _declarations(values.get("style", "")):
            self._note_declaration(tag, name, value, anchor)
        if tag == "img" and (kind := _TYPE.search(values.get("src", ""))):
            suffix = (kind[1] or "data").lower()
            self._note((f"image:{suffix}",), tag, "", f"<img> of type {suffix}", anchor)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            for rule, body in _rules(_COMMENT.sub("", data)):
                self._note_rule(rule, body)

    def _note_rule(self, rule: str, body: str) -> None:
        if rule.startswith("@"):
            at = rule.split(maxsplit=1)[0].lower()
            if at != "@media":  # what a screen's width or a reader's taste adds stands on top of the elements' style
                self._note((f"at:{at}",), "style", "", at, "")
        elif "[data-ogs" not in rule and rule != ":root":
            for selector in rule.split(","):
                element = _ELEMENT.search(selector.strip())
                for name, value in _declarations(body):
                    self._note_declaration((element and element[1]) or "*", name, value, "")

    def _note_declaration(self, tag: str, name: str, value: str, anchor: str) -> None:
        bare = _QUOTED.sub("", value)
        names = [f"property:{name}", f"value:{name}:{value}"]
        names += [f"function:{each}" for each in _FUNCTION.findall(bare)]
        names += [f"unit:{each}" for each in _UNIT.findall(bare)]
        names += [f"word:{each}" for each in _WORD.findall(bare)]
        self._note(tuple(dict.fromkeys(names)), tag, value, f"{name}:{value}", anchor)

    def _note(self, names: tuple[str, ...], tag: str, value: str, shown: str, anchor: str) -> None:
        line, column = self.getpos()
        self.uses.append(_Use(names, tag, value, shown, line, column + 1, anchor))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in _DECLARATION.finditer(style):
        value = " ".join(declaration[2].replace("!important", "").split())
        yield declaration[1].lower(), value if "'" in value or '"' in value else value.lower()


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Give the outermost rules of a style sheet: what stands before the braces, and what stands between them."""
    at = 0
    while rule := _RULE.match(css, at):
        at, depth = rule.end(), rule[2] == "{"
        start = at
        while depth and at < len(css):
            depth += (css[at] == "{") - (css[at] == "}")
            at += 1
        if rule[1].strip():
            yield rule[1].strip(), css[start : at - 1] if rule[2] == "{" else ""


def _judge(use: _Use) -> Iterator[Unsupported]:
    for name in use.names:
        for slug in _index().get(name, ()):
            feature = _data()["features"][slug]
            outside = slug in _PARTS and _PARTS[slug](use.tag, use.value)
            lacking = [*feature["none"], *(feature["part"] if outside else ())]
            if lacking and not _is_harmless(slug, f"{use.tag} {use.shown}"):
                clients = tuple(shown for client, shown in _data()["clients"].items() if client in lacking)
                yield Unsupported(slug, feature["title"], use.shown, clients, use.line, use.column, use.anchor)


def _is_harmless(slug: str, use: str) -> bool:
    return any(slug == each.feature and re.fullmatch(each.use, use) for each in HARMLESS)


@cache
def _data() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(files("iki_newsletter.checks").joinpath("caniemail.json").read_text("utf-8"))
    return kept


@cache
def _index() -> dict[str, list[str]]:
    """Give the features by what they are recognised by."""
    index: dict[str, list[str]] = {}
    for slug, feature in _data()["features"].items():
        for name in feature["names"]:
            index.setdefault(name, []).append(slug)
    return index
