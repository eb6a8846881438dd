"""The models answer as the real servers do: the same calls, in the same order, to both."""

import asyncio
import random
from collections import Counter

import asyncpg
import pytest
from redis.exceptions import ResponseError

from parking.live.count_state import CountState
from parking.storage.postgres.checkpoint import load_checkpoint, save_checkpoint
from parking.storage.postgres.lot_count import LotCount, LotCounts
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.report_log import (
    CountedLotError,
    ForeignLotError,
    ReportLog,
    observed_tuple,
)
from parking.storage.redis.calls import apply_call
from parking.storage.redis.cluster import open_transport
from parking.storage.redis.keys import changes_key, partition_keys, registers_key
from parking.storage.redis.projection import LIBRARY
from tests.simulation.postgres_connection import ModelConnection
from tests.simulation.postgres_model import PostgresModel
from tests.simulation.redis_model import RedisModel
from tests.simulation.registry_model import RegistryModel
from tests.simulation.weather import Weather
from tests.storage.test_redis_projection import register

NOON_US = 1_795_262_400_000_000
BLOCKED_S = 0.2


def random_call(chance: random.Random, epochs: list[str]) -> tuple:
    epoch = chance.choice(epochs)
    keys = partition_keys(0)
    match chance.choice(("apply",) * 6 + ("state", "HGETALL", "read", "DEL", "complete", "begin")):
        case "apply":
            names = ["s:general", "s:charging", "b:1", "b:s:1", "h", "c"]
            some = [
                register(chance.randint(1, 3), chance.choice(names), chance.randint(0, 9))
                for _ in range(chance.randint(1, 5))
            ]
            return apply_call(0, epoch, some)
        case "state":
            return ("FCALL_RO", "onelot_state", 3, *keys)
        case "read":
            place = f"{epoch}-{chance.randint(0, 20)}"
            return ("XREAD", "COUNT", chance.choice((1, 200)), "STREAMS", changes_key(0), place)
        case "HGETALL" | "DEL" as word:
            # A server whose memory is full throws a hash away whole, and says nothing.
            return (word, registers_key(0))
        case "complete":
            return ("FCALL", "onelot_complete", 3, *keys, epoch)
    epochs.append(str(int(epochs[-1]) + 1))
    return ("FCALL", "onelot_begin", 3, *keys, epochs[-1], "1")


def plain(reply: object) -> object:
    """Make replies comparable: errors by their text, a hash whatever its order."""
    if isinstance(reply, ResponseError):
        return f"error {reply}".split(" ", 2)[:2]
    if isinstance(reply, list | tuple):
        return [plain(part) for part in reply]
    return reply


def sorted_hash(call: tuple, reply: object) -> object:
    return Counter(reply) if call[0] == "HGETALL" else plain(reply)


@pytest.mark.parametrize("seed", range(5))
async def test_the_model_of_redis_answers_as_redis_does(redis_url, seed):
    chance = random.Random(seed)
    model, real = RedisModel(random.Random(seed)), open_transport(redis_url)
    await real.load_library(LIBRARY, 5)
    model.execute(("FUNCTION", "LOAD", "REPLACE", ""))
    epochs = ["1795222800000000"]
    for _ in range(80):
        call = random_call(chance, epochs)
        (answer,) = await real.run([call], 5)
        assert sorted_hash(call, model.execute(call)) == sorted_hash(call, answer), call
    await real.aclose()


async def found(postgres_url: str) -> None:
    owner = await asyncpg.connect(postgres_url)
    await owner.execute(
        """
        insert into operator (operator_id, name) values ('a', 'A'), ('b', 'B');
        insert into lot (lot_id, operator_key, name, partition)
        select 'a-' || i, 1, 'lot', 0 from generate_series(1, 3) i;
        """
    )
    await owner.close()


def model_connection(server: PostgresModel, seed: object) -> ModelConnection:
    return ModelConnection(server, Weather(), random.Random(str(seed)))


def model_server() -> PostgresModel:
    registry = RegistryModel()
    for number in range(1, 4):
        registry.register(f"a-{number}", 1, 0, None)
    return PostgresModel(registry)


def row(chance: random.Random):
    number, lot_key = chance.randrange(12), chance.randint(1, 3)
    observed_us = NOON_US + chance.randrange(3) * 1_000_000
    ident = (observed_us // 1_000_000).to_bytes(4, "big") + (number * 4 + lot_key).to_bytes(
        12, "big"
    )
    payload = b'{"spaces":[{"space_class":"charging","free":1}]}'
    flags = chance.choice((0, 0, 1 << 16))
    observed = observed_tuple(observed_us)
    print_ = chance.randrange(2)
    return (ident, 1, lot_key, 1, str(number), observed, None, None, flags, payload, print_)


async def act(  # noqa: C901, PLR0911 - a list of things to do
    connection, log: ReportLog, counts: LotCounts, chance: random.Random
) -> object:
    """Do one thing the write path or the projector does; answers in a comparable form."""
    rows = sorted({one[0]: one for one in (row(chance) for _ in range(3))}.values())
    lot_key = chance.randint(1, 3)
    claims = {(one[2], 1 if chance.random() < 0.95 else 2) for one in rows}
    match chance.randrange(8):
        case 0 | 1:
            try:
                return await log.append_absolute(connection, claims, rows)
            except ForeignLotError as error:
                return error.claims
            except CountedLotError as error:
                return error.lot_keys
        case 2:
            async with connection.transaction():
                await log.hold_lanes(connection, alone=True)
                if chance.random() < 0.3:
                    await counts.open(connection, [lot_key])
                held = {one.lot_key: one for one in await counts.lock(connection, [lot_key])}
                fresh = [
                    LotCount(key, one.version + 1, CountState(newest_us=one.version))
                    for key, one in held.items()
                ]
                await counts.save(connection, fresh)
                return await log.append_counted(connection, rows), held
        case 3:
            return await counts.read(connection), await counts.read(connection, [lot_key])
        case 4:
            return dict(await log.standing(connection, rows))
        case 5:
            found = await log.log_of_lot(connection, lot_key, NOON_US + 1_000_000, 20)
            return [(one.ident, one.flags, one.observed_us) for one in found]
        case 6:
            tail = await log.tail(connection, (0, 0), (await log.horizon(connection)).settled, 100)
            return [one.ident for one in tail], await log.classes_of_lot(connection, lot_key)
    name = f"s:{chance.choice(('general', 'charging'))}"
    tail = await log.tail(connection, (0, 0), (await log.horizon(connection)).settled, 4)
    cursor = (tail[-1].xid, tail[-1].id) if tail else (0, 0)
    await save_checkpoint(connection, cursor, {(lot_key, name): f"{chance.randrange(99):051d}"})
    return (await load_checkpoint(connection)).registers


@pytest.mark.parametrize("seed", range(3))
async def test_the_model_of_postgresql_answers_as_postgresql_does(postgres_url, seed):
    await found(postgres_url)
    real, model = random.Random(seed), random.Random(seed)
    server, log, counts = model_server(), ReportLog(), LotCounts()
    modelled = model_connection(server, seed)
    async with await open_pool(postgres_url, "onelot_ingest") as pool, pool.acquire() as connection:
        await log.ensure_days(connection, {NOON_US // 86_400_000_000})
        for step in range(60):
            wanted = await act(connection, log, counts, real)
            assert await act(modelled, log, counts, model) == wanted, step


async def interleaved(one, two) -> list[object]:
    """Let two transactions meet: who waits for whom, and what each sees."""
    log, seen = ReportLog(), []
    rows = [row(random.Random(1))]
    claims = {(rows[0][2], 1)}
    async with one.transaction():
        await log.hold_lanes(one, alone=False)
        seen.append(await log.append_counted(one, rows))
        seen.append(len(await log.tail(two, (0, 0), (await log.horizon(two)).settled, 9)))
        same = asyncio.ensure_future(log.append_absolute(two, claims, rows))
        done, _ = await asyncio.wait([same], timeout=BLOCKED_S)
        seen.append(f"the same row waits: {not done}")
    seen.append(await same)
    seen.append(len(await log.tail(two, (0, 0), (await log.horizon(two)).settled, 9)))
    async with one.transaction():
        await log.hold_lanes(one, alone=True)
        other = asyncio.ensure_future(log.append_absolute(two, claims, rows))
        done, _ = await asyncio.wait([other], timeout=BLOCKED_S)
        seen.append(f"an absolute batch waits: {not done}")
    return [*seen, await other]


async def test_transactions_of_the_model_wait_for_each_other_as_real_ones_do(postgres_url):
    await found(postgres_url)
    server = model_server()
    modelled = await interleaved(model_connection(server, 1), model_connection(server, 2))
    async with (
        await open_pool(postgres_url, "onelot_ingest") as pool,
        pool.acquire() as one,
        pool.acquire() as two,
    ):
        await ReportLog().ensure_days(one, {NOON_US // 86_400_000_000})
        assert await interleaved(one, two) == modelled
