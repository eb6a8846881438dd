"""The durable log: appends in two lanes, and the tail. Knows no register and no rule."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeAlias

import asyncpg

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

HISTORY_ONLY: Final = 1 << 16
"""`report_log.flags` of what came by the history door: never live, never counted."""

LogRow: TypeAlias = tuple[
    bytes, int, int, int, str, tuple[int], int | None, int | None, int, bytes, int
]
"""ident, source_key, lot_key, kind, record_serial, observed (microseconds since 2000), epoch, seq,
flags, payload, fingerprint: one report as the type `log_row` has it."""

_FOREIGN: Final = 1
_COUNTED: Final = 2
"""Outcomes of `ingest_absolute_batch` that insert nothing."""
_CHANGED: Final = 1
"""The outcome of `ingest_absolute_known` that inserts nothing."""
EPOCH_2000_US: Final = 946_684_800_000_000
DAY_US: Final = 86_400_000_000
FIRST_DAY: Final = date(1970, 1, 1)


Claims: TypeAlias = Collection[tuple[int, int | None]]
"""Which operator (None: the platform) claims to run which lot."""
Named: TypeAlias = tuple[int, str]
"""A record by source key and serial."""


class ForeignLotError(Exception):
    """Claims of operators on lots they do not run (any more); nothing was inserted."""

    def __init__(self, claims: Claims) -> None:
        super().__init__(f"{len(claims)} lots are not the caller's")
        self.claims = frozenset(claims)


class CountedLotError(Exception):
    """Lots of the absolute lane that count by movements by now; nothing was inserted."""

    def __init__(self, lot_keys: Collection[int]) -> None:
        super().__init__(f"{len(lot_keys)} lots count by movements")
        self.lot_keys = frozenset(lot_keys)


class Known(NamedTuple):
    """What a batch was checked against: the version of the registry, and the number of the lot that
    last came to count by movements (`LotCounts.opened_since`).
    """

    registry_version: int
    opened: int


class TailRow(NamedTuple):
    """One committed report as the projector and a recompute read it.

    A tuple, because there are tens of thousands a second.
    """

    xid: int
    id: int
    source_key: int
    lot_key: int
    kind: int
    record_serial: str
    observed_us: int
    epoch: int | None
    flags: int
    payload: bytes
    ident: bytes


class Horizon(NamedTuple):
    """Transactions below `settled` are over, and nothing can commit there any more; those at or
    beyond `begun` had not begun.
    """

    settled: int
    begun: int


class ReportLog:
    """Statements over `report_log`, on the connection of whoever owns the commit."""

    def __init__(self) -> None:
        self._days: set[int] = set()

    async def ensure_days(self, connection: Connection, days: Iterable[int]) -> None:
        """Make the partitions of these days (since 1970, UTC), once a process."""
        for day in sorted(set(days) - self._days):
            await connection.execute(
                "select ensure_report_day($1)", FIRST_DAY + timedelta(days=day)
            )
            self._days.add(day)

    async def append_absolute(
        self, connection: Connection, claims: Claims, rows: Sequence[LogRow]
    ) -> set[bytes]:
        """Insert and commit in one call; returns the identities that were new.

        `rows` are sorted and unlike. Raises ForeignLotError or CountedLotError, inserting nothing.
        """
        lots, operators = zip(*claims, strict=True)
        with self._forgetting_dropped_days():
            (answer,) = await connection.fetch(query("append_absolute"), lots, operators, rows)
        outcome, refused_lots, refused_operators, inserted = answer
        if outcome == _FOREIGN:
            raise ForeignLotError(list(zip(refused_lots, refused_operators, strict=True)))
        if outcome == _COUNTED:
            raise CountedLotError(refused_lots)
        return _new_of(rows, inserted)

    async def append_known(
        self, connection: Connection, known: Known, rows: Sequence[LogRow]
    ) -> set[bytes] | None:
        """Insert and commit in one call; returns the identities that were new.

        None, inserting nothing, where registry or lanes have changed since. `rows` are sorted and
        unlike; the caller has checked that their lots are the callers' and count no movements.
        """
        with self._forgetting_dropped_days():
            (answer,) = await connection.fetch(query("append_known"), *known, rows)
        outcome, inserted = answer
        return None if outcome == _CHANGED else _new_of(rows, inserted)

    async def append_counted(self, connection: Connection, rows: Sequence[LogRow]) -> set[bytes]:
        """Insert within the caller's transaction; returns the identities that were new."""
        with self._forgetting_dropped_days():
            answered = await connection.fetch(query("append_counted"), rows)
        return {row[0] for row in answered}

    @contextmanager
    def _forgetting_dropped_days(self) -> Iterator[None]:
        """Forget which days are there where one is not: somebody has dropped it since."""
        try:
            yield
        except asyncpg.CheckViolationError:
            self._days.clear()
            raise

    async def check_claims(self, connection: Connection, claims: Claims) -> None:
        """Raise ForeignLotError unless every claim is right in this transaction."""
        lots, operators = zip(*claims, strict=True)
        wrong = await connection.fetch(
            "select lot_key, operator_key from wrong_claims($1, $2)", lots, operators
        )
        if wrong:
            raise ForeignLotError([(row[0], row[1]) for row in wrong])

    async def standing(
        self, connection: Connection, rows: Sequence[LogRow]
    ) -> Mapping[bytes, tuple[int, int]]:
        """Read fingerprint and flags of what the log holds under the identities of these rows."""
        if not rows:
            return {}
        first = min(row[5][0] for row in rows) // 1_000_000 * 1_000_000
        last = max(row[5][0] for row in rows) // 1_000_000 * 1_000_000 + 999_999
        found = await connection.fetch(
            query("standing"), [row[0] for row in rows], (first,), (last,)
        )
        return {row[0]: (row[1], row[2]) for row in found}

    async def horizon(self, connection: Connection) -> Horizon:
        """Return how far transactions are over by now, and how far they have begun."""
        (found,) = await connection.fetch(query("log_horizon"))
        return Horizon(*found)

    async def tail(
        self, connection: Connection, after: tuple[int, int], horizon: int, limit: int
    ) -> list[TailRow]:
        """Read what was committed after `(xid, id)` and before a horizon there has been."""
        return _rows(await connection.fetch(query("tail_reports"), *after, horizon, limit))

    async def log_of_lot(
        self, connection: Connection, lot_key: int, from_us: int, limit: int
    ) -> list[TailRow]:
        """Read one lot's newest rows from a moment on, without what came by the history door."""
        since = observed_tuple(from_us)
        return _rows(await connection.fetch(query("log_of_lot"), lot_key, since, limit))

    async def rows_of_lot(
        self,
        connection: Connection,
        lot_key: int,
        from_us: int,
        kinds: Collection[int],
        serials: Collection[str],
        limit: int,
    ) -> list[TailRow]:
        """Read one lot's newest rows of these kinds and under these serials, as `log_of_lot`."""
        arguments = (observed_tuple(from_us), [*kinds], [*serials], limit)
        return _rows(await connection.fetch(query("rows_of_lot_named"), lot_key, *arguments))

    async def serials_of_lot(
        self, connection: Connection, lot_key: int, from_us: int, named: Collection[Named]
    ) -> set[Named]:
        """Tell which of these records, by source and serial, the live log of a lot has."""
        sources, serials = zip(*named, strict=True)
        since = observed_tuple(from_us)
        rows = await connection.fetch(query("serials_of_lot"), lot_key, since, sources, serials)
        return {(row[0], row[1]) for row in rows} & set(named)

    async def classes_of_lot(self, connection: Connection, lot_key: int) -> set[str]:
        """Read which space classes a lot has ever had absolute counts of."""
        return {row[0] for row in await connection.fetch(query("classes_of_lot"), lot_key)}

    async def hold_lanes(self, connection: Connection, *, alone: bool) -> None:
        """Keep absolute batches (not alone), or everybody (alone), away until the commit."""
        await connection.execute("select hold_lanes($1)", alone)


def _new_of(rows: Sequence[LogRow], inserted: Collection[bytes] | None) -> set[bytes]:
    """Return the identities that were inserted; None stands for all of them."""
    return {row[0] for row in rows} if inserted is None else set(inserted)


def _rows(found: Iterable[asyncpg.Record]) -> list[TailRow]:
    return [
        TailRow(xid, row_id, source, lot, kind, serial, us[0] + EPOCH_2000_US, *rest)
        for xid, row_id, source, lot, kind, serial, us, *rest in found
    ]


def day_of(row: LogRow) -> int:
    """Days since 1970, UTC: the partition of a row."""
    return (row[5][0] + EPOCH_2000_US) // DAY_US


def days_of(rows: Sequence[LogRow]) -> set[int]:
    """Return the days of rows in the log's order, which begins with the second."""
    first, last = day_of(rows[0]), day_of(rows[-1])
    return {first} if first == last else {day_of(row) for row in rows}


def observed_tuple(observed_us: int) -> tuple[int]:
    """Give a moment the way asyncpg's tuple format takes it."""
    return (observed_us - EPOCH_2000_US,)
