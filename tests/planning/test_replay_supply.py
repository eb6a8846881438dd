"""What a lot had to share is replayed as it was told, however often it was told otherwise since."""

import pytest

from parking.storage.postgres.planning.replay_facts import read_supplies_at
from tests.sharing.lending import MINUTE_US, platform
from tests.sharing.supply_lender import LOT, Lender, at, lender_of

EVENING = (at(60), at(600))


@pytest.fixture
async def lender(stores):
    async with lender_of(stores) as made:
        yield made


async def told_now(lender: Lender, minute: float):
    """What the live city says at this minute."""
    await lender.publisher.sweep()
    supply = await lender.live()
    return None if supply is None else _figures(supply.at(at(minute)))


async def replayed(lender: Lender, minute: float):
    async with platform(lender.pool) as connection:
        supplies = await read_supplies_at(connection, [LOT], at(minute))
    return _figures(supplies[LOT].at(at(minute))) if LOT in supplies else None


def _figures(step):
    """Nothing known and nothing open look alike to readers."""
    return (0, 0, {}) if step is None else (step.free, step.capacity, step.away)


async def test_each_minute_keeps_what_was_told_at_it(lender: Lender):
    told = {}
    told[0] = await told_now(lender, 0)
    await lender.move(5)
    lent = await lender.lend("B1", "B2", window=EVENING)
    told[5] = await told_now(lender, 5)
    for minute in (30, 61, 65):
        await lender.move(minute)
        told[minute] = await told_now(lender, minute)
    booking = await lender.book(lent, 90, 150)
    told[65] = await told_now(lender, 65)
    for minute in (100, 130):
        await lender.move(minute)
        told[minute] = await told_now(lender, minute)
    await lender.run("update booking set status = 'cancelled' where booking_key = $1", booking)
    await lender.move(140)
    told[140] = await told_now(lender, 140)
    await lender.run("update sharing_agreement set status = 'ended'")
    await lender.move(200)
    told[200] = await told_now(lender, 200)
    await lender.move(1_000)
    await told_now(lender, 1_000)
    assert len({str(figures) for figures in told.values()}) >= 4
    for minute, figures in told.items():
        assert await replayed(lender, minute) == figures, minute


async def test_a_city_that_nobody_told_anything_for_days_knows_no_more_than_it_did(lender: Lender):
    await lender.lend("B1", window=(at(0), at(6 * 1_440)))
    assert (await told_now(lender, 0))[1] == 1
    supply = await lender.live()
    await lender.move(4 * 1_440)
    await lender.publisher.sweep()
    known_min = (supply.until_us - at(0)) // MINUTE_US
    assert (await replayed(lender, known_min - 1))[1] == 1
    assert (await replayed(lender, known_min + 1))[1] == 0
    assert (await replayed(lender, 4 * 1_440))[1] == 1


async def test_what_is_told_again_and_again_is_kept_once(lender: Lender):
    await lender.lend("B1", window=(at(0), at(6 * 1_440)))
    for hour in range(12):
        await lender.move(60 * hour + 1)
        await told_now(lender, 60 * hour + 1)
    async with platform(lender.pool) as connection:
        assert await connection.fetchval("select count(*) from lot_supply_past") == 1
