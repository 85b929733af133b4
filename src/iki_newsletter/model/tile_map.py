"""A schematic map of Mexico: one tile for each federal state, set so that neighbours stay neighbours.

An own layout. Tiles make all states equally large to the eye, so that Tlaxcala is seen as well as Chihuahua.

     0    1    2    3    4    5    6    7    8    9    10
    BCN  SON  CHH  COA
    BCS       SIN  DUR  NLE  TAM
                   NAY  ZAC  SLP
                   JAL  AGU  GUA  QUE  HID
                   COL  MIC  MEX  CMX  TLA  VER       YUC
                             GRO  MOR  PUE  TAB  CAM  ROO
                                       OAX  CHP
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Tile(NamedTuple):
    """Where a state stands on the map; column and row are counted from 0, from the north-west."""

    column: int
    row: int
    code: str
    """Its three letters of ISO 3166-2:MX, short enough to stand in the tile."""


TILES: Final = {
    "Baja California": Tile(0, 0, "BCN"),
    "Sonora": Tile(1, 0, "SON"),
    "Chihuahua": Tile(2, 0, "CHH"),
    "Coahuila": Tile(3, 0, "COA"),
    "Baja California Sur": Tile(0, 1, "BCS"),
    "Sinaloa": Tile(2, 1, "SIN"),
    "Durango": Tile(3, 1, "DUR"),
    "Nuevo León": Tile(4, 1, "NLE"),
    "Tamaulipas": Tile(5, 1, "TAM"),
    "Nayarit": Tile(3, 2, "NAY"),
    "Zacatecas": Tile(4, 2, "ZAC"),
    "San Luis Potosí": Tile(5, 2, "SLP"),
    "Jalisco": Tile(3, 3, "JAL"),
    "Aguascalientes": Tile(4, 3, "AGU"),
    "Guanajuato": Tile(5, 3, "GUA"),
    "Querétaro": Tile(6, 3, "QUE"),
    "Hidalgo": Tile(7, 3, "HID"),
    "Colima": Tile(3, 4, "COL"),
    "Michoacán": Tile(4, 4, "MIC"),
    "Estado de México": Tile(5, 4, "MEX"),
    "Ciudad de México": Tile(6, 4, "CMX"),
    "Tlaxcala": Tile(7, 4, "TLA"),
    "Veracruz": Tile(8, 4, "VER"),
    "Yucatán": Tile(10, 4, "YUC"),
    "Guerrero": Tile(5, 5, "GRO"),
    "Morelos": Tile(6, 5, "MOR"),
    "Puebla": Tile(7, 5, "PUE"),
    "Tabasco": Tile(8, 5, "TAB"),
    "Campeche": Tile(9, 5, "CAM"),
    "Quintana Roo": Tile(10, 5, "ROO"),
    "Oaxaca": Tile(7, 6, "OAX"),
    "Chiapas": Tile(8, 6, "CHP"),
}
"""State to tile, in the order in which the map is read: row by row."""

COLUMNS: Final = 1 + max(tile.column for tile in TILES.values())
ROWS: Final = 1 + max(tile.row for tile in TILES.values())
