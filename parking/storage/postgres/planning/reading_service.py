"""Reads how well lots were reported on: sums of days, and of hours at the ends of a period."""

from collections import Counter
from collections.abc import Sequence

from parking.planning.history.service_hour import ServiceHour
from parking.planning.period import Pieces
from parking.storage.postgres.planning.reading_pieces import read_pieces
from parking.storage.postgres.pool import Connection


async def read_service(
    connection: Connection, lot_keys: Sequence[int], pieces: Pieces, *, with_delays: bool
) -> ServiceHour:
    """Read the sums; an hour that is cut in two is left out. `hour_us` and `until_us` say nothing.

    Delays of many lots on many days take seconds: they are read where they are asked for.
    """
    sums: Counter[str] = Counter()
    for row in await read_pieces(connection, "service", pieces, lot_keys, has_months=True):
        sums.update({name: int(value or 0) for name, value in row.items()})
    delays: Counter[int] = Counter()
    if with_delays:
        for row in await read_pieces(connection, "delay", pieces, lot_keys):
            delays[row["delay_s"]] += int(row["reports"])
    return ServiceHour(hour_us=0, until_us=0, delays=dict(sorted(delays.items())), **sums)
