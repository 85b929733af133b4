from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.render.filters import WIDTH, columns, squeeze, underline, wrap

WORDS = st.lists(st.text(alphabet="aé漢e\u0301-\u00a0", min_size=1, max_size=20), max_size=30)


@settings(max_examples=150)
@given(WORDS, st.integers(0, 8))
def test_lines_fit(words: list[str], indent: int) -> None:
    """No line is wider than 72 columns unless a single word is, and no word is lost or cut."""
    lines = wrap(" ".join(words), indent).split("\n")

    assert all(columns(line) <= WIDTH or " " not in line.strip(" ") for line in lines)
    assert [word for line in lines for word in line.split(" ") if word] == words


def test_addresses_are_never_cut() -> None:
    """A long address stands alone on its line, whole."""
    address = "https://example.org/" + "long-" * 30

    assert f"\n{address}\n" in wrap(f"See {address} for more")


def test_no_break_spaces_hold() -> None:
    """What belongs together stays on a line, soft hyphens are gone."""
    text = "x" * 66 + " 6.\N{NO-BREAK SPACE}Juni Wissens\N{SOFT HYPHEN}management"

    assert wrap(text).split("\n")[1] == "6.\N{NO-BREAK SPACE}Juni Wissensmanagement"


def test_entries_hang() -> None:
    """The lines after the first stand below the words, not below the number."""
    lines = wrap("word " * 30, first=" 1. ").split("\n")

    assert lines[0].startswith(" 1. word")
    assert all(line.startswith("    word") for line in lines[1:])


def test_columns_are_what_a_terminal_shows() -> None:
    """Wide characters take two columns, combining ones none."""
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1
    assert columns("Küste") == 5


def test_underlines_are_as_long_as_their_heading() -> None:
    """A heading's rule is as wide as the heading."""
    assert underline("Raíces") == "Raíces\n======"


def test_squeezed() -> None:
    """No two empty lines in a row, none at the ends, no spaces at the ends of lines."""
    assert squeeze(["", "a  ", "", "", "b", "", ""]) == "a\n\nb\n"
