"""Mexico's 32 federal entities, by the short Spanish names that the newsletter spells them with."""

from __future__ import annotations

from typing import Final

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
