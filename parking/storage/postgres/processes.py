"""Who runs, and how far each process follows the registry; waiting until all have."""

import asyncio
from typing import Any

import asyncpg

from parking.storage.postgres.pool import PLATFORM, borrowed, scoped
from parking.storage.postgres.queries import query

_FIRST_LOOK_S = 0.005
_LAST_LOOK_S = 0.1


async def report_process(
    pool: asyncpg.Pool, process_id: str, kind: str, version: int, detail: dict[str, Any]
) -> None:
    """Say that this process lives and has taken in the registry up to `version`."""
    async with borrowed(pool) as connection:
        await connection.execute(query("process_report"), process_id, kind, version, detail)


async def forget_process(pool: asyncpg.Pool, process_id: str, *, within_s: float) -> None:
    """Sign off, so that nobody waits for a process that has stopped."""
    async with borrowed(pool, within_s=within_s) as connection:
        await connection.execute("delete from process_status where process_id = $1", process_id)


async def wait_until_followed(
    pool: asyncpg.Pool, version: int | None = None, *, timeout_s: float = 10.0
) -> bool:
    """Wait until every live process (seen within 5 s) has taken in `version`.

    `version` None is all that is committed now. False after `timeout_s`; a process that hangs
    stops counting as live before that.
    """
    if version is None:
        async with scoped(pool, PLATFORM) as connection:
            version = int(await connection.fetchval(query("registry_head")))
    pause_s = _FIRST_LOOK_S
    try:
        async with asyncio.timeout(timeout_s):
            while await _is_anybody_behind(pool, version):
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LAST_LOOK_S)
    except TimeoutError:
        return False
    return True


async def _is_anybody_behind(pool: asyncpg.Pool, version: int) -> bool:
    async with scoped(pool, PLATFORM) as connection:
        return bool(await connection.fetchval(query("processes_behind"), version))
