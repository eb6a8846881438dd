"""Arrivals: rows of the log with when they came, as history reads them. Knows no rule."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import asyncpg

from parking.storage.postgres.planning.wire import instant, us_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.report_log import TailRow


class Arrival(NamedTuple):
    """A committed report, and when it arrived. A tuple, because there are thousands a second."""

    row: TailRow
    received_us: int


class Arrivals:
    """Statements over all of `report_log`, on a connection of the ingest pool."""

    async def tail(
        self, connection: Connection, after: tuple[int, int], horizon: int, limit: int
    ) -> list[Arrival]:
        """Read what was committed after `(xid, id)` and before a horizon there has been."""
        return _read(
            await connection.fetch(query("planning/tail_arrivals"), *after, horizon, limit)
        )

    async def of_lot(
        self, connection: Connection, lot_key: int, from_us: int, to_us: int
    ) -> list[Arrival]:
        """Read all that was observed of a lot in a span, its end excluded, in no order."""
        return _read(
            await connection.fetch(
                query("planning/arrivals_of_lot"), lot_key, instant(from_us), instant(to_us)
            )
        )

    async def amendments(self, connection: Connection, lot_key: int, from_us: int) -> list[Arrival]:
        """Read the corrections and voids of a lot that were observed from a moment on."""
        return _read(
            await connection.fetch(query("planning/amendments_of_lot"), lot_key, instant(from_us))
        )

    async def amendments_named(
        self, connection: Connection, lot_key: int, serial: str
    ) -> list[Arrival]:
        """Read the corrections and voids of a lot under a serial, of any source."""
        return _read(await connection.fetch(query("planning/amendments_named"), lot_key, serial))

    async def amendments_of_all(self, connection: Connection, from_us: int) -> list[Arrival]:
        """Read the corrections and voids of all lots that were observed from a moment on."""
        return _read(await connection.fetch(query("planning/amendments_of_all"), instant(from_us)))

    async def amended_ahead(self, connection: Connection) -> set[int]:
        """Read which lots have a correction or void of what is newer than itself."""
        return {row[0] for row in await connection.fetch(query("planning/amended_ahead"))}

    async def by_serial(
        self,
        connection: Connection,
        lot_key: int,
        serials: Collection[str],
        from_us: int,
        to_us: int,
    ) -> list[Arrival]:
        """Read what a lot's log has under some serials of any source, observed in a span."""
        span = (instant(from_us), instant(to_us))
        return _read(
            await connection.fetch(
                query("planning/arrivals_by_serial"), lot_key, *span, list(serials)
            )
        )

    async def first_us(self, connection: Connection, lot_keys: Sequence[int]) -> dict[int, int]:
        """Read when the first report of each of these lots was observed, where there is one."""
        rows = await connection.fetch(query("planning/first_arrivals"), lot_keys)
        return {row[0]: us_of(row[1]) for row in rows}

    async def first_received(self, connection: Connection, from_us: int) -> dict[int, int]:
        """Read of each lot when the oldest was observed of what arrived from a moment on."""
        rows = await connection.fetch(query("planning/first_received"), instant(from_us))
        return {row[0]: us_of(row[1]) for row in rows}


def _read(rows: Iterable[asyncpg.Record]) -> list[Arrival]:
    return [
        Arrival(
            TailRow(xid, row_id, source, lot, kind, serial, us_of(observed), *rest),
            us_of(received),
        )
        for xid, row_id, source, lot, kind, serial, observed, *rest, received in rows
    ]
