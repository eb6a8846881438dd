"""A backup holds the whole truth and a restore brings back exactly that, or nothing."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copy2

import asyncpg
import pytest
from click.testing import CliRunner, Result

from api.commands.main import main
from ingest.work import LOCK
from parking.storage.embedded.stores import embedded_stores
from parking.storage.postgres.migrate import FOLDER, migrate
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.processes import report_process
from parking.storage.settings import StoreUrls
from tests.ingest.city import city, report, snapshot
from tests.services.databases import clone, drop, execute, run, with_database
from tests.services.servers import DEBIAN_POSTGRES
from tests.storage.catalogue import picture_of

SEED = """
insert into area (area_code, level, name, outline) values
    ('370102', 'district', E'历下\\t\\\\\\n区', '{"type": "Polygon", "coordinates": []}');
insert into api_key (key_id, secret_hash, role) values ('k', '\\x00ff', 'admin');
insert into platform_secret (name, secret) values ('hmac', '\\x0001fe');
insert into space (lot_key, space_code) values (1, 'A-1');
update lot set deleted_at = now() where lot_id = 'N-4';
"""
PROGRAMS = "ONELOT_EMBEDDED_POSTGRES"


async def fill(stores: StoreUrls) -> None:
    """Both lanes, bays, closures, amendments; the checkpoint holds the first half of the log."""
    async with city(stores) as north:
        first = await north.statuses(
            snapshot(5, -60), report("space", "b", -59, space_code="A-1", status="occupied"),
            report("closure", "c", -58), report("entry", "e", -57, lot="N-2"),
            snapshot(7, -56, lot="N-2"), report("void", "v", -55, lot="N-2", void_of="e"),
            report("totals", "t", -54, lot="N-3", in_total=7, out_total=2),
        )  # fmt: skip
        assert first == ["accepted"] * 7
        await north.send({"kind": "nonsense", "lot_id": "N-1"})
        await execute(
            stores.database_url,
            "insert into projection values (1, 's:general', 'x')",
            "update projection_cursor set (xid, id) ="
            " (select xid, id from report_log order by xid, id limit 1)",
        )
        await north.send(snapshot(9, -5), key="north-2")
        await north.send(snapshot(9, -86_400, lot="S-1"), key="south")
    await execute(stores.database_url, SEED)


async def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table that a crash does not empty, as text.

    Registry and transaction numbers are the database's own, which its followers go by.
    """
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
    try:
        tables = await connection.fetch(
            "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p') and not relispartition and relpersistence = 'p'"
            " and relname not in ('schema_migration', 'projection_cursor')"
        )
        return {
            name: sorted(
                row[0]
                for row in await connection.fetch(
                    f"select (to_jsonb(t) - 'version' - 'xid')::text from {name} t"
                )
            )
            for (name,) in tables
        }
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def filled(servers: StoreUrls, template_database: str) -> Iterator[StoreUrls]:
    """A city that the tests here only read."""
    url = run(clone(servers.database_url, template_database))
    stores = StoreUrls(url, servers.redis_url)
    run(fill(stores))
    yield stores
    run(drop(servers.database_url, url))


@pytest.fixture
def empty_url(servers: StoreUrls, template_database: str) -> Iterator[str]:
    url = run(clone(servers.database_url, template_database))
    yield url
    run(drop(servers.database_url, url))


def onelot(command: str, file: Path, url: str, stores: StoreUrls) -> Result:
    env = {"ONELOT_DATABASE_URL": url, "ONELOT_REDIS_URL": stores.redis_url}
    return CliRunner().invoke(main, [command, str(file), "--json"], env=env)


def told(result: Result) -> dict:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def backed_up(filled: StoreUrls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "city.backup"
    told(onelot("backup", file, filled.database_url, filled))
    return file


@pytest.fixture
def file(backed_up: Path, tmp_path: Path) -> Path:
    """A backup of the filled city, this test's own copy."""
    return Path(copy2(backed_up, tmp_path))


def test_a_restored_database_holds_every_row_of_every_table(
    filled: StoreUrls, file: Path, empty_url: str
):
    assert told(onelot("restore", file, empty_url, filled))["reports"] == 9
    assert run(contents(empty_url)) == run(contents(filled.database_url))


def test_a_restored_database_has_the_same_tables_policies_and_grants(
    filled: StoreUrls, file: Path, empty_url: str
):
    told(onelot("restore", file, empty_url, filled))
    assert run(picture_of(empty_url)) == run(picture_of(filled.database_url))


def test_the_log_is_followed_from_where_the_backed_up_worker_stood(
    filled: StoreUrls, file: Path, empty_url: str
):
    """A worker of the restored city takes in exactly what its checkpoint does not hold."""

    async def tail(url: str) -> list[int]:
        connection = await asyncpg.connect(url)
        try:
            rows = await connection.fetch(
                "select id from report_log where (xid, id) >"
                " (select c.xid, c.id from projection_cursor c)"
            )
            return sorted(row[0] for row in rows)
        finally:
            await connection.close()

    told(onelot("restore", file, empty_url, filled))
    assert len(run(tail(empty_url))) == 8
    assert run(tail(empty_url)) == run(tail(filled.database_url))


def test_what_is_numbered_goes_on_after_the_restored(filled: StoreUrls, file: Path, empty_url: str):
    told(onelot("restore", file, empty_url, filled))
    run(execute(empty_url, "insert into operator (operator_id, name) values ('new', '新')"))
    run(execute(empty_url, "insert into source (source_id) values ('new')"))


def test_an_owner_who_is_no_superuser_backs_up_and_restores_as_much(
    filled: StoreUrls, file: Path, tmp_path: Path
):
    """As on a managed PostgreSQL, where row-level security holds for the owner as well."""
    server, name = filled.database_url, f"plain_owner_{tmp_path.name.rpartition('-')[2]}".lower()
    run(execute(server, f"create role {name} login createrole", f"grant onelot_app to {name}"))
    run(execute(server, f"grant onelot_ingest to {name}"))
    run(execute(server, f"create database {name} owner {name}"))
    url = with_database(server, name).replace("onelot@", f"{name}@")
    try:
        told(onelot("restore", file, url, filled))
        again = tmp_path / "again.backup"
        told(onelot("backup", again, url, filled))
        assert run(contents(with_database(server, name))) == run(contents(server))
        assert rows_of(again) == rows_of(file)
    finally:
        run(execute(server, f"drop database {name} with (force)", f"drop role {name}"))


def rows_of(file: Path) -> dict[str, int]:
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    return {part["name"]: part["rows"] for part in manifest["parts"]}


@pytest.mark.skipif(not DEBIAN_POSTGRES.exists(), reason="PostgreSQL 15 is not on this machine")
def test_a_backup_crosses_from_postgresql_18_to_15_and_back(
    filled: StoreUrls,
    file: Path,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    """From 15 to 18 and back where the suite itself runs on Debian's."""
    if PROGRAMS in os.environ:
        monkeypatch.delenv(PROGRAMS)
    else:
        monkeypatch.setenv(PROGRAMS, str(DEBIAN_POSTGRES))
    back = tmp_path / "back.backup"
    with embedded_stores(tmp_path / "other", redis_url=filled.redis_url, durable=False) as other:
        other_url = other.urls.database_url
        told(onelot("restore", file, other_url, filled))
        assert run(contents(other_url)) == run(contents(filled.database_url))
        told(onelot("backup", back, other_url, filled))
    told(onelot("restore", back, empty_url, filled))
    assert run(contents(empty_url)) == run(contents(filled.database_url))


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    filled: StoreUrls, empty_url: str, tmp_path: Path
):
    older, name = tmp_path / "migrations", f"older_{tmp_path.name}".lower().replace("-", "_")
    older.mkdir()
    for path in sorted(FOLDER.glob("*.sql"))[:2]:
        (older / path.name).write_text(path.read_text())
    run(execute(empty_url, f"create database {name}_a", f"create database {name}_b"))
    source, target = (with_database(empty_url, f"{name}_{one}") for one in "ab")
    file = tmp_path / "older.backup"
    try:
        run(migrate(source, older))
        run(execute(source, "insert into operator (operator_id, name) values ('north', '北')"))
        told(onelot("backup", file, source, filled))
        told(onelot("restore", file, target, filled))
        assert run(contents(target))["operator"] == run(contents(source))["operator"]
        assert run(migrate(target)) == []
        refused = onelot("restore", file, empty_url, filled)
        assert refused.exit_code == 1
        assert "newer than the backup" in refused.output
    finally:
        run(execute(empty_url, f"drop database {name}_a", f"drop database {name}_b"))


def test_a_used_city_is_never_overwritten(filled: StoreUrls, file: Path):
    before = run(contents(filled.database_url))
    refused = onelot("restore", file, filled.database_url, filled)
    assert refused.exit_code == 1
    assert "--data-dir" in refused.output
    assert run(contents(filled.database_url)) == before


@pytest.mark.parametrize("kind", ["serve", "work"])
def test_a_city_that_runs_is_not_restored_under_its_feet(
    filled: StoreUrls, file: Path, empty_url: str, kind: str
):
    async def restore_beside() -> Result:
        async with await open_pool(empty_url) as pool, pool.acquire() as connection:
            if kind == "serve":
                await report_process(pool, "p", kind, 0, {})
            else:
                await connection.execute("select pg_advisory_lock(hashtext($1))", LOCK)
            return await asyncio.to_thread(onelot, "restore", file, empty_url, filled)

    refused = run(restore_beside())
    assert refused.exit_code == 1
    assert "Stop it" in refused.output


@pytest.mark.parametrize("name", ["lot", "space", "manifest.json"])
def test_a_file_damaged_in_one_bit_restores_nothing(
    filled: StoreUrls, file: Path, empty_url: str, name: str
):
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as packed:
        part = packed.getinfo(name)
    head = 30 + int.from_bytes(content[part.header_offset + 26 :][:2], "little")
    head += int.from_bytes(content[part.header_offset + 28 :][:2], "little")
    content[part.header_offset + head + part.compress_size // 2] ^= 1
    file.write_bytes(content)
    before = run(contents(empty_url))
    refused = onelot("restore", file, empty_url, filled)
    assert refused.exit_code == 1
    assert "Error: " in refused.output
    assert run(contents(empty_url)) == before


def test_what_is_no_whole_backup_is_said_so(filled: StoreUrls, file: Path, empty_url: str):
    for content in (b"", b"PGDMP", file.read_bytes()[:-100]):
        file.write_bytes(content)
        refused = onelot("restore", file, empty_url, filled)
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output
        assert "backup" in refused.output


def test_a_backup_is_for_its_owner_alone_and_never_written_over_another(
    filled: StoreUrls, file: Path
):
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    refused = onelot("backup", file, filled.database_url, filled)
    assert refused.exit_code == 1
    assert "there already" in refused.output
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_is_not_taken_for_a_database_that_is_away(filled: StoreUrls, tmp_path: Path):
    arguments = ["backup", str(tmp_path / "city.backup")]
    env = os.environ | {"ONELOT_DATABASE_URL": filled.database_url}
    refused = subprocess.run(
        [sys.executable, "-m", "api.commands.main", *arguments],
        capture_output=True, text=True, check=False, env=env,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)),
    )  # fmt: skip
    assert refused.returncode == 1
    assert refused.stderr == "Error: Cannot write the backup: File too large.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_city_is_not_backed_up_as_an_empty_one(tmp_path: Path):
    arguments = ["backup", str(tmp_path / "file"), "--data-dir", str(tmp_path / "typo")]
    refused = CliRunner().invoke(main, arguments, env={"ONELOT_DATABASE_URL": None})
    assert refused.exit_code == 1
    assert "There is no city" in refused.output
    assert not (tmp_path / "typo").exists()
