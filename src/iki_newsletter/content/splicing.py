"""Where the nodes of a YAML text begin and end, and how a value is written in their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from iki_newsletter.content.yaml_lines import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMENT: Final = re.compile(r"[ \t]*(#[^\n\r]*)?")
_BLOCK_HEAD: Final = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\n\r]*)?")
_PLAIN: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Pair(NamedTuple):
    """A key of a mapping, its value, and the mapping."""

    key: yaml.ScalarNode
    value: yaml.Node
    parent: yaml.MappingNode


def is_flow(node: yaml.Node) -> bool:
    """Tell a mapping or list in brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def start_of(node: yaml.Node) -> int:
    """Give the index of a node's first character."""
    return int(node.start_mark.index)


def end_of(node: yaml.Node, text: str) -> int:
    """Give the index behind a node's last character; what a block ends with is its last value, not what follows."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(node, yaml.MappingNode) else last, text)
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return start_of(node) + len(text[start_of(node) : end].rstrip())
    return end


def colon_of(pair: Pair, text: str) -> int:
    """Give the index behind the colon between a key and its value."""
    return text.index(":", int(pair.key.end_mark.index)) + 1


def dash_of(entry: yaml.Node, parent: yaml.SequenceNode, text: str) -> int:
    """Give the index of the dash before an entry of a list in lines; a comment may stand between the two."""
    at = line_start(text, start_of(entry)) + int(parent.start_mark.column)
    while text[at : at + 1] != "-" or text[line_start(text, at) : at].strip():
        at = line_start(text, line_start(text, at) - 1) + int(parent.start_mark.column)
    return at


def line_start(text: str, index: int) -> int:
    """Give the index of the first character of a line."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Give the index behind a line and its end."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def comment_at(text: str, index: int) -> str:
    """Give the comment that ends a line, from a value's end on; nothing where there is none."""
    found = _COMMENT.match(text, index)
    return (found[1] or "") if found else ""


def comment_of(pair: Pair, text: str) -> str:
    """Give the comment on the line where a value ends, or for a block of text on the line that announces it."""
    if isinstance(pair.value, yaml.ScalarNode) and pair.value.style in {"|", ">"}:
        head = _BLOCK_HEAD.match(text, start_of(pair.value))
        return (head[1] or "") if head else ""
    return comment_at(text, end_of(pair.value, text))


def indented(key: str, value: Any, column: int) -> list[str]:
    """Write a key and its value as lines of a block at a column; text of several lines ends as people write it."""
    return [f"{' ' * column}{line}" if line else "" for line in lines(key, _ended(value))]


def _ended(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ended(each) for key, each in value.items()}
    return f"{value}\n" if isinstance(value, str) and "\n" in value else value


def in_flow(value: Any) -> str:
    """Write a value inside brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{in_flow(key)}: {in_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(in_flow, value)) + "]"
    if _PLAIN.fullmatch(str(value)):
        return str(value)
    return yaml.dump(str(value), default_style='"', allow_unicode=True, width=float("inf")).strip()


def shifted(raw: str, by: int) -> str:
    """Indent all lines of a scalar but its first."""
    first, *rest = raw.split("\n")
    return "\n".join([first, *(" " * by + line if line.strip("\r") else line for line in rest)])


def reordered(text: str, spans: Sequence[tuple[int, int]], order: Sequence[int]) -> str:
    """Put into each span what stands in the span that `order` names for it; what is between them stays."""
    parts, at = [], 0
    for (start, end), other in zip(spans, order, strict=True):
        parts += [text[at:start], text[slice(*spans[other])]]
        at = end
    return "".join([*parts, text[at:]])
