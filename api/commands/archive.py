"""`onelot archive`: old days of the log into Parquet files, and back. A composition root."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Final

import click

from api.commands.options import data_dir_option, json_option, say, stores_for_command
from ingest.rollup.archiving import LEAST_DAYS, ArchiveRefusedError, archive_days, put_back
from parking.clock import CityClock, from_us
from parking.storage.log_parquet import LogFileError
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.log_connection import LogAwayError
from parking.storage.postgres.migrate import MigrationError, migrate
from parking.storage.postgres.pool import open_pool

KEEP_DAYS = 400
_FAILURES: Final[tuple[type[Exception], ...]] = (
    ArchiveRefusedError,
    LogFileError,
    LogAwayError,
    MigrationError,
    *DATABASE_FAILED,
)


@click.group()
def archive() -> None:
    """Old days of the log in Parquet files; what was summed up of them stays."""


@archive.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--keep-days", default=KEEP_DAYS, show_default=True, type=click.IntRange(min=LEAST_DAYS)
)
@data_dir_option
@json_option
def write(folder: Path, keep_days: int, data_dir: Path | None, *, as_json: bool) -> None:
    """Write days that are older than --keep-days into FOLDER, one file each, and drop them here.

    A day goes once the file was read back and history has taken it in. The files hold what was
    reported, hashes of plates too: keep them where only you can read them.
    """
    done: list[tuple[date, int]] = []
    with stores_for_command(data_dir) as stores:
        try:
            asyncio.run(_write(stores.database_url, folder, keep_days, done))
        except _FAILURES as error:
            raise click.ClickException(str(error)) from error
    rows = sum(count for _, count in done)
    say(
        {"days": [str(day) for day, _ in done], "rows": rows},
        f"{len(done)} days, {rows} reports" if done else "Nothing to do.",
        as_json=as_json,
    )


@archive.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@data_dir_option
@json_option
def read(file: Path, data_dir: Path | None, *, as_json: bool) -> None:
    """Bring the day that FILE holds back into the log, such as for `onelot rebuild history`."""
    with stores_for_command(data_dir) as stores:
        try:
            day, rows = asyncio.run(put_back(stores.database_url, file))
        except _FAILURES as error:
            raise click.ClickException(str(error)) from error
    say({"day": str(day), "rows": rows}, f"{day}: {rows} reports", as_json=as_json)


async def _write(
    database_url: str, folder: Path, keep_days: int, done: list[tuple[date, int]]
) -> None:
    await migrate(database_url)
    async with await open_pool(database_url, max_size=1) as pool:
        store = PostgresClock(pool)
        clock = CityClock(await store.read(), store.real_us)
    today = from_us(clock.now_us()).date()
    await archive_days(database_url, folder, today, keep_days, lambda *one: done.append(one))
