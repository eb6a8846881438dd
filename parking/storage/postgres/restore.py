"""Loads an archive into an empty city, all of it or nothing; knows what a dump would get wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Final

import asyncpg

from parking.storage.archive import ArchiveReader, Manifest, Part, Progress
from parking.storage.postgres.migrate import migrate, migrations_in
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.truth import LOG, PLAIN_TEXT, TruthTable, truth_tables

SIGNS_OF_A_CITY: Final = ("lot", "operator", "area", "api_key", LOG)
"""What a city that nobody has used yet has none of."""
NO_VERSION: Final = 2**63 - 1
"""Greater than any: whoever lives is behind it."""


class RestoreRefusedError(Exception):
    """This backup does not go into this city; nothing was done, and the message names the mend."""


@asynccontextmanager
async def empty_standing_city(url: str, manifest: Manifest, leader: str) -> AsyncIterator[None]:
    """Refuse what cannot take this backup, and hold off who would lead it until the end."""
    connection = await asyncpg.connect(url, server_settings=PLAIN_TEXT)
    try:
        is_led = not await connection.fetchval("select pg_try_advisory_lock(hashtext($1))", leader)
        if is_led or await _is_anybody_there(connection):
            raise RestoreRefusedError(
                "This city runs. Stop it, restore, then start it again: what its processes "
                "remember would not be what was restored."
            )
        await _refuse_what_is_there(connection, _newest_known(manifest))
        yield
    finally:
        await connection.close()


async def restore(url: str, archive: ArchiveReader, progress: Progress) -> None:
    """Load what was backed up; `progress` is told of the archive's bytes, unpacked."""
    await migrate(url, newest=_newest_known(archive.manifest))
    connection = await asyncpg.connect(url, server_settings=PLAIN_TEXT)
    try:
        async with connection.transaction():
            await _load(connection, archive, progress)
        await connection.execute("analyze")
    finally:
        await connection.close()
    await migrate(url)


def _newest_known(manifest: Manifest) -> int:
    """Return the migration the backup stands at; refuses one that is not ours."""
    known = {migration.number: migration.checksum for migration in migrations_in()}
    for applied in manifest.migrations:
        if known.get(applied.number) != applied.checksum:
            raise RestoreRefusedError(
                f"This backup needs {applied.name}, which this version of OneLot does not have. "
                "Restore it with the version that wrote it, or a newer one."
            )
    return max((applied.number for applied in manifest.migrations), default=0)


async def _refuse_what_is_there(connection: Connection, newest: int) -> None:
    """Refuse a used city, and one that is ahead of the backup."""
    if await connection.fetchval("select to_regclass('schema_migration') is null"):
        return
    await _require_empty(connection)
    ahead = await connection.fetchval(
        "select name from schema_migration where number > $1 limit 1", newest
    )
    if ahead is not None:
        raise RestoreRefusedError(
            f"This empty city is newer than the backup: it has {ahead} already. "
            "Restore into a folder or database that no city was started in; it is brought up to "
            "date after."
        )


async def _require_empty(connection: Connection) -> None:
    there = []
    for name in SIGNS_OF_A_CITY:
        if await connection.fetchval("select to_regclass($1) is not null", name):
            rows = await connection.fetchval(f"select count(*) from {name}")  # noqa: S608 - ours
            there += [f"{rows} in {name}"] if rows else []
    if there:
        raise RestoreRefusedError(
            f"There is a city already ({', '.join(there)}); a backup goes into an empty one. "
            "Name a new folder with --data-dir, or an empty database with ONELOT_DATABASE_URL."
        )


async def _is_anybody_there(connection: Connection) -> bool:
    if await connection.fetchval("select to_regclass('process_status') is null"):
        return False
    return bool(await connection.fetchval(query("processes_behind"), NO_VERSION))


async def _load(connection: Connection, archive: ArchiveReader, progress: Progress) -> None:
    tables = await truth_tables(connection)
    await connection.execute("set local onelot.restoring = 'on'")  # the past comes as it was
    guarded = [table.name for table in tables if table.is_guarded]
    for name in guarded:  # COPY is not for tables whose security holds for us
        await connection.execute(f'alter table "{name}" no force row level security')
    await _require_empty(connection)
    names = ", ".join(f'"{table.name}"' for table in tables)
    await connection.execute(f"truncate {names}")
    for part in archive.manifest.parts:
        if part.day is not None:
            ensure = "ensure_report_day" if part.table == LOG else "ensure_history_month"
            await connection.execute(f"select {ensure}($1)", date.fromisoformat(part.day))
        await _load_part(connection, archive, part, progress)
    await connection.execute(query("cursor_of_a_backup"))
    if await connection.fetchval("select to_regclass('rollup_cursor') is not null"):
        await connection.execute(query("planning/cursor_of_a_backup"))
    for table in tables:
        await _number_on(connection, table)
    for name in guarded:
        await connection.execute(f'alter table "{name}" force row level security')


async def _load_part(
    connection: Connection, archive: ArchiveReader, part: Part, progress: Progress
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for chunk in archive.chunks(part):
            yield chunk
            progress(len(chunk))

    await connection.copy_to_table(part.table, source=chunks(), columns=part.columns)


async def _number_on(connection: Connection, table: TruthTable) -> None:
    """Let what is numbered go on after the greatest number there is."""
    for column in table.numbered:
        greatest = await connection.fetchval(
            f'select max("{column}") from "{table.name}"'  # noqa: S608 - names of the catalogue
        )
        await connection.execute(
            "select setval(pg_get_serial_sequence($1, $2), $3, false)",
            table.name,
            column,
            (greatest or 0) + 1,
        )
