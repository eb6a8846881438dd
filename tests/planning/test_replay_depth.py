"""Of each lot as much of the log is read as its picture needs; who is cut short is told of."""

import asyncio

from api.planner.replay_reading import read_registers
from parking.clock import to_us
from parking.storage.postgres.planning.reading import open_reading
from parking.storage.postgres.pool import PLATFORM, scoped
from tests.planning.replay_story import at, move, open_story, replay, settled, shown_of
from tests.services.city import PATIENCE_S, City
from tests.sharing.working_city import working

LOT = "op1-gates"
DAY_MIN = 24 * 60


async def key_of(city: City, lot_id: str) -> int:
    async with scoped(city.pool, PLATFORM) as connection:
        return await connection.fetchval("select lot_key from lot where lot_id = $1", lot_id)


async def found(city: City, lot_key: int, minute: float, *rounds: int):
    async with open_reading(city.pool) as reading:
        return await read_registers(reading, [lot_key], to_us(at(minute)), rounds)


async def noted(city: City, closures: int) -> None:
    """Wait until the worker's checkpoint has so many closures."""
    count = "select count(*) from projection where name like 'k:%'"
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with scoped(city.pool, PLATFORM) as connection:
                if await connection.fetchval(count) == closures:
                    return
            await asyncio.sleep(0.1)


async def test_a_lot_that_counts_is_read_back_to_its_last_counts_and_no_further(city: City):
    story = await open_story(city)
    for minute in range(-60, 0):
        await story.report(LOT, "entry", minute)
    await story.count(LOT, 0, 30)
    await story.report(LOT, "entry", 0.1)
    await story.count(LOT, 0.2, 20)
    await story.report(LOT, "entry", 0.3)
    lot_key = await key_of(city, LOT)
    short = await found(city, lot_key, 1, 2)
    assert short.cut_short == {lot_key}
    enough = await found(city, lot_key, 1, 2, 5)
    assert enough.cut_short == set()
    everything = await found(city, lot_key, 1, 1_000)
    assert enough.of_lot == everything.of_lot
    await move(city, 1)
    told = (await replay(city, await city.key("planner"), 0.5, lot_id=LOT))["rows"]
    assert [row["availability"]["free"] for row in told] == [19]


async def test_a_closure_of_long_ago_is_replayed_and_what_took_it_back_since(city, stores):
    story = await open_story(city)
    planner, shown = await city.key("planner"), {}
    async with working(stores):
        await story.report("op1-plain", "closure", 0, serial="works", reason="施工")
        await story.report("op1-hours", "closure", 0, serial="match", reason="球赛")
        for day in (0, 1, 20, 40, 60):
            await move(city, day * DAY_MIN)
            await story.count("op1-plain", day * DAY_MIN, day)
            await story.count("op1-hours", day * DAY_MIN, day)
            if day == 1:
                for minute in range(9):
                    await story.count("op1-hours", day * DAY_MIN - minute - 1, minute)
            if day == 20:
                await story.report("op1-hours", "void", day * DAY_MIN, void_of="match")
            shown[day] = await settled(city)
        await noted(city, closures=2)
        for day, lots in shown.items():
            told = await replay(city, planner, day * DAY_MIN)
            assert {row["lot_id"]: shown_of(row) for row in told["rows"]} == lots, day
    states = {
        day: [lots[name]["availability"]["state"] for name in ("op1-plain", "op1-hours")]
        for day, lots in shown.items()
    }
    over = ["closed", "open"]
    assert states == {
        0: ["closed", "closed"],
        1: ["closed", "closed"],
        20: over,
        40: over,
        60: over,
    }
