from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import yaml
from docx import Document
from docx.oxml import OxmlElement
from lxml import etree
from openpyxl import load_workbook
from tests.translations.conftest import ISSUE, ITEM, RICH, item_path, translate_docx

from iki_newsletter.content.translation_record import read_translation_record
from iki_newsletter.errors import AlreadyThereError, FilesWrongError, NotThereError, RefusedError, UsageError
from iki_newsletter.model.translation import source_digest
from iki_newsletter.translations.reading import read_returned
from iki_newsletter.workflow.translation_export import Format, export
from iki_newsletter.workflow.translation_import import take_in
from iki_newsletter.workflow.translation_judging import Fate, Outcome
from iki_newsletter.workflow.translation_status import accept, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    from iki_newsletter.workspace.folder import Workspace


@pytest.fixture
def sent(shop: Workspace, tmp_path: Path) -> Path:
    """Give a file that went out to be translated into German, and came back whole."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    translate_docx(path, lambda row_id, source: f"DE {source}" if row_id.startswith(ITEM) else None)
    return path


def replace_in(path: Path, old: str, new: str) -> None:
    """Do what an editor does meanwhile."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def outcome_of(outcomes: tuple[Outcome, ...], *keys: str | int) -> Outcome:
    """Find what became of one text of the item."""
    return next(each for each in outcomes if (each.item, each.keys) == (ITEM, keys))


def test_a_source_that_changed_holds_its_translation_back(shop: Workspace, sent: Path) -> None:
    """It is named; the other texts go in, and an editor can put it in anyway."""
    replace_in(item_path(shop), "más verde", "más azul")
    imported = take_in(shop, ISSUE, sent)
    assert [each.field for each in imported.held_back] == ["title"]
    assert outcome_of(imported.outcomes, "title").fate is Fate.SOURCE_CHANGED
    assert "DE Una costa: más verde" not in item_path(shop).read_text("utf-8")
    assert "de: DE Un texto doblado en dos líneas." in item_path(shop).read_text("utf-8")
    assert outcome_of(imported.outcomes, "title").other == ("Una costa: más verde", "Una costa: más azul")

    assert outcome_of(take_in(shop, ISSUE, sent, anyway=True).outcomes, "title").fate is Fate.TRANSLATED
    assert "de: 'DE Una costa: más verde'" in item_path(shop).read_text("utf-8")


def older(shop: Workspace, *, item: str = ITEM) -> tuple[str, ...]:
    """Name what is older in German than its source."""
    return status(shop, ISSUE).items[item]["de"].outdated


@pytest.mark.parametrize("kind", Format)
def test_what_was_made_from_an_earlier_source_stays_marked(shop: Workspace, tmp_path: Path, kind: Format) -> None:
    """It goes in by an editor's word and is told as older, until its source is that one again, or it is accepted."""
    path = tmp_path / f"sent.{kind}"
    export(shop, ISSUE, "de", out=path, kind=kind)
    given = {"title": "Eine Küste", "body": "**Gestern** ging *alles* gut."}
    _give(path, kind, given)
    replace_in(item_path(shop), "más verde", "más azul")
    replace_in(item_path(shop), "Segunda línea", "Otra línea")

    imported = take_in(shop, ISSUE, path, anyway=True)
    assert "made from an earlier source" in outcome_of(imported.outcomes, "title").remarks
    assert set(given) <= set(older(shop))
    take_in(shop, ISSUE, path, anyway=True)
    assert set(given) <= set(older(shop))

    replace_in(item_path(shop), "más azul", "más verde")
    replace_in(item_path(shop), "Otra línea", "Segunda línea")
    assert older(shop) == ()
    replace_in(item_path(shop), "más verde", "más azul")
    accept(shop, ISSUE, ITEM, "de")
    assert older(shop) == ()


def _give(path: Path, kind: Format, given: dict[str, str]) -> None:
    """Write one translation into each text's first row, as its editor's program would."""
    if kind is Format.DOCX:
        translate_docx(path, lambda row_id, _: _for(row_id, given))
    elif kind is Format.XLSX:
        book = load_workbook(path)
        for row in book.active.iter_rows() if book.active else ():
            row[4 - 1].value = _for(str(row[0].value), given) or row[4 - 1].value
        book.save(path)
    else:
        tree = etree.parse(path)
        for unit in tree.iter("{*}trans-unit"):
            if text := _for(unit.get("id", ""), given):
                found = unit.find("{*}target")
                target = (
                    found if found is not None else etree.SubElement(unit, unit.tag.replace("trans-unit", "target"))
                )
                target.attrib.pop("state", None)
                target[:] = []
                target.text = text
        tree.write(path, encoding="utf-8")


def _for(row_id: str, given: dict[str, str]) -> str | None:
    return next((text for key, text in given.items() if row_id.startswith(f"{ITEM}/{key}/1@")), None)


def test_a_translation_that_came_in_meanwhile_is_not_written_over(shop: Workspace, sent: Path) -> None:
    """Whoever wrote it would lose it; `--replace` is an editor's word."""
    replace_in(
        item_path(shop),
        'title: "Una costa: más verde"   # short enough',
        "title: {es: 'Una costa: más verde', de: Eine Küste}",
    )
    imported = take_in(shop, ISSUE, sent)
    assert outcome_of(imported.outcomes, "title").fate is Fate.CHANGED_HERE
    assert "de: Eine Küste}" in item_path(shop).read_text("utf-8")
    assert outcome_of(imported.outcomes, "title").other == ("DE Una costa: más verde", "Eine Küste")
    over = outcome_of(take_in(shop, ISSUE, sent, replace=True).outcomes, "title")
    assert 'de: "DE Una costa: más verde"}' in item_path(shop).read_text("utf-8")
    assert (over.remarks, over.other) == (
        ("written over another translation",),
        ("DE Una costa: más verde", "Eine Küste"),
    )


def test_a_translation_that_is_too_long_is_told(iki: Callable[..., Run], shop: Workspace, tmp_path: Path) -> None:
    """It goes in, so that nothing is lost, and the length that is meant for it is named; one that fits is not."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    texts = {"title": "x" * 96, "teaser": "y" * 310}
    translate_docx(path, lambda row_id, _: _for(row_id, texts))
    run = iki("translations", "import", ISSUE, path)
    assert run.code == 0
    assert f"{ITEM}: title: translated (too long: 96 characters, and at most 95 are meant for it)" in run.err
    assert "teaser" not in run.err
    assert "x" * 96 in item_path(shop).read_text("utf-8")


def test_a_translation_of_a_released_item_asks_for_its_release(
    iki: Callable[..., Run], shop: Workspace, sent: Path
) -> None:
    """What readers get is no longer what the project agreed to; the command that writes its new word is named."""
    assert iki("release", ISSUE, ITEM, "--by", "Ana Muster").code == 0
    before = item_path(shop).read_text("utf-8")
    run = iki("translations", "import", ISSUE, sent, "--dry-run", "--json")
    assert (run.data["release_again"], item_path(shop).read_text("utf-8")) == ([ITEM], before)
    run = iki("translations", "import", ISSUE, sent)
    assert f"iki-news release {ISSUE} {ITEM} --by WHO --again" in run.err
    assert "C651" in iki("check", ISSUE, "--select", "C651").out + iki("check", ISSUE, "--select", "C651").err
    assert iki("release", ISSUE, ITEM, "--by", "Ana Muster", "--again").code == 0
    assert "release" not in iki("translations", "import", ISSUE, sent).err


def test_what_is_to_decide_is_shown_in_two_short_lines(iki: Callable[..., Run], shop: Workspace, sent: Path) -> None:
    """The texts stand one above the other, where they part, in a terminal of 80 columns."""
    replace_in(item_path(shop), "según [la página]", "como cuenta [la página]")
    run = iki("translations", "import", ISSUE, sent)
    lines = run.err.splitlines()
    at = next(number for number, line in enumerate(lines) if f"{ITEM}: body: source changed" in line)
    shown = lines[at + 1 : at + 3]
    assert [line[:17] for line in shown] == ["    in the file: ", "    here:        "]
    assert ["según" in line for line in shown] == [True, False]
    assert ["como cuenta" in line for line in shown] == [False, True]
    assert all(len(line) <= 80 for line in shown)


def test_a_record_that_cannot_be_read_is_not_written_over(shop: Workspace, sent: Path) -> None:
    """As after a merge that left its marks: it is named, and nothing is written at all."""
    record = shop.issues / ISSUE / "translations.yaml"
    record.write_text("<<<<<<< HEAD\ntranslations: {}\n", "utf-8")
    before = item_path(shop).read_bytes()
    with pytest.raises(FilesWrongError):
        take_in(shop, ISSUE, sent)
    assert item_path(shop).read_bytes() == before
    assert record.read_text("utf-8").startswith("<<<<<<<")


def test_a_second_import_changes_nothing(shop: Workspace, sent: Path) -> None:
    """What stands there already is told as such, and no file is touched."""
    take_in(shop, ISSUE, sent)
    before = {path: path.read_bytes() for path in (shop.issues / ISSUE).rglob("*.yaml")}
    imported = take_in(shop, ISSUE, sent)
    assert {each.fate for each in imported.outcomes} == {Fate.UNCHANGED, Fate.EMPTY}
    assert imported.files == ()
    assert {path: path.read_bytes() for path in (shop.issues / ISSUE).rglob("*.yaml")} == before


TRANSLATED_BY_HAND = RICH.replace(
    'title: "Una costa: más verde"   # short enough', "title: {es: Una costa, de: Eine Küste}"
).replace("text: Ver más}", "text: {es: Ver más, de: Mehr dazu}}")


@pytest.mark.parametrize("kind", Format)
@pytest.mark.parametrize("anyway", [False, True])
def test_an_untouched_file_makes_no_translation_newer_than_its_source(
    shop: Workspace, tmp_path: Path, kind: Format, anyway: bool
) -> None:
    """What was translated by hand is recorded only where its source is still the one in the file; else it is told."""
    item_path(shop).write_text(TRANSLATED_BY_HAND, "utf-8")
    path = tmp_path / "sent"
    export(shop, ISSUE, "de", kind=kind, everything=True, out=path)
    replace_in(item_path(shop), "Ver más", "Leer todo")
    outcomes = take_in(shop, ISSUE, path, anyway=anyway).outcomes
    told = outcome_of(outcomes, "links", 0, "text")
    assert told.fate is Fate.UNCHANGED
    assert told.remarks[0] == "its source has changed since the file was made: not recorded as a translation of it"
    assert outcome_of(outcomes, "title").remarks == ()
    recorded = read_translation_record(shop.issues / ISSUE)[0].translations[ITEM]["de"]
    assert recorded == {"title": f"es {source_digest('Una costa')}"}


@pytest.mark.parametrize("kind", Format)
def test_an_untouched_file_leaves_an_older_translation_as_old_as_it_was(
    shop: Workspace, tmp_path: Path, kind: Format
) -> None:
    """What the record says of it stays, whether the file was made before its source changed or after."""
    item_path(shop).write_text(TRANSLATED_BY_HAND, "utf-8")
    accept(shop, ISSUE, ITEM, "de")
    before, after = tmp_path / "before", tmp_path / "after"
    export(shop, ISSUE, "de", kind=kind, everything=True, out=before)
    replace_in(item_path(shop), "Ver más", "Leer todo")
    export(shop, ISSUE, "de", kind=kind, out=after)
    for path in (before, after):
        told = outcome_of(take_in(shop, ISSUE, path).outcomes, "links", 0, "text")
        assert told.fate is Fate.UNCHANGED
        assert status(shop, ISSUE).items[ITEM]["de"].outdated == ("link 1 text",)


def test_a_paragraph_that_is_not_translated_is_told(shop: Workspace, tmp_path: Path) -> None:
    """A body is put in whole or not at all, unless an editor wants it so; then its paragraphs are counted."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    translate_docx(
        path, lambda row_id, source: "Absatz" if f"{ITEM}/body/" in row_id and "/2@" not in row_id else None
    )
    told = outcome_of(take_in(shop, ISSUE, path).outcomes, "body")
    assert (told.fate, told.remarks) == (Fate.INCOMPLETE, ("no translation of paragraph 2",))
    assert item_path(shop).read_text("utf-8") == RICH
    told = outcome_of(take_in(shop, ISSUE, path, anyway=True).outcomes, "body")
    assert told.fate is Fate.TRANSLATED
    assert told.remarks[0] == "2 paragraphs instead of 3"


def test_a_row_that_was_deleted_is_not_passed_over(shop: Workspace, sent: Path) -> None:
    """A body without its middle would read as if it were whole."""
    document = Document(str(sent))
    row = next(row for table in document.tables for row in table.rows if f"{ITEM}/body/2@" in row.cells[0].text)
    row._tr.getparent().remove(row._tr)
    written = io.BytesIO()
    document.save(written)
    sent.write_bytes(written.getvalue())
    told = outcome_of(take_in(shop, ISSUE, sent).outcomes, "body")
    assert (told.fate, told.remarks) == (Fate.UNUSABLE, ("paragraphs came back as 1, 3",))


def test_what_word_does_is_read_or_told(shop: Workspace, tmp_path: Path) -> None:
    """Tracked changes count as accepted, Enter makes a paragraph, and bold of Word's own is named."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    document = Document(str(path))
    cells = {row.cells[0].text.partition("@")[0]: row.cells[3] for table in document.tables for row in table.rows}
    title = cells[f"{ITEM}/title/1"].paragraphs[0]
    for kind, words in (("w:del", "Alt"), ("w:ins", "Neu")):
        title.add_run(words)
        run = title.runs[-1]._r
        if kind == "w:del":
            run.find("{*}t").tag = run.find("{*}t").tag.replace("}t", "}delText")
        change = OxmlElement(kind)
        run.addprevious(change)
        change.append(run)
    teaser = cells[f"{ITEM}/teaser/1"]
    teaser.paragraphs[0].add_run("Eins.").bold = True
    teaser.add_paragraph("Zwei.")
    written = io.BytesIO()
    document.save(written)
    path.write_bytes(written.getvalue())

    outcomes = take_in(shop, ISSUE, path).outcomes
    assert outcome_of(outcomes, "title").text == "Neu"
    told = outcome_of(outcomes, "teaser")
    assert (told.text, told.remarks) == (
        "Eins.\n\nZwei.",
        ("bold or italics of Word's own are not taken over", "2 paragraphs instead of 1"),
    )


def test_what_cannot_stand_in_a_contribution_is_held_back(shop: Workspace, tmp_path: Path) -> None:
    """A character that would make the file unreadable is named."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    translate_docx(path, lambda row_id, source: "links\u202erechts" if f"{ITEM}/title/" in row_id else None)
    told = outcome_of(take_in(shop, ISSUE, path).outcomes, "title")
    assert told.fate is Fate.UNUSABLE
    assert "U+202E" in told.remarks[0]


def test_all_files_are_written_or_none(shop: Workspace, tmp_path: Path) -> None:
    """Where one of them would grow too large to be read, the others stay as well."""
    path = tmp_path / "sent.docx"
    export(shop, ISSUE, "de", out=path)
    translate_docx(path, lambda row_id, source: f"DE {source}")
    other = item_path(shop, "accounting-rules-mitigation-goals")
    text = other.read_text("utf-8")
    other.write_text(text + f"# {'x' * (64 * 1024 - len(text.encode()) - 9)}\n", "utf-8")
    before = item_path(shop).read_bytes()
    with pytest.raises(RefusedError, match="accounting-rules"):
        take_in(shop, ISSUE, path)
    assert item_path(shop).read_bytes() == before


def test_the_record_says_what_was_translated(shop: Workspace, sent: Path) -> None:
    """From then on a source that changes is told, until it is translated anew or accepted."""
    take_in(shop, ISSUE, sent)
    record = (shop.issues / ISSUE / "translations.yaml").read_text("utf-8")
    assert f"title: es {source_digest('Una costa: más verde')}" in record
    assert status(shop, ISSUE).items[ITEM]["de"].is_whole

    item = item_path(shop)
    item.write_text(item.read_text("utf-8").replace('es: "Una costa: más verde"', "es: Otra"), "utf-8")
    standing = status(shop, ISSUE).items[ITEM]
    assert (standing["de"].missing, standing["de"].outdated) == ((), ("title",))
    assert standing["en"].missing == ("title", "teaser", "body", "link 1 text", "picture 1 alt")
    assert [row.id.keys for row in export(shop, ISSUE, "de").sheet.rows if row.id.item == ITEM] == [("title",)]

    assert "title in de" in accept(shop, ISSUE, ITEM, "de")
    assert status(shop, ISSUE).items[ITEM]["de"].is_whole


def test_what_still_waits_to_be_written_is_missing(iki: Callable[..., Run], shop: Workspace) -> None:
    """Also in the original, in every form a text can have; a hint is no text, and is not sent to any translator."""
    assert iki("new", "issue", "2017-07").code == 0
    plan = shop.issues / "2017-07" / "issue.yaml"
    found = status(shop, "2017-07")
    assert {each.missing for each in found.items["issue.yaml"].values()} == {("subject", "preheader")}
    assert found.unwritten == {"issue.yaml": ("subject", "preheader")}
    run = iki("translations", "status", "2017-07")
    assert "original; missing 2 texts" in run.out
    assert "Still to be written: issue.yaml: subject, preheader." in run.out
    exported = export(shop, "2017-07", "de")
    assert (exported.path, exported.without_source) == (None, ("issue.yaml: subject", "issue.yaml: preheader"))

    lines = [line for line in plan.read_text("utf-8").splitlines() if "<write here>" not in line or line[0] == "#"]
    more = [
        "subject: Un asunto de julio",
        "preheader: {es: Lo que sigue, de: '<write here> more'}",
        "editorial: {signed: <write here>, text: Hola}",
    ]
    keys = ("subject:", "preheader:")
    plan.write_text("\n".join([*(line for line in lines if not line.startswith(keys)), *more]) + "\n", "utf-8")
    found = status(shop, "2017-07")
    assert found.items["issue.yaml"]["es"].missing == ("editorial signed",)
    assert found.items["issue.yaml"]["de"].missing == ("subject", "preheader", "editorial signed", "editorial text")
    rows = export(shop, "2017-07", "de").sheet.rows
    assert [(row.id.keys, row.target) for row in rows] == [
        (("subject",), ""),
        (("preheader",), ""),
        (("editorial", "text"), ""),
    ]


def test_a_translation_goes_over_the_hint_that_stood_there(shop: Workspace, tmp_path: Path) -> None:
    """What was never written is nobody's to keep."""
    path = tmp_path / "sent.docx"
    item = item_path(shop)
    title = "title: {es: Una costa, de: '<write here> (de) title'}"
    item.write_text(RICH.replace('title: "Una costa: más verde"   # short enough', title), "utf-8")
    export(shop, ISSUE, "de", out=path)
    translate_docx(path, lambda row_id, source: "Eine Küste" if f"{ITEM}/title/" in row_id else None)
    assert outcome_of(take_in(shop, ISSUE, path).outcomes, "title").fate is Fate.TRANSLATED
    assert yaml.safe_load(item.read_text("utf-8"))["title"] == {"es": "Una costa", "de": "Eine Küste"}


def test_a_translation_from_another_language_is_known_as_such(shop: Workspace, tmp_path: Path) -> None:
    """Its source is that language's text, and what does not exist in it is named."""
    path = tmp_path / "sent.xlf"
    item = item_path(shop)
    item.write_text(RICH.replace('title: "Una costa: más verde"', "title: {es: Una costa, en: A coast}"), "utf-8")
    exported = export(shop, ISSUE, "de", source="en", kind="xliff", out=path)
    assert [str(row.id).partition(":")[0] for row in exported.sheet.rows] == [f"{ITEM}/title/1@en"]
    assert f"{ITEM}: body" in exported.without_source
    path.write_bytes(path.read_bytes().replace(b"</source>", b"</source><target>Eine K\xc3\xbcste</target>"))
    take_in(shop, ISSUE, path)
    assert 'title: {es: Una costa, en: A coast, de: "Eine Küste"}' in item.read_text("utf-8")
    item.write_text(item.read_text("utf-8").replace("en: A coast", "en: A beach"), "utf-8")
    assert status(shop, ISSUE).items[ITEM]["de"].outdated == ("title",)


def test_nothing_is_overwritten_by_an_export(shop: Workspace, sent: Path) -> None:
    """A translator may be working on the file; without a name the next free one is taken."""
    with pytest.raises(AlreadyThereError, match=r"sent\.docx"):
        export(shop, ISSUE, "de", out=sent)
    names = [export(shop, ISSUE, "de").path for _ in range(2)]
    assert [path.name for path in names if path] == ["2017-06-de.docx", "2017-06-de-2.docx"]
    assert {path.parent for path in names if path} == {shop.issues / ISSUE / "translations"}


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 broken", b"<xliff/>", b"<a", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_none_of_ours_is_refused_kindly(tmp_path: Path, content: bytes) -> None:
    """Whatever somebody sends: what it is not, and what to send instead."""
    path = tmp_path / "sent.docx"
    with pytest.raises(NotThereError):
        read_returned(path)
    path.write_bytes(content)
    with pytest.raises(UsageError):
        read_returned(path)


def test_a_word_file_of_somebody_elses_is_refused(tmp_path: Path) -> None:
    """Its head is missing."""
    path = tmp_path / "sent.docx"
    Document().save(str(path))
    with pytest.raises(UsageError, match="iki-news translations export"):
        read_returned(path)


def test_a_file_for_another_issue_is_refused(shop: Workspace, sent: Path) -> None:
    """Its texts would not be found, and the message says where it belongs."""
    (shop.issues / "2017-07").mkdir()
    (shop.issues / "2017-07" / "issue.yaml").write_bytes((shop.issues / ISSUE / "issue.yaml").read_bytes())
    with pytest.raises(UsageError, match="belongs to the issue 2017-06"):
        take_in(shop, "2017-07", sent)


def test_the_commands_tell_what_was_done(iki: Callable[..., Run], shop: Workspace, sent: Path) -> None:
    """What was put in, what was held back, and what comes next; programs get the same as an object."""
    replace_in(item_path(shop), "más verde", "más azul")
    run = iki("translations", "import", ISSUE, sent, "--dry-run")
    assert "Nothing was written." in run.out
    assert item_path(shop).read_text("utf-8") == RICH.replace("más verde", "más azul")
    run = iki("translations", "import", ISSUE, sent)
    assert run.code == 1
    assert "4 translated, 3 empty, 1 source changed" in run.out
    assert f"{ITEM}: title: source changed" in run.err
    assert "--anyway" in run.err

    run = iki("translations", "status", ISSUE, "--json")
    assert run.data["items"][ITEM]["de"]["missing"] == ["title"]
    assert run.data["open"]["de"] == 4
    run = iki("translations", "status", ISSUE)
    assert "4 texts into de" in run.out
    run = iki("translations", "export", ISSUE, "--to", "fr")
    assert (run.code, "no edition in fr" in run.err) == (2, True)
    run = iki("translations", "export", ISSUE, "--to", "de", "--format", "odt", "--json")
    assert (run.code, run.data["error"]) == (2, "There is no format odt.")
    run = iki("translations", "accept", ISSUE, "zz-shor")
    assert (run.code, f"Did you mean `{ITEM}`?" in run.err) == (2, True)
    run = iki("translations", "accept", ISSUE, ITEM)
    assert (run.code, "teaser in de" in run.out) == (0, True)


def test_check_tells_a_translation_that_is_older_than_its_source(
    iki: Callable[..., Run], shop: Workspace, sent: Path
) -> None:
    """At the line of the translation, as something to know."""
    iki("translations", "import", ISSUE, sent)
    item = item_path(shop)
    item.write_text(item.read_text("utf-8").replace("es: Ver más", "es: Leer"), "utf-8")
    run = iki("check", ISSUE, "--select", "C406")
    assert run.code == 0
    assert "`links.text` in de was translated from another text than stands there now in es." in run.err
    (shop.issues / ISSUE / "translations.yaml").write_text("translations: no\n", "utf-8")
    assert "translations.yaml:1" in iki("check", ISSUE).err


def test_the_standing_fits_80_columns_and_breaks_no_word(
    iki: Callable[..., Run], shop: Workspace, sent: Path
) -> None:
    """Whatever is said of a language, names of items stay whole, and cells fold between words."""
    take_in(shop, ISSUE, sent)
    path = item_path(shop)
    for old, new in (("más verde", "más azul"), ("Un texto doblado", "Un texto nuevo"), ("Ver más", "Ver todo")):
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new, 1), "utf-8")
    out = iki("translations", "status", ISSUE).out
    assert max(map(len, out.splitlines())) <= 80
    words = out.split()
    assert set(status(shop, ISSUE).items) <= set(words)
    assert {"title,", "teaser,", "changed:", "texts"} <= set(words)
