"""A lender: a lot whose spaces are lent in a real database, and what is then told of it live."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from ingest.sharing.supplying import SupplyPublisher
from parking.clock import CityClock, from_us, to_us
from parking.live.supply_register import Away, Supply, supply_of
from parking.ports import ClockReading
from parking.sharing.terms import Moments
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.sharing.supplies import Supplies
from parking.storage.redis.projection import RedisProjection
from tests.ingest.city import NOON, PARTITIONS, city
from tests.sharing.lending import MINUTE_US, Lent, lend, new_driver, platform, span

NOON_US = to_us(NOON)
LOT = 1


def at(minute: float) -> int:
    """Minutes after noon, the city's time."""
    return NOON_US + int(minute * MINUTE_US)


DAY: Moments = (at(-720), at(2_880))


@dataclass
class Lender:
    """A lot whose spaces are lent; the city's clock stands at noon until it is moved."""

    pool: asyncpg.Pool
    projection: RedisProjection
    publisher: SupplyPublisher
    clock: CityClock

    async def lend(self, *spaces: str, window: Moments = DAY, **terms) -> Lent:
        async with platform(self.pool) as connection:
            return await lend(connection, LOT, spaces, [window], **terms)

    async def book(self, lent: Lent, from_min: int, to_min: int, status: str = "confirmed") -> int:
        _, driver_key = await new_driver(self.pool)
        during, blocked = (at(from_min), at(to_min)), (at(from_min), at(to_min + 10))
        async with platform(self.pool) as connection:
            return await connection.fetchval(
                "insert into booking (booking_id, space_key, agreement_key, agreement_version,"
                " lot_key, driver_key, status, during, blocked, hold_expires_at, is_free,"
                " plate_hash) values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, true, '')"
                " returning booking_key",
                f"b{driver_key}", lent.space_keys[0], lent.agreement_key, LOT, driver_key, status,
                span(during), span(blocked), from_us(at(5)),
            )  # fmt: skip

    async def run(self, statement: str, *arguments: object) -> None:
        async with platform(self.pool) as connection:
            await connection.execute(statement, *arguments)

    async def move(self, minute: float) -> None:
        """Set the city's clock."""
        reading = await PostgresClock(self.pool).move(from_us(at(minute)))
        self.clock.follow(reading)

    async def waiting(self) -> int:
        async with platform(self.pool) as connection:
            return await connection.fetchval("select count(*) from supply_due")

    async def live(self) -> Supply | None:
        """What the projection has; None where it says that nothing is lent."""
        for partition in range(PARTITIONS):
            stored = (await self.projection.load(partition)).stored.get((LOT, "w"))
            if stored is not None:
                return supply_of(stored)
        return None

    async def free(self, *minutes: float) -> list[int]:
        await self.publisher.sweep()
        supply = await self.live()
        return [supply.at(at(minute)).free for minute in minutes]

    async def away(self, minute: float) -> dict[str, Away]:
        """By how many spaces each class is less."""
        await self.publisher.sweep()
        return (await self.live()).at(at(minute)).away

    async def version(self) -> int:
        async with platform(self.pool) as connection:
            return await connection.fetchval("select version from lot_supply")


@asynccontextmanager
async def lender_of(stores) -> AsyncIterator[Lender]:
    async with city(stores) as built, await open_pool(stores.database_url) as pool:
        await PostgresClock(pool).set_mode("manual", city=NOON)
        clock = CityClock(ClockReading("manual", NOON_US, 0, 1.0), lambda: 0)
        publisher = SupplyPublisher(Supplies(pool), built.projection, clock)
        yield Lender(pool, built.projection, publisher, clock)
