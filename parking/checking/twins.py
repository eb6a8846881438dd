"""Twins: two lots of two sources that are one, so that no car is counted twice.

Near one another and named alike is a suspicion; what decides is whether their counts move together,
beyond what all lots do at that hour, and stand near one another.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import cos, radians
from typing import Final

from msgspec import Struct

from geo.position import Position, haversine_m
from parking.checking.names import alikeness, plain_name
from parking.checking.series import Floats, moves_together
from parking.checking.thresholds import (
    TWIN_CAPACITY,
    TWIN_NAME,
    TWIN_NAME_NEAR,
    TWIN_SURE,
    TWIN_UNNAMED_CAPACITY,
    TWIN_UNNAMED_M,
    TWIN_WITHIN_M,
)
from parking.checking.verdict import Evidence

_METRES_A_DEGREE: Final = 111_195.0


class TwinLot(Struct, frozen=True):
    """A lot and its source; `free` on a grid of times that all lots share, NaN where unknown."""

    lot_key: int
    source_key: int
    name: str
    capacity: int | None
    position: Position | None
    free: Floats


class Twins(Struct, frozen=True):
    """Two lots that are one, and why."""

    lot_key: int
    other_key: int
    evidence: Evidence


def find_twins(lots: Sequence[TwinLot], steps_a_day: int) -> list[Twins]:
    """Find pairs of lots of different sources that are one lot, each once."""
    found = []
    for one, other in _suspected(lots):
        least = _correlation_needed(one, other)
        together = None if least is None else moves_together(one.free, other.free, steps_a_day)
        if least is None or together is None or together.correlation < least:
            continue
        if not together.is_level(min(one.capacity or 0, other.capacity or 0)):
            continue
        evidence: dict[str, int | float | str] = {
            "names": round(100 * alikeness(one.name, other.name)),
            "correlation": round(together.correlation, 2),
            "steps": together.steps,
            "apart": round(together.apart, 1),
        }
        if (distance_m := _distance_m(one, other)) is not None:
            evidence["distance_m"] = round(distance_m)
        found.append(Twins(one.lot_key, other.lot_key, evidence))
    return found


def _correlation_needed(one: TwinLot, other: TwinLot) -> float | None:
    """Return how well their counts must move together; None where they cannot be one.

    Names in two languages are not alike: then nearer, of one size, and surer.
    """
    sizes = [lot.capacity for lot in (one, other) if lot.capacity]
    alike = min(sizes) / max(sizes) if len(sizes) > 1 else 1.0
    if alike < TWIN_CAPACITY:
        return None
    names, distance_m = alikeness(one.name, other.name), _distance_m(one, other)
    if distance_m is None:
        return TWIN_SURE[0] if names >= TWIN_NAME else None
    if distance_m > TWIN_WITHIN_M:
        return None
    if names >= TWIN_NAME_NEAR:
        return TWIN_SURE[0]
    is_near = distance_m <= TWIN_UNNAMED_M and alike >= TWIN_UNNAMED_CAPACITY
    return TWIN_SURE[1] if is_near and len(sizes) > 1 else None


def _suspected(lots: Sequence[TwinLot]) -> Iterator[tuple[TwinLot, TwinLot]]:
    """Yield pairs of two sources that lie near one another, or that have one name and no place."""
    cells: defaultdict[tuple[int, int], list[TwinLot]] = defaultdict(list)
    names: defaultdict[str, list[TwinLot]] = defaultdict(list)
    for lot in lots:
        names[plain_name(lot.name)].append(lot)
        if lot.position is not None:
            for cell in _cells(lot.position):
                cells[cell].append(lot)
    seen = set()
    for group in (*cells.values(), *names.values()):
        for one, other in combinations(sorted(group, key=lambda lot: lot.lot_key), 2):
            pair = one.lot_key, other.lot_key
            if one.source_key != other.source_key and pair not in seen:
                seen.add(pair)
                yield one, other


def _cells(position: Position) -> Iterator[tuple[int, int]]:
    """Yield the four overlapping squares a place lies in: what is near shares one of them."""
    north = position.lat * _METRES_A_DEGREE / TWIN_WITHIN_M
    east = position.lon * _METRES_A_DEGREE * cos(radians(round(position.lat))) / TWIN_WITHIN_M
    for row in (int(north // 1), int(north // 1) + 1):
        for column in (int(east // 1), int(east // 1) + 1):
            yield row, column


def _distance_m(one: TwinLot, other: TwinLot) -> float | None:
    if one.position is None or other.position is None:
        return None
    return haversine_m(one.position, other.position)
