"""Reads which classes of lots count vehicles: a quiet hour of one that does is no other lot's.

It knows hours with and without vehicles, no figure.
"""

from collections.abc import Sequence

from parking.clock import from_us
from parking.planning.period import Period, TakesDay, beside
from parking.storage.postgres.planning.hour_rows import CLASS_OF_CODE
from parking.storage.postgres.planning.reading_occupancy import SumsByLot, codes_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass


async def read_counting(
    connection: Connection, sums: SumsByLot, period: Period, zone: str, takes_day: TakesDay
) -> set[tuple[int, SpaceClass]]:
    """Return those where a vehicle was counted on a day that the period touches.

    `sums` are of the period itself; only of the quiet ones the rest of a cut day is looked at.
    """
    counting = {place for place, of in sums.items() if of.entries or of.exits or of.cut_entries}
    quiet = sums.keys() - counting
    lot_keys = sorted({lot_key for lot_key, _ in quiet})
    classes: Sequence[SpaceClass] = sorted({space_class for _, space_class in quiet})
    for begin_us, end_us in beside(period, zone, takes_day) if quiet else ():
        rows = await connection.fetch(
            query("planning/read_counting"), lot_keys, codes_of(classes), from_us(begin_us),
            from_us(end_us),
        )  # fmt: skip
        found = {(row["lot_key"], CLASS_OF_CODE[row["space_class"]]) for row in rows}
        counting |= quiet & found
    return counting
