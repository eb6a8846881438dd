"""A backup holds the whole truth, and a restore brings back exactly that."""

import json
import os
import zipfile
from pathlib import Path

import asyncpg
import pytest

from parking.storage.embedded.stores import embedded_stores
from parking.storage.postgres.health import postgres_health
from parking.storage.postgres.migrate import FOLDER, migrate
from parking.storage.postgres.pool import open_pool
from parking.storage.redis.keys import meta_key
from parking.storage.settings import StoreUrls
from tests.services.databases import execute, run, with_database
from tests.services.servers import DEBIAN_POSTGRES, PROGRAMS_VARIABLE, live_store
from tests.storage.backups import contents, onelot, told
from tests.storage.catalogue import picture_of


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


def test_a_restore_leaves_nothing_of_another_city_in_redis(
    filled: StoreUrls, file: Path, empty_url: str
):
    with live_store(filled.redis_url) as client:
        client.flushall()
        client.hset(meta_key(3), "epoch", f"{1:016d}")
        client.set("somebody else's", "1")
        told(onelot("restore", file, empty_url, filled))
        assert list(client.scan_iter()) == [b"somebody else's"]


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
    if os.environ.get(PROGRAMS_VARIABLE) == str(DEBIAN_POSTGRES):
        monkeypatch.delenv(PROGRAMS_VARIABLE)
    else:
        monkeypatch.setenv(PROGRAMS_VARIABLE, str(DEBIAN_POSTGRES))
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


def test_the_city_knows_how_old_its_newest_backup_is(empty_url: str, tmp_path: Path, redis_url):
    async def age_s() -> float | None:
        async with await open_pool(empty_url) as pool:
            return (await postgres_health(pool, within_s=10)).backup_age_s

    assert run(age_s()) is None
    told(onelot("backup", tmp_path / "city.backup", empty_url, StoreUrls(empty_url, redis_url)))
    assert 0 <= run(age_s()) < 60
