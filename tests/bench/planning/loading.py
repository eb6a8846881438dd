"""How fast a month of a whole city is loaded: rows of hours, twelve steps of five minutes each.

By COPY into the tables as they are, with their indexes, as a restore does it.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from parking.storage.embedded.stores import embedded_stores
from parking.storage.postgres.migrate import migrate
from tests.bench.figure import Figure, Goal
from tests.bench.planning.past_city import LOTS

HOURS = 30 * 24
SPACES, STEP_US, STEPS = 60, 300_000_000, 12
FIRST = datetime(2026, 10, 1, tzinfo=UTC)
ROWS_A_CHUNK = 2_000


def planning_load() -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onelot-bench-")))
        stores = stack.enter_context(embedded_stores(folder / "city", durable=False)).urls
        rows, took_s, size = asyncio.run(_load(stores.database_url))
    yield Figure(
        "planning_load", rows * STEPS / took_s, "rows of 5 min a second", Goal(">=", 5e5, 1e6),
        f"{rows} rows of hours of {LOTS} lots and {HOURS} hours in {took_s:.0f} s by one COPY, "
        f"{size / rows:.0f} B a row with its index; no fsync; the target is our own",
    )  # fmt: skip


async def _load(database_url: str) -> tuple[int, float, int]:
    await migrate(database_url)
    owner = await asyncpg.connect(database_url)
    try:
        await owner.execute("select ensure_history_month('2026-10-01')")
        began_s = time.perf_counter()
        await owner.copy_to_table("occupancy_hour", source=_text())
        took_s = time.perf_counter() - began_s
        rows = await owner.fetchval("select count(*) from occupancy_hour")
        assert rows == LOTS * HOURS
        size = await owner.fetchval("select pg_total_relation_size('occupancy_hour_202610')")
        return rows, took_s, size
    finally:
        await owner.close()


async def _text() -> AsyncIterator[bytes]:
    """Give rows in the order of time, as they came about."""
    tails = [_tail(taken) for taken in range(SPACES)]
    chunk: list[str] = []
    for number in range(HOURS):
        hour = FIRST + timedelta(hours=number)
        moment = f"{hour.isoformat()}\t{(hour + timedelta(hours=1)).isoformat()}"
        for lot_key in range(1, LOTS + 1):
            chunk.append(f"{lot_key}\t1\t{moment}\t{tails[(lot_key * 7 + number * 13) % SPACES]}")
            if len(chunk) == ROWS_A_CHUNK:
                yield "".join(chunk).encode()
                chunk = []
    yield "".join(chunk).encode()


def _tail(taken: int) -> str:
    sums = [SPACES * STEP_US * STEPS] * 2 + [taken * STEP_US * STEPS, 0, 0]
    steps = [
        "{" + ",".join([str(spaces * STEP_US)] * STEPS) + "}" for spaces in (SPACES, SPACES, taken)
    ]
    return "\t".join([*map(str, sums), "9", "8", *steps, "\\N", "\\N"]) + "\n"
