"""Lists as they come: exports, and what people do to a table in years; beside them what must come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from iki_newsletter.audience.listfile import read_list
from iki_newsletter.errors import FilesWrongError

FOLDER: Final = Path(__file__).with_name("lists")
EXPECTED: Final[dict[str, dict[str, Any]]] = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))
LANGUAGES: Final = ("es", "de", "en")


def test_every_list_has_its_row_in_the_table() -> None:
    """A file that nobody judged proves nothing."""
    assert set(EXPECTED) == {path.name for path in FOLDER.iterdir()} - {"expected.yaml"}


@pytest.mark.parametrize("name", [name for name, row in EXPECTED.items() if "refused" not in row])
def test_a_real_list_gives_who_is_on_it(name: str) -> None:
    """The right people are read, the others are left out for the right reason, and what is odd is told by line."""
    expected = EXPECTED[name]

    reading = read_list(FOLDER / name, LANGUAGES)

    assert reading.sentence == expected["read"]
    people = [f"{row.line} {row.address} | {row.name} | {row.language}" for row in reading.subscribers]
    assert people == expected["people"]
    assert [f"{row.line} {row.reason.value}" for row in reading.excluded] == expected["excluded"]
    assert [f"{each.position.line} {each.code}" for each in reading.problems] == expected["problems"]


@pytest.mark.parametrize("name", [name for name, row in EXPECTED.items() if "refused" in row])
def test_what_is_no_list_is_refused_kindly(name: str) -> None:
    """The words say what it is, and how to save it."""
    with pytest.raises(FilesWrongError) as raised:
        read_list(FOLDER / name, LANGUAGES)

    what, cure, *_ = raised.value.lines()
    assert EXPECTED[name]["refused"] in what
    assert "Save it in Excel" in cure


def test_two_addresses_in_a_cell_are_told_in_words() -> None:
    """The editor reads which addresses they are, that nothing goes there, and what to do."""
    problem = next(each for each in read_list(FOLDER / "two-addresses.csv", LANGUAGES).problems)

    assert problem.what == (
        "One cell holds 2 addresses, eva@example.org and eva.2@example.org: none of them gets anything."
    )
    assert problem.cure.startswith("Split the row: write one for each address")


def test_who_left_by_a_column_nobody_knows_has_left_with_both(tmp_path: Path) -> None:
    """A day below “Abgemeldet am” speaks for every address of its row."""
    path = tmp_path / "list.csv"
    row = '"a@example.org; b@example.org",3.4.2017'
    path.write_text(f"email,Abgemeldet am\n{row}\nb@example.org,\n", "utf-8")
    reading = read_list(path, LANGUAGES)

    assert [(each.key, each.reason.value) for each in reading.excluded] == [
        ("a@example.org", "unsubscribed"),
        ("b@example.org", "unsubscribed"),
        ("b@example.org", "duplicate"),
    ]


def test_a_consent_comes_with_mailchimps_export() -> None:
    """The time of the sign-up is the consent's; tags are groups."""
    ana, uwe = read_list(FOLDER / "mailchimp.csv", LANGUAGES).subscribers

    assert (str(ana.consent_at), ana.groups) == ("2017-05-02", ("partners", "fair 2017"))
    assert (uwe.consent_at, uwe.groups) == (None, ())
