"""Reads lots from CSV: the cells of a row as values of the fields they are named for."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from ingest.registry.rows import Row, UnreadableFileError
from ingest.registry.text_files import read_table

_NUMBERS: Final = frozenset({"lat", "lon", "capacity", "max_height_m"})
_OBJECTS: Final = frozenset({"capacity", "tariff", "entrance", "entrances", "outline"})
_FLAGS: Final = {"true": True, "1": True, "yes": True, "是": True,
                 "false": False, "0": False, "no": False, "否": False}  # fmt: skip


def read_lots_csv(content: bytes) -> Iterator[Row]:
    """Yield a row per line; a cell that is not what its column says stays text, to be refused."""
    is_first = True
    for line, cells in read_table(content):
        if is_first and not cells.keys() & {"lot_id", "name"}:
            raise UnreadableFileError("the first line names the columns: lot_id,name,capacity,…")
        is_first = False
        yield Row(f"/lines/{line}", lot_of_cells(cells))


def lot_of_cells(cells: Mapping[str, str]) -> dict[str, object]:
    """Return the cells of one line as values."""
    return {name: _value(name, cell) for name, cell in cells.items()}


def _value(name: str, cell: str) -> object:
    if name in _OBJECTS and cell[0] in "{[":
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    if name in _NUMBERS:
        try:
            return float(cell)
        except ValueError:
            return cell
    return _FLAGS.get(cell.lower(), cell) if name == "has_gate" else cell
