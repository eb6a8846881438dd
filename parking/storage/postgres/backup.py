"""Writes the whole truth into an archive, as of one moment, while the city runs."""

from hashlib import sha256
from typing import Final

import asyncpg
import msgspec

from parking.storage.archive import (
    FORMAT,
    AppliedMigration,
    ArchiveWriter,
    Manifest,
    Part,
    Progress,
    Sink,
)
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, Connection, enter_scope, open_pool, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.truth import LOG, MONTHLY, PLAIN_TEXT, TruthTable, truth_tables

LOG_COLUMNS: Final = (
    "id", "xid", "received_at", "source_key", "lot_key", "kind", "record_serial", "observed_at",
    "epoch", "seq", "flags", "payload", "ident", "fingerprint",
)  # fmt: skip
"""As `backup_log_day.sql` has them."""


class NoCityError(Exception):
    """The database holds no city; the message names the mend."""


async def back_up(url: str, archive: ArchiveWriter, progress: Progress) -> Manifest:
    """Write everything that was committed when this began; nobody who writes meanwhile waits.

    `progress` is told of bytes of the tables, `size_of_truth` in all.
    """
    connection = await asyncpg.connect(url, server_settings=PLAIN_TEXT)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _Backup(connection, archive, progress).write()
    finally:
        await connection.close()


async def note_backup(url: str, manifest: Manifest) -> None:
    """Enter in the audit trail that a backup was made, from where alarms know how old it is."""
    async with await open_pool(url, max_size=1) as pool, scoped(pool, PLATFORM) as connection:
        detail = {"made_at": manifest.made_at, "rows": manifest.rows}
        await audit.record(connection, PLATFORM, "city.backup", manifest.made_at, detail=detail)


async def size_of_truth(url: str) -> int:
    """Return the bytes of all tables, which `progress` adds up to."""
    connection = await asyncpg.connect(url, server_settings=PLAIN_TEXT)
    try:
        await _require_city(connection)
        sizes = [table.size_bytes for table in await truth_tables(connection)]
        sizes += [row["size_bytes"] for row in await connection.fetch(query("log_days"))]
        months = await connection.fetch(query("planning/months"), list(MONTHLY))
        sizes += [row["size_bytes"] for row in months]
        return sum(sizes)
    finally:
        await connection.close()


async def _require_city(connection: Connection) -> None:
    if await connection.fetchval("select to_regclass('schema_migration') is null"):
        raise NoCityError("This database holds no city; see --data-dir and ONELOT_DATABASE_URL.")


class _Backup:
    """One backup on one connection, in a transaction that sees one moment."""

    def __init__(self, connection: Connection, archive: ArchiveWriter, progress: Progress) -> None:
        self._connection = connection
        self._archive = archive
        self._progress = progress
        self._parts: list[Part] = []

    async def write(self) -> Manifest:
        moment = await self._connection.fetchval("select transaction_timestamp()")
        version = await self._connection.fetchval("show server_version")
        migrations = await self._migrations()
        await enter_scope(self._connection, PLATFORM)
        for table in await truth_tables(self._connection):
            await self._connection.execute(f"set local role {table.reader}")
            if table.name == LOG:
                await self._write_log(table)
            elif table.name in MONTHLY:
                await self._write_months(table)
            else:
                await self._write_table(table)
        manifest = Manifest(FORMAT, moment.isoformat(), version, migrations, self._parts)
        self._archive.finish(manifest)
        return manifest

    async def _migrations(self) -> list[AppliedMigration]:
        rows = await self._connection.fetch(
            "select number, name, checksum from schema_migration order by number"
        )
        return [AppliedMigration(*row) for row in rows]

    async def _write_table(self, table: TruthTable) -> None:
        names = ", ".join(f'"{name}"' for name in table.columns)
        rows = f'select {names} from "{table.name}"'  # noqa: S608 - names of the catalogue
        await self._write(Part(table.name, table.name, table.columns), table.size_bytes, rows)

    async def _write_log(self, table: TruthTable) -> None:
        if set(table.columns) != set(LOG_COLUMNS):
            raise NotImplementedError("report_log has columns backup_log_day.sql does not know")
        for day, size_bytes in await self._connection.fetch(query("log_days")):
            part = Part(f"{LOG}/{day}", LOG, list(LOG_COLUMNS), day=str(day))
            await self._write(part, size_bytes, query("backup_log_day"), day)

    async def _write_months(self, table: TruthTable) -> None:
        names = ", ".join(f'"{name}"' for name in table.columns)
        for row in await self._connection.fetch(query("planning/months"), [table.name]):
            month = str(row["month"])
            part = Part(f"{table.name}/{month}", table.name, table.columns, day=month)
            rows = (
                f'select {names} from "{table.name}" where hour >= $1::date'  # noqa: S608 - names of
                " and hour < $1::date + interval '1 month'"  # the catalogue
            )
            await self._write(part, row["size_bytes"], rows, row["month"])

    async def _write(self, part: Part, size_bytes: int, rows: str, *values: object) -> None:
        with self._archive.stream(part.name) as sink:
            stream = _Counted(sink, self._progress, size_bytes)
            said = await self._connection.copy_from_query(rows, *values, output=stream.take)
        stream.finish()
        written = msgspec.structs.replace(
            part, rows=int(said.rpartition(" ")[2]), sha256=stream.digest.hexdigest()
        )
        self._parts.append(written)


class _Counted:
    """Hands a stream on, digests it, and tells how far it is, never beyond what was foretold."""

    def __init__(self, sink: Sink, progress: Progress, size_bytes: int) -> None:
        self._sink = sink
        self._progress = progress
        self._left = size_bytes
        self.digest = sha256()

    async def take(self, data: bytes) -> None:
        self._sink.write(data)
        self.digest.update(data)
        self._step(min(len(data), self._left))

    def finish(self) -> None:
        self._step(self._left)

    def _step(self, done: int) -> None:
        self._left -= done
        self._progress(done)
