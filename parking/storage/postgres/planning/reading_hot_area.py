"""Reads what a hot area's report needs beside figures: neighbours at its peak, lengths of stays."""

from collections import Counter
from collections.abc import Mapping, Sequence

from parking.clock import from_us
from parking.planning.scope import Scope
from parking.planning.space_time import SpaceTime
from parking.planning.stay_bins import QuarterCounts
from parking.planning.time_series import STEPS_A_QUARTER
from parking.storage.postgres.planning.reading_occupancy import codes_of, space_time_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import SpaceClass


async def read_quarter_by_lot(
    connection: Connection,
    lot_keys: Sequence[int],
    classes: Sequence[SpaceClass],
    hours_us: Sequence[int],
    quarter: int,
) -> Mapping[int, SpaceTime]:
    """Read what lots did in one quarter, 0 to 3, of hours that began at these moments."""
    if not hours_us or not lot_keys:
        return {}
    hours = [from_us(hour_us) for hour_us in hours_us]
    first = quarter * STEPS_A_QUARTER + 1
    rows = await connection.fetch(
        query("planning/read_lot_in_hours"), lot_keys, codes_of(classes), hours, min(hours),
        max(hours), first, first + STEPS_A_QUARTER - 1,
    )  # fmt: skip
    return {row["lot_key"]: space_time_of(row) for row in rows}


async def read_stay_lengths(connection: Connection, scope: Scope) -> QuarterCounts:
    """Count stays that ended in the period by user class and quarter hours of length."""
    counts: Counter[tuple[str | None, int]] = Counter()
    for places in scope.places:
        for begin_us, end_us in scope.times(places.zone):
            rows = await connection.fetch(
                query("planning/read_stay_users"), places.all_keys, codes_of(scope.classes),
                from_us(begin_us), from_us(end_us),
            )  # fmt: skip
            for row in rows:
                counts[row["user_class"], row["quarters"]] += row["stays"]
    return counts
