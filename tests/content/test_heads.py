from __future__ import annotations

import datetime as dt
import json
import os
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.content import heads as module
from iki_newsletter.content.heads import Head, read_heads

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "project: ecovalor\nreceived_on: 2017-05-22\n"
DAY = dt.date(2017, 5, 22)


def write(issues: Path, name: str, text: str, *, long_ago: bool = True) -> Path:
    """Write a contribution of the issue 2017-06."""
    path = issues / "2017-06" / "contributions" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    if long_ago:
        os.utime(path, (1_500_000_000, 1_500_000_000))
    return path


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
    write(tmp_path, "a.yaml", text)
    assert read_heads(tmp_path, ["2017-06"]) == [Head("2017-06", "a", "ecovalor", DAY)]


@pytest.mark.parametrize("text", ["", "- a list\n", "project: Not An Id\nreceived_on: soon\n", "\xff\n", "a: &b c\n"])
def test_a_file_without_a_head_is_there_all_the_same(tmp_path: Path, text: str) -> None:
    """Something came, although it is not known whose it is or when."""
    write(tmp_path, "a.yaml", text)
    (head,) = read_heads(tmp_path, ["2017-06"])
    assert head.received_on is None


def test_what_is_remembered_is_read_no_more_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By time of change and size; a file of this very moment is read again, and a damaged memory is made anew."""
    cache = tmp_path / "build" / "heads.json"
    write(tmp_path, "a.yaml", "project: ecovalor\nreceived_on: 2017-05-22\n")
    read: list[str] = []
    really = module._read

    def counting(path: str) -> tuple[str, str]:
        read.append(path)
        return really(path)

    monkeypatch.setattr(module, "_read", counting)
    first = read_heads(tmp_path, ["2017-06", "2017-07"], cache)
    assert read_heads(tmp_path, ["2017-06", "2017-07"], cache) == first
    assert len(read) == 1
    write(tmp_path, "a.yaml", "project: biomar\nreceived_on: 2017-05-22\n")
    write(tmp_path, "b.yaml", "project: nacag\nreceived_on: 2017-05-22\n", long_ago=False)
    assert [head.project for head in read_heads(tmp_path, ["2017-06"], cache)] == ["biomar", "nacag"]
    read_heads(tmp_path, ["2017-06"], cache)
    assert len(read) == 4, "the file of this moment was believed"
    for damaged in (b"{", b"[]", json.dumps({"version": 1, "heads": {"x": [1]}}).encode(), b"\xff"):
        cache.write_bytes(damaged)
        assert len(read_heads(tmp_path, ["2017-06"], cache)) == 2
