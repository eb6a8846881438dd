"""What is committed becomes live supply, whoever tells it, and nothing is lost on the way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from ingest.sharing.supplying import SupplyPublisher
from ingest.work import run_worker
from parking.live.supply_register import BY_LOT, Away
from parking.sharing.terms import Audience
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.sharing.supplies import Supplies
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from tests.ingest.city import PARTITIONS
from tests.sharing.lending import Lent, hour, platform, span, suspend
from tests.sharing.supply_lender import LOT, Lender, at, lender_of


@pytest.fixture
async def lender(stores) -> AsyncIterator[Lender]:
    async with lender_of(stores) as lender:
        yield lender


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                if await holds():
                    return
            except (ProjectionLostError, ProjectionAwayError):
                pass
            await asyncio.sleep(0.05)


async def test_lent_spaces_are_live_for_as_long_as_their_window(lender):
    await lender.lend("B1", "B2", window=(at(60), at(240)))
    assert await lender.free(59, 60, 214, 215, 239) == [0, 2, 2, 0, 0]
    supply = await lender.live()
    assert [supply.at(at(minute)).capacity for minute in (59, 60, 239, 240)] == [0, 2, 2, 0]
    assert await lender.waiting() == 0


async def test_cars_come_only_while_they_may_move(lender):
    await lender.lend("B1", movement=[[(at(60), at(120)), (at(600), at(660))]])
    assert await lender.free(59, 60, 119, 120, 600) == [0, 1, 1, 0, 1]


async def test_a_hold_frees_its_space_when_it_is_over_and_nobody_does_anything(lender):
    lent = await lender.lend("B1")
    await lender.book(lent, 10, 90, "held")
    assert await lender.free(0, 4.9, 5, 40) == [0, 0, 1, 1]


async def test_a_booking_has_its_space_with_its_buffer_and_a_short_stay_before(lender):
    lent = await lender.lend("B1", "B2")
    await lender.book(lent, 60, 120)
    assert await lender.free(34, 35, 60, 129, 130) == [2, 1, 1, 1, 2]


@pytest.mark.parametrize("status", ["active", "overstay"])
async def test_a_car_that_is_still_there_is_not_free_when_its_time_is_over(lender, status):
    lent = await lender.lend("B1", window=(at(0), at(200)))
    booking = await lender.book(lent, -60, 60, status)
    assert await lender.free(0, 70, 71, 150) == [0, 0, 0, 0]
    await lender.run("update booking set status = 'completed' where booking_key = $1", booking)
    assert await lender.free(0, 70) == [1, 1]


async def test_what_is_suspended_is_not_offered(lender):
    lent = await lender.lend("B1", "B2")
    async with platform(lender.pool) as connection:
        await suspend(connection, lent.agreement_key, (at(60), at(120)))
        await connection.execute(
            "insert into sharing_suspension (suspension_id, agreement_key, space_key, during,"
            " reason) values ('own', $1, $2, $3, 'own')",
            lent.agreement_key, lent.space_keys[0], span((at(300), at(400))),
        )  # fmt: skip
    assert await lender.free(0, 60, 119, 120, 300, 399, 400) == [2, 0, 0, 2, 1, 1, 2]


async def test_what_is_lent_to_some_is_promised_to_nobody_else(lender):
    await lender.lend("B1", audience=Audience(drivers=("somebody",)))
    await lender.lend("B2", audience=Audience(community="neighbours"))
    assert await lender.free(0) == [0]
    assert await lender.away(0) == {BY_LOT: Away(2, 2)}
    await lender.lend("B3")
    assert await lender.free(0) == [1]


async def test_spaces_leave_the_class_they_are_registered_as(lender):
    await lender.run(
        "insert into space (lot_key, space_code, space_class)"
        " values ($1, 'B1', 'charging'), ($1, 'B2', 'charging'), ($1, 'B3', 'vip')",
        LOT,
    )
    lent = await lender.lend("B1", "B2", "B3", "B4", window=(at(0), at(120)))
    await lender.book(lent, -60, 60, "active")
    assert await lender.away(60) == {"charging": Away(2, 1), BY_LOT: Away(2, 2)}
    assert await lender.away(120) == {}
    async with platform(lender.pool) as connection:
        await connection.execute(
            "insert into sharing_suspension (suspension_id, agreement_key, space_key, during,"
            " reason) values ('own', $1, $2, $3, 'own')",
            lent.agreement_key, lent.space_keys[1], span((at(0), at(30))),
        )  # fmt: skip
        await connection.execute("update sharing_agreement set updated_at = city_now()")
    assert await lender.away(0) == {"charging": Away(1, 0), BY_LOT: Away(2, 2)}
    assert await lender.away(30) == {"charging": Away(2, 1), BY_LOT: Away(2, 2)}


async def test_an_overstaying_car_belongs_to_its_own_class_when_the_window_is_over(lender):
    lent = await lender.lend("B1", "B2", window=(at(-60), at(60)))
    await lender.book(lent, -60, 60, "overstay")
    assert await lender.away(59) == {BY_LOT: Away(2, 1)}
    assert await lender.away(60) == {}


async def test_an_ended_agreement_leaves_nothing_behind(lender):
    lent = await lender.lend("B1")
    assert await lender.free(0) == [1]
    await lender.run("update sharing_agreement set status = 'ended'")
    await lender.publisher.sweep()
    assert lent.space_keys
    assert await lender.live() is None


async def test_what_stays_the_same_keeps_its_version(lender):
    await lender.lend("B1")
    assert await lender.free(0) == [1]
    before = await lender.version()
    await lender.run("update sharing_agreement set updated_at = city_now()")
    assert await lender.free(0) == [1]
    assert (await lender.version(), await lender.waiting()) == (before, 0)


async def test_supply_is_told_two_days_ahead_at_every_hour_and_after_the_clock_was_moved(lender):
    await lender.lend("B1", window=(at(-60), at(6 * 1_440)))
    assert await lender.free(47 * 60) == [1]
    for minute in (61, 3_000, 30):
        await lender.move(minute)
        assert await lender.free(minute, minute + 48 * 60) == [1, 1]


async def test_without_redis_it_waits_and_is_told_later(lender):
    class Away:
        async def apply_all(self, *_batches, timeout_s: float) -> dict[int, str]:
            raise ProjectionAwayError("gone")

    away = SupplyPublisher(Supplies(lender.pool), Away(), lender.clock)
    await lender.lend("B1")
    await away.sweep()
    assert await lender.waiting() > 0
    assert await lender.live() is None
    assert await lender.free(0) == [1]


async def test_a_change_that_commits_while_another_is_told_is_told_too(lender):
    lent = await lender.lend("B1", "B2")
    news = await Supplies(lender.pool).news(100)
    await lender.book(lent, 0, 60)
    await lender.projection.apply_all(news.registers, timeout_s=1)
    await Supplies(lender.pool).told(news)
    assert await lender.waiting() == 1
    assert await lender.free(10) == [1]


async def test_an_older_telling_that_comes_late_does_not_win(lender):
    lent = await lender.lend("B1")
    late = await Supplies(lender.pool).news(100)
    await lender.book(lent, 0, 60)
    assert await lender.free(10) == [0]
    await lender.projection.apply_all(late.registers, timeout_s=1)
    assert await lender.free(10) == [0]


async def test_many_who_tell_at_once_agree(lender):
    lent = await lender.lend(*(f"B{number}" for number in range(8)))
    publishers = [
        SupplyPublisher(Supplies(lender.pool), lender.projection, lender.clock) for _ in range(3)
    ]

    async def book(space: int) -> None:
        await lender.book(Lent(lent.agreement_key, "", lent.space_keys[space:], lent.terms), 0, 60)
        await publishers[space % 3].sweep()

    async with asyncio.TaskGroup() as group:
        for space in range(6):
            group.create_task(book(space))
    assert await lender.free(10) == [2]


async def test_a_serving_process_tells_soon_after_it_was_woken(lender):
    running = asyncio.ensure_future(lender.publisher.run())
    try:
        await lender.lend("B1")
        lender.publisher.wake()

        async def is_live() -> bool:
            return await lender.live() is not None

        await until(is_live)
    finally:
        running.cancel()


async def test_a_worker_tells_what_others_left_and_brings_it_back_after_redis_was_lost(stores):
    async with lender_of(stores) as lender:
        await PostgresClock(lender.pool).set_mode("real")  # the worker expands terms of today
        stop = asyncio.Event()
        worker = asyncio.ensure_future(run_worker(stores, stop, partitions=PARTITIONS))

        async def is_live() -> bool:
            supply = await lender.live()
            return supply is not None and supply.at(hour(24)).free == 2

        try:
            await lender.lend("B1", "B2", window=(hour(-24), hour(72)))
            await until(is_live)
            epoch = await lender.projection.epoch()
            await lender.projection.forget()
            await until(is_live)
            assert await lender.projection.epoch() > epoch
        finally:
            stop.set()
            await worker


async def test_a_lot_that_has_gone_holds_nothing_up(lender):
    await lender.lend("B1")
    await lender.run("update lot set deleted_at = city_now() where lot_key = $1", LOT)
    await lender.publisher.sweep()
    assert await lender.waiting() == 0
