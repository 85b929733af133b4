"""What translators are told in their file, each in the language they translate into where it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from iki_newsletter.model.fields import Keys


class Words(NamedTuple):
    """The sentences of one language."""

    title: str
    how: str
    marks: str
    columns: tuple[str, str, str, str]
    """The headings of id, part, source and target."""
    parts: dict[str, str]
    """A text's name by its keys as in `links.text`; `number` tells which of its list it belongs to."""
    paragraph: str
    """Which paragraph of a part it is."""
    at_most: str
    between: str
    """How many characters a text may have."""

    def part(self, keys: Keys) -> str:
        """Name a text by its keys.

        >>> words_for("de").part(("links", 1, "text"))
        'Link 2, Text'
        """
        number = next((key + 1 for key in keys if isinstance(key, int)), 0)
        return self.parts[".".join(key for key in keys if isinstance(key, str))].format(number=number)


_WORDS: Final = {
    "en": Words(
        "Translation of issue {issue} into {to}",
        "Write the translation into the last column, one paragraph for each row, and leave the grey column as it is.",
        "Keep signs such as **…**, *…* and […](https://…) around the words they belong to: they make bold, italics "
        "and links. Formatting of this program's own is not taken over.",
        ("id", "part", "source", "translation"),
        {
            "title": "title",
            "teaser": "teaser",
            "body": "body",
            "place": "place",
            "eligible": "eligible",
            "interviewee.role": "interviewee role",
            "links.text": "link {number} text",
            "images.alt": "picture {number} alt",
            "images.caption": "picture {number} caption",
            "images.credit": "picture {number} credit",
            "sessions.title": "session {number} title",
            "sessions.text": "session {number} text",
            "sessions.place": "session {number} place",
            "materials.title": "material {number} title",
            "subject": "subject",
            "preheader": "preheader",
            "editorial.text": "editorial text",
            "editorial.signed": "editorial signed",
        },
        "{part}, {number} of {total}",
        "At most {most:,} characters",
        "{least} to {most} characters",
    ),
    "es": Words(
        "Traducción de la edición {issue} al idioma {to}",
        "Escriba la traducción en la última columna, un párrafo por fila, y no cambie la columna gris.",
        "Conserve los signos **…**, *…* y […](https://…) junto a las palabras a las que pertenecen: hacen negritas, "
        "cursivas y enlaces. El formato propio de este programa no se toma en cuenta.",
        ("id", "parte", "original", "traducción"),
        {
            "title": "título",
            "teaser": "entrada",
            "body": "texto completo",
            "place": "lugar",
            "eligible": "quién puede postularse",
            "interviewee.role": "cargo de la persona entrevistada",
            "links.text": "enlace {number}: texto",
            "images.alt": "foto {number}: qué se ve",
            "images.caption": "foto {number}: pie",
            "images.credit": "foto {number}: crédito",
            "sessions.title": "sesión {number}: título",
            "sessions.text": "sesión {number}: texto",
            "sessions.place": "sesión {number}: lugar",
            "materials.title": "material {number}: título",
            "subject": "asunto del correo",
            "preheader": "frase que sigue al asunto",
            "editorial.text": "editorial",
            "editorial.signed": "firma del editorial",
        },
        "{part}, {number} de {total}",
        "{most} caracteres como máximo",
        "De {least} a {most} caracteres",
    ),
    "de": Words(
        "Übersetzung der Ausgabe {issue} in die Sprache {to}",
        "Schreiben Sie die Übersetzung in die letzte Spalte, einen Absatz je Zeile; die graue Spalte bleibt, wie sie "
        "ist.",
        "Lassen Sie Zeichen wie **…**, *…* und […](https://…) bei den Wörtern stehen, zu denen sie gehören: Sie "
        "machen fett, kursiv und Verweise. Die Formatierung dieses Programms wird nicht übernommen.",
        ("id", "Teil", "Original", "Übersetzung"),
        {
            "title": "Titel",
            "teaser": "Anreißer",
            "body": "ganzer Text",
            "place": "Ort",
            "eligible": "wer sich bewerben kann",
            "interviewee.role": "Amt oder Aufgabe der befragten Person",
            "links.text": "Link {number}, Text",
            "images.alt": "Bild {number}, was zu sehen ist",
            "images.caption": "Bild {number}, Unterschrift",
            "images.credit": "Bild {number}, Nachweis",
            "sessions.title": "Programmpunkt {number}, Titel",
            "sessions.text": "Programmpunkt {number}, Text",
            "sessions.place": "Programmpunkt {number}, Ort",
            "materials.title": "Unterlage {number}, Titel",
            "subject": "Betreff der Mail",
            "preheader": "Vorschautext nach dem Betreff",
            "editorial.text": "Editorial",
            "editorial.signed": "Unterschrift des Editorials",
        },
        "{part}, {number} von {total}",
        "Höchstens {most} Zeichen",
        "{least} bis {most} Zeichen",
    ),
}


def words_for(language: str) -> Words:
    """Give the sentences in a language, else in English."""
    return _WORDS.get(language, _WORDS["en"])
