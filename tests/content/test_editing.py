from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.content.editing import YamlFile, edit_yaml
from iki_newsletter.errors import FilesWrongError, NotThereError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = """\
# The first issue.
number: 1  # counted from 1
focus: reef # agreed with Ana
order:
  # by weight
  water: [reef, forest, sea]   # in brackets
  land:
    # the first of them
    - forest  # new
    # the second
    - hills
leave_out:   # why
  old: It is over.  # told Ana
title: Ein Riff  # bare
folded: >-
  One text
  over two lines.
block: | # as it is
    A first paragraph.

    A second one.
flow: {es: Un arrecife, de: "Ein: Riff"}
images:
  - file: images/reef.jpg
    alt: Un arrecife
# The end.
"""


@pytest.fixture
def plan(tmp_path: Path) -> YamlFile:
    """Give a file with comments in every place."""
    path = tmp_path / "issue.yaml"
    path.write_text(PLAN, "utf-8")
    return YamlFile(path)


def changes(file: YamlFile, before: str = PLAN) -> list[str]:
    """List the lines that went and came."""
    found = difflib.ndiff(before.splitlines(), file.text.splitlines())
    return [line for line in found if line[0] in "+-"]


def test_a_value_is_replaced_where_it_stands(plan: YamlFile) -> None:
    """The comment behind it stays, and so does every other line."""
    plan.put(("focus",), "forest")
    assert changes(plan) == ["- focus: reef # agreed with Ana", "+ focus: forest # agreed with Ana"]


def test_a_text_becomes_texts_in_the_style_it_had(plan: YamlFile) -> None:
    """A folded text stays folded and a block a block, one step further in."""
    for key in ("title", "folded", "block"):
        before = plan.value(key)
        plan.wrap((key,), "de")
        assert plan.value(key) == {"de": before}
    plan.wrap(("images", 0, "alt"), "es")
    plan.put(("images", 0, "alt", "de"), "Ein Riff: rot")
    assert "title:\n  de: Ein Riff  # bare\n" in plan.text
    assert "folded:\n  de: >-\n    One text\n    over two lines.\n" in plan.text
    assert "block:\n  de: | # as it is\n      A first paragraph.\n\n      A second one.\n" in plan.text
    assert "    alt:\n      es: Un arrecife\n      de: 'Ein Riff: rot'\n# The end." in plan.text


def test_a_new_key_stands_behind_those_it_follows(plan: YamlFile) -> None:
    """Where none of them is there, it stands at the end of its mapping; comments that follow still do."""
    plan.put(("subject",), {"es": "Uno", "de": "Eins"}, after=("number", "month"))
    plan.put(("leave_out", "sea"), "Next time.")
    plan.put(("flow", "en"), "A reef, red")
    plan.put(("allow", "C502", "why"), "It is so.")
    assert changes(plan) == [
        "+ subject:",
        "+   es: Uno",
        "+   de: Eins",
        "+   sea: Next time.",
        '- flow: {es: Un arrecife, de: "Ein: Riff"}',
        '+ flow: {es: Un arrecife, de: "Ein: Riff", en: "A reef, red"}',
        "+ allow:",
        "+   C502:",
        "+     why: It is so.",
    ]


def test_what_is_removed_leaves_its_comments(plan: YamlFile) -> None:
    """An empty mapping goes with its last value; what somebody wrote beside it stays in a line of its own."""
    plan.remove(("leave_out", "old"))
    plan.remove(("focus",))
    assert changes(plan) == [
        "- focus: reef # agreed with Ana",
        "+ # agreed with Ana",
        "- leave_out:   # why",
        "-   old: It is over.  # told Ana",
        "+ # why",
        "+   # told Ana",
    ]


def test_a_list_is_put_into_another_order(plan: YamlFile) -> None:
    """In brackets the names move; in lines each takes along the comments beside it and right above it."""
    plan.arrange(("order", "water"), ["sea", "reef", "forest", "new"])
    plan.arrange(("order", "land"), ["hills", "forest"])
    assert "  water: [sea, reef, forest, new]   # in brackets\n" in plan.text
    assert "    # the second\n    - hills\n    # the first of them\n    - forest  # new\n" in plan.text


def test_line_ends_and_marks_of_windows_stay(tmp_path: Path) -> None:
    """A file that was saved by Notepad is still one."""
    path = tmp_path / "one.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: uno\r\nbody: |\r\n  a\r\n\r\n  b\r\n")
    with edit_yaml(path) as file:
        file.wrap(("title",), "es")
        file.put(("title", "de"), "eins\n\nzwei")
        file.wrap(("body",), "es")
    assert path.read_bytes() == (
        b"\xef\xbb\xbftitle:\r\n  es: uno\r\n  de: |\r\n    eins\r\n\r\n    zwei\r\n"
        b"body:\r\n  es: |\r\n    a\r\n\r\n    b\r\n"
    )


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Two editors at once: the second is told."""
    path = tmp_path / "one.yaml"
    path.write_text("a: b\n", "utf-8")

    def change_twice() -> None:
        with edit_yaml(path) as file:
            file.put(("a",), "c")
            path.write_text("a: d\n", "utf-8")

    with pytest.raises(RefusedError, match="changed meanwhile"):
        change_twice()
    assert path.read_text("utf-8") == "a: d\n"


def test_an_entry_is_taken_out_of_a_list_where_it_stands(plan: YamlFile) -> None:
    """In lines its line goes, in brackets its name; a list in lines stays one, and comments say whose they were."""
    plan.arrange(("order", "land"), ["hills"])
    plan.arrange(("order", "water"), ["reef", "forest"])
    assert changes(plan) == [
        "-   water: [reef, forest, sea]   # in brackets",
        "+   water: [reef, forest]   # in brackets",
        "-     # the first of them",
        "+     # forest: the first of them",
        "-     - forest  # new",
        "+     # forest: new",
    ]
    plan.arrange(("order", "land"), [])
    assert "  # forest: the first of them\n  # forest: new\n  # hills: the second\nleave_out:" in plan.text


LISTS = {
    "order: {s: [a, b, c], t: [d]}\n": ("order: {s: [b, c], t: [d]}\n", "order: {t: [d]}\n"),
    "order:\n  s: [a, # one\n    b, c] # two\n  t: [d]\n": (
        "order:\n  s: [\n    b,\n    c,\n    # a: one\n  ] # two\n  t: [d]\n",
        "order:\n  # a: one\n  # s: two\n  t: [d]\n",
    ),
    "order:\n  s: [\n    # one\n    a  # two\n    , b,\n    c # three\n  ]\n  t: [d]\n": (
        "order:\n  s: [\n    b,\n    c,  # three\n    # a: one\n    # a: two\n  ]\n  t: [d]\n",
        "order:\n  # s: three\n  # a: one\n  # a: two\n  t: [d]\n",
    ),
    "order: {s: [a, # one\n  b, c], t: [d]}\n": (
        "order: {s: [\n  b,\n  c,\n  # a: one\n  ], t: [d]}\n",
        None,
    ),
    "order:\n  s:\n  - # one\n    a\n  -   b\n  - c\n  t: [d]\n": (
        "order:\n  s:\n  # a: one\n  -   b\n  - c\n  t: [d]\n",
        "order:\n  # a: one\n  t: [d]\n",
    ),
}


@pytest.mark.parametrize("before", LISTS)
def test_lists_in_any_style_keep_their_style_and_comments(tmp_path: Path, before: str) -> None:
    """Without their first entry, and without the list."""
    path = tmp_path / "issue.yaml"
    path.write_text(before, "utf-8")
    file = YamlFile(path)
    file.arrange(("order", "s"), ["b", "c"])
    one = file.text
    file.arrange(("order", "s"), [])
    wanted, without = LISTS[before]
    assert one == wanted
    assert file.text == (without or file.text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "released:  # at last\n  # who\n  by: Ana  # by phone\n  # when\n  on: '2017-06-01' # noon\ntitle: a\n",
            "released:  # at last\n  # who\n  by: Eva  # by phone\n  # when\n  on: 2017-06-20 # noon\ntitle: a\n",
        ),
        (
            "released: {by: Ana, # by phone\n  on: 2017-06-01} # noon\ntitle: a\n",
            'released: {by: "Eva", # by phone\n  on: 2017-06-20} # noon\ntitle: a\n',
        ),
        ("released: # not yet\ntitle: a\n", "released: # not yet\n  by: Eva\n  on: 2017-06-20\ntitle: a\n"),
    ],
)
def test_a_mapping_is_changed_key_by_key(tmp_path: Path, before: str, after: str) -> None:
    """Its comments stay where they are, and a day is written as YAML writes days."""
    path = tmp_path / "one.yaml"
    path.write_text(before, "utf-8")
    file = YamlFile(path)
    file.put(("released",), {"by": "Eva", "on": dt.date(2017, 6, 20)})
    assert file.text == after


@pytest.mark.parametrize("content", [b"- a\n", b"", b"a: [\n", b"a: \xff\n"])
def test_what_holds_no_keys_is_refused(tmp_path: Path, content: bytes) -> None:
    """The check says what is wrong with such a file."""
    path = tmp_path / "one.yaml"
    with pytest.raises(NotThereError):
        YamlFile(path)
    path.write_bytes(content)
    with pytest.raises(FilesWrongError, match=r"one\.yaml"):
        YamlFile(path)


COMMENT = st.sampled_from(["", "", "# above\n", "# one\n\n# two\n", "\n"])
BESIDE = st.sampled_from(["", "  # beside", " # a: [b"])
BY, ON, FOCUS, ENTRY, REASON = (
    "  by: Ana",
    "  on: '2017-06-01'",
    "focus: a",
    re.compile(r"[ -]*[a-f][, ]*"),
    "  x: gone",
)
LIST = ("s:", "s: [", "]")
"""What goes with the last entry."""


def written(draw: Callable[[st.SearchStrategy[str]], str], names: list[str], style: str) -> str:
    """Write a plan with a list in one of the ways in which people write one, and comments on any line."""
    if style == "lines":
        listed = ["  s:", *(f"    - {name}" for name in names)]
    elif style == "even":
        listed = ["  s:", *(f"  - {name}" for name in names)]
    else:
        listed = ["  s: [", *(f"    {name}," for name in names), "  ]"]
    lines = ["number: 1", FOCUS, "order:", *listed, "  t: [z]", "released:", BY, ON, "leave_out:", REASON, "last: it"]
    return "".join(part for line in lines for part in (draw(COMMENT), line, draw(BESIDE), "\n"))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_comments_stay_wherever_they_stand(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever is changed: no comment goes, and values that are not concerned stay, byte by byte, in their order."""
    names = data.draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    before = written(data.draw, names, data.draw(st.sampled_from(["lines", "even", "brackets"])))
    path = tmp_path_factory.mktemp("edit") / "issue.yaml"
    path.write_bytes(before.encode())
    file = YamlFile(path)
    order = data.draw(st.lists(st.sampled_from("abcdef"), max_size=6, unique=True))
    file.arrange(("order", "s"), order)
    file.put(("focus",), "b")
    file.put(("leave_out", "y"), "Why: so", after=())
    if data.draw(st.booleans()):
        file.remove(("leave_out", "x"))
    file.put(("released",), {"by": "Eva", "on": dt.date(2017, 6, 20)})
    assert file.value("order") == ({"s": order} if order else {}) | {"t": ["z"]}
    assert file.value("released") == {"by": "Eva", "on": "2017-06-20"}
    # Of what was taken out they say whose they were, before what they said.
    for words in ("above", "one", "two", "beside", r"a: \[b"):
        assert len(re.findall(rf"(?m)#.*\b{words}$", file.text)) == len(re.findall(rf"(?m)#.*\b{words}$", before))
    after = iter(file.text.splitlines())
    for line in before.splitlines():
        said = line.partition("#")[0].rstrip()
        is_concerned = (
            said in (BY, ON, FOCUS, REASON) or ENTRY.fullmatch(said) or (not order and said.strip() in LIST)
        )
        if not is_concerned and said:
            assert line in after, line


def test_comments_belong_to_the_entry_beside_and_below_them(tmp_path: Path) -> None:
    """They move with it in any style; what an empty line parts from it, and what stands by the bracket, stays."""
    path = tmp_path / "one.yaml"
    path.write_text(
        "s:\n- a\n# of us all\n\n# of b\n- b # b too\nt: [ # all\n  # of c\n  c, # c too\n  d,\n]\n", "utf-8"
    )
    file = YamlFile(path)
    file.arrange(("s",), ["b", "a"])
    file.arrange(("t",), ["d", "c"])
    assert file.text == (
        "s:\n# of b\n- b # b too\n# of us all\n\n- a\nt: [ # all\n  d,\n  # of c\n  c,  # c too\n  ]\n"
    )


def test_what_is_taken_out_leaves_comments_that_say_whose_they_were(plan: YamlFile) -> None:
    """An entry of a mapping as well, with what is above it; and beside a value that gives way to another."""
    plan.put(("leave_out", "sea"), "Next time.")
    plan.remove(("leave_out", "old"), is_entry=True)
    plan.part_from_comment(("focus",), "reef")
    assert changes(plan) == [
        "- focus: reef # agreed with Ana",
        "+ # reef: agreed with Ana",
        "+ focus: reef",
        "-   old: It is over.  # told Ana",
        "+   # old: told Ana",
        "+   sea: Next time.",
    ]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1)
PROSE = st.lists(TEXTS, min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)


@given(PROSE, PROSE)
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_put_beside_any(tmp_path_factory: pytest.TempPathFactory, old: str, new: str) -> None:
    """What is read back is what was put in, and the text beside it is the same."""
    path = tmp_path_factory.mktemp("edit") / "one.yaml"
    path.write_text(yaml.safe_dump({"title": old, "end": "here"}, allow_unicode=True), "utf-8")
    file = YamlFile(path)
    file.wrap(("title",), "es")
    file.put(("title", "de"), new)
    assert file.value("title") == {"es": file.value("title", "es"), "de": new}
    assert yaml.safe_load(file.text)["title"]["es"].strip() == old
