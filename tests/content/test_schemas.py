from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it brings no types
import pytest
import yaml

from iki_newsletter.content.schemas import schemas, write_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SPECIMENS = {
    "newsletter": sorted(ROOT.glob("newsletter.yaml")) + sorted(ROOT.glob("tests/golden/*/input/newsletter.yaml")),
    "portfolio": sorted(ROOT.glob("portfolio.yaml")) + sorted(ROOT.glob("tests/golden/*/input/portfolio.yaml")),
    "issue": sorted(ROOT.glob("issues/*/issue.yaml")) + sorted(ROOT.glob("tests/golden/*/input/issues/*/issue.yaml")),
    "contribution": sorted(ROOT.glob("issues/*/contributions/*.yaml"))
    + sorted(ROOT.glob("tests/golden/*/input/issues/*/contributions/*.yaml")),
}


class EditorLoader(yaml.SafeLoader):
    """YAML as an editor's language server reads it: the core schema of YAML 1.2, in which a date is a string."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"|~|null|Null|NULL", ["", "~", "n", "N"]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN)",
        list("-+.0123456789"),
    ),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


@cache
def validator(kind: str) -> Any:
    """Make a schema's validator, once."""
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def problems_in(kind: str, text: str) -> list[str]:
    """Validate a text as an editor does."""
    value = yaml.load(text, Loader=EditorLoader)  # noqa: S506 - a safe loader with fewer types
    return [error.message for error in validator(kind).iter_errors(value)]


def test_the_repository_has_the_schemas_of_its_models() -> None:
    """`schemas/` is what the models give now; `make schemas` writes it."""
    there = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert there == schemas()


def test_the_command_writes_them(tmp_path: Path) -> None:
    """`python -m iki_newsletter.content.schemas DIR` is the one command."""
    subprocess.run([sys.executable, "-m", "iki_newsletter.content.schemas", str(tmp_path / "new")], check=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == schemas()


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """The same models give the same bytes."""
    write_schemas(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_schemas(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_one_that_editors_know(name: str) -> None:
    """Draft 7, with a title, every reference leading somewhere, and patterns that JavaScript's strict mode takes."""
    text = schemas()[name]
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["title"]
    assert set(re.findall(r'"#/definitions/(\w+)"', text)) == set(schema["definitions"])
    assert '\\\\\\"' not in text


@pytest.mark.parametrize("kind", SPECIMENS)
def test_the_real_files_are_right_to_an_editor(kind: str) -> None:
    """What the program takes, an editor does not underline."""
    assert SPECIMENS[kind]
    for path in SPECIMENS[kind]:
        assert problems_in(kind, path.read_text(encoding="utf-8")) == [], path


def test_the_example_of_a_correction_is_right_to_an_editor() -> None:
    """What the how-to shows can be taken as it stands, schema line and all."""
    page = (ROOT / "docs" / "how-to" / "the-bad-day.md").read_text(encoding="utf-8")
    found = re.search(
        r"^( +)# yaml-language-server: \$schema=\.\./\.\./schemas/(\w+)\.schema\.json\n(?:\1.*\n)+",
        page,
        re.MULTILINE,
    )
    assert found
    assert problems_in(found[2], textwrap.dedent(found[0])) == []


@pytest.mark.parametrize(
    "wrong", ["subject: s\n", "subject: s\ntext: t\nnumber: 0\n", "subject: s\ntext: t\nlanguage: es\n"]
)
def test_a_wrong_correction_is_underlined(wrong: str) -> None:
    """A missing text, a number that none can have, a key that there is not; the least that is right passes."""
    assert problems_in("correction", wrong)
    assert problems_in("correction", "subject: s\ntext: {es: t, de: }\nnumber: 2\npreheader:\n") == []


EVENT = "kind: event\nproject: p\nlanguage: es\nreceived_on: 2017-05-22\ntitle: t\nteaser: t\nstarts_on: 2017-06-06\n"


@pytest.mark.parametrize(
    "line",
    [
        "starts_at: 9:30",
        "weight: 10",
        "sdg: [13, 14]",
        "tags: [2030, agenda-2030]",
        "place: 2017",
        "place: {es: 2017, de: }",
        "released: {by: 2017, on: 2017-05-22}",
        "links:",
        "weight:",
        "place:",
        "online: https://example.org/a?b=c",
    ],
)
def test_what_yaml_makes_numbers_or_nothing_of_is_no_fault(line: str) -> None:
    """A bare number is a text where a text is meant, and an empty value is as good as an absent key."""
    assert problems_in("contribution", EVENT + line + "\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "titel: x",
        "ends_on: 7.6.2017",
        "ends_on: 20170607",
        "starts_at: morning",
        "sdg: [18]",
        "sdg: 13",
        "area: V",
        "place: {Deutsch: x}",
        "online: http://example.org",
        "links: [{url: https://example.org}]",
        "tags: [A B]",
    ],
)
def test_what_the_program_refuses_an_editor_underlines(line: str) -> None:
    """People see their mistakes while they type."""
    assert problems_in("contribution", EVENT + line + "\n")


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Walk through all mappings of a schema."""
    if isinstance(node, list):
        for each in node:
            yield from nodes(each)
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from nodes(each)


def test_the_keys_of_contributions_are_explained() -> None:
    """Whoever points at a key in an editor reads what it is for; what says itself by its name may go without."""
    definitions = json.loads(schemas()["contribution.schema.json"])["definitions"]
    plain = {
        "kind",
        "url",
        "text",
        "body",
        "name",
        "by",
        "on",
        "caption",
        "place",
        "role",
        "registration",
        "interviewee",
    }
    plain |= {"authors", "pages"}
    bare = {
        f"{name}.{key}"
        for name, definition in definitions.items()
        for key, node in definition.get("properties", {}).items()
        if key not in plain and "description" not in node and "file" not in key
    }
    assert bare == set()
    assert all(definition.get("description") for definition in definitions.values())
