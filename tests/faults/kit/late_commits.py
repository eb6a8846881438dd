"""Makes commits come out of the order of their numbers: a server process stops in mid-insert."""

import asyncio

import asyncpg

from parking.vocabulary import KIND_CODE
from tests.faults.kit import processes

HELD_S = 0.4
"""Longer than the projector sleeps, shorter than a request waits."""
PATIENCE_S = 60.0

WRITING = """
select pid, backend_xid::text::bigint as xid from pg_stat_activity
where backend_xid is not null and pid <> pg_backend_pid()
    and query like '%ingest_absolute%'
limit 1
"""
SEEN = "select max(id), coalesce(bool_or(xid = $1::text::xid8), false) from report_log"
BAYS_OF = "select min(id) from report_log where xid = $1::text::xid8 and kind = $2"


async def commit_late(database_url: str, times: int) -> int:
    """Hold back writers until so many committed bays below numbers already seen; how many did."""
    connection = await asyncpg.connect(database_url)
    found = 0
    try:
        async with asyncio.timeout(PATIENCE_S):
            while found < times:
                found += await _hold_back_one(connection)
    except TimeoutError:
        pass
    finally:
        await connection.close()
    return found


async def _hold_back_one(connection: asyncpg.Connection) -> bool:
    writing = await connection.fetchrow(WRITING)
    if writing is None:
        return False
    xid = str(writing["xid"])
    with processes.frozen(writing["pid"]):
        await asyncio.sleep(HELD_S)
        try:  # the one that stands may hold what this needs
            newest, is_committed = await connection.fetchrow(SEEN, xid, timeout=HELD_S)
        except TimeoutError:
            return False
    if is_committed or newest is None:
        return False
    await asyncio.sleep(HELD_S)
    first = await connection.fetchval(BAYS_OF, xid, KIND_CODE["space"])
    return first is not None and first < newest
