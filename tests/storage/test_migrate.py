"""Migrations: each once, in order, never changed, and `schema.sql` is where they end."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from parking.storage.postgres.migrate import FOLDER, MigrationError, migrate, migrations_in
from tests.services.databases import execute, with_database
from tests.storage.catalogue import picture_of

SCHEMA = FOLDER.parent / "schema.sql"


@pytest.fixture
def empty_url(postgres_url: str):
    url = with_database(postgres_url, "migrate_me")
    asyncio.run(execute(postgres_url, "drop database if exists migrate_me with (force)"))
    asyncio.run(execute(postgres_url, "create database migrate_me"))
    yield url
    asyncio.run(execute(postgres_url, "drop database migrate_me with (force)"))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_second_run_applies_nothing(empty_url: str, tmp_path: Path):
    write(tmp_path, "0001_one.sql", "-- before: one\ncreate table one (x integer);")
    assert asyncio.run(migrate(empty_url, tmp_path)) == ["0001_one.sql"]
    write(tmp_path, "0002_two.sql", "-- after: two\ncreate table two (x integer);")
    assert asyncio.run(migrate(empty_url, tmp_path)) == ["0002_two.sql"]
    assert asyncio.run(migrate(empty_url, tmp_path)) == []


def test_a_changed_file_is_refused(empty_url: str, tmp_path: Path):
    path = write(tmp_path, "0001_one.sql", "-- before: one\ncreate table one (x integer);")
    asyncio.run(migrate(empty_url, tmp_path))
    path.write_text("-- before: one\ncreate table one (y integer);", encoding="utf-8")
    with pytest.raises(MigrationError, match="changed after it was applied"):
        asyncio.run(migrate(empty_url, tmp_path))


def test_a_failing_file_leaves_nothing_behind(empty_url: str, tmp_path: Path):
    write(tmp_path, "0001_half.sql", "-- before: x\ncreate table half (x integer); select 1/0;")
    with pytest.raises(asyncpg.DivisionByZeroError):
        asyncio.run(migrate(empty_url, tmp_path))
    write(tmp_path, "0001_half.sql", "-- before: x\ncreate table half (x integer);")
    assert asyncio.run(migrate(empty_url, tmp_path)) == ["0001_half.sql"]


def test_two_migrators_at_once_do_the_work_once(empty_url: str):
    async def race() -> list[list[str]]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(migrate(empty_url)) for _ in range(2)]
        return [task.result() for task in tasks]

    results = asyncio.run(race())
    assert sorted(map(len, results)) == [0, len(migrations_in())]


@pytest.mark.parametrize(
    ("name", "text"),
    [("one.sql", "-- before: x"), ("0001_one.sql", "create table x ();")],
    ids=["no number", "says neither before nor after"],
)
def test_a_file_that_breaks_the_form_is_refused(tmp_path: Path, name: str, text: str):
    write(tmp_path, name, text)
    with pytest.raises(MigrationError):
        migrations_in(tmp_path)


def test_the_schema_file_is_where_the_migrations_end(empty_url: str, postgres_url: str):
    asyncio.run(execute(empty_url, SCHEMA.read_text(encoding="utf-8")))
    assert asyncio.run(picture_of(empty_url)) == asyncio.run(picture_of(postgres_url))
