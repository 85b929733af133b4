"""What people read when a file is wrong: the sentences themselves are the promise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.reading.reader import read_bytes_as

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str | bytes], tuple[Any, list[Any]]]

VALUES = [
    ("titel: Curso", "8:1", "`titel` is not a key that an event has; did you mean `title`?"),
    ("fecha: x", "8:1", "`fecha` is not a key that an event has."),
    ("registration: {link: x, url: https://example.org}", "8:16", "`link` is not a key that `registration` has."),
    ("registration: {until: 2017-06-01}", "8:15", "`url` is missing in `registration`."),
    ("registration: {url: }", "8:21", "`registration.url` is empty."),
    ("links: [{url: https://example.org}]", "8:9", "`text` is missing in an entry of `links`."),
    ("ends_on: 2017-13-01", "8:10", "`2017-13-01` is no date."),
    ("ends_on: 2017-02-30", "8:10", "`2017-02-30` is no date."),
    ("ends_on: 07.06.2017", "8:10", "`07.06.2017` is no date."),
    ("ends_on: '1496700000'", "8:10", "`1496700000` is no date."),
    ("ends_on: [2017-06-07]", "8:10", "`ends_on` takes a date, and here stands a list."),
    ("starts_at: 9", "8:12", "`9` is no time of day."),
    ("starts_at: 25:00", "8:12", "`25:00` is no time of day."),
    ("weight: ten", "8:9", "`ten` is no whole number."),
    ("weight: 99999999999999999999999999", "8:9", None),
    ("sdg: [13, 18]", "8:11", "`18` is no whole number from 1 to 17."),
    ("sdg: 13", "8:6", "`sdg` takes a list, and here stands a text."),
    ("sdg: [13, ]", None, None),
    ("states:\n  -\n  - Oaxaca", "9:4", "An entry of the list is empty."),
    ("area: V", "8:7", "`area` cannot be `V`."),
    ("area: [I]", "8:7", "`area` takes one value, and here stands a list."),
    ("online: http://example.org", "8:9", "`http://example.org` is no web address."),
    ("online: https://example.org/a b", "8:9", "`https://example.org/a b` is no web address."),
    ("tags: [Reef Course]", "8:8", "`Reef Course` is no id."),
    ("released: yes", "8:11", "`released` takes a mapping, and here stands a text."),
    ("place: [a, b]", "8:8", "`place` takes a text, and here stands a list."),
    ("place: {es: Casa, Deutsch: Haus}", "8:19", "`Deutsch` is no language tag."),
    ("place: {es: ' '}", "8:13", "`place.es` is empty."),
    ("place: {es: [a]}", "8:13", "`place.es` takes a text, and here stands a list."),
    ("place: {}", "8:8", "`place` is empty."),
    ("place: ''", "8:8", "`place` is empty."),
    ("timezone: " + "x" * 401, "8:11", "`timezone` is 401 characters long; 400 are the most."),
    ("timezone: 'a\n\n  b'", "8:11", "`a b` is no line of text."),
    (
        "source: {url: 'https://u:pw@example.org x', on: 2017-06-06}",
        "8:15",
        "`https://…@example.org x` is no web address.",
    ),
]


@pytest.mark.parametrize(("line", "place", "what"), VALUES)
def test_a_wrong_value_is_told_at_its_place(
    read: Read, event: str, line: str, place: str | None, what: str | None
) -> None:
    """One fault gives one problem, at the value, in a sentence without pydantic's words."""
    loaded, problems = read(f"{event}{line}\n")
    if what is None:
        assert loaded is not None or len(problems) == 1
        return
    assert [problem.what for problem in problems] == [what]
    assert str(problems[0].position) == f"x.yaml:{place}"
    assert loaded is None


HINTS = [
    ("titel: Curso", "Write `title`, or remove the key."),
    ("ends_on: 2017-13-01", "`ends_on` takes a date: year-month-day, as in 2017-06-12."),
    ("starts_at: 9", "`starts_at` takes a time of day: hours:minutes, as in 09:30."),
    ("sdg: 13", "`sdg` takes a list: `[…, …]`, or one line `- …` for each entry."),
    ("sdg: [18]", "An entry of `sdg` takes a whole number from 1 to 17."),
    ("area: V", "It is one of `I`, `II`, `III`, `IV`."),
    ("place: [a]", "`place` takes a text: either one text, or one for each language, as in `{es: …, de: …}`."),
    ("place: {Deutsch: Haus}", "Each key of `place` is a language tag, as in `es`, `de` or `pt-BR`."),
    ("released: yes", "`released` takes a mapping: with the keys `by`, `on`, `text`."),
    ("released: {by: A}", "`on` takes a date: year-month-day, as in 2017-06-12."),
    (
        "password: x",
        "Take it out: set IKI_NEWS_SMTP_PASSWORD or use the system's keyring; files are shared and kept.",
    ),
]


@pytest.mark.parametrize(("line", "instead"), HINTS)
def test_beside_what_is_wrong_stands_what_to_write(read: Read, event: str, line: str, instead: str) -> None:
    """The second line of a problem says how the key wants it."""
    (problem,) = read(f"{event}{line}\n")[1]
    assert problem.cure == instead


@pytest.mark.parametrize(
    "above", ["", "# a note\n", "# yaml-language-server: $schema=x\n\n# a note\n\n", "---\n# a note\n"]
)
@pytest.mark.usefixtures("parser")
def test_a_missing_key_is_told_at_the_files_first_key(read: Read, event: str, above: str) -> None:
    """Whatever notes stand above it: there people begin to read, and add the key."""
    (problem,) = read(above + event.replace("teaser: Un curso.\n", ""))[1]
    assert problem.what == "`teaser` is missing."
    assert str(problem.position) == f"x.yaml:{above.count(chr(10)) + 1}:1"


@pytest.mark.parametrize(
    "lines",
    [
        "place:\n\tes: La Paz\n",
        "place:\n  es: La Paz\n\tde: La Paz\n",
        "\tplace: La Paz\n",
        "place: |\n\tLa Paz\n",
        "images:\n  - file: x\n\t  credit: y\n",
        "place: La Paz\n\ty más\n",
    ],
)
@pytest.mark.usefixtures("parser")
def test_a_tab_is_called_a_tab(read: Read, event: str, lines: str) -> None:
    """Nobody sees one, so the sentence must say it, whatever the parser made of it."""
    (problem, *_) = read(event + lines)[1]
    assert "tab" in problem.what
    assert "spaces" in problem.cure


KINDS = [
    ("kind: evnt", "1:7", "C108", "`kind` cannot be `evnt`; did you mean `event`?"),
    ("kind: Event", "1:7", "C108", "`kind` cannot be `Event`; did you mean `event`?"),
    ("kind: termin", "1:7", "C108", "`kind` cannot be `termin`."),
    ("kind: [event]", "1:7", "C108", "`kind` takes one value, and here stands a list."),
    ("kind:", "1:6", "C107", "`kind` is empty."),
    ("project: p", "1:1", "C107", "`kind` is missing."),
]


@pytest.mark.parametrize(("text", "place", "code", "what"), KINDS)
def test_a_wrong_kind_lists_the_kinds(read: Read, text: str, place: str, code: str, what: str) -> None:
    """Without a kind nothing else can be judged: one problem that lists what can be written."""
    (problem,) = read(f"{text}\n")[1]
    assert (str(problem.position), problem.code, problem.what) == (f"x.yaml:{place}", code, what)
    assert problem.cure == ("It is one of `call`, `event`, `interview`, `news`, `profile`, `publication`, `video`.")


SYNTAX = [
    ("title: a: b", "1:9", "A colon with a space after it stands where no key can be."),
    ("a:\n\tb: c", "2:1", "A tab stands here."),
    ("a: |\n\tb", "2:1", None),
    ("a: 'b\nc: d", "1:4", "A quotation mark opens here and nothing closes it."),
    (
        "a: [b\nc: d",
        "1:4",
        "The list that opens here with `[` is not closed, or a text in it has a colon or bracket.",
    ),
    ("a: {b: c\nd: e", "1:4", "What opens here with `{` is not closed, or a text in it has a colon or bracket."),
    ("a: @b", "1:4", "A value cannot start with `@`, except in quotation marks."),
    ("a: `b`", "1:4", "A value cannot start with ```, except in quotation marks."),
    ("a: 'it's'", "1:8", None),
    ('a: "\\d"', None, "A backslash in double quotes has a meaning of its own, and this is none that is known."),
    ('a: "\\xZZ"', "1:7", "This escape is incomplete."),
    ("a: - b", "1:4", "A list entry `- …` cannot start here."),
    ("a: b\nc", "2:1", "A key has no colon after it."),
    ("a: ]", "1:4", "A value is missing here."),
    ("a: > b", "1:6", "After `|` or `>` the text starts on the next line."),
    ("- a\nb: c", "2:1", None),
    ("a: b\n...\nc: d", "3:1", "Something follows after the end of the document."),
    ("a: !<b", "1:4", "A value cannot start with `!`, except in quotation marks."),
    ("a: * b", "1:4", "A value cannot start with `*`, except in quotation marks."),
    ("a: & b", "1:4", "A value cannot start with `&`, except in quotation marks."),
    ("a: {{ name }}", "1:5", "A mapping, a list or an alias cannot be a key."),
    (": b", None, None),
    ("a: *b", "1:4", "`*b` refers to another place."),
    ("a: &b c", "1:4", "`&b` names a place to refer to."),
    ("<<: {a: b}", "1:1", "`<<` merges a mapping into this one."),
    ("a: !!int 3", "1:4", "`!!int` is a tag, and tags are not read."),
    ("a: !thing {b: c}", "1:4", "`!thing` is a tag, and tags are not read."),
    ("? {a: b}\n: c", "1:3", "A mapping, a list or an alias cannot be a key."),
    ("? a\n? ''", "2:3", "A key is missing before the colon."),
    ("a: " + "[" * 21, "1:23", "Mappings and lists are nested more than 20 deep."),
    ("a: b\n---\nc: d", "2:1", "A second document starts here with `---`."),
    ("%YAML 1.1\n---\na: b", None, "A line that starts with `%` is not read here."),
    ("", "", "The file is empty."),
    ("# nothing", "", "The file is empty."),
    ("- a", "1:1", "The file holds a list, not keys."),
    ("just words", "1:1", "The file holds plain text, not keys."),
]


@pytest.mark.parametrize(("text", "place", "what"), SYNTAX)
@pytest.mark.usefixtures("parser")
def test_broken_yaml_is_explained(read: Read, text: str, place: str | None, what: str | None) -> None:
    """With either parser, each way to break YAML by hand gets a plain sentence at the place to mend."""
    loaded, problems = read(text + "\n" if text else text)
    assert loaded is None
    assert problems
    assert not [problem for problem in problems if "cannot be read as YAML" in problem.what]
    told = next(problem for problem in problems if problem.code == "C101" or len(problems) == 1)
    if what is not None:
        assert told.what == what
    if place is not None:
        assert str(told.position) == (f"x.yaml:{place}" if place else "x.yaml")


@pytest.mark.parametrize("text", ['a: "\\U00110000"', 'a: "\\ud800"', f"%YAML 1.{'9' * 5000}\n---\na: b"])
@pytest.mark.usefixtures("parser")
def test_what_parsers_stumble_over_is_a_problem(read: Read, text: str) -> None:
    """Escapes that name no character, versions of thousands of digits: with either parser, a problem at a place."""
    loaded, problems = read(text + "\n")
    assert loaded is None
    assert {problem.code for problem in problems} & {"C101", "C104"}


def test_lists_may_be_nested_as_deep_as_allowed(read: Read) -> None:
    """Twenty levels are read; no shape needs more than six."""
    (problem, *_) = read("a: " + "[" * 19 + "]" * 19 + "\n")[1]
    assert problem.what == "`kind` is missing."


def test_a_duplicate_key_names_both_lines(read: Read, event: str) -> None:
    """The second would win silently; both lines are needed to decide which one to keep."""
    (problem,) = read(event + "title: Otro\n")[1]
    assert (str(problem.position), problem.code) == ("x.yaml:8:1", "C105")
    assert problem.what == "`title` is given twice: first in line 5, again in line 8."


def test_keys_that_only_look_different_are_the_same(read: Read, event: str) -> None:
    """An accent composed and decomposed is one key."""
    problems = read(event + "an\u0303o: x\na\u00f1o: y\n")[1]
    assert [problem.code for problem in problems] == ["C106", "C105"]


def test_a_union_never_shows_its_branches() -> None:
    """One of several kinds, or a list of them: only what was meant is judged."""
    text = (
        "sections:\n  - {id: a, title: A, takes: {kind: newz, area: [I, V]}}\n"
        "  - {id: b, title: B, takes: {kind: {a: b}}}\n"
    )
    problems = read_bytes_as(text.encode(), Path("n.yaml"), TypeAdapter(Newsletter), family="W")[1]
    told = [problem.what for problem in problems if "missing" not in problem.what]
    assert told == [
        "`sections.takes.kind` cannot be `newz`; did you mean `news`?",
        "An entry of `sections.takes.area` cannot be `V`.",
        "`sections.takes.kind` takes one value, and here stands a mapping.",
    ]
    assert {problem.code[0] for problem in problems} == {"W"}


@pytest.mark.parametrize(
    "words", ["Input should", "union", "constrained", "literal[", "type=", "pydantic", "tuple", "enum"]
)
def test_pydantics_own_words_are_never_shown(read: Read, event: str, words: str) -> None:
    """Whatever is wrong, the sentences are ours."""
    said = [line for wrong, _, _ in VALUES for problem in read(f"{event}{wrong}\n")[1] for line in problem.lines()]
    assert not [line for line in said if words in line]
