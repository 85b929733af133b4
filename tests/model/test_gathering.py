from __future__ import annotations

from pathlib import Path

from iki_newsletter.model.gathering import gather
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

LIST = Path("list.csv")


def problem(code: str, line: int, instead: str = "") -> Problem:
    """Make a problem of a row."""
    return Problem(code, Position(LIST, line), f"Row {line}.", instead)


def test_many_of_a_kind_are_one_line_with_its_cure() -> None:
    """How many, where the first of them are, what the first is, and once what to do."""
    (heap,) = gather((problem("L116", line) for line in range(2, 1946)), Problem.lines)

    (what, cure) = heap.lines[0]
    assert what == "list.csv: 1,944 rows (lines 2, 3, 4, …), the first: Row 2. [L116]"
    assert "Call that column status" in cure
    assert (len(heap.lines), heap.count, heap.is_whole) == (1, 1944, False)


def test_the_gravest_come_first_and_the_rare_one_by_one() -> None:
    """Eight errors among hundreds of warnings are seen; three of a kind need no gathering."""
    found = [problem("L116", line) for line in range(2, 100)]
    found += [problem("L110", line) for line in (100, 101, 102)] + [problem("L111", 103)]

    errors, warnings = gather(found, Problem.lines)

    assert (errors.count, errors.is_whole, warnings.count) == (4, True, 98)
    assert [lines[0].partition(" ")[0] for lines in errors.lines] == [f"list.csv:{n}:" for n in range(100, 104)]


def test_what_has_another_cure_is_another_kind() -> None:
    """What to do is never said for a row that it does not fit."""
    found = [problem("L116", line, "Do this." if line % 2 else "Do that.") for line in range(2, 22)]

    (heap,) = gather(found, Problem.lines)

    assert [lines[1] for lines in heap.lines] == ["  Do that.", "  Do this."]
    assert [lines[0].partition(" rows")[0] for lines in heap.lines] == ["list.csv: 10"] * 2


def test_nothing_wrong_is_nothing_to_say() -> None:
    """No problem, no heap."""
    assert gather((), Problem.lines) == []
