"""Reads what spaces did: sums of days that are summed up, and of lots' hours and steps elsewhere.

So any time that begins and ends with steps is exact. It knows places and times, no figures.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import asyncpg

from parking.clock import HOUR_US, from_us
from parking.planning.chosen_lots import Places
from parking.planning.hour_row import SPACE_CLASS_CODE
from parking.planning.occupancy_sums import OccupancySums
from parking.planning.period import Pieces, SummedUp
from parking.planning.space_time import SpaceTime
from parking.storage.postgres.planning.hour_rows import CLASS_OF_CODE
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_pieces import read_days
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass

Place = int | str
"""A lot's key, or a region's name."""
SumsByPlace = Mapping[tuple[Place, SpaceClass], OccupancySums]
Times = tuple[int, int]
SumsByLot = Mapping[tuple[int, SpaceClass], OccupancySums]

SPACE_SUMS: Final = ("open_us", "known_us", "taken_us", "full_us", "closed_us")
_SPACE: Final = len(SPACE_SUMS)


def sources_of(places: Places) -> list[tuple[str, Sequence[int] | Sequence[str]]]:
    """Name the tables a place's sums are in, each with its keys; those without any are left out."""
    both: list[tuple[str, Sequence[int] | Sequence[str]]] = [
        ("lot", places.lot_keys), ("region", places.regions),
    ]  # fmt: skip
    return [(kind, keys) for kind, keys in both if keys]


def codes_of(classes: Sequence[SpaceClass]) -> list[int]:
    """Return the numbers that tables have for classes."""
    return [SPACE_CLASS_CODE[name] for name in classes]


def space_time_of(row: asyncpg.Record) -> SpaceTime:
    """Take the five sums out of a row."""
    return SpaceTime(*(int(row[name]) for name in SPACE_SUMS))


async def read_sums(
    reading: Reading, places: Places, classes: Sequence[SpaceClass], pieces: Pieces
) -> SumsByPlace:
    """Read what the pieces of a period come to, of regions as far as they are summed up.

    Hours in the target band are not told here, as hours of regions are not those of their lots.
    """
    old, new = _apart(pieces.hours, reading.summed_up.hours_until_us)
    later = Pieces((), (), new, pieces.cuts)

    async def of_lots(connection: Connection) -> list[asyncpg.Record]:
        rows = await _lot_days(connection, places.lot_keys, classes, pieces)
        rows += await _lot_spans(connection, places.lot_keys, classes, pieces)
        return rows + await _lot_spans(connection, places.within, classes, later)

    async def of_regions(connection: Connection) -> list[asyncpg.Record]:
        if not places.regions:
            return []
        codes = codes_of(classes)
        rows = await read_days(connection, "region", pieces, places.regions, codes)
        for begin_us, end_us in old:
            rows += await connection.fetch(
                query("planning/read_region_span"), places.regions, codes, from_us(begin_us),
                from_us(end_us),
            )  # fmt: skip
        return rows

    lots, regions = await reading.both(of_lots, of_regions)
    return _by_place([*lots, *regions])


def _apart(hours: Sequence[Times], until_us: int) -> tuple[tuple[Times, ...], tuple[Times, ...]]:
    """Tell full hours that ended by a moment from those that did not."""
    old: list[Times] = []
    new: list[Times] = []
    for begin_us, end_us in hours:
        whole = max(0, min(end_us, until_us) - begin_us) // HOUR_US
        middle_us = begin_us + whole * HOUR_US
        if begin_us < middle_us:
            old.append((begin_us, middle_us))
        if middle_us < end_us:
            new.append((middle_us, end_us))
    return tuple(old), tuple(new)


async def read_lot_sums(
    connection: Connection,
    lot_keys: Sequence[int],
    classes: Sequence[SpaceClass],
    pieces: Pieces,
) -> SumsByLot:
    """Read what the pieces of a period come to, by lot and class."""
    days = await _lot_days(connection, lot_keys, classes, pieces)
    spans = await _lot_spans(connection, lot_keys, classes, pieces)
    return _by_place([*days, *spans])


async def read_hours_alike(
    connection: Connection,
    places: Places,
    classes: Sequence[SpaceClass],
    hours_us: Sequence[int],
    summed_up: SummedUp,
) -> SumsByPlace:
    """Read what single hours come to, such as the same hour of many days, by place and class."""
    old = [hour_us for hour_us in hours_us if hour_us + HOUR_US <= summed_up.hours_until_us]
    new = [hour_us for hour_us in hours_us if hour_us + HOUR_US > summed_up.hours_until_us]
    asked = [(kind, keys, old) for kind, keys in sources_of(places)]
    asked.append(("lot", places.all_keys, new))
    rows: list[asyncpg.Record] = []
    for kind, keys, of_them in asked:
        if of_them:
            hours = [from_us(hour_us) for hour_us in of_them]
            rows += await connection.fetch(
                query(f"planning/read_{kind}_at_hours"), keys, codes_of(classes), hours,
                min(hours), max(hours),
            )  # fmt: skip
    return _by_place(rows)


async def _lot_days(
    connection: Connection,
    lot_keys: Sequence[int],
    classes: Sequence[SpaceClass],
    pieces: Pieces,
) -> list[asyncpg.Record]:
    if not lot_keys:
        return []
    return await read_days(connection, "lot", pieces, lot_keys, codes_of(classes))


async def _lot_spans(
    connection: Connection,
    lot_keys: Sequence[int],
    classes: Sequence[SpaceClass],
    pieces: Pieces,
) -> list[asyncpg.Record]:
    if not lot_keys:
        return []
    asked = [("span", *of) for of in pieces.hours] + [("cut", *of) for of in pieces.cuts]
    return [
        row
        for how, begin_us, end_us in asked
        for row in await connection.fetch(
            query(f"planning/read_lot_{how}"), lot_keys, codes_of(classes), from_us(begin_us),
            from_us(end_us),
        )
    ]  # fmt: skip


def _by_place(rows: Sequence[asyncpg.Record]) -> dict[tuple[Any, SpaceClass], OccupancySums]:
    """Add up what is of the same place; the columns of every statement here are in one order."""
    sums: dict[tuple[Any, SpaceClass], OccupancySums] = {}
    for name, code, *told in rows:
        place = name, CLASS_OF_CODE[code]
        # Space-time of regions comes as text: it may be more than 64 bits hold.
        space = told[:_SPACE] if isinstance(name, int) else map(int, told[:_SPACE])
        here = OccupancySums(SpaceTime(*space), *told[_SPACE:])
        before = sums.get(place)
        sums[place] = here if before is None else before + here
    return sums
