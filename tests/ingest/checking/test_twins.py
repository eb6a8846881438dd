"""A car park that two sources tell of is counted once; twice when it turns out to be two."""

import asyncpg
import pytest
from numpy.random import Generator, default_rng

from ingest.checking import twin_finder
from parking.clock import HOUR_US, MINUTE_US, to_us
from parking.planning.hour_row import HourRow
from parking.planning.space_time import SpaceTime
from parking.principal import Principal
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.planning.hour_rows import HourRows, key_of
from parking.storage.postgres.planning.months import Months
from parking.storage.postgres.pool import open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.checking.conftest import NOON, Working
from tests.ingest.checking.test_feed_watch import counted, flags, send
from tests.services.city import City, draft

HOURS, STEP_US, SPACES = 60, 5 * MINUTE_US, 100


def walk(rng: Generator) -> list[int]:
    """How many cars stand in a lot every five minutes."""
    cars, taken = 50, []
    for _ in range(HOURS * 12):
        cars = max(5, min(95, cars + int(rng.integers(-4, 5))))
        taken.append(cars)
    return taken


async def keep(stores: StoreUrls, told: dict[int, tuple[int, list[int]]]) -> None:
    """Let history have it: of each lot by which source, and what was taken."""
    begin_us = to_us(NOON) - HOURS * HOUR_US
    async with (
        await open_pool(stores.database_url, "onelot_ingest") as pool,
        pool.acquire() as connection,
        connection.transaction(),
    ):
        await Months().ensure(connection, [begin_us, to_us(NOON)])
        for lot_key, (source_key, taken) in told.items():
            await connection.execute(
                "insert into rollup_source values ($1, $2) on conflict do nothing",
                source_key, lot_key,
            )  # fmt: skip
            rows = [hour(begin_us + n * HOUR_US, taken[12 * n : 12 * n + 12]) for n in range(HOURS)]
            await HourRows().save(connection, {key_of(lot_key, one): one for one in rows})


async def keys(stores: StoreUrls, statement: str) -> dict[str, int]:
    connection = await asyncpg.connect(stores.database_url)
    try:
        return {row[0]: row[1] for row in await connection.fetch(statement)}
    finally:
        await connection.close()


def hour(hour_us: int, taken: list[int]) -> HourRow:
    all_us = SPACES * STEP_US
    steps = tuple(SpaceTime(all_us, all_us, cars * STEP_US) for cars in taken)
    return HourRow("general", hour_us, hour_us + HOUR_US, steps)


async def totals(city: City, lots: int, free: int) -> None:
    """Wait until cells and the status page count so many."""
    path = "/v1/cells?bbox=117.0,36.5,117.3,36.8&resolution=5"
    await city.until(
        path,
        lambda told: [(cell["lots"], cell["free"]) for cell in told["cells"]] == [(lots, free)],
    )
    await city.until("/status", lambda status: status["lots"]["total"] == lots)


async def test_a_car_park_of_two_sources_is_counted_once_until_it_turns_out_to_be_two(
    city: City, working: Working, stores: StoreUrls, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(twin_finder, "FIRST_S", 0.1)
    monkeypatch.setattr(twin_finder, "LOOK_S", 0.2)
    await city.put_lots(
        draft("op1-a", name="泉城广场停车场"),
        draft("op2-b", lat=36.6503, name="泉城广场地下停车场"),
    )
    for operator, lot_id, free in (("op1", "op1-a", 40), ("op2", "op2-b", 41)):
        key = await city.key("operator", operator)
        await send(city, key, [counted(lot_id, NOON, free)])
        await city.until_replica_has(lot_id, free)
    await totals(city, 2, 81)
    rng = default_rng(1)
    taken, other = walk(rng), walk(rng)
    key_of_lot = await keys(stores, "select lot_id, lot_key from lot")
    source_of = await keys(
        stores, "select operator_id, source_key from source join operator using (operator_key)"
    )
    first, second = key_of_lot["op1-a"], key_of_lot["op2-b"]
    await keep(stores, {first: (source_of["op1"], taken), second: (source_of["op2"], taken)})
    async with working():
        shown = await city.until("/v1/lots/op2-b", flags("aggregate"))
        assert (shown["availability"]["free"], shown["availability"]["state"]) == (41, "open")
        await city.until("/v1/lots/op1-a", flags())
        await totals(city, 1, 40)
        operators = await keys(stores, "select operator_id, operator_key from operator")
        op2 = Principal("operator", operator_key=operators["op2"])
        [told] = await FeedVerdicts(city.pool).of_operator(op2, NOON)
        assert (told.rule, told.lot_id, "op1-a" in told.message) == ("duplicate", "op2-b", True)

        await keep(stores, {second: (source_of["op2"], other)})
        await city.until("/v1/lots/op2-b", flags())
        await totals(city, 2, 81)
