"""Reach: how far hours of regions and days of lots are summed up; beyond, lots are read."""

from dataclasses import dataclass
from datetime import date

from parking.clock import to_us
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


@dataclass(frozen=True, slots=True)
class Reach:
    """Every hour that ended by `hours_until_us` is in the hours of regions, and every day up to and
    with `days_until` in the tables of days; None before the first.
    """

    hours_until_us: int | None
    days_until: date | None


async def read_reach(connection: Connection) -> Reach:
    """Read it on a connection of the app pool, in the platform's scope."""
    row = await connection.fetchrow(query("planning/reach"))
    if row is None or row["hours_until"] is None:
        return Reach(None, None)
    return Reach(to_us(row["hours_until"]), row["days_until"])
