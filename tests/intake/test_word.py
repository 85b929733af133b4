from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.intake import documents
from tests.intake.documents import add_picture, by_headings, by_table, odd, plain, rich, saved, with_body, with_head
from tests.intake.parcels import packed

from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.draft import draft_of
from iki_newsletter.intake.word import read_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from iki_newsletter.intake.draft import Draft

LANGUAGES = ("es", "de", "en")
SECONDS = 5.0

HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "entities that grow": lambda: with_head(
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
        + b"]>"
    ),
    "a file of this machine": lambda: with_head(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "a document type alone": lambda: with_head(b"<!DOCTYPE a>"),
    "elements without end": lambda: with_body(b"<w:p/>" * 200_000),
    "nesting": lambda: with_body(b"<w:sdt><w:sdtContent>" * 5_000),
    "nesting that is closed": lambda: with_body(b"<w:sdt><w:sdtContent>" * 120 + b"</w:sdtContent></w:sdt>" * 120),
    "megabytes of text": lambda: with_body(b"<w:p><w:r><w:t>" + b"a" * 30_000_000 + b"</w:t></w:r></w:p>"),
    "UTF-16": lambda: documents.changed(
        plain("a"), documents.MAIN, lambda content: content.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    "no XML": lambda: documents.changed(plain("a"), documents.MAIN, lambda _: b"\0" * 100),
    "another root": lambda: documents.changed(plain("a"), documents.MAIN, lambda _: b"<html/>"),
    "no document": lambda: packed({"word/other.xml": b"<a/>"}),
    "no relations": lambda: packed({"word/document.xml": b"<a/>"}),
    "no archive": lambda: b"\xd0\xcf\x11\xe0" * 200,
    "a picture that is nowhere": lambda: with_body(
        b'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        b'<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        b'<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        b'<a:blip r:embed="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        b"</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    ),
}
CHILD = """
import json, sys, time
from pathlib import Path
from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.word import read_word
from tests.intake.documents import plain
read_word(plain("what is loaded once is not the document's fault"))
try:
    import resource
except ImportError:
    resource = None
if resource and Path("/proc/self/statm").exists():
    here = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (here + 300_000_000, here + 300_000_000))
for path in sorted(Path(sys.argv[1]).iterdir()):
    before = time.process_time()
    try:
        read_word(path.read_bytes())
        told = ["", ""]
    except NotTakenError as error:
        told = [error.what, error.instead]
    print(json.dumps([path.stem, time.process_time() - before, *told]), flush=True)
"""
HARMLESS = frozenset({"nesting that is closed"})
"""What may be read or refused, as long as it ends."""


def draft(raw: bytes, default: str = "es") -> Draft:
    """Read a document into a draft."""
    return draft_of(read_word(raw), LANGUAGES, default)


def everything(told: Draft) -> str:
    """Give all that a draft says, as letters and digits."""
    texts = [*told.title.values(), *told.teaser.values(), *told.body.values(), *told.rest]
    texts += [each for picture in told.pictures for each in (picture.alt, picture.caption, picture.credit)]
    return compared(" ".join(texts))


def compared(text: str) -> str:
    """Give a text's letters and digits."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def test_a_document_gives_title_teaser_and_text_as_markdown() -> None:
    """Bold, italic, links, headings and lists; marks that somebody typed stay what they are."""
    told = draft(rich())
    assert told.title == {"es": "Diez reservas calculan el valor de su agua"}
    assert told.teaser == {"es": "Sus equipos saben ahora cuánto ahorra un bosque."}
    assert told.body["es"] == (
        "El curso duró **tres días** y fue *muy concurrido*: "
        "[el programa](https://example.org/programa_%282017%29).\n\n"
        "#### Quiénes vinieron\n\n"
        "- Equipos de diez reservas\n- Dos universidades\n\n"
        "1. Primero, el agua\n2. Después, el carbono\n\n"
        r"Un \*asterisco\*, un \_guion\_, 5 \< 6 y \[corchetes\]."
        "\n\n1\\. Esto no es una lista"
    )
    (shown,) = told.pictures
    assert (shown.alt, shown.caption, shown.credit) == (
        "Una laguna entre pinos",
        "La laguna de Zempoala",
        "Ana Inventada",
    )
    assert not told.rest


@pytest.mark.parametrize(
    "names",
    [
        ("Español", "Deutsch", "English"),
        ("ES", "DE", "EN"),
        ("Versión en español:", "Deutsche Fassung", "English version"),
    ],
)
def test_languages_are_told_by_headings(names: tuple[str, str, str]) -> None:
    """Each language has its own texts, and what stands above them is in none of these, and not lost."""
    told = draft(by_headings(*names))
    assert told.title == {
        "es": "Diez reservas calculan",
        "de": "Zehn Schutzgebiete rechnen",
        "en": "Ten reserves count",
    }
    assert told.teaser["de"] == "Wasser ist etwas wert."
    assert told.body["en"] == "The course took three days."
    assert told.rest == ("Ecovalor: nota para el boletín de junio",)
    assert told.language == "es"


def test_languages_are_told_by_a_table() -> None:
    """Columns with labels before them, or without, and the picture below belongs to all."""
    rows = (
        ("Título / Titel", "Diez reservas", "Zehn Gebiete"),
        ("Teaser", "El agua vale.", "Wasser hat Wert."),
        ("Text", "Tres días.", "Drei Tage."),
    )
    labelled = [(label.partition(" /")[0], *rest) for label, *rest in rows]
    for told in (
        draft(by_table(("", "Español", "Deutsch"), *labelled)),
        draft(by_table(("Español", "Deutsch"), *(row[1:] for row in rows))),
    ):
        assert told.title == {"es": "Diez reservas", "de": "Zehn Gebiete"}
        assert told.body == {"es": "Tres días.", "de": "Drei Tage."}
        assert len(told.pictures) == 1


def test_a_translation_below_its_original_is_told_apart() -> None:
    """A text without a heading, and its translation under one: the first is in the language that was named."""
    document = docx.Document()
    for text in ("Diez reservas calculan", "El curso duró tres días."):
        document.add_paragraph(text)
    document.add_heading("Deutsch", 1)
    for text in ("Zehn Schutzgebiete", "Drei Tage lang."):
        document.add_paragraph(text)
    told = draft(saved(document))
    assert told.title == {"es": "Diez reservas calculan", "de": "Zehn Schutzgebiete"}


def test_labels_go_before_guesses() -> None:
    """`Title:`, `Entradilla:` and `Text:` say what follows, in the same paragraph or the next."""
    told = draft(
        plain("Proyecto Ecovalor", "Título: Diez reservas", "Entradilla:", "El agua vale.", "Texto:", "Sí.", "No.")
    )
    assert told.title["es"].endswith("Diez reservas")
    assert told.teaser == {"es": "El agua vale."}
    assert told.body == {"es": "Sí.\n\nNo."}


@pytest.mark.parametrize("text", documents.ODD)
def test_text_is_found_wherever_it_hides(text: str) -> None:
    """In boxes, controls, insertions, headers, formulas, and in pieces; what was deleted is gone."""
    told = everything(draft(odd()))
    assert compared(text) in told
    assert "borrado" not in told


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("below", "caption", "credit"),
    [
        ("Foto: Ana Inventada", "", "Ana Inventada"),
        ("Fotografía: Ana de la Inventada / GIZ", "", "Ana de la Inventada / GIZ"),
        ("Photo: Ana", "", "Ana"),
        ("Bild: dibujo del equipo", "", "dibujo del equipo"),
        ("CRÉDITO: IKI México 2017", "", "IKI México 2017"),
        ("La laguna al amanecer. Foto: Ana Inventada", "La laguna al amanecer", "Ana Inventada"),
        ("Die Lagune (Foto: Ana Muster)", "Die Lagune", "Ana Muster"),
    ],
)
def test_what_stands_below_a_picture_and_says_whose_it_is_is_its_caption(
    below: str, caption: str, credit: str
) -> None:
    """Also without Word's style for captions; then it is neither title nor teaser nor part of the text."""
    document = docx.Document()
    document.add_paragraph("Diez reservas calculan su agua")
    document.add_paragraph("Un texto que sigue.")
    add_picture(document, "Una laguna")
    document.add_paragraph(below)
    document.add_paragraph("Y otro texto.")
    told = draft(saved(document))
    (shown,) = told.pictures
    assert (shown.caption, shown.credit) == (caption, credit)
    assert compared(below) not in compared(
        " ".join([*told.title.values(), *told.teaser.values(), *told.body.values()])
    )
    assert not told.rest


@pytest.mark.parametrize(
    "below",
    [
        "La laguna creció en dos años.",
        "Así se tomó la foto: desde un globo que subió al amanecer",
        "Más en la fuente: Informe Anual",
        "Foto: " + "un texto largo " * 30,
    ],
)
def test_a_paragraph_below_a_picture_stays_in_the_text(below: str) -> None:
    """Where it names nobody, or is far too long for a caption."""
    document = docx.Document()
    document.add_paragraph("Diez reservas calculan su agua")
    document.add_paragraph("Un texto que sigue.")
    add_picture(document, "Una laguna")
    document.add_paragraph(below)
    told = draft(saved(document))
    assert compared(below) in compared(" ".join(told.body.values()))
    assert not told.pictures[0].credit


def test_a_label_that_stands_elsewhere_makes_no_caption() -> None:
    """Only directly below a picture: further down it is the text's."""
    document = docx.Document()
    add_picture(document, "Una laguna")
    document.add_paragraph("Diez reservas calculan su agua")
    document.add_paragraph("Foto: Ana Inventada")
    assert not draft(saved(document)).pictures[0].credit


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(["Normal", "Title", "Heading 1", "List Bullet", "Caption", "Quote"]), words),
        max_size=12,
    )
)
def test_no_paragraph_is_lost(paragraphs: list[tuple[str, str]]) -> None:
    """Whatever a document says, in whatever style, it stands somewhere in the draft."""
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    told = everything(draft(saved(document)))
    for _, text in paragraphs:
        said = compared(text)
        assert said in told or said in {"es", "de", "en"} or (len(said) < 20 and is_label(text)), text


def is_label(text: str) -> bool:
    """Tell a word that names a field or a language, and says nothing itself."""
    from iki_newsletter.intake.word_labels import label_of, language_named  # noqa: PLC0415

    return bool(label_of(text)[0] or language_named(text, LANGUAGES))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, str, str]]:
    """Read all hostile documents in a process of its own that may not grow by more than 300 MB."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    for name, make in HOSTILE.items():
        (folder / f"{name}.docx").write_bytes(make())
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
        | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    assert child.returncode == 0, child.stderr[-2000:]
    return {name: (seconds, what, cure) for name, seconds, what, cure in map(json.loads, child.stdout.splitlines())}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT, and names files otherwise")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_quickly(told: dict[str, tuple[float, str, str]], name: str) -> None:
    """Under the limits: what is wrong, and what to do about it."""
    seconds, what, instead = told[name]
    assert seconds < SECONDS
    if name not in HARMLESS:
        assert what
        assert instead


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_mutated_document_gives_a_draft_or_our_own_error(data: st.DataObject) -> None:
    """Bytes changed in its XML or in the archive never raise anything else."""
    raw = bytearray(data.draw(st.sampled_from([PLAIN, RICH])))
    if data.draw(st.booleans()):
        piece = data.draw(st.binary(max_size=20))

        def change(content: bytes) -> bytes:
            place = data.draw(st.integers(0, len(content)))
            return content[:place] + piece + content[place + data.draw(st.integers(0, 60)) :]

        raw = bytearray(documents.changed(bytes(raw), documents.MAIN, change))
    else:
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + 4] = data.draw(st.binary(max_size=8))
    with suppress(NotTakenError):
        draft(bytes(raw))


PLAIN = plain("Un título", "Un texto", "Español", "Deutsch")
RICH = rich()


def test_no_part_is_read_that_was_not_looked_through() -> None:
    """A document whose relationships lead elsewhere than Word's is refused, whatever lies there."""
    with zipfile.ZipFile(io.BytesIO(plain("Un título", "Un texto."))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/evil.xml"] = files["word/document.xml"]
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"word/document.xml", b"word/evil.xml")
    with pytest.raises(NotTakenError, match="built as no program"):
        read_word(packed(files))


def test_links_to_files_elsewhere_are_never_opened(tmp_path: Path) -> None:
    """A picture that is only linked is not fetched, from the disk or from the web."""
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(base64.b64decode("/9j/"))
    linked = documents.changed(
        rich(),
        "word/_rels/document.xml.rels",
        lambda content: content.replace(
            b'Target="media/image1.jpg"', b'TargetMode="External" Target="%s"' % secret.as_uri().encode()
        ),
    )
    with suppress(NotTakenError):
        assert all(b"/9j/" not in each.raw for each in draft(linked).pictures)
