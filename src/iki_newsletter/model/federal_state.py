"""Mexico's 32 federal entities, by the short Spanish names that the newsletter spells them with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FEDERAL_STATES: Final = (
    "Aguascalientes",
    "Baja California",
    "Baja California Sur",
    "Campeche",
    "Chiapas",
    "Chihuahua",
    "Ciudad de México",
    "Coahuila",
    "Colima",
    "Durango",
    "Estado de México",
    "Guanajuato",
    "Guerrero",
    "Hidalgo",
    "Jalisco",
    "Michoacán",
    "Morelos",
    "Nayarit",
    "Nuevo León",
    "Oaxaca",
    "Puebla",
    "Querétaro",
    "Quintana Roo",
    "San Luis Potosí",
    "Sinaloa",
    "Sonora",
    "Tabasco",
    "Tamaulipas",
    "Tlaxcala",
    "Veracruz",
    "Yucatán",
    "Zacatecas",
)

OTHER_NAMES: Final = {
    "CDMX": "Ciudad de México",
    "Coahuila de Zaragoza": "Coahuila",
    "D.F.": "Ciudad de México",
    "DF": "Ciudad de México",
    "Distrito Federal": "Ciudad de México",
    "Edomex": "Estado de México",
    "Mexico City": "Ciudad de México",
    "Mexiko-Stadt": "Ciudad de México",
    "Michoacán de Ocampo": "Michoacán",
    "México": "Estado de México",
    "Querétaro de Arteaga": "Querétaro",
    "Veracruz de Ignacio de la Llave": "Veracruz",
}
"""What people write instead, and what is meant; `México` alone would be read as the country."""


def state_named(written: str) -> str:
    """Give the name that the newsletter spells a federal state with; what is none stays as it is written.

    >>> [state_named(each) for each in ("CDMX", "Oaxaca", "Atlantis")]
    ['Ciudad de México', 'Oaxaca', 'Atlantis']
    """
    return OTHER_NAMES.get(written, written)


def states_named(written: Iterable[str]) -> tuple[str, ...]:
    """Give the names that the newsletter spells several with, each once, in their order."""
    return tuple(dict.fromkeys(state_named(each) for each in written))
