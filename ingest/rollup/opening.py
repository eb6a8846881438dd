"""Opens a historian on a city's database, with a connection of its own. Part of the assembly."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from ingest.rollup.historian import FLUSH_S, HOLD_S, Historian
from parking.directory import Directory
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.pool import PLATFORM, open_pool, scoped
from parking.storage.postgres.sharing.secrets import platform_secret

TIMEOUT_S: Final = 600.0
"""A day of a busy lot is folded anew at once."""
STATEMENT_TIMEOUT_S: Final = 120.0
PLATES: Final = "history-plates"
"""The name of what keys the hashes of plates."""


@asynccontextmanager
async def open_historian(
    database_url: str,
    directory: Directory,
    now_us: Callable[[], int],
    *,
    city_zone: str,
    hold_s: float = HOLD_S,
    flush_s: float = FLUSH_S,
) -> AsyncIterator[Historian]:
    """Make one; who runs it leads. `directory` is followed by whoever calls."""
    async with await open_pool(database_url, max_size=1) as pool, scoped(pool, PLATFORM) as app:
        secret = await platform_secret(app, PLATES)
    async with await open_pool(
        database_url,
        "onelot_ingest",
        max_size=1,
        statement_timeout_ms=int(STATEMENT_TIMEOUT_S * 1_000),
    ) as pool:
        connection = LogConnection(pool, timeout_s=TIMEOUT_S)
        try:
            yield Historian(
                connection, directory, now_us, city_zone=city_zone, secret=secret, hold_s=hold_s,
                flush_s=flush_s,
            )  # fmt: skip
        finally:
            await connection.aclose()
