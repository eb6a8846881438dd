"""Rows of the log as a city's reports come to them: counts, and cars that come and leave again.

Knows the door's own way from a report to its row; sends nothing.
"""

import json
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import cycle

import asyncpg

from parking.identity import fingerprint_of, ident_of
from parking.payload import payload_of
from parking.report_body import decode_reports
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.report_log import DAY_US, EPOCH_2000_US, LogRow, ReportLog
from parking.vocabulary import KIND_CODE
from tests.bench.city import CAPACITY

SOURCE_KEY = 1
COUNTERS_SHARE = 0.3
"""Of the lots; these send an entry or an exit each time, with how many are free."""
CARS_BEFORE_ONE_LEAVES = 4
_INSERT = """
insert into report_log (
    ident, source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload,
    fingerprint, received_at
)
select r.*, r.observed_at + interval '1 second' from unnest($1::log_row[]) r
"""


class Traffic:
    """Lots take turns, each telling one thing."""

    def __init__(self, lot_keys: Sequence[int]) -> None:
        counters = int(len(lot_keys) * COUNTERS_SHARE)
        self._cars: dict[int, deque[int]] = {lot_key: deque() for lot_key in lot_keys[:counters]}
        self._lots = cycle(lot_keys)
        self._serial = 0

    def rows(self, size: int, observed_us: int) -> list[LogRow]:
        """Make the next ones, all observed at one moment, in the log's order."""
        lots = [next(self._lots) for _ in range(size)]
        at = datetime.fromtimestamp(observed_us / 1e6, UTC).isoformat()
        body = json.dumps({"reports": [self._report(lot_key, at) for lot_key in lots]})
        rows = []
        for report, lot_key in zip(decode_reports(body.encode()), lots, strict=True):
            payload, us = payload_of(report), report.observed_us
            rows.append((
                ident_of(SOURCE_KEY, lot_key, report.kind, report.record_serial, us), SOURCE_KEY,
                lot_key, KIND_CODE[report.kind], report.record_serial, (us - EPOCH_2000_US,), None,
                None, 0, payload, fingerprint_of(payload, us),
            ))  # fmt: skip
        return sorted(rows)

    def _report(self, lot_key: int, at: str) -> dict[str, object]:
        self._serial += 1
        serial = self._serial
        plain = {"lot_id": "-", "observed_at": at, "record_serial": f"20261121-{serial:08d}"}
        cars = self._cars.get(lot_key)
        if cars is None:
            free = serial * 7919 % CAPACITY
            spaces = [{"space_class": "general", "free": free, "capacity": CAPACITY}]
            return plain | {"kind": "snapshot", "spaces": spaces}
        if len(cars) < CARS_BEFORE_ONE_LEAVES:
            cars.append(serial)
            kind, car = "entry", serial
        else:
            kind, car = "exit", cars.popleft()
        return plain | {
            "kind": kind, "lane_id": "N1", "plate_hash": f"{car:016x}",
            "free_after": CAPACITY - len(cars),
        }  # fmt: skip


async def append(pool: Pool, rows: Sequence[LogRow]) -> None:
    """Commit rows, which arrived a second after they were observed."""
    async with pool.acquire() as connection:
        days = {(row[5][0] + EPOCH_2000_US) // DAY_US for row in rows}
        await ReportLog().ensure_days(connection, days)
        await connection.execute(_INSERT, rows)


async def reports_in_history(owner: asyncpg.Connection) -> int:
    """How many reports hours of service have."""
    return int(await owner.fetchval("select coalesce(sum(reports), 0) from service_hour"))
