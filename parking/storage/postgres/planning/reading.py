"""Opens a reading: one picture of the database, for all that one answer is made of."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import asyncpg

from parking.clock import from_us
from parking.planning.chosen_lots import ChosenLot, LotChoice
from parking.planning.connection import FiledLot
from parking.planning.period import SummedUp
from parking.sharing.day_calendar import DayCalendar
from parking.storage.postgres.planning.reach import Reach, read_reach
from parking.storage.postgres.planning.reading_lots import choose_lots
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.own_days import read_calendar

READ_S: Final = 15.0
"""A year of a whole city, lot by lot; whoever asks for less waits less."""
THOROUGH_S: Final = 60.0
"""For who asked for all that can be told, and will wait for it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A transaction in the platform's scope, the city's calendar, and how far roll-ups go."""

    connection: Connection
    calendar: DayCalendar
    summed_up: SummedUp

    async def lots(self, choice: LotChoice, since_us: int) -> list[ChosenLot]:
        """Read lots in the order of their ids; those that had gone before are left out."""
        return await choose_lots(self.connection, choice, since_us)

    async def filed(self, lot_keys: Sequence[int], at_us: int) -> list[FiledLot]:
        """Read which of these lots were filed at a moment, and with what; others are left out."""
        rows = await self.connection.fetch(query("planning/read_filed"), lot_keys, from_us(at_us))
        return [FiledLot(**dict(row)) for row in rows]


@asynccontextmanager
async def open_reading(pool: asyncpg.Pool, within_s: float = READ_S) -> AsyncIterator[Reading]:
    """Open one; what is written meanwhile is not seen, so that all of an answer adds up."""
    async with scoped(pool, PLATFORM, isolation="repeatable_read", within_s=within_s) as connection:
        await connection.execute(query("planning/read_settings"))
        calendar = await read_calendar(connection)
        yield Reading(connection, calendar, _summed_up(await read_reach(connection)))


def _summed_up(reach: Reach) -> SummedUp:
    nothing = SummedUp()
    return SummedUp(
        reach.hours_until_us or nothing.hours_until_us, reach.days_until or nothing.days_until
    )
