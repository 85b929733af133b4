from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.model.origin import Loaded
from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str | bytes], tuple[Any, list[Any]]]

KEYS = (
    "kind",
    "project",
    "language",
    "received_on",
    "title",
    "teaser",
    "starts_on",
    "links",
    "sdg",
    "released",
    "es",
)
MARKS = (
    "<<",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    '"',
    "'",
    "@",
    "`",
    "~",
    "\0",
    "\ufeff",
    "\u202e",
    "\t",
)
ESCAPES = ('"\\u202e"', '"\\ud800"', '"\\UFFFFFFFF"')
BREAKS = (": ", ":\n", "\n", "\n  ", "- ", "- - ", "? ", ", ", "|\n ", ">-\n ", "# ", "---\n", "...\n", "%YAML 9.9\n")
WORDS = (
    "event",
    "news",
    "2017-06-06",
    "2017-99-99",
    "no",
    "12:30",
    "010",
    "99",
    "é",
    "e\u0301",
    "https://example.org",
)
PIECES = st.sampled_from([*KEYS, *MARKS, *ESCAPES, *BREAKS, *WORDS, ""])
SCALARS = st.one_of(st.text("aé1 -:#'\"{[\\\0\u202e", max_size=8), st.sampled_from(WORDS))
VALUES = st.recursive(
    SCALARS.map(lambda text: repr(text).replace("\\x", "x")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
        st.dictionaries(st.sampled_from([*KEYS, "url", "text", "by", "de"]), inner, max_size=3).map(
            lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}"
        ),
    ),
    max_leaves=8,
)


def holds(outcome: tuple[Any, list[Any]]) -> bool:
    """Tell whether an outcome is what every reading promises: a value or problems that can be shown."""
    loaded, problems = outcome
    if loaded is not None:
        return isinstance(loaded, Loaded) and problems == []
    return bool(problems) and all(
        isinstance(problem, Problem) and problem.cure and all(line.isprintable() for line in problem.lines())
        for problem in problems
    )


@given(raw=st.binary(max_size=400))
def test_any_bytes_at_all_give_a_value_or_problems(read: Read, raw: bytes) -> None:
    """Whatever the bytes, nothing is raised."""
    assert holds(read(raw))


@settings(max_examples=300)
@given(pieces=st.lists(PIECES, max_size=40))
def test_any_heap_of_yaml_gives_a_value_or_problems(read: Read, pieces: list[str]) -> None:
    """Bytes that are nearly YAML reach deeper than noise does; still nothing is raised."""
    assert holds(read("".join(pieces)))


@settings(max_examples=200)
@given(
    fields=st.dictionaries(st.sampled_from([*KEYS, "images", "place", "area", "source", "what"]), VALUES, max_size=8)
)
def test_any_values_for_known_keys_give_a_value_or_problems(read: Read, fields: dict[str, str]) -> None:
    """Every kind of value at every key is either taken or explained in words of our own."""
    text = "kind: event\n" + "".join(f"{key}: {value}\n" for key, value in fields.items())
    loaded, problems = read(text)
    assert holds((loaded, problems))
    said = " ".join(line for problem in problems for line in problem.lines())
    assert "Input should" not in said
    assert "constrained-str" not in said
