"""PostgreSQL's own batched insert of the same rows: what the whole write path is measured against.

The same table with the same indexes, two connections, one statement a batch, committed each.
"""

import asyncio
import time
from collections.abc import Sequence

from parking.storage.postgres.pool import Pool, open_pool
from parking.storage.postgres.report_log import LogRow

CONNECTIONS = 2
INSERT = """
    insert into report_log (
        ident, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
        fingerprint, received_at
    )
    select *, now() from unnest($1::log_row[])
    on conflict do nothing
    returning ident
"""


async def open_connections(database_url: str) -> Pool:
    return await open_pool(
        database_url, "onelot_ingest", min_size=CONNECTIONS, max_size=CONNECTIONS
    )


async def plain_insert(pool: Pool, batches: Sequence[Sequence[LogRow]]) -> float:
    """Insert all; returns the seconds it took."""
    began_s = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for first in range(CONNECTIONS):
            group.create_task(_insert_all(pool, batches[first::CONNECTIONS]))
    return time.perf_counter() - began_s


async def _insert_all(pool: Pool, batches: Sequence[Sequence[LogRow]]) -> None:
    async with pool.acquire() as connection:
        for batch in batches:
            inserted = await connection.fetch(INSERT, batch)
            assert len(inserted) == len(batch)
