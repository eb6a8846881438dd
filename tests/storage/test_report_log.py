"""The log's own promises: each identity once, no deadlock, a tail that misses nothing."""

import asyncio
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest

from parking.storage.postgres.checkpoint import load_checkpoint, save_checkpoint
from parking.storage.postgres.log_connection import (
    BatchFailedError,
    LogAwayError,
    LogConnection,
)
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.report_log import (
    CountedLotError,
    ForeignLotError,
    Known,
    LogRow,
    ReportLog,
    day_of,
    observed_tuple,
)

NOON_US = 1_795_262_400_000_000
WRITERS = 6


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    owner = await asyncpg.connect(postgres_url)
    await owner.execute(
        """
        insert into operator (operator_id, name) values ('a', 'A'), ('b', 'B');
        insert into lot (lot_id, operator_key, name, partition)
        select 'a-' || i, 1, 'lot', 0 from generate_series(1, 3) i;
        """
    )
    await owner.close()
    async with await open_pool(postgres_url, "onelot_ingest", max_size=WRITERS + 1) as opened:
        yield opened


def row(number: int, lot_key: int = 1, observed_us: int = NOON_US) -> LogRow:
    ident = (observed_us // 1_000_000).to_bytes(4, "big") + number.to_bytes(12, "big")
    observed = observed_tuple(observed_us)
    return (ident, 1, lot_key, 1, str(number), observed, None, None, 0, b"{}", number)


async def append(pool: asyncpg.Pool, rows: list[LogRow], operator_key: int = 1) -> set[bytes]:
    log = ReportLog()
    async with pool.acquire() as connection:
        await log.ensure_days(connection, {day_of(one) for one in rows})
        claims = {(one[2], operator_key) for one in rows}
        return await log.append_absolute(connection, claims, sorted(rows))


async def test_two_that_insert_the_same_rows_share_them_without_a_deadlock(pool):
    rows = [row(number) for number in range(500)]
    for _ in range(5):
        first, second = await asyncio.gather(append(pool, rows), append(pool, rows[::-1]))
        assert not first & second
    assert await pool.fetchval("select count(*) from report_log") == len(rows)


async def test_many_that_need_the_same_new_day_all_get_it(pool):
    days = [NOON_US + day * 86_400_000_000 for day in range(1, 4)]
    await asyncio.gather(
        *(append(pool, [row(number, observed_us=day) for day in days]) for number in range(WRITERS))
    )
    assert await pool.fetchval("select count(*) from report_log") == WRITERS * len(days)


async def test_a_foreign_claim_and_a_counted_lot_are_refused_whole(pool):
    with pytest.raises(ForeignLotError) as foreign:
        await append(pool, [row(1), row(2, lot_key=2)], operator_key=2)
    assert foreign.value.claims == {(1, 2), (2, 2)}
    await pool.execute("insert into lot_count (lot_key) values (2)")
    with pytest.raises(CountedLotError) as counted:
        await append(pool, [row(1), row(2, lot_key=2)])
    assert counted.value.lot_keys == {2}
    assert await pool.fetchval("select count(*) from report_log") == 0


async def known_now(pool: asyncpg.Pool) -> Known:
    async with pool.acquire() as connection:
        opened = await LotCounts().opened_since(connection, 0)
        version = await connection.fetchval("select max(version) from lot")
    return Known(version, max(opened.values(), default=0))


async def append_known(pool: asyncpg.Pool, known: Known, rows: list[LogRow]) -> set[bytes] | None:
    log = ReportLog()
    async with pool.acquire() as connection:
        await log.ensure_days(connection, {day_of(one) for one in rows})
        return await log.append_known(connection, known, sorted(rows))


async def test_rows_of_lots_that_are_as_they_were_found_are_inserted_once_each(pool):
    known = await known_now(pool)
    days = [row(number, observed_us=NOON_US + number * 43_200_000_000) for number in range(6)]
    assert await append_known(pool, known, days[:3]) == {one[0] for one in days[:3]}
    assert await append_known(pool, known, days) == {one[0] for one in days[3:]}
    assert await append_known(pool, known, days) == set()
    assert await pool.fetchval("select count(*) from report_log") == len(days)


@pytest.mark.parametrize(
    "change",
    [
        "update lot set operator_key = 2 where lot_key = 2",
        "update lot set deleted_at = now() where lot_key = 2",
        "insert into lot_count (lot_key) values (2)",
    ],
)
async def test_nothing_is_inserted_on_the_word_of_what_has_changed_since(
    pool, postgres_url: str, change: str
):
    known = await known_now(pool)
    owner = await asyncpg.connect(postgres_url)
    await owner.execute(change)
    await owner.close()
    assert await append_known(pool, known, [row(1)]) is None
    assert await pool.fetchval("select count(*) from report_log") == 0
    assert await append_known(pool, await known_now(pool), [row(1)]) == {row(1)[0]}


async def test_a_batch_that_waited_for_a_lot_to_be_opened_learns_of_it(pool):
    known, log = await known_now(pool), ReportLog()
    async with pool.acquire() as connection, connection.transaction():
        await log.hold_lanes(connection, alone=True)
        waiting = asyncio.ensure_future(append_known(pool, known, [row(1)]))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        await LotCounts().open(connection, {1})
    assert await waiting is None


async def test_the_tail_misses_nothing_that_commits_out_of_order(pool):
    log, dice = ReportLog(), random.Random(1)
    await append(pool, [row(0)])
    written = {row(0)[0]}

    async def write(first: int) -> None:
        for number in range(first, first + 30):
            async with pool.acquire() as connection, connection.transaction():
                written.update(await log.append_counted(connection, [row(number)]))
                await asyncio.sleep(dice.random() * 0.01)

    async def read() -> list[bytes]:
        seen, cursor = [], (0, 0)
        async with pool.acquire() as connection, asyncio.timeout(30):
            while not done.is_set() or len(seen) < len(written):
                rows = await log.tail(
                    connection, cursor, (await log.horizon(connection)).settled, 7
                )
                if not rows:
                    await asyncio.sleep(0.002)
                    continue
                seen += [one.ident for one in rows]
                cursor = (rows[-1].xid, rows[-1].id)
        return seen

    done = asyncio.Event()
    reader = asyncio.ensure_future(read())
    await asyncio.gather(*(write(100 * (1 + writer)) for writer in range(WRITERS - 1)))
    done.set()
    seen = await reader
    assert len(seen) == len(set(seen))
    assert set(seen) == written


async def test_a_deposed_leader_never_takes_a_checkpoint_back(pool):
    key = (1, "h")
    newer, older = f"{0:016d}{2:035d}1", f"{0:016d}{1:035d}1"
    async with pool.acquire() as connection:
        await save_checkpoint(connection, (7, 2), {key: newer})
        await save_checkpoint(connection, (7, 1), {key: older})
        found = await load_checkpoint(connection)
    assert (found.cursor, found.registers) == ((7, 2), {key: newer})


async def test_an_operation_that_fails_by_itself_does_not_look_like_a_lost_database(pool):
    connection = LogConnection(pool, timeout_s=5)
    dies = "set role none; select pg_terminate_backend(pg_backend_pid())"
    with pytest.raises(BatchFailedError):
        await connection.run(lambda held: held.execute("select 1 / 0"))
    with pytest.raises(LogAwayError) as lost:
        await connection.run(lambda held: held.execute(dies))
    assert not isinstance(lost.value, BatchFailedError)
    assert await connection.run(lambda held: held.fetchval("select 1")) == 1
    await connection.aclose()
