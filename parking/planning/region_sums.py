"""Region sums: what rows of lots change in the sums of the regions they are in. Knows no store.

A row that was counted before is taken out and the new one is put in, so that sums stay exact
however often a lot's past is told anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from parking.planning.day_row import DayRow
from parking.planning.hour_row import SPACE_CLASS_CODE, HourRow
from parking.planning.space_time import STEPS_AN_HOUR, SpaceTime

_HEAD: Final = 3
_SUMS: Final = len(SpaceTime.__struct_fields__)
_Vector = NDArray[np.int64]


class RegionHour(NamedTuple):
    """By how much one hour of one class of a region changes; `steps` are the five sums by step."""

    region: str
    class_code: int
    hour_us: int
    lots: int
    entries: int
    exits: int
    steps: list[list[int]]


class RegionDay(NamedTuple):
    """By how much one day of one class of a region changes; `sums` are the five."""

    region: str
    class_code: int
    day: date
    lots: int
    sums: list[int]
    entries: int
    exits: int
    hours_known: int
    hours_in_band: int


class HourChanges:
    """Changes of regions' hours, gathered of many lots."""

    def __init__(self) -> None:
        self._changes: defaultdict[tuple[str, int, int], _Vector] = defaultdict(_no_hour)

    def add(self, regions: Collection[str], row: HourRow, sign: int) -> None:
        """Put a lot's hour in (1) or take it out (-1)."""
        if not regions:
            return
        vector = sign * _of_hour(row)
        code = SPACE_CLASS_CODE[row.space_class]
        for region in regions:
            self._changes[region, code, row.hour_us] += vector

    def __iter__(self) -> Iterator[RegionHour]:
        """Yield what changes, in the order of the table."""
        for (region, code, hour_us), vector in sorted(self._changes.items(), key=_first):
            if vector.any():
                lots, entries, exits = vector[:_HEAD].tolist()
                steps = vector[_HEAD:].reshape(STEPS_AN_HOUR, _SUMS).T.tolist()
                yield RegionHour(region, code, hour_us, lots, entries, exits, steps)


class DayChanges:
    """Changes of regions' days, gathered of many lots."""

    def __init__(self) -> None:
        self._changes: defaultdict[tuple[str, int, date], _Vector] = defaultdict(_no_day)

    def add(self, regions: Collection[str], row: DayRow, sign: int) -> None:
        """Put a lot's day in (1) or take it out (-1)."""
        if not regions:
            return
        vector = sign * _of_day(row)
        code = SPACE_CLASS_CODE[row.space_class]
        for region in regions:
            self._changes[region, code, row.day] += vector

    def __iter__(self) -> Iterator[RegionDay]:
        """Yield what changes, in the order of the table."""
        for (region, code, day), vector in sorted(self._changes.items(), key=_first):
            if vector.any():
                lots, *rest = vector.tolist()
                yield RegionDay(region, code, day, lots, rest[:_SUMS], *rest[_SUMS:])


def _first(change: tuple[tuple[str, int, object], _Vector]) -> tuple[str, int, str]:
    region, code, moment = change[0]
    return region, code, str(moment)


def _no_hour() -> _Vector:
    return np.zeros(_HEAD + _SUMS * STEPS_AN_HOUR, dtype=np.int64)


def _no_day() -> _Vector:
    return np.zeros(1 + _SUMS + 4, dtype=np.int64)


def _of_hour(row: HourRow) -> _Vector:
    flat = [1, row.entries, row.exits]
    for step in row.steps:
        flat += (step.open_us, step.known_us, step.taken_us, step.full_us, step.closed_us)
    return np.array(flat, dtype=np.int64)


def _of_day(row: DayRow) -> _Vector:
    of = row.sums
    flat = [1, of.open_us, of.known_us, of.taken_us, of.full_us, of.closed_us]
    flat += [row.entries, row.exits, row.hours_known, row.hours_in_band]
    return np.array(flat, dtype=np.int64)
