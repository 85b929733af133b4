"""What invented offices write in the form: each kind of contribution, in each of the three languages."""

from __future__ import annotations

from typing import Any, Final

TITLES: Final = {
    "es": "Doce municipios aprenden a medir sus emisiones",
    "de": "Zwölf Gemeinden lernen, ihre Emissionen zu messen",
    "en": "Twelve towns learn to measure their emissions",
}
TEASERS: Final = {
    "es": "En Morelia nació un método común: «lo que no se mide, no se cambia».",
    "de": "In Morelia entstand eine gemeinsame Methode: „Was man nicht misst, ändert man nicht.“",
    "en": "A common method was born in Morelia: “what is not measured does not change”.",
}
BODY: Final = """\
Primero, **los datos**: agua, residuos, transporte.

- 12 municipios
- 3 estados: Jalisco, Michoacán & Sonora

El manual está en [la página](https://example.org/manual)."""
ADDRESS: Final = "https://example.org/a?b=c#d"

OF_KIND: Final[dict[str, dict[str, Any]]] = {
    "news": {"body": BODY},
    "event": {
        "starts_on": "2017-07-04",
        "ends_on": "2017-07-06",
        "starts_at": "09:30",
        "timezone": "America/Cancun",
        "place": 'Casa de la Cultura, Mérida: patio "norte" # 2',
        "online": ADDRESS,
        "registration.url": ADDRESS,
        "registration.until": "2017-07-01",
    },
    "publication": {
        "url": ADDRESS,
        "year": "2017",
        "pages": "40",
        "languages": ["es", "de"],
        "authors": "Ana Ejemplo\nInstituto de Muestra",
        "licence": "CC BY 4.0",
    },
    "call": {"url": ADDRESS, "deadline": "2017-08-31", "eligible": "Municipios de hasta 50 000 habitantes"},
    "interview": {
        "interviewee.name": "Berta Beispiel",
        "interviewee.role": "Bióloga en un instituto de ejemplo",
        "interviewee.consent": "given",
        "body": BODY,
    },
    "video": {"url": ADDRESS, "duration": "4:30", "subtitles": ["en"]},
    "profile": {},
}
IN_LANGUAGES: Final = frozenset({"title", "teaser", "body", "place", "eligible", "interviewee.role"})


def fields_of(kind: str, language: str) -> dict[str, Any]:
    """Give what is written into the fields, by path, in one language."""
    written = {"title": TITLES[language], "teaser": TEASERS[language], **OF_KIND[kind]}
    return {f"{path}.{language}" if path in IN_LANGUAGES else path: value for path, value in written.items()}
