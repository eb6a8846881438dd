"""Rows of `service_hour` and `service_day`. Knows no rule."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import asyncpg

from parking.planning.history.service_hour import ServiceHour
from parking.storage.postgres.planning.wire import instant, us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

ServiceKey: TypeAlias = tuple[int, int]
"""lot_key, when the hour begins."""
DayKey: TypeAlias = tuple[int, date]


class ServiceRows:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def save(self, connection: Connection, rows: Mapping[ServiceKey, ServiceHour]) -> None:
        """Write hours over what was there of the same."""
        if rows:
            values = [
                (lot_key, instant(hour_us), *_values(rows[lot_key, hour_us]))
                for lot_key, hour_us in sorted(rows)
            ]
            await connection.execute(query("planning/service_hours_save"), values)

    async def of_lot(
        self, connection: Connection, lot_key: int, from_us: int, to_us: int
    ) -> dict[ServiceKey, ServiceHour]:
        """Read a lot's hours that begin in a span, in the order of time."""
        rows = await connection.fetch(
            query("planning/service_hours_of_lot"), lot_key, instant(from_us), instant(to_us)
        )
        return {(lot_key, us_of(row["hour"])): _read(row) for row in rows}

    async def delete(self, connection: Connection, lot_key: int, hours_us: Collection[int]) -> None:
        """Take hours of a lot away."""
        if hours_us:
            bounds = (instant(min(hours_us)), instant(max(hours_us)))
            hours = [instant(us) for us in hours_us]
            await connection.execute(
                query("planning/service_hours_delete"), lot_key, hours, *bounds
            )

    async def save_days(
        self, connection: Connection, rows: Mapping[DayKey, ServiceHour], gone: Sequence[DayKey]
    ) -> None:
        """Write days, and take those away that have no hours any more."""
        if rows:
            values = [(*key, *_values(rows[key])) for key in sorted(rows)]
            await connection.execute(query("planning/service_days_save"), values)
        if gone:
            await connection.execute(
                query("planning/service_days_delete"), *zip(*gone, strict=True)
            )


def _values(hour: ServiceHour) -> tuple[Any, ...]:
    delays = sorted(hour.delays.items())
    return (
        instant(hour.until_us), hour.reports, hour.suspects, hour.entries, hour.exits, hour.due_us,
        hour.online_us, [delay_s for delay_s, _ in delays], [count for _, count in delays],
        hour.drifts, hour.drift_spaces, hour.drift_capacity,
    )  # fmt: skip


def _read(row: asyncpg.Record) -> ServiceHour:
    return ServiceHour(
        hour_us=us_of(row["hour"]),
        until_us=us_of(row["until"]),
        reports=row["reports"],
        suspects=row["suspects"],
        entries=row["entries"],
        exits=row["exits"],
        due_us=row["due_us"],
        online_us=row["online_us"],
        delays=dict(zip(row["delays_s"] or (), row["delay_counts"] or (), strict=True)),
        drifts=row["drifts"],
        drift_spaces=row["drift_spaces"],
        drift_capacity=row["drift_capacity"],
    )
