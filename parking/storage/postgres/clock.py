"""The clock row in PostgreSQL, and the real time of this machine that a clock starts from."""

import time
from datetime import UTC, datetime

import asyncpg

from parking.clock import ClockNotManualError, to_us
from parking.ports import ClockReading
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query


def real_us() -> int:
    """Read this machine's real time, UTC microseconds."""
    return time.time_ns() // 1_000


class PostgresClock:
    """Implements `ClockStore` on the app pool. A manual clock may also be set back."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def read(self) -> ClockReading:
        async with scoped(self._pool, PLATFORM) as connection:
            row = await connection.fetchrow(query("clock_read"))
        if row is None:
            raise LookupError("city_clock has no row; run `onelot migrate`")
        return _reading(row)

    async def set_mode(
        self, mode: str, *, city: datetime | None = None, speed: float = 1.0
    ) -> None:
        """Choose real, running (from `city` at `speed`) or manual; `city` None: from now on."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("clock_set"), mode, city, speed)
            detail = {"mode": mode, "speed": speed}
            await audit.record(connection, PLATFORM, "clock.mode", mode, detail=detail)

    async def move(self, city: datetime, principal: Principal = PLATFORM) -> ClockReading:
        async with scoped(self._pool, principal) as connection:
            row = await connection.fetchrow(query("clock_move"), city)
            if row is None:
                raise ClockNotManualError
            to = city.astimezone(UTC).isoformat()
            await audit.record(connection, principal, "clock.move", to)
        return _reading(row)


def _reading(row: asyncpg.Record) -> ClockReading:
    return ClockReading(
        mode=row["mode"],
        base_city_us=to_us(row["base_city"]),
        base_real_us=to_us(row["base_real"]),
        speed=row["speed"],
    )
