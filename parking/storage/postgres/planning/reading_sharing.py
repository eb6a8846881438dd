"""Reads what sharing came to in lots: hours lent and used, bookings, as statements tell them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from parking.clock import from_us
from parking.planning.period import Period, TakesDay
from parking.sharing.figures import Figures, total
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

_PARTS: Final = ("hours", "counts", "returns")


async def read_sharing(
    connection: Connection,
    lot_keys: Sequence[int],
    period: Period,
    zone: str,
    takes_day: TakesDay,
) -> Figures:
    """Read the figures of all agreements in these lots, on the days that are asked for."""
    begins, ends = from_us(period.from_us), from_us(period.to_us)
    rows = await connection.fetch(query("planning/read_agreements"), lot_keys, ends)
    agreements = [row["agreement_key"] for row in rows]
    if not agreements:
        return Figures()
    found: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for part in _PARTS:
        for row in await connection.fetch(
            query(f"sharing/statement_{part}"), agreements, begins, ends, zone
        ):
            plain = dict(row)
            found[plain.pop("agreement_key"), plain.pop("day")] |= plain
    return total(Figures(**figures) for (_, day), figures in found.items() if takes_day(day))
