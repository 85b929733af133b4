from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.portfolio import Portfolio
from iki_newsletter.reading.wanted import keys_of, node_at, schema_of, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.reading.scan import Data

SHAPES = [TypeAdapter(Contribution), TypeAdapter(IssuePlan), TypeAdapter(Newsletter), TypeAdapter(Portfolio)]


def patterns_in(node: Any) -> Iterator[str]:
    """Find every pattern that a schema asks of values or keys."""
    if isinstance(node, list):
        for each in node:
            yield from patterns_in(each)
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "pattern":
                yield value
            if key == "patternProperties":
                yield from value
            yield from patterns_in(value)


@pytest.mark.parametrize("adapter", SHAPES, ids=["contribution", "issue", "newsletter", "portfolio"])
def test_every_pattern_of_the_models_has_its_words(adapter: TypeAdapter[Any]) -> None:
    """Nobody is ever shown a regular expression: each one is told by a noun and an example that matches it."""
    for pattern in set(patterns_in(schema_of(adapter))):
        takes = wanted({"type": "string", "pattern": pattern})
        assert takes.noun != "text", pattern
        examples = re.findall(r"as in (?:`([^`]+)`|(\S+))", takes.hint)
        assert all(re.search(pattern, (quoted or bare).rstrip(",")) for quoted, bare in examples), (pattern, examples)


def test_a_path_is_followed_through_lists_alternatives_and_references() -> None:
    """What a key takes is found wherever it stands, by the kind that the file says."""
    schema = schema_of(SHAPES[0])
    event: Data = {"kind": "event", "links": [{"url": "x"}], "place": {"es": "x"}}
    assert "starts_on" in keys_of(node_at(schema, (), event))
    assert keys_of(node_at(schema, ("links", 0), event)) == ("url", "text")
    assert wanted(node_at(schema, ("links", 0, "url"), event)).noun == "web address"
    assert wanted(node_at(schema, ("place",), event)).hint.startswith("either one text")
    assert wanted(node_at(schema, ("place", "es"), event)).noun == "text"
    assert wanted(node_at(schema, ("registration", "until"), event)).noun == "date"
    assert keys_of(node_at(schema, ("nothing", "here"), event)) == ()


def test_schemas_are_made_once() -> None:
    """Explaining a thousand files makes no thousand schemas, and none of them changes on the way."""
    before = json.dumps(schema_of(SHAPES[0]))
    node_at(schema_of(SHAPES[0]), ("title", "es"), {"kind": "news"})
    assert schema_of(SHAPES[0]) is schema_of(SHAPES[0])
    assert json.dumps(schema_of(SHAPES[0])) == before
