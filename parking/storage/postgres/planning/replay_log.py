"""Reads lots' logs back from a past moment, of what had been received by then. Knows no rule.

On a connection of the app pool, in the platform's scope.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeAlias

import asyncpg
import msgspec

from parking.clock import DAY_US, from_us
from parking.live.record import Record
from parking.payload import report_from_log
from parking.planning.as_shown.known_lot import KnownLot
from parking.planning.as_shown.registers_then import TWO_COUNTS
from parking.plausibility import MAX_AHEAD_US
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.vocabulary import REPORT_KINDS

REACH_US: Final = 32 * DAY_US
"""How far back a lot's log is read: as far as live reads it to count vehicles. What was last said
before that is told as if it had never been said."""
YEAR_US: Final = 366 * DAY_US
MOST_AMENDMENTS: Final = 50_000
"""Of lots with closures; the newest."""

Rows: TypeAlias = Sequence[asyncpg.Record]


class ReplayLog:
    """The log as it had been received by one moment."""

    def __init__(self, connection: Connection, at_us: int) -> None:
        self._connection = connection
        self._at_us, self._at = at_us, from_us(at_us)
        self._since = from_us(at_us - REACH_US)
        self._until = from_us(at_us + MAX_AHEAD_US + 1)
        self._since_digits = b"%016d" % (at_us - REACH_US)
        self._a_year_before = from_us(at_us - YEAR_US)

    async def known(self, lot_keys: Sequence[int]) -> dict[int, KnownLot]:
        """Read what tells of each lot how much of its log is enough."""
        named = await self._connection.fetch(
            query("planning/replay_names"), lot_keys, self._since_digits, TWO_COUNTS
        )
        counted = await self._connection.fetch(
            query("planning/replay_counted"), lot_keys, self._at, self._since, self._until
        )
        names = {row["lot_key"]: row for row in named}
        rows = {row["lot_key"]: row for row in counted}
        return {key: _known(names.get(key), rows.get(key)) for key in lot_keys}

    async def newest(self, lot_keys: Sequence[int], most: int) -> Rows:
        """Read the newest `most` rows of each lot, the newest first, within the reach."""
        span = (self._since, self._until)
        statement = query("planning/replay_said")
        return await self._connection.fetch(statement, lot_keys, *span, self._at, most)

    async def amendments(self, lot_keys: Sequence[int], most: int) -> Rows:
        """Read the newest `most` corrections and voids of lots, within the reach."""
        return await self._amendments(lot_keys, self._since, most)

    async def closures(self, lot_keys: Sequence[int]) -> Rows:
        """Read the closures of lots that may have been in force, however long ago declared.

        With what amended them in the year before.
        """
        told = await self._connection.fetch(
            query("planning/replay_closed"), lot_keys, self._at, self._at_us
        )
        places = [(row["lot_key"], from_us(us)) for row in told for us in row["moments"]]
        sought = [row["lot_key"] for row in told if row["was_voided_since"]]
        rows: list[asyncpg.Record] = []
        if places:
            lots, moments = zip(*places, strict=True)
            span = (min(moments), max(moments))
            statement = query("planning/replay_declared")
            rows += await self._connection.fetch(statement, lots, moments, *span, self._at)
        if sought:
            span = (self._since, self._until)
            statement = query("planning/replay_closures")
            rows += await self._connection.fetch(statement, sought, *span, self._at)
        if rows:
            declared = sorted({row["lot_key"] for row in rows})
            rows += await self._amendments(declared, self._a_year_before, MOST_AMENDMENTS)
        return rows

    async def _amendments(
        self, lot_keys: Sequence[int], since: datetime, most: int
    ) -> list[asyncpg.Record]:
        statement = query("planning/replay_amendments")
        return await self._connection.fetch(statement, lot_keys, since, self._at, most)


def records_by_lot(rows: Rows) -> dict[int, list[Record]]:
    """Return what rows claim, by lot, in the order in which they were read."""
    records: defaultdict[int, list[Record]] = defaultdict(list)
    for row in rows:
        records[row["lot_key"]].append(_record(row))
    return dict(records)


def _record(row: asyncpg.Record) -> Record:
    kind, observed_us = REPORT_KINDS[row["kind"] - 1], row["observed_us"]
    report = report_from_log(kind, row["record_serial"], observed_us, row["payload"])
    if row["epoch"] is not None:
        report = msgspec.structs.replace(report, epoch=row["epoch"])
    return Record(report, observed_us, row["ident"].bytes, row["source_key"], row["flags"])


def _known(named: asyncpg.Record | None, counted: asyncpg.Record | None) -> KnownLot:
    known = KnownLot()
    if named is not None:
        known = KnownLot(frozenset(named["names"]), frozenset(named["counted_once"]))
    if counted is None:
        return known
    return msgspec.structs.replace(
        known,
        classes=frozenset(counted["classes"]),
        has_moved=counted["has_moved"],
        has_totals=counted["has_totals"],
        was_amended=counted["was_amended"],
    )
