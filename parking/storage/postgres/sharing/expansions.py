"""Expansions: an agreement's terms as windows of time, 90 days ahead, in `sharing_window`.

Whoever changes them holds the agreement's lock. What was lent until now stays as it was.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import asyncpg

from parking.clock import to_us
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.replanning import Plan, replan
from parking.sharing.terms import OpenWindow
from parking.sharing.windows import expand
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_rows import Agreement
from parking.storage.postgres.sharing.ranges import moments_of, multirange_text, range_of

DAYS_AHEAD: Final = 90
_DAYS_BACK: Final = timedelta(days=2)
"""A window that began so long ago may still be open, whatever the clocks did."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """The windows from now on, and the days on which one lasts no time, for a clock change."""

    windows: list[OpenWindow]
    skipped: list[date]


async def expand_agreement(
    connection: Connection, agreement: Agreement, calendar: DayCalendar
) -> Expanded:
    """Make the stored windows what terms and calendar come to from now on."""
    now = await city_time(connection)
    today = agreement.day_of(now)
    last = today + timedelta(days=DAYS_AHEAD)
    found = expand(agreement.terms, calendar, agreement.zone, today - _DAYS_BACK, last)
    await _store(connection, agreement, found.windows, now)
    until = min(agreement.terms.until, last)
    await connection.execute(
        query("sharing/agreement_expanded"), agreement.agreement_key, until, calendar.edition
    )
    skipped = [day for day in found.skipped if day >= today]
    return Expanded([window for window in found.windows if window.stay[1] > to_us(now)], skipped)


async def close_windows(connection: Connection, agreement: Agreement) -> None:
    """End what is open now and take away what is to come."""
    await _store(connection, agreement, [], await city_time(connection))


async def windows_ahead(
    connection: Connection, agreement: Agreement, after: datetime
) -> list[OpenWindow]:
    """Read stored windows that end after a moment, in the order of time."""
    rows = await connection.fetch(query("sharing/windows_ahead"), agreement.agreement_key, after)
    return [_window(row) for row in rows]


async def city_time(connection: Connection) -> datetime:
    """Read the city's clock."""
    now: datetime = await connection.fetchval(query("sharing/city_time"))
    return now


async def _store(
    connection: Connection, agreement: Agreement, wanted: list[OpenWindow], now: datetime
) -> None:
    plan = replan(await windows_ahead(connection, agreement, now), wanted, to_us(now))
    await _carry_out(connection, agreement.agreement_key, plan)


async def _carry_out(connection: Connection, agreement_key: int, plan: Plan) -> None:
    if plan.gone:
        gone = [range_of(window.stay) for window in plan.gone]
        await connection.execute(query("sharing/windows_delete"), agreement_key, gone)
    if plan.added:
        await connection.execute(
            query("sharing/windows_insert"),
            agreement_key,
            [window.day for window in plan.added],
            [range_of(window.stay) for window in plan.added],
            [multirange_text(window.movement) for window in plan.added],
            [window.is_provisional for window in plan.added],
        )


def _window(row: asyncpg.Record) -> OpenWindow:
    return OpenWindow(
        day=row["day"],
        stay=(to_us(row["stay_from"]), to_us(row["stay_to"])),
        movement=tuple(moments_of(span) for span in row["movement"]),
        is_provisional=row["is_provisional"],
    )
