from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.content.heads import Head, head_in, read_head

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "project: ecovalor\nreceived_on: 2017-05-22\n"
DAY = dt.date(2017, 5, 22)


@pytest.mark.parametrize(
    "text",
    [
        "kind: news\nproject: ecovalor\nreceived_on: 2017-05-22\n",
        "# A comment\r\nproject:   'ecovalor'  # whose\r\nreceived_on: \"2017-05-22\"\r\n",
        "{project: ecovalor, received_on: 2017-05-22}\n",
        "body: |\n" + "  project: another\n  received_on: 1999-01-01\n" * 200 + HEAD,
        "title: [broken\nproject: ecovalor\nreceived_on: 2017-05-22\n",
        "\"project\": ecovalor\n'received_on': 2017-05-22\n",
    ],
)
def test_a_head_is_found_however_the_file_is_written(tmp_path: Path, text: str) -> None:
    """Also below a long text, in a file that cannot be used otherwise, and never inside a value."""
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode())
    assert read_head(path) == head_in(text.encode()) == ("ecovalor", "2017-05-22")
    assert Head.of("2017-06", "a", read_head(path)) == Head("2017-06", "a", "ecovalor", DAY)


@pytest.mark.parametrize("text", ["", "- a list\n", "project: Not An Id\nreceived_on: soon\n", "\xff\n", "a: &b c\n"])
def test_a_file_without_a_head_is_there_all_the_same(text: str) -> None:
    """Something came, although it is not known whose it is or when."""
    assert Head.of("2017-06", "a", head_in(text.encode())).received_on is None
