"""What translators are told at the head of their file, each in the language they translate into where it is known."""

from __future__ import annotations

from typing import Final, NamedTuple


class Words(NamedTuple):
    """The sentences of one language."""

    title: str
    how: str
    marks: str
    columns: tuple[str, str, str, str]
    """The headings of id, part, source and target."""


_WORDS: Final = {
    "en": Words(
        "Translation of issue {issue} into {to}",
        "Write the translation into the last column, one paragraph for each row, and leave the grey column as it is.",
        "Keep signs such as **…**, *…* and […](https://…) around the words they belong to: they make bold, italics "
        "and links. Formatting of this program's own is not taken over.",
        ("id", "part", "source", "translation"),
    ),
    "es": Words(
        "Traducción de la edición {issue} al idioma {to}",
        "Escriba la traducción en la última columna, un párrafo por fila, y no cambie la columna gris.",
        "Conserve los signos **…**, *…* y […](https://…) junto a las palabras a las que pertenecen: hacen negritas, "
        "cursivas y enlaces. El formato propio de este programa no se toma en cuenta.",
        ("id", "parte", "original", "traducción"),
    ),
    "de": Words(
        "Übersetzung der Ausgabe {issue} in die Sprache {to}",
        "Schreiben Sie die Übersetzung in die letzte Spalte, einen Absatz je Zeile; die graue Spalte bleibt, wie sie "
        "ist.",
        "Lassen Sie Zeichen wie **…**, *…* und […](https://…) bei den Wörtern stehen, zu denen sie gehören: Sie "
        "machen fett, kursiv und Verweise. Die Formatierung dieses Programms wird nicht übernommen.",
        ("id", "Teil", "Original", "Übersetzung"),
    ),
}


def words_for(language: str) -> Words:
    """Give the sentences in a language, else in English."""
    return _WORDS.get(language, _WORDS["en"])
