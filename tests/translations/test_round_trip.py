from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles import Font
from tests.translations.conftest import ISSUE, ITEM, RICH, item_path, translate_docx

from iki_newsletter.errors import UsageError
from iki_newsletter.translations.marks import addresses_in, pieces_of
from iki_newsletter.translations.paragraphs import digest_of, paragraphs_of, text_of
from iki_newsletter.translations.reading import read_returned
from iki_newsletter.translations.sheet import Row, RowId, Sheet
from iki_newsletter.translations.spreadsheet import write_xlsx
from iki_newsletter.translations.wordfile import write_docx
from iki_newsletter.translations.xliff import write_xliff
from iki_newsletter.workflow.translation_export import export
from iki_newsletter.workflow.translation_import import take_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace

WRITERS: Final = {"docx": write_docx, "xlf": write_xliff, "xlsx": write_xlsx}
LETTERS: Final = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
MORE: Final = [
    "_x0041_",
    "<b>",
    "&amp;",
    "„“",
    "🌱",
    "שלום",
    "\u00a0",
    "\u2011",
    "“",
    "|",
    "]]>",
    "{{a}}",
    "1. ",
    "# ",
]
SIGNS: Final = st.sampled_from(
    [
        "**",
        "*",
        "_",
        "[a](https://x.example)",
        "- ",
        "\n",
        "\n\n",
        "\n \n",
        "\t",
        "  ",
        "\u00ad",
        "\u200d",
        "=1+1",
        *MORE,
    ]
)
TEXTS: Final = st.lists(st.one_of(SIGNS, st.text(LETTERS, max_size=8)), max_size=12).map("".join).map(str.strip)


def sheet_of(texts: list[str]) -> Sheet:
    """Make a sheet whose targets are the texts, so that they travel both ways."""
    rows = []
    for number, text in enumerate(texts):
        for at, paragraph in enumerate(paragraphs_of(text), start=1):
            digest = digest_of(paragraph)
            row_id = RowId("reef", ("links", number, "text"), at, "es", digest, digest)
            rows.append(Row(row_id, "a text", paragraph, paragraph, "a note", is_markdown=bool(number % 2)))
    return Sheet(ISSUE, "de", tuple(rows), {"reef": "reef: a title"})


def texts_in(path: Path, count: int, like: list[str]) -> list[str]:
    """Read texts back from a file."""
    returned = read_returned(path)
    assert (returned.issue, returned.to) == (ISSUE, "de")
    paragraphs: list[list[str]] = [[] for _ in range(count)]
    for row in returned.rows:
        number = row.id.keys[1]
        assert isinstance(number, int)
        assert row.remark == ""
        paragraphs[number].append(row.target)
    return [text_of(found, text) for found, text in zip(paragraphs, like, strict=True)]


@pytest.mark.parametrize("kind", WRITERS)
@given(texts=st.lists(TEXTS, max_size=4).filter(any))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_texts_come_back_as_they_went(
    kind: str, texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in a text, every character and every line between paragraphs is the same."""
    path = tmp_path_factory.mktemp("sheet") / f"one.{kind}"
    path.write_bytes(WRITERS[kind](sheet_of(texts)))
    assert texts_in(path, len(texts), texts) == texts


@given(TEXTS, st.booleans())
def test_pieces_make_the_paragraph_again(text: str, is_markdown: bool) -> None:
    """No character is lost or moved when marks are told from words, and each pair that opens closes."""
    pieces = pieces_of(text, is_markdown=is_markdown)
    assert "".join(piece.text for piece in pieces) == text
    opened = [piece.opens for piece in pieces if piece.opens]
    assert sorted(opened) == sorted(piece.closes for piece in pieces if piece.closes)
    assert len(set(opened)) == len(opened)


def test_marks_are_told_from_words() -> None:
    """Bold, italics, links and the signs of lists."""
    pieces = pieces_of("- **Un** [sitio *b*](https://x.example)\n1. 2 * 3 _y_", is_markdown=True)
    assert [piece.text for piece in pieces if piece.is_mark] == [
        *("- ", "**", "**", "[", "*", "*", "](https://x.example)", "1. ", "_", "_"),
    ]
    assert addresses_in("[a](https://x.example 'T') <mailto:a@example.org>") == [
        "https://x.example",
        "mailto:a@example.org",
    ]


NASTY: Final = [
    "**Fett**, *kursiv*, [Verweis](https://www.example.org/a?b=c&d=e)",
    "- eins\n- zwei\n\n1. drei\n2. vier",
    "weich\u00adtrennen, nicht\u2011trennen, fest\u00a0verbunden, \tTab",
    "„Anführung“ «y» 🌱👩\u200d🌾 שלום עולם é",
    "=SUMME(A1) _x0041_ <b>&amp;</b>",
    "erster\n \nzweiter\n\n\n\ndritter  Teil",
]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_texts_survive_libreoffice(kind: str, tmp_path: Path, libreoffice: Callable[[Path], Path]) -> None:
    """A file that was opened and saved there holds the same texts and ids."""
    path = tmp_path / f"sheet.{kind}"
    sheet = sheet_of(NASTY)
    path.write_bytes(WRITERS[kind](sheet))
    saved = libreoffice(path)
    assert saved.read_bytes() != path.read_bytes()
    assert [row.id for row in read_returned(saved).rows] == [row.id for row in sheet.rows]
    assert texts_in(saved, len(NASTY), NASTY) == NASTY


def test_a_translation_goes_all_the_way(shop: Workspace, tmp_path: Path, libreoffice: Callable[[Path], Path]) -> None:
    """Exported, translated in Word, saved by LibreOffice and put in: nothing is lost, and nothing else changes."""
    path = tmp_path / "to-translate.docx"
    exported = export(shop, ISSUE, "de", out=path)
    assert exported.path == path
    translate_docx(path, lambda row_id, source: source.replace("a", "ä") if row_id.startswith(ITEM) else None)
    imported = take_in(shop, ISSUE, libreoffice(path))

    data = yaml.safe_load(item_path(shop).read_text("utf-8"))
    before = yaml.safe_load(RICH)
    for text, old in (
        (data["title"], before["title"]),
        (data["teaser"], before["teaser"]),
        (data["body"], before["body"]),
    ):
        assert text["es"].strip() == old.strip()
    german = data["body"]["de"]
    assert "**Ayer** sälió *todo* bien, según [lä páginä](https://www.exämple.org/costä" in german
    assert len(paragraphs_of(german)) == len(paragraphs_of(before["body"].strip())) == 3
    assert "- uno, “dos” y «tres»\n- cuätro: 🌱 é y suä\u00advemente" in german
    assert data["links"][0]["text"] == {"es": "Ver más", "de": "Ver más"}
    assert data["images"][0]["credit"] == "Ana Muster"
    outcome = next(each for each in imported.outcomes if (each.item, each.keys) == (ITEM, ("body",)))
    assert outcome.remarks == ("no link to https://www.example.org/costa any more",)
    assert [each.fate.value for each in imported.outcomes if each.item != ITEM] == ["empty"] * 3


def test_what_is_not_translated_stays_byte_by_byte(shop: Workspace, tmp_path: Path) -> None:
    """Comments, quotation marks, folds and brackets are as their writer left them."""
    path = tmp_path / "to-translate.docx"
    export(shop, ISSUE, "de", out=path)
    translate_docx(path, lambda row_id, source: "Kurz" if row_id.startswith(f"{ITEM}/title") else None)
    take_in(shop, ISSUE, path)
    old = 'title: "Una costa: más verde"   # short enough\n'
    new = 'title:\n  es: "Una costa: más verde"   # short enough\n  de: Kurz\n'
    assert item_path(shop).read_text("utf-8") == RICH.replace(old, new)


def test_another_program_reads_the_same_xliff(shop: Workspace, tmp_path: Path) -> None:
    """The Translate Toolkit finds every unit with its id, source and target, and gives a file that can be read."""
    xliff = pytest.importorskip("translate.storage.xliff")
    path = tmp_path / "one.xlf"
    exported = export(shop, ISSUE, "de", kind="xliff", everything=True, out=path)
    store = xliff.xlifffile.parsestring(path.read_bytes())
    units = [unit for unit in store.units if not unit.isheader()]
    assert len(units) == len(exported.sheet.rows)
    for unit, row in zip(units, exported.sheet.rows, strict=True):
        assert unit.getid().endswith(str(row.id))
        if "*" not in row.source and "[" not in row.source and "- " not in row.source:
            assert (unit.source, unit.target or "") == (row.source, row.target)
    units[0].target = "Anders"
    path.write_bytes(bytes(store))
    assert [row.target for row in read_returned(path).rows][:2] == ["Anders", exported.sheet.rows[1].target]


def test_codes_that_a_program_emptied_are_filled_in(tmp_path: Path) -> None:
    """Some programs give back the ids of inline codes alone."""
    path = tmp_path / "one.xlf"
    sheet = sheet_of(["", "**Uno** y [dos](https://x.example)"])
    root = etree.fromstring(write_xliff(sheet))
    for target in root.iter("{*}target"):
        for code in target:
            code.text = None
    path.write_bytes(etree.tostring(root))
    assert [row.target for row in read_returned(path).rows] == ["**Uno** y [dos](https://x.example)"]


def test_a_target_that_only_repeats_the_source_is_none(tmp_path: Path) -> None:
    """Programs fill the source in where nothing is translated yet, and say so."""
    path = tmp_path / "one.xlf"
    path.write_bytes(write_xliff(sheet_of(["Uno"])).replace(b'state="translated"', b'state="new"'))
    assert [row.target for row in read_returned(path).rows] == [""]


def with_cell(path: Path, row: int, column: int, value: object) -> None:
    """Do what happens in Excel where somebody presses Ctrl and an arrow, and types."""
    book = load_workbook(path)
    book.active.cell(row, column).value = value
    book.save(path)


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 1), (1_048_576, 4), (20_001, 2), (4, 16_384), (3, 1025)])
def test_a_workbook_with_a_cell_far_away_is_refused_kindly(tmp_path: Path, row: int, column: int) -> None:
    """What stands there might be a translation: it is said where it is, and what to do."""
    path = tmp_path / "one.xlsx"
    path.write_bytes(write_xlsx(sheet_of(["Uno", "Dos"])))
    with_cell(path, row, column, "x")
    with pytest.raises(UsageError, match=f"reaches to row {row:,}, column {column:,}") as refused:
        read_returned(path)
    assert "Delete what stands below" in refused.value.instead


def test_a_workbook_with_an_empty_cell_in_the_last_row_is_read(tmp_path: Path) -> None:
    """Whoever formats a whole column leaves such cells."""
    path = tmp_path / "one.xlsx"
    path.write_bytes(write_xlsx(sheet_of(["Uno", "Dos"])))
    book = load_workbook(path)
    book.active.cell(1_048_576, 4).font = Font(bold=True)
    book.save(path)
    assert [row.target for row in read_returned(path).rows] == ["Uno", "Dos"]


@pytest.mark.parametrize(
    "row", ['<row r="2147483647"/>', '<row r="1048577"><c r="D1048577"/></row>', '<row r="9e15"><c t="b"/></row>']
)
def test_a_row_that_no_spreadsheet_can_have_is_refused_at_once(tmp_path: Path, row: str) -> None:
    """A file of 5 KB that claims two billion rows keeps nobody waiting, be they empty or not."""
    path = tmp_path / "one.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(write_xlsx(sheet_of(["Uno", "Dos"])))) as before,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(b"</sheetData>", f"{row}</sheetData>".encode()))
    with pytest.raises(UsageError, match="a row below row 1,048,576, where every spreadsheet ends") as refused:
        read_returned(path)
    assert "saved anew" in refused.value.instead


def test_a_remark_beside_the_translation_is_told(tmp_path: Path) -> None:
    """It is not taken over, and nobody should think so."""
    path = tmp_path / "one.xlsx"
    path.write_bytes(write_xlsx(sheet_of(["Uno", "Dos"])))
    with_cell(path, 4, 6, "¿Seguro?")
    assert [(row.target, row.remark) for row in read_returned(path).rows] == [
        ("Uno", ""),
        ("Dos", "what stands right of the translation is not taken over"),
    ]
