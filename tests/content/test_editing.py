from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.content.editing import YamlFile, edit_yaml
from iki_newsletter.errors import FilesWrongError, NotThereError, RefusedError

if TYPE_CHECKING:
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
    """In brackets the names move; in lines of their own each takes its comment along."""
    plan.arrange(("order", "water"), ["sea", "reef", "forest", "new"])
    plan.arrange(("order", "land"), ["hills", "forest"])
    assert "  water: [sea, reef, forest, new]   # in brackets\n" in plan.text
    assert "    # the first of them\n    - hills\n    # the second\n    - forest  # new\n" in plan.text


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


def test_a_file_can_be_changed_like_a_dictionary(plan: YamlFile) -> None:
    """Mappings in it as well; what is not there is a KeyError, as anywhere."""
    plan["leave_out"]["sea"] = "Next time."
    del plan["leave_out"]["old"]
    plan["released"] = {"by": "Ana Muster", "on": "2017-06-01"}
    assert dict(plan["leave_out"]) == {"sea": "Next time."}
    assert plan["released"] == {"by": "Ana Muster", "on": "2017-06-01"}
    assert "missing" not in plan
    with pytest.raises(KeyError):
        del plan["missing"]


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


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_comments_stay_wherever_they_stand(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever is changed: no comment goes, and lines that are not concerned stay, in their order."""
    names = data.draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    parts = []
    for line in ("number: 1", "focus: a", "order:", "  s:", *(f"    - {name}" for name in names), "leave_out:"):
        parts += [data.draw(COMMENT), line, data.draw(BESIDE), "\n"]
    parts += [data.draw(COMMENT), "  x: gone", data.draw(BESIDE), "\n", data.draw(COMMENT), "last: it\n"]
    before = "".join(parts)
    path = tmp_path_factory.mktemp("edit") / "issue.yaml"
    path.write_text(before, "utf-8")
    file = YamlFile(path)
    order = data.draw(st.permutations(names))
    file.arrange(("order", "s"), order)
    file.put(("focus",), "b")
    file.put(("leave_out", "y"), "Why: so", after=())
    if data.draw(st.booleans()):
        file.remove(("leave_out", "x"))
    assert file.value("order", "s") == list(order)
    comments = sorted(line[line.index("#") :] for line in before.splitlines() if "#" in line)
    assert sorted(line[line.index("#") :] for line in file.text.splitlines() if "#" in line) == comments
    for kept in ("number: 1", "last: it", "order:"):
        assert next(line for line in file.text.splitlines() if line.startswith(kept)) in before.splitlines()


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
