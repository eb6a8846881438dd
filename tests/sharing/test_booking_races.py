"""Many drivers want one space: one has it, the others are told so, and nobody waits for ever."""

import asyncio
from collections import Counter
from dataclasses import dataclass

import asyncpg
import pytest

from parking.principal import Principal
from parking.problems import ProblemError
from parking.sharing.choosing import Candidate
from parking.sharing.ledger import Sum
from parking.sharing.terms import Moments
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.postgres.sharing.bookings import HoldRequest, hold
from parking.storage.postgres.sharing.drivers import Driver
from parking.storage.postgres.sharing.once import Call, Reply, run_once
from parking.storage.postgres.sharing.placing import place_booking
from parking.storage.postgres.sharing.transitions import lock_bookings, move_booking, read_bookings
from tests.services.city import draft
from tests.sharing.lending import Lent, hour, lend, lot_key_of, new_driver, platform

RACERS = 64
OVERLAPS = """
    select count(*) from booking a join booking b
    on a.space_key = b.space_key and a.booking_key < b.booking_key and a.blocked && b.blocked
    where a.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
      and b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
"""
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


async def deadlocks(pool: asyncpg.Pool) -> int:
    """How often the database had to break one; its connections tell that when they end."""
    await pool.expire_connections()
    async with asyncio.TaskGroup() as group:
        for _ in range(pool.get_size()):
            group.create_task(pool.fetchval("select pg_stat_force_next_flush()"))
    return await pool.fetchval(DEADLOCKS)


@dataclass(frozen=True)
class Place:
    pool: asyncpg.Pool
    lot_key: int
    lent: Lent
    drivers: tuple[Driver, ...]

    async def attempt(self, number: int, spans: tuple[Moments, ...], key: str = "") -> int:
        """One racer's call, as the API makes it; the status it is answered with."""
        driver = self.drivers[number % len(self.drivers)]
        request = HoldRequest(
            lot_key=self.lot_key, has_gate=False, driver=driver, plate=f"A{number:05d}",
            spans=spans, is_series=len(spans) > 1,
        )  # fmt: skip

        async def work(connection) -> Reply:
            bookings = await hold(connection, request, Principal("driver"))
            return Reply.of(201, [booking.booking_id for booking in bookings])

        call = Call(driver.driver_id, "POST", "/", key or f"{number}-{spans[0]}", b"")
        try:
            reply, _ = await run_once(self.pool, call, work)
        except ProblemError as error:
            return error.problem.http_status
        except STORE_AWAY:
            return 503
        return reply.status

    async def count(self, statement: str) -> int:
        async with platform(self.pool) as connection:
            return await connection.fetchval(statement)


@pytest.fixture
async def pool(postgres_url: str):
    async with await open_pool(postgres_url, max_size=16) as pool:
        yield pool


async def place(pool: asyncpg.Pool, spaces: int) -> Place:
    await PostgresRegistry(pool).put_lots(PLATFORM, [draft("op1-lot")])
    lot_key = await lot_key_of(pool, "op1-lot")
    drivers = [await new_driver(pool) for _ in range(RACERS)]
    async with platform(pool) as connection:
        lent = await lend(connection, lot_key, [f"B{number}" for number in range(spaces)])
    return Place(pool, lot_key, lent, tuple(Driver(key, name) for name, key in drivers))


async def test_of_sixty_four_who_want_one_slot_one_has_it(pool: asyncpg.Pool):
    lot = await place(pool, 1)
    for number in range(3):
        slot = (hour(2 + 3 * number), hour(4 + 3 * number))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(lot.attempt(n, (slot,))) for n in range(RACERS)]
        assert Counter(task.result() for task in tasks) == {201: 1, 409: RACERS - 1}
    assert await lot.count(OVERLAPS) == 0
    assert await deadlocks(pool) == 0


async def test_a_lot_gives_out_all_its_spaces_to_a_crowd_and_none_twice(pool: asyncpg.Pool):
    lot = await place(pool, 20)
    slot = (hour(2), hour(4))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(lot.attempt(n, (slot,))) for n in range(RACERS)]
    assert Counter(task.result() for task in tasks)[201] == 20
    assert await lot.count(OVERLAPS) == 0
    assert await deadlocks(pool) == 0


async def test_recurring_bookings_race_without_standing_in_each_others_way(pool: asyncpg.Pool):
    lot = await place(pool, 3)

    def spans(number: int) -> tuple[Moments, ...]:
        """Each other racer begins a day later, so that they meet in part."""
        days = range(number % 2, number % 2 + 3)
        return tuple((hour(24 * day + 2), hour(24 * day + 4)) for day in days)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(lot.attempt(n, spans(n))) for n in range(24)]
    assert Counter(task.result() for task in tasks) == {201: 3, 409: 21}
    assert await lot.count(OVERLAPS) == 0
    assert await lot.count("select count(*) from booking") == 9
    assert await deadlocks(pool) == 0


async def step(pool: asyncpg.Pool, number: int) -> None:
    """Let some holds run out, or cancel them, as clocks and drivers do."""
    async with platform(pool) as connection:
        rows = await connection.fetch(
            "select booking_key from booking where status = 'held' order by random() limit 3"
        )
        keys = [row["booking_key"] for row in rows]
        await lock_bookings(connection, keys)
        if number % 3 == 0:
            await connection.execute(
                "update booking set hold_expires_at = city_now() where booking_key = any($1)", keys
            )
            return
        for booking in await read_bookings(connection, keys):
            if booking.status == "held":
                await move_booking(connection, booking.booking_key, "cancel", PLATFORM)


async def test_holds_steps_and_expiries_at_once_never_meet_on_a_space(pool: asyncpg.Pool):
    lot = await place(pool, 4)

    async def client(first: int) -> None:
        for n in range(first, 400, RACERS):
            begin = 2 + n % 7
            await lot.attempt(n, ((hour(begin), hour(begin + 2)),))
            if n % 4 == 0:
                await step(pool, n)

    async with asyncio.TaskGroup() as group:
        for first in range(RACERS):
            group.create_task(client(first))
    assert await lot.count(OVERLAPS) == 0
    assert await deadlocks(pool) == 0


async def test_the_database_refuses_a_second_booking_whatever_the_code_forgets(
    pool: asyncpg.Pool,
):
    lot = await place(pool, 1)
    candidate = Candidate(lot.lent.space_keys[0], lot.lent.agreement_key, Sum())
    span = (hour(2), hour(4))
    async with platform(pool) as connection:
        for driver in lot.drivers[:2]:
            is_first = driver is lot.drivers[0]
            writing = place_booking(
                connection, driver.driver_id, candidate, span, driver, PLATFORM, plate_hash=b"x"
            )
            if is_first:
                await writing
                continue
            with pytest.raises(asyncpg.ExclusionViolationError):
                async with connection.transaction():
                    await writing
