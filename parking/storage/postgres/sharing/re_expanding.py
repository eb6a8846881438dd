"""Re-expanding: which agreements' windows are behind the day or the calendar, and doing it."""

from datetime import timedelta
from typing import Final

import asyncpg

from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_rows import find_agreement
from parking.storage.postgres.sharing.agreements import end_agreement
from parking.storage.postgres.sharing.expansions import DAYS_AHEAD, city_time, expand_agreement
from parking.storage.postgres.sharing.lent_spaces import lock_lent
from parking.storage.postgres.sharing.own_days import read_calendar

PAGE: Final = 200
_DAY: Final = timedelta(days=1)


async def due_agreements(pool: asyncpg.Pool, after: str = "") -> list[str]:
    """Read ids of the next page of those that are due, above `after`."""
    async with scoped(pool, PLATFORM) as connection:
        calendar = await read_calendar(connection)
        rows = await connection.fetch(
            query("sharing/agreements_due"), calendar.edition, DAYS_AHEAD, after, PAGE
        )
    return [row["agreement_id"] for row in rows]


async def expand_anew(pool: asyncpg.Pool, agreement_id: str) -> None:
    """Bring one's windows up to date, or end it where its last window or its lot has gone."""
    async with scoped(pool, PLATFORM) as connection:
        agreement = await find_agreement(connection, PLATFORM, agreement_id, lock=True)
        if agreement is None or agreement.status != "active":
            return
        await lock_lent(connection, agreement.lot_key, agreement.agreement_key)
        today = agreement.day_of(await city_time(connection))
        if agreement.is_lot_gone or today > agreement.terms.until + _DAY:
            await end_agreement(connection, PLATFORM, agreement)
        else:
            await expand_agreement(connection, agreement, await read_calendar(connection))
