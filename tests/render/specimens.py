"""Specimens for the tests of rendering: invented projects, items of every kind, and the settings around them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from bs4 import BeautifulSoup
from pydantic import TypeAdapter

from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.issue import Issue, Item, Section
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.origin import Origin
from iki_newsletter.model.portfolio import FundingArea, Project
from iki_newsletter.model.text import LocalText

ROOT: Final = Path(__file__).resolve().parents[2]
TEMPLATES: Final = ROOT / "templates"
LANGUAGES: Final = ("es", "de", "en")

_ADAPTER: Final[TypeAdapter[Any]] = TypeAdapter(Contribution)
_AREA_NAMES: Final = {"I": "Minderung", "II": "Anpassung", "III": "Senken", "IV": "Vielfalt"}
_BASE: Final = {"project": "demo-reef", "language": "es", "received_on": "2017-05-20"}


def in_all(word: str) -> dict[str, str]:
    """Give a text in every language, told apart by its last word."""
    return {language: f"{word} {language}" for language in LANGUAGES}


_OWN: Final[dict[str, dict[str, Any]]] = {
    "news": {"body": {lang: f"Cuerpo **{lang}** con [enlace](https://body.example/{lang})." for lang in LANGUAGES}},
    "event": {"starts_on": "2017-06-06"},
    "publication": {"url": "https://read.example/book", "year": "2017", "languages": ["es", "en"], "pages": "64"},
    "call": {"deadline": "2017-06-30", "url": "https://apply.example/now", "eligible": in_all("escuelas")},
    "interview": {
        "interviewee": {"name": "Ana Ejemplo", "role": in_all("bióloga"), "consent": "given"},
        "body": in_all("Preguntas"),
    },
    "video": {"url": "https://watch.example/film", "duration": "4:30", "subtitles": ["es", "de"]},
    "profile": {},
}


def make_project(**changes: Any) -> Project:
    """Give an invented project."""
    plain = {
        "id": "demo-reef",
        "short": "Demo Reef",
        "es": "Arrecife de muestra",
        "organisation": "Example Trust",
        "partners": ["SAMPLE", "MUESTRA"],
        "scope": "bilateral",
        "states": ["Yucatán"],
        "area": "IV",
        "term": "2013-11/2018-03",
        "eur": "4750000",
    }
    return Project.model_validate(plain | changes)


def make_item(
    kind: str = "news", name: str = "", area: str | None = "IV", project: Project | None = None, **changes: Any
) -> Item:
    """Give an item of a kind, translated into every language unless `changes` say otherwise."""
    name = name or f"{kind}-item"
    plain = {**_BASE, "kind": kind, "title": in_all(f"Título {name}"), "teaser": in_all(f"Resumen {name}")} | _OWN[
        kind
    ]
    written = _ADAPTER.validate_python(plain | changes)
    names = {language: f"{_AREA_NAMES[area or 'I']} {language}" for language in LANGUAGES}
    area_of_item = FundingArea.model_validate({"key": area} | names) if area else None
    return Item(name, Origin(Path(f"{name}.yaml")), written, project or make_project(), area_of_item)


def make_issue(
    *sections: tuple[str, list[Item]], folder: Path = Path(), focus: Item | None = None, **changes: Any
) -> Issue:
    """Give an issue with these sections, each named by its id in every language."""
    plain: dict[str, Any] = {
        "id": "2017-06",
        "folder": folder,
        "number": 7,
        "month": "2017-06",
        "sends_on": dt.date(2017, 6, 12),
        "subject": LocalText("es", in_all("Asunto")),
        "preheader": LocalText("es", in_all("Entrada")),
        "editorial": LocalText("es", in_all("Queridas y queridos,\n\neditorial en")),
        "editorial_signed": LocalText("es", in_all("La redacción")),
        "focus": focus,
        "sections": tuple(
            Section(key, LocalText("es", in_all(f"Sección {key}")), tuple(items)) for key, items in sections
        ),
    }
    return Issue(**plain | changes)


def make_newsletter(**changes: Any) -> Newsletter:
    """Give the settings of an invented newsletter without a web address."""
    plain: dict[str, Any] = {
        "title": {"es": "Raíces", "de": "Wurzeln", "en": "Roots"},
        "tagline": in_all("Noticias"),
        "languages": list(LANGUAGES),
        "sender": {"name": "Red Clima (ejemplo)", "address": "boletin@klima.example"},
        "list_id": "boletin.klima.example",
        "sections": [{"id": "news", "title": "Noticias", "takes": {"kind": "news"}}],
        "identity": {
            "impressum": {"de": "Impressum: Redaktion, Musterweg 1"},
            "privacy": {"es": "Privacidad: [aviso](https://privacy.example/es)", "de": "Datenschutz: Musterweg 1"},
            "postal": {"es": "Calle del Ejemplo 1"},
        },
        "funding_notices": [
            {"from": "2016-01-01", "until": "2017-12-31", "text": in_all("Ministerio viejo")},
            {"from": "2018-01-01", "text": in_all("Ministerio nuevo")},
        ],
    }
    return Newsletter.model_validate(plain | changes)


def one_of_each() -> list[tuple[str, list[Item]]]:
    """Give sections that hold an item of every kind and area."""
    areas = ("I", "II", "III", "IV")
    items = [make_item(kind, area=areas[index % 4]) for index, kind in enumerate(_OWN)]
    return [(item.contribution.kind.value, [item]) for item in items]


def soup(html: str) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(html, "html.parser")


def words_of(text: str) -> str:
    """Give a text's words with single spaces, as parts are compared."""
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split()).casefold()
