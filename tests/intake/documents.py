"""Word documents as offices write them, made by python-docx, which is not what reads them here."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches
from tests.intake.parcels import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


NAMES = nsdecls("w")


def saved(document: Any) -> bytes:
    """Save a document."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def plain(*paragraphs: str) -> bytes:
    """Write paragraphs without any style."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def add_link(paragraph: Any, text: str, url: str) -> None:
    """Add a link, which python-docx has no words for."""
    part = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def add_picture(document: Any, alt: str, hue: str = "green") -> None:
    """Add a picture with what Word keeps to be read out."""
    document.add_picture(io.BytesIO(picture(hue)), width=Inches(3))
    found = document.inline_shapes[-1]._inline.docPr
    found.set("descr", alt)


def rich() -> bytes:
    """Write a document with all that a contribution may hold, in one language."""
    document = docx.Document()
    document.add_paragraph("Diez reservas calculan el valor de su agua", style="Title")
    document.add_paragraph("Sus equipos saben ahora cuánto ahorra un bosque.", style="Subtitle")
    text = document.add_paragraph("El curso duró ")
    text.add_run("tres días").bold = True
    text.add_run(" y fue ")
    text.add_run("muy concurrido").italic = True
    text.add_run(": ")
    add_link(text, "el programa", "https://example.org/programa_(2017)")
    text.add_run(".")
    document.add_heading("Quiénes vinieron", 2)
    for name in ("Equipos de diez reservas", "Dos universidades"):
        document.add_paragraph(name, style="List Bullet")
    for name in ("Primero, el agua", "Después, el carbono"):
        document.add_paragraph(name, style="List Number")
    add_picture(document, "Una laguna entre pinos")
    document.add_paragraph("La laguna de Zempoala. Foto: Ana Inventada", style="Caption")
    document.add_paragraph("Un *asterisco*, un _guion_, 5 < 6 y [corchetes].")
    document.add_paragraph("1. Esto no es una lista")
    return saved(document)


def by_headings(*names: str) -> bytes:
    """Write the same in three languages, below headings of these names."""
    document = docx.Document()
    document.add_paragraph("Ecovalor: nota para el boletín de junio")
    texts = (
        ("Diez reservas calculan", "El agua vale.", "El curso duró tres días."),
        ("Zehn Schutzgebiete rechnen", "Wasser ist etwas wert.", "Der Kurs dauerte drei Tage."),
        ("Ten reserves count", "Water has a value.", "The course took three days."),
    )
    for name, paragraphs in zip(names, texts, strict=True):
        document.add_heading(name, 1)
        for text in paragraphs:
            document.add_paragraph(text)
    return saved(document)


def by_table(head: Sequence[str], *rows: Sequence[str]) -> bytes:
    """Write a table, and a picture below it."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(head))
    for row in (head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    add_picture(document, "Una laguna")
    return saved(document)


def odd() -> bytes:
    """Hide text where readers of documents forget to look: boxes, controls, insertions, notes, headers, formulas."""
    document = docx.Document()
    document.add_paragraph("Un título corto")
    body = document.element.body
    section = document.sections[0]
    section.header.paragraphs[0].text = "En el encabezado"
    section.footer.paragraphs[0].text = "Al pie de la página"
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    box = (
        f'<w:p {NAMES} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{{}}'
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    pieces = (
        f"<w:sdt {NAMES}><w:sdtContent><w:p>{_run('En un control')}</w:p></w:sdtContent></w:sdt>",
        f'<w:p {NAMES}><w:ins w:id="1" w:author="a">{_run("Insertado hace poco")}</w:ins></w:p>',
        f'<w:p {NAMES}><w:del w:id="2" w:author="a"><w:r><w:delText>Borrado</w:delText></w:r></w:del></w:p>',
        f'<w:p {NAMES}><w:smartTag w:uri="x" w:element="y">{_run("En una etiqueta")}</w:smartTag></w:p>',
        box.format("<w:p>" + _run("En una caja") + "</w:p>"),
        f'<w:p {NAMES} xmlns:m="{math}"><m:oMath><m:r><m:t>E = mc2 dicho así</m:t></m:r></m:oMath></w:p>',
        f"<w:p {NAMES}>{_run('Par')}{_run('tido en ')}{_run('trozos')}</w:p>",
    )
    for piece in pieces:
        body.insert(len(body) - 1, parse_xml(piece))
    return saved(document)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


ODD = (
    "Un título corto",
    "En el encabezado",
    "Al pie de la página",
    "En un control",
    "Insertado hace poco",
    "En una etiqueta",
    "En una caja",
    "E = mc2 dicho así",
    "Partido en trozos",
)


def changed(raw: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a document."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


MAIN = "word/document.xml"


def with_body(xml: bytes) -> bytes:
    """Put XML at the beginning of a document's body."""
    return changed(plain("Un título"), MAIN, lambda content: content.replace(b"<w:body>", b"<w:body>" + xml, 1))


def with_head(xml: bytes) -> bytes:
    """Put XML before a document's root."""
    return changed(
        plain("Un título"), MAIN, lambda content: re.sub(rb"(<w:document)", xml + rb"\1", content, count=1)
    )
