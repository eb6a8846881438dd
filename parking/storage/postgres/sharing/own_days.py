"""Days that a city makes workdays, weekends or holidays of its own, and the calendar with them."""

from dataclasses import dataclass
from datetime import date

import asyncpg

from parking.principal import Principal
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.terms import DayClass
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of the city's own."""

    day: date
    day_class: DayClass
    name: str | None


async def read_calendar(connection: Connection) -> DayCalendar:
    """Make the calendar as it is now, the city's own days in it."""
    rows = await connection.fetch(query("sharing/city_days"))
    return DayCalendar({row["day"]: row["day_class"] for row in rows})


class PostgresOwnDays:
    """Reads and writes them; the worker then expands agreements anew, by the new edition."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def list(self) -> list[OwnDay]:
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("sharing/city_days"))
        return [OwnDay(**dict(row)) for row in rows]

    async def calendar(self) -> DayCalendar:
        async with scoped(self._pool, PLATFORM) as connection:
            return await read_calendar(connection)

    async def put(self, actor: Principal, own: OwnDay) -> None:
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(
                query("sharing/city_day_put"), own.day, own.day_class, own.name
            )
            detail = {"day_class": own.day_class, "name": own.name}
            await audit.record(connection, actor, "day.put", own.day.isoformat(), detail=detail)

    async def remove(self, actor: Principal, day: date) -> bool:
        """Let the day be what was announced; False where the city has said nothing of it."""
        async with scoped(self._pool, PLATFORM) as connection:
            if await connection.fetchval(query("sharing/city_day_delete"), day) is None:
                return False
            await audit.record(connection, actor, "day.remove", day.isoformat())
        return True
