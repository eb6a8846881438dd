"""The clock row in PostgreSQL, and real time as PostgreSQL tells it: one for all machines."""

import time
from collections.abc import Callable
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


def monotonic_us() -> int:
    """Read a clock that never jumps; its beginning means nothing."""
    return time.monotonic_ns() // 1_000


class DatabaseTime:
    """Real time, begun by this machine's clock, counted monotonically, corrected by PostgreSQL's.

    A machine whose clock is wrong, or jumps, lives in the city's time all the same.
    """

    def __init__(
        self,
        machine_us: Callable[[], int] = real_us,
        monotonic_us: Callable[[], int] = monotonic_us,
    ) -> None:
        self._monotonic_us = monotonic_us
        self._offset_us = machine_us() - monotonic_us()

    def now_us(self) -> int:
        return self._monotonic_us() + self._offset_us

    def correct(self, told_us: int, *, asked_us: int, heard_us: int) -> None:
        """Shift by the least that puts what was told between our asking and our hearing it."""
        self._offset_us += min(told_us - asked_us, 0) + max(told_us - heard_us, 0)


class PostgresClock:
    """Implements `ClockStore` on the app pool. A manual clock may also be set back."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._time = DatabaseTime()

    def real_us(self) -> int:
        """Read the real time, UTC microseconds, as right as it was last `read`."""
        return self._time.now_us()

    async def read(self) -> ClockReading:
        """Read the clock's row, and what time it is."""
        async with scoped(self._pool, PLATFORM) as connection:
            asked_us = self.real_us()
            row = await connection.fetchrow(query("clock_read"))
            heard_us = self.real_us()
        if row is None:
            raise LookupError("city_clock has no row; run `onelot migrate`")
        self._time.correct(to_us(row["real"]), asked_us=asked_us, heard_us=heard_us)
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
