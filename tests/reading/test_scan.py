from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.reading import scan as module
from iki_newsletter.reading.characters import forbidden_in
from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.reading.scan import Data

LETTERS = st.text("aé\u0301: -#'\"\\xu02eE[]{},|>\n\r\t\u00ad\u200d\u202e\u2028\0", max_size=24)


def strings_in(data: Data | None) -> Iterator[str]:
    """Walk through every key and text."""
    if isinstance(data, str):
        yield data
    for each in data if isinstance(data, list) else ():
        yield from strings_in(each)
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings_in(value)


def scanned(raw: bytes, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> tuple[Data | None, object, bool]:
    """Scan bytes with one of the parsers; the last part tells whether there were problems."""
    findings = Findings(Path("x.yaml"), "C")
    text = decode(raw, findings)
    if text is None:
        return None, None, True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LOADER", loader)
        result = scan(text, findings)
    return result.data, result.marks, bool(findings)


@given(st.lists(LETTERS, max_size=4))
def test_what_is_given_holds_no_character_that_is_forbidden(texts: list[str]) -> None:
    """Written plainly or as escapes, folded or quoted: all that comes out is allowed and composed."""
    raw = "".join(f"k{number}: {text}\n" for number, text in enumerate(texts)).encode()
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        for text in strings_in(scanned(raw, loader)[0]):
            assert forbidden_in(text) == []
            assert unicodedata.is_normalized("NFC", text)


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(LETTERS, max_size=3), max_size=4))
def test_both_parsers_read_the_same(content: dict[str, list[str]]) -> None:
    """Where libyaml is missing, a right file gives the same strings at the same places."""
    clean = {key: [text for text in texts if not forbidden_in(text)] for key, texts in content.items()}
    raw = yaml.safe_dump(clean, allow_unicode=True).encode()
    if "\r" not in raw.decode():
        assert scanned(raw, yaml.SafeLoader) == scanned(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@given(st.lists(st.sampled_from(["a", "é", "\U0001f331", "\n", "\r\n", "\r"])), st.data())
def test_places_are_counted_as_editors_do(pieces: list[str], data: st.DataObject) -> None:
    """Lines end at LF, CR or both; columns count characters, not bytes."""
    text = "".join(pieces)
    index = data.draw(st.integers(0, len(text)))
    line, column = place_of(text, index)
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    assert line == before.count("\n") + 1
    assert column == len(before) - before.rfind("\n")
