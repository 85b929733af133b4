"""What a key takes, in words: read from the JSON Schema that pydantic makes of a shape."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from iki_newsletter.reading.scan import Data, KeyPath

Node = dict[str, Any]
"""A part of a JSON Schema."""

_NO_NODE: Final[Node] = {}


class Wanted(NamedTuple):
    """What a key takes: `noun` without an article, and `hint` how it is written."""

    noun: str
    hint: str = ""
    sort: str = ""
    """The noun without its bounds, where it has some."""

    @property
    def kind(self) -> str:
        """The noun by which other languages know what is meant."""
        return self.sort or self.noun

    @property
    def article(self) -> str:
        """The noun with its article."""
        return f"{'an' if self.noun[0] in 'aeio' else 'a'} {self.noun}"

    @property
    def sentence(self) -> str:
        """Both, to stand after “takes”."""
        if not self.hint:
            return self.article
        return f"{self.article}{', ' if self.hint.startswith('as in') else ': '}{self.hint}"


CHOICE: Final = "value that is known"
_TEXT: Final = Wanted("text")
_LIST: Final = Wanted("list", "`[…, …]`, or one line `- …` for each entry")
_TEXTS: Final = Wanted("text", "either one text, or one for each language, as in `{es: …, de: …}`")
_DATE: Final = Wanted("date", "year-month-day, as in 2017-06-12")
_TIME: Final = Wanted("time of day", "hours:minutes, as in 09:30")

_BY_PATTERN: Final = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": Wanted("id", "lower-case letters, digits and single hyphens, as in `reef-course`"),
    r"^[a-z]{2,3}(-[A-Z]{2})?$": Wanted("language tag", "as in `es`, `de` or `pt-BR`"),
    r"^[^\n]+$": Wanted("line of text", "one line, not empty, not longer than 400 characters"),
    r"^https://[^\s<>\"'`{}|\\^]+$": Wanted(
        "web address", "it starts with `https://` and has no spaces or quotes in it"
    ),
    r"^\d{4}-(0[1-9]|1[0-2])$": Wanted("month", "year-month, as in 2017-06"),
    r"^images/[A-Za-z0-9][A-Za-z0-9._-]*\.(jpe?g|png|webp)$": Wanted(
        "picture of the issue",
        "`images/` and a name of letters, digits, `.`, `_`, `-` that ends in .jpg, .png or .webp",
    ),
    r"^materials/[A-Za-z0-9][A-Za-z0-9._-]*\.(pdf|docx|pptx|xlsx|odt|odp|ods|csv|txt|zip)$": Wanted(
        "file among the materials",
        "`materials/` and a name of letters, digits, `.`, `_`, `-` that ends in .pdf, .docx, .pptx, .xlsx, .odt, "
        ".odp, .ods, .csv, .txt or .zip",
    ),
    r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$": Wanted(
        "name of an event", "its file's name without `.yaml`, as in `reef-course`, or `2017-06/reef-course`"
    ),
    r"^[^\n@]+$": Wanted("public name", "one line of up to 400 characters, without a mail address"),
    r"^(\d{1,2}:)?\d{1,2}:[0-5]\d$": Wanted("duration", "minutes:seconds or hours:minutes:seconds, as in 4:30"),
    r"^[^/&|?\s]+$": Wanted("IATI identifier", "without spaces and without any of / & | ?, as in `XX-1-000001`"),
    r"^[A-Z]{2}$": Wanted("country", "two capital letters, as in MX"),
    r"^[0-9]{4}(-(0[1-9]|1[0-2]))?/[0-9]{4}(-(0[1-9]|1[0-2]))?$": Wanted(
        "term", "two years or months, as in 2013-11/2018-03"
    ),
    r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$": Wanted("year or month", "as in 2017 or 2017-06"),
    r"^\d{2}_(I|II|III|IV)\+?_\d{3}$": Wanted("signature", "year, funding area and number, as in 12_IV+_016"),
    r"^[0-9a-f]{12}$": Wanted("digest", "twelve digits of 0 to 9 and a to f, which `iki-news release` writes"),
    r"^[^\s@<>\",;]+@[^\s@<>\",;]+$": Wanted("mail address", "as in office@example.org, without a name around it"),
    r"^\d+/[smh]$": Wanted("rate", "a number of messages per second, minute or hour, as in 10/s"),
    r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$": Wanted(
        "list id", "words of letters and digits with dots, as in news.example.org"
    ),
    r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$": Wanted(
        "domain", "as in example.org, other letters than ASCII in their form that begins with xn--"
    ),
    r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$": Wanted("selector", "letters, digits and hyphens, as in iki2017"),
}


@lru_cache(maxsize=16)
def schema_of(adapter: TypeAdapter[Any]) -> Node:
    """Give the shape's JSON Schema; made once, and only when there is something to explain."""
    return adapter.json_schema()


def node_at(root: Node, path: KeyPath, data: Data) -> Node:
    """Find the part of the schema that a path in the data falls under; empty where nothing does."""
    node = _resolved(root, root, data)
    value: Data | None = data
    for step in path:
        value = _child(value, step)
        node = _resolved(root, _step(root, node, step), value)
    return node


def keys_of(node: Node) -> tuple[str, ...]:
    """List the keys that a mapping may have; none where any may be given."""
    return tuple(node.get("properties", ()))


def wanted(node: Node) -> Wanted:
    """Say in words what a resolved node takes."""
    if "anyOf" in node:
        return _TEXTS
    if values := choices(node):
        return Wanted(CHOICE, f"one of {quoted(values)}")
    for say in (_wanted_text, _wanted_number, _wanted_container):
        if (said := say(node)) is not None:
            return said
    return Wanted("value")


def choices(node: Node) -> tuple[str, ...]:
    """List the only values allowed, where the schema counts them up."""
    return (node["const"],) if "const" in node else tuple(node.get("enum", ()))


def quoted(values: tuple[str, ...]) -> str:
    """Count values up in a sentence."""
    return ", ".join(f"`{value}`" for value in values)


def _wanted_text(node: Node) -> Wanted | None:
    if node.get("type") != "string":
        return None
    by_format = {"date": _DATE, "time": _TIME}.get(node.get("format", ""))
    return by_format or _BY_PATTERN.get(node.get("pattern", ""), _TEXT)


def _wanted_number(node: Node) -> Wanted | None:
    if node.get("type") not in ("integer", "number"):
        return None
    noun = sort = "whole number" if node["type"] == "integer" else "number"
    low, high = node.get("minimum"), node.get("maximum")
    if low is not None and high is not None:
        noun += f" from {low} to {high}"
    elif low is not None:
        noun += f" of {low:g} or more"
    return Wanted(noun, sort=sort)


def _wanted_container(node: Node) -> Wanted | None:
    if node.get("type") == "array":
        return _LIST
    if node.get("type") != "object":
        return None
    keys = keys_of(node)
    return Wanted("mapping", f"with the keys {quoted(keys)}" if keys else "`key: value`, one line each, indented")


def _step(root: Node, node: Node, step: str | int) -> Node:
    if isinstance(step, int):
        return node.get("items", _NO_NODE)  # type: ignore[no-any-return]
    if "anyOf" in node:  # a text per language
        node = next((each for each in _alternatives(root, node) if each.get("type") == "object"), _NO_NODE)
    if step in node.get("properties", ()):
        return node["properties"][step]  # type: ignore[no-any-return]
    by_pattern = iter(node.get("patternProperties", {}).values())
    additional = node.get("additionalProperties")
    return next(by_pattern, additional if isinstance(additional, dict) else _NO_NODE)


def _resolved(root: Node, node: Node, value: Data | None) -> Node:
    """Follow references and choose among alternatives by what stands in the file."""
    while "$ref" in node:
        node = root["$defs"][node["$ref"].rpartition("/")[2]]
    if "discriminator" in node:
        mapping = node["discriminator"]["mapping"]
        tag = value.get(node["discriminator"]["propertyName"]) if isinstance(value, dict) else None
        return _resolved(root, {"$ref": mapping[tag]}, value) if isinstance(tag, str) and tag in mapping else node
    alternatives = _alternatives(root, node)
    if not alternatives:
        return node
    kinds: dict[str, type[Any]] = {"string": str, "object": dict, "array": list}
    is_text_per_language = {each.get("type") for each in alternatives} == {"string", "object"}
    if len(alternatives) > 1 and is_text_per_language:
        return {"anyOf": alternatives}
    fitting = [each for each in alternatives if isinstance(value, kinds.get(each.get("type", ""), str))]
    return (fitting or alternatives)[0]


def _alternatives(root: Node, node: Node) -> list[Node]:
    given: list[Node] = [each for each in node.get("anyOf", ()) if each.get("type") != "null"]
    return [root["$defs"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in given]


def _child(value: Data | None, step: str | int) -> Data | None:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
