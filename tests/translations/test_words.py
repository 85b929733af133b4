from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from tests.translations.conftest import ISSUE, ITEM, rows_of

from iki_newsletter.content.blank import model_of
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.fields import text_fields
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.shape import Shape
from iki_newsletter.translations.words import words_for
from iki_newsletter.workflow.translation_export import Format, export
from iki_newsletter.workflow.translation_import import take_in
from iki_newsletter.workflow.translation_judging import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace


def text_keys(shape: type[Shape], *keys: str) -> Iterator[tuple[str, ...]]:
    """Go through the keys of every text that a shape can hold."""
    texts = text_fields(shape)
    for name, field in shape.model_fields.items():
        if name in texts:
            yield (*keys, name)
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, Shape):
                yield from text_keys(part, *keys, name)


@pytest.mark.parametrize("language", ["en", "es", "de", "fr"])
def test_every_text_has_a_name_in_the_translators_language(language: str) -> None:
    """A new text field needs its words here; a language that is not known gets English."""
    shapes: list[type[Shape]] = [IssuePlan, *map(model_of, Kind)]
    keys = {keys for shape in shapes for keys in text_keys(shape)}
    assert ("links", "text") in keys
    assert ("editorial", "signed") in keys
    parts = words_for(language).parts
    assert {".".join(each) for each in keys} == parts.keys()
    numbered = {"links", "images", "sessions", "materials"}
    assert all(("{number}" in parts[".".join(each)]) == (each[0] in numbered) for each in keys)


@pytest.mark.parametrize(
    ("language", "title", "body", "link"),
    [
        ("de", "Titel\nHöchstens 95 Zeichen", "ganzer Text, 1 von 3\nHöchstens 2300 Zeichen", "Link 1, Text"),
        ("en", "title\nAt most 80 characters", "body, 1 of 3\nAt most 2,000 characters", "link 1 text"),
    ],
)
def test_a_word_file_speaks_the_translators_language(
    shop: Workspace, tmp_path: Path, language: str, title: str, body: str, link: str
) -> None:
    """Each row says in it what it is and how long it may be."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, language, out=path)
    told = {cells[0].text.partition("@")[0]: cells[1].text for cells in rows_of(path)}
    assert told[f"{ITEM}/title/1"] == title
    assert told[f"{ITEM}/body/1"] == body
    assert told[f"{ITEM}/links/0/text/1"] == link


def test_a_spanish_translator_reads_spanish(shop: Workspace, tmp_path: Path) -> None:
    """Also of how long a title may be."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "es", out=path)
    assert "título\n90 caracteres como máximo" in {cells[1].text for cells in rows_of(path)}


@pytest.mark.parametrize("kind", Format)
@pytest.mark.parametrize("language", ["es", "de", "en"])
def test_whatever_the_words_every_text_is_found_again(
    shop: Workspace, tmp_path: Path, kind: Format, language: str
) -> None:
    """Texts are found by their ids, never by their names."""
    path = tmp_path / "sent"
    exported = export(shop, ISSUE, language, kind=kind, everything=True, out=path)
    outcomes = take_in(shop, ISSUE, path).outcomes
    assert {(each.item, each.keys) for each in outcomes} == {
        (row.id.item, row.id.keys) for row in exported.sheet.rows
    }
    assert {each.fate for each in outcomes} <= {Fate.UNCHANGED, Fate.EMPTY}
