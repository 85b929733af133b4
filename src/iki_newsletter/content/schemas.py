"""The JSON Schemas that editors complete and check YAML files by, made from the models.

`python -m iki_newsletter.content.schemas DIR` writes them. An editor sees YAML's own types where the program sees
strings only: a bare `2017` is a number to it, an empty value is null. So the schemas take both. They are in draft 7,
which editors know best (https://json-schema.org/draft-07).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.correction import Correction
from iki_newsletter.model.fields import descriptions
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.portfolio import Portfolio
from iki_newsletter.model.shape import Shape
from iki_newsletter.model.text import Text
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = dict[str, Any]

_SHAPES: Final[dict[str, tuple[str, Any]]] = {
    "contribution": ("A contribution: one project's one item for one issue", Contribution),
    "correction": ("A correction: what those are told who got an issue with a mistake in it", Correction),
    "issue": ("issue.yaml: what the editors decide about an issue", IssuePlan),
    "newsletter": ("newsletter.yaml: the newsletter's settings", Newsletter),
    "portfolio": ("portfolio.yaml: the register of organisations, projects and funding areas", Portfolio),
}
_BARE_NUMBER: Final = "2017"
_TIME_OF_DAY: Final[Node] = {"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}
_TEXT: Final[list[Node]] = TypeAdapter(Text).json_schema()["anyOf"]
_ABOUT_TEXT: Final[Node] = {"description": "One text in the original's language, or one for each language."}
_TEXT_REFERENCE: Final[Node] = {"$ref": "#/definitions/Text"}
_NULL: Final[Node] = {"type": "null"}


def schemas() -> dict[str, str]:
    """Make all schemas: file name to JSON text, the same for the same models."""
    return {f"{name}.schema.json": _text(title, shape) for name, (title, shape) in _SHAPES.items()}


def write_schemas(folder: Path) -> None:
    """Write all schemas into a folder."""
    for name, text in schemas().items():
        write_atomically(folder / name, text)


def schema_as_loaded(shape: Any) -> Node:
    """Give the schema of a shape as the program itself sees files, where every value is a text: for the form.

    Nothing is in it but what decides. Its patterns are JavaScript's (flag `u`): there a digit or a space is ASCII's
    alone, unlike pydantic's. What can be null is what can be absent.
    """
    decides: Node = _only_what_decides(TypeAdapter(shape).json_schema())
    return decides


def _only_what_decides(node: Any, *, names: bool = False) -> Any:
    if isinstance(node, list):
        return [_only_what_decides(each) for each in node if each != _NULL]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if names or key not in ("title", "description", "default")}
    made = {
        key: _only_what_decides(value, names=key in ("properties", "$defs", "patternProperties"))
        for key, value in kept.items()
    }
    if len(made.get("anyOf", ())) == 1:
        return made["anyOf"][0]
    if isinstance(made.get("pattern"), str):
        for ours, theirs in (('\\"', '"'), (r"\d", r"\p{Nd}"), (r"\s", r"\p{White_Space}")):
            made["pattern"] = made["pattern"].replace(ours, theirs)
    return made


def _text(title: str, shape: Any) -> str:
    described = _describe(TypeAdapter(shape).json_schema(ref_template="#/definitions/{model}"))
    made = _for_editors(described)
    definitions = made.pop("$defs", {})
    if _TEXT_REFERENCE["$ref"] in json.dumps([made, definitions]):
        definitions["Text"] = _for_editors({"anyOf": _TEXT} | _ABOUT_TEXT)
    made = (
        {"$schema": "http://json-schema.org/draft-07/schema#"} | made | {"title": title, "definitions": definitions}
    )
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _describe(made: Node) -> Node:
    """Say of each key what it is for, as the docstring under it says."""
    shapes = {shape.__name__: shape for shape in _all_shapes(Shape)}
    for node in (made, *made.get("$defs", {}).values()):
        shape = shapes.get(node.get("title", ""))
        if shape is not None:
            for name, about in descriptions(shape).items():
                node["properties"][shape.model_fields[name].alias or name]["description"] = about
    return made


def _all_shapes(shape: type[Shape]) -> Iterator[type[Shape]]:
    for each in shape.__subclasses__():
        yield each
        yield from _all_shapes(each)


def _for_editors(node: Any) -> Any:
    """Rewrite a part of a schema so that it takes what an editor's YAML parser makes of a right file."""
    if isinstance(node, list):
        return [_for_editors(each) for each in node]
    if not isinstance(node, dict):
        return node
    if all(each in node.get("anyOf", ()) for each in _TEXT) and "title" in node:
        others = [each for each in node["anyOf"] if each not in _TEXT]
        return node | {"anyOf": [_TEXT_REFERENCE, *others]}
    node = {key: value if key in ("enum", "const") else _for_editors(value) for key, value in node.items()}
    node.pop("discriminator", None)  # OpenAPI's word, which JSON Schema does not know
    if node.get("type") == "string":
        return _scalar(node)
    if node.get("type") == "object":
        _loosen_mapping(node)
    return node


def _scalar(node: Node) -> Node:
    """Take a bare number wherever the program would take its digits as text; write times without seconds."""
    if node.get("format") == "time":
        return {key: value for key, value in node.items() if key != "format"} | _TIME_OF_DAY
    pattern = node.get("pattern", "")
    if pattern:  # a quote escaped in a regular expression is needless in JavaScript, and wrong in its strict mode
        node = node | {"pattern": pattern.replace('\\"', '"')}
    if "format" in node or "enum" in node or "const" in node or not re.search(pattern, _BARE_NUMBER):
        return node
    return node | {"type": ["string", "number"]}


def _loosen_mapping(node: Node) -> None:
    """Take an empty value for an absent one, and allow no key that the program refuses."""
    required = node.get("required", ())
    for key, value in node.get("properties", {}).items():
        value.pop("title", None)  # pydantic's "Received On" only repeats the key
        if key not in required:
            node["properties"][key] = _or_empty(value)
    if by_pattern := node.get("patternProperties"):
        node["patternProperties"] = {pattern: _or_empty(value) for pattern, value in by_pattern.items()}
        node["additionalProperties"] = False
    elif isinstance(node.get("additionalProperties"), dict):
        node["additionalProperties"] = _or_empty(node["additionalProperties"])


def _or_empty(node: Node) -> Node:
    if node.get("default", ...) is None:
        node = {key: value for key, value in node.items() if key != "default"}
    if _NULL in node.get("anyOf", ()):
        return node
    outer = {key: node[key] for key in ("description", "default", "title") if key in node}
    inner = {key: value for key, value in node.items() if key not in outer}
    return outer | {"anyOf": [inner, _NULL]}


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
