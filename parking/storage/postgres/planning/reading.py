"""Opens a reading: one picture of the database, for all that one answer is made of."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

import asyncpg

from parking.clock import DAY_US, from_us
from parking.planning.chosen_lots import ChosenLot, LotChoice
from parking.planning.connection import Connected, FiledLot
from parking.planning.period import SummedUp
from parking.sharing.day_calendar import DayCalendar
from parking.storage.postgres.planning.reach import Reach, read_reach
from parking.storage.postgres.planning.reading_lots import choose_lots
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.own_days import read_calendar
from parking.vocabulary import SpaceClass

READ_S: Final = 15.0
"""A year of a whole city, lot by lot; whoever asks for less waits less."""
THOROUGH_S: Final = 60.0
"""For who asked for all that can be told, and will wait for it."""
_One = TypeVar("_One")
_Other = TypeVar("_Other")


@dataclass(frozen=True, slots=True)
class Reading:
    """A transaction in the platform's scope, the city's calendar, and how far roll-ups go.

    `beside` sees the same picture, where there was a connection for it.
    """

    connection: Connection
    calendar: DayCalendar
    summed_up: SummedUp
    beside: Connection | None = None

    async def both(
        self,
        one: Callable[[Connection], Awaitable[_One]],
        other: Callable[[Connection], Awaitable[_Other]],
    ) -> tuple[_One, _Other]:
        """Read two things, at once where there are two connections."""
        if self.beside is None:
            return await one(self.connection), await other(self.connection)
        reads = (
            asyncio.ensure_future(one(self.connection)),
            asyncio.ensure_future(other(self.beside)),
        )
        try:
            done, _ = await asyncio.wait(reads, return_when=asyncio.FIRST_EXCEPTION)
            for read in done:
                read.result()
            return reads[0].result(), reads[1].result()
        finally:
            for read in reads:
                read.cancel()
            await asyncio.wait(reads)  # none may read on where its transaction is over

    async def lots(self, choice: LotChoice, since_us: int) -> list[ChosenLot]:
        """Read lots in the order of their ids; those that had gone before are left out."""
        return await choose_lots(self.connection, choice, since_us)


async def read_filed(connection: Connection, lot_keys: Sequence[int], at_us: int) -> list[FiledLot]:
    """Read which of these lots were filed at a moment, and with what; others are left out."""
    rows = await connection.fetch(query("planning/read_filed"), lot_keys, from_us(at_us))
    return [FiledLot(**dict(row)) for row in rows]


async def read_connected(
    connection: Connection, lot_keys: Sequence[int], classes: Sequence[SpaceClass], at_us: int
) -> Connected:
    """Count these lots and their spaces of some classes as `connected` does, where they lie."""
    (row,) = await connection.fetch(
        query("planning/read_connected"), lot_keys, from_us(at_us), from_us(at_us - DAY_US), classes
    )
    return Connected(*map(int, row))


@asynccontextmanager
async def open_reading(
    pool: asyncpg.Pool, within_s: float = READ_S, *, in_two: bool = False
) -> AsyncIterator[Reading]:
    """Open one; what is written meanwhile is not seen, so that all of an answer adds up.

    `in_two`: take a second connection beside, if one is free.
    """
    async with AsyncExitStack() as stack:
        connection = await stack.enter_async_context(_picture(pool, within_s))
        beside = None
        if in_two and _has_room(pool):
            snapshot = await connection.fetchval("select pg_export_snapshot()")
            beside = await stack.enter_async_context(_picture(pool, within_s, snapshot))
        calendar = await read_calendar(connection)
        yield Reading(connection, calendar, _summed_up(await read_reach(connection)), beside)


@asynccontextmanager
async def _picture(
    pool: asyncpg.Pool, within_s: float, snapshot: str | None = None
) -> AsyncIterator[Connection]:
    async with scoped(
        pool, PLATFORM, isolation="repeatable_read", within_s=within_s, snapshot=snapshot
    ) as connection:
        await connection.execute(query("planning/read_settings"))
        yield connection


def _has_room(pool: asyncpg.Pool) -> bool:
    """Tell whether a connection can be had at once.

    Should another take it just then, it goes on and gives back its own: who holds one and waits
    for a second waits for somebody who has all he needs.
    """
    return pool.get_idle_size() > 0 or pool.get_size() < pool.get_max_size()


def _summed_up(reach: Reach) -> SummedUp:
    nothing = SummedUp()
    return SummedUp(
        reach.hours_until_us or nothing.hours_until_us, reach.days_until or nothing.days_until
    )
