"""Brings a database to the newest schema: numbered files, each once, in one transaction each.

Row-level security is forced on the owner too: a migration that changes rows of tenants does so
under `set local role onelot_app` with `onelot.scope` set to `platform`.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import asyncpg

FOLDER = Path(__file__).parent / "migrations"

_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_FIRST_LINE = re.compile(r"^-- (before|after): \S")
_LOCK = 0x6F6E656C6F74  # "onelot": one migrator at a time per database

_LEDGER = """
create table if not exists schema_migration (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
)
"""


class MigrationError(Exception):
    """The files and the database's ledger do not fit together; says which file and why."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file. `before` the code that needs it is rolled out, or `after`."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        return sha256(self.text.encode()).hexdigest()


def migrations_in(folder: Path = FOLDER) -> list[Migration]:
    """All migrations by number; a wrong name, a double number or a wrong first line is refused."""
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.match(path.name)
        if match is None:
            raise MigrationError(f"{path.name}: name it like 0007_what_it_does.sql")
        migration = Migration(int(match[1]), path.name, path.read_text(encoding="utf-8"))
        if migration.number in found:
            raise MigrationError(f"{path.name}: {found[migration.number].name} has that number")
        if not _FIRST_LINE.match(migration.text):
            raise MigrationError(
                f"{path.name}: the first line says '-- before: …' or '-- after: …'"
            )
        found[migration.number] = migration
    return [found[number] for number in sorted(found)]


async def migrate(url: str, folder: Path = FOLDER, *, newest: int | None = None) -> list[str]:
    """Apply what is missing, up to `newest`; returns the names applied now.

    Safe to run from many processes.
    """
    wanted = [one for one in migrations_in(folder) if newest is None or one.number <= newest]
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await connection.execute(_LEDGER)
        return await _apply_missing(connection, wanted)
    finally:
        await connection.close()


async def _apply_missing(connection: asyncpg.Connection, wanted: list[Migration]) -> list[str]:
    applied = {
        row["number"]: row["checksum"]
        for row in await connection.fetch("select number, checksum from schema_migration")
    }
    newest = max(applied, default=0)
    for migration in wanted:
        if migration.number in applied and applied[migration.number] != migration.checksum:
            raise MigrationError(
                f"{migration.name} was changed after it was applied; add a new one"
            )
        if migration.number not in applied and migration.number < newest:
            raise MigrationError(f"{migration.name} is older than what this database already has")
    missing = [migration for migration in wanted if migration.number not in applied]
    for migration in missing:
        async with connection.transaction():
            await connection.execute(migration.text)
            await connection.execute(
                "insert into schema_migration (number, name, checksum) values ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.checksum,
            )
    return [migration.name for migration in missing]
