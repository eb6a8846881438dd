"""Random walks of bookings through the real store: states, money and spaces after every step."""

from contextlib import suppress
from random import Random

import asyncpg
import pytest

from parking.clock import from_us
from parking.principal import Principal
from parking.problems import ProblemError
from parking.sharing.booking_guards import timely_step
from parking.sharing.booking_states import BOOKING_EVENTS, IllegalStepError
from parking.sharing.ledger import Sum, driver_account
from parking.sharing.terms import Price
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.postgres.sharing.bookings import HoldRequest, hold
from parking.storage.postgres.sharing.drivers import Driver
from parking.storage.postgres.sharing.ledger import balance_of, paid_for
from parking.storage.postgres.sharing.transitions import BookingRow, move_booking, read_booking
from tests.services.city import draft
from tests.sharing.lending import HOUR_US, MINUTE_US, hour, lend, lot_key_of, new_driver, platform

ACTORS = (PLATFORM, Principal("driver", key_id="d"), Principal("owner", key_id="o"))
UNBALANCED = (
    "select count(*) from (select unit from ledger_posting group by unit having sum(amount) <> 0) u"
)
TWICE_ACTIVE = """
    select count(*) from (
        select space_key from booking where status in ('active', 'overstay')
        group by space_key having count(*) > 1
    ) s
"""


async def set_clock(connection: asyncpg.Connection, now_us: int) -> None:
    await connection.execute(
        "update city_clock set mode = 'manual', base_city = $1", from_us(now_us)
    )


async def try_step(
    connection: asyncpg.Connection, before: BookingRow, event: str, actor: Principal
) -> BookingRow:
    """Take a step if it may be taken; what the booking is then, which the rules foretold."""
    foretold = refused = None
    try:
        foretold = timely_step(
            before.written_status, event, now_us=before.now_us, from_us=before.from_us,
            to_us=before.to_us, hold_expires_us=before.hold_expires_us,
            is_platform=actor is PLATFORM,
        )  # fmt: skip
    except IllegalStepError as error:
        refused = error.status
    if refused is not None:
        with pytest.raises(IllegalStepError) as told:
            await move_booking(connection, before.booking_key, event, actor)
        assert told.value.status == refused
        return before
    after = await move_booking(connection, before.booking_key, event, actor)
    assert (after.status, after.version) == (foretold, before.version + 1)
    return after


@pytest.mark.parametrize("seed", range(4))
async def test_no_walk_leads_astray_and_the_ledger_always_balances(
    app_pool: asyncpg.Pool, seed: int
):
    random = Random(seed)
    await PostgresRegistry(app_pool).put_lots(PLATFORM, [draft("op1-lot")])
    lot_key = await lot_key_of(app_pool, "op1-lot")
    name, key = await new_driver(app_pool)
    driver = Driver(key, name)
    price = Price("hour", fen=250) if seed % 2 else Price("visit", credits=3)
    async with platform(app_pool) as connection:
        await lend(connection, lot_key, ["B1", "B2"], price=price)
    now_us = hour(0)
    bookings: list[str] = []
    for _ in range(40):
        now_us += random.choice([0, 1, 20, 70]) * MINUTE_US
        now_us = min(now_us, hour(60))
        async with platform(app_pool) as connection:
            await set_clock(connection, now_us)
            begin_us = now_us + random.randrange(3) * HOUR_US
            request = HoldRequest(
                lot_key=lot_key, has_gate=False, driver=driver, plate="A1",
                spans=((begin_us, begin_us + HOUR_US),),
            )  # fmt: skip
            with suppress(ProblemError):
                async with connection.transaction():
                    held = await hold(connection, request, PLATFORM)
                bookings.append(held[0].booking_id)
            for booking_id in random.choices(bookings, k=4):
                before = await read_booking(connection, booking_id)
                event = random.choice(BOOKING_EVENTS)
                after = await try_step(connection, before, event, random.choice(ACTORS))
                paid = await paid_for(connection, after)
                full = Sum(after.price_fen, after.price_credits)
                assert paid in (Sum(), full)
                if after.status in {"confirmed", "active", "overstay", "completed"}:
                    assert paid == full
            assert await connection.fetchval(UNBALANCED) == 0
            assert await connection.fetchval(TWICE_ACTIVE) == 0
    async with platform(app_pool) as connection:
        owed = await balance_of(connection, driver_account(key))
        due = await balance_of(connection, "owner:operator:1")
        assert owed == -due
        steps = "select count(*) from booking_event where event <> 'hold'"
        assert await connection.fetchval(steps) > 20


async def test_the_database_refuses_an_entry_that_does_not_balance(app_pool: asyncpg.Pool):
    async with platform(app_pool) as connection:
        entry = await connection.fetchval(
            "insert into ledger_entry (kind) values ('charge') returning entry_key"
        )
        await connection.execute("set constraints all immediate")
        with pytest.raises(asyncpg.CheckViolationError):
            async with connection.transaction():
                await connection.execute(
                    "insert into ledger_posting values ($1, 'platform', 'fen', 1)", entry
                )
