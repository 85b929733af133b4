"""The schematic map of Mexico."""

from __future__ import annotations

from iki_newsletter.model.federal_state import FEDERAL_STATES
from iki_newsletter.model.tile_map import COLUMNS, ROWS, TILES


def test_each_federal_state_has_one_tile_of_its_own() -> None:
    """All 32 states stand on the map, no two in the same place, none with another's code."""
    assert sorted(TILES) == sorted(FEDERAL_STATES)
    assert len({(tile.column, tile.row) for tile in TILES.values()}) == len(TILES)
    assert len({tile.code for tile in TILES.values()}) == len(TILES)


def test_the_map_is_one_piece_but_for_the_peninsula() -> None:
    """From Sonora one can walk over edges to every state, as in the country."""
    places = {(tile.column, tile.row) for tile in TILES.values()}
    reached, open_ends = set(), {(TILES["Sonora"].column, TILES["Sonora"].row)}
    while open_ends:
        reached |= open_ends
        around = {(x + dx, y + dy) for x, y in open_ends for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))}
        open_ends = (around & places) - reached
    assert reached == places


def test_tiles_are_read_row_by_row_within_the_grid() -> None:
    """The order of the map is that of reading, and the grid is no larger than it must be."""
    places = [(tile.row, tile.column) for tile in TILES.values()]
    assert places == sorted(places)
    assert (ROWS, COLUMNS) == (7, 11)
