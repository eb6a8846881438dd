"""Neighbours: lots of which another source's lot lies near or is named alike. Pure.

Only these can be one lot told twice, so that only their history need be read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import cos, radians
from typing import Final, TypeAlias

from parking.checking.names import plain_name
from parking.checking.thresholds import TWIN_WITHIN_M
from parking.lot import Lot

_METRES_A_DEGREE: Final = 111_195.0
_Square: TypeAlias = tuple[int, int]
_NEAR: Final = tuple((north, east) for north in (-1, 0, 1) for east in (-1, 0, 1))


def neighbours(lots: Iterable[Lot], source_of: Mapping[int, int]) -> list[Lot]:
    """Return the lots in whose square or beside it another source has one, or which have its name.

    Squares are `TWIN_WITHIN_M` wide.
    """
    sources: defaultdict[_Square | str, set[int]] = defaultdict(set)
    told = [lot for lot in lots if lot.lot_key in source_of]
    for lot in told:
        for place in _places(lot):
            sources[place].add(source_of[lot.lot_key])
    return [
        lot for lot in told if any(len(sources[place]) > 1 for place in _looked_at(lot, sources))
    ]


def _places(lot: Lot) -> Iterator[_Square | str]:
    """Yield where a lot is to be found: its square and those around it, and its name."""
    square = _square(lot)
    if square is not None:
        for north, east in _NEAR:
            yield square[0] + north, square[1] + east
    if name := plain_name(lot.name):
        yield name


def _looked_at(lot: Lot, sources: Mapping[_Square | str, set[int]]) -> Iterator[_Square | str]:
    square = _square(lot)
    if square is not None:
        yield square
    name = plain_name(lot.name)
    if name in sources:
        yield name


def _square(lot: Lot) -> _Square | None:
    if lot.lat is None or lot.lon is None:
        return None
    north = lot.lat * _METRES_A_DEGREE / TWIN_WITHIN_M
    east = lot.lon * _METRES_A_DEGREE * cos(radians(round(lot.lat))) / TWIN_WITHIN_M
    return int(north // 1), int(east // 1)
