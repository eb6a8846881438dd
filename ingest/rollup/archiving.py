"""Archiving: days of the log into Parquet files that are read back before the day is dropped.

What follows from those days stays. Neither knows what a report says.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from parking.storage.log_parquet import LogFileError, day_of, digest_of, new_log_file, read_log_file
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.planning.log_archive import DayChangedError, LogArchive
from parking.storage.postgres.pool import Connection, Pool, open_pool

LEAST_DAYS: Final = 9
"""The live door takes reports of the last seven days, in any zone; they need a place."""
TIMEOUT_S: Final = 3_600.0
TRIES: Final = 3


class ArchiveRefusedError(Exception):
    """Nothing was archived; the message names the mend."""


Told = Callable[[date, int], None]
"""Told of each day that is done, and its rows."""


async def archive_days(
    database_url: str, folder: Path, today: date, keep_days: int, told: Told
) -> int:
    """Write all days that are older than so many into a folder and drop them; returns how many."""
    if keep_days < LEAST_DAYS:
        raise ArchiveRefusedError(f"Keep at least {LEAST_DAYS} days: reports of late need a place.")
    async with await _pool(database_url) as pool:
        connection = LogConnection(pool, timeout_s=TIMEOUT_S)
        try:
            before = today - timedelta(days=keep_days)
            days = await connection.run(partial(LogArchive().days, before=before))
            for day in days:
                told(day, await _archive(connection, folder, day))
            return len(days)
        finally:
            await connection.aclose()


async def put_back(database_url: str, file: Path) -> tuple[date, int]:
    """Bring the day that a file holds back into the log; returns it and its rows."""
    day, rows = _look_through(file)
    async with await _pool(database_url) as pool:
        connection = LogConnection(pool, timeout_s=TIMEOUT_S)
        try:
            parts = read_log_file(file)
            await connection.run(partial(LogArchive().put_back, day=day, parts=parts))
        finally:
            await connection.aclose()
    return day, rows


def _look_through(file: Path) -> tuple[date, int]:
    """Return which day a file holds, and how many rows; that may be more than memory holds."""
    per_day = Counter(map(day_of, chain.from_iterable(read_log_file(file))))
    if not per_day:
        raise LogFileError(f"{file} is empty: that day had no reports.")
    if len(per_day) > 1:
        raise LogFileError(f"{file} holds more than one day.")
    return per_day.popitem()


async def _archive(connection: LogConnection, folder: Path, day: date) -> int:
    """Write one day, and again where somebody added to it meanwhile."""
    for _ in range(TRIES):
        try:
            return await connection.run(partial(_write, folder=folder, day=day))
        except DayChangedError:
            continue
    raise ArchiveRefusedError(f"Reports of {day} keep coming in: archive it when they have.")


async def _write(connection: Connection, folder: Path, day: date) -> int:
    path = folder / f"report_log_{day:%Y%m%d}.parquet"
    archive = LogArchive()
    with new_log_file(path) as file:
        async for rows in archive.rows(connection, day):
            file.add(rows)
    written = sum(map(len, read_log_file(path)))
    if written != file.rows:
        raise LogFileError(f"{path} was not written whole; is the disk full?")
    await archive.drop(connection, day, file=path.name, rows=written, sha256=digest_of(path))
    return written


async def _pool(database_url: str) -> Pool:
    return await open_pool(
        database_url,
        "onelot_ingest",
        max_size=1,
        statement_timeout_ms=int(TIMEOUT_S * 1_000),
        lock_timeout_ms=5_000,
    )
