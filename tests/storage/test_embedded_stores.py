"""Embedded stores as somebody sees them who starts, stops and breaks a city."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest
import redis

from parking.storage.embedded.attach import stores_of
from parking.storage.embedded.binaries import ServerKind
from parking.storage.embedded.data_folder import lead
from parking.storage.embedded.errors import CityRunningError, EmbeddedStoreError
from parking.storage.embedded.store_folder import refuse_other_versions
from parking.storage.embedded.stores import EmbeddedStores, embedded_stores
from parking.storage.settings import StoreUrls
from tests.services.databases import execute, run
from tests.services.servers import DEBIAN_POSTGRES, PROGRAMS_VARIABLE, live_store

LEADER = """
import sys, time
from pathlib import Path
from parking.storage.embedded.stores import embedded_stores
with embedded_stores(Path(sys.argv[1]), durable=False) as stores:
    print(*(process.pid for process in stores.processes.values()), flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def programs_as_everybody_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start is tested as it is: not with the suite's `initdb`, which copies."""
    if os.environ.get(PROGRAMS_VARIABLE) != str(DEBIAN_POSTGRES):
        monkeypatch.delenv(PROGRAMS_VARIABLE, raising=False)


async def rows_of(url: str, query: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def test_every_test_gets_a_migrated_database_and_an_empty_live_store(stores: StoreUrls) -> None:
    assert run(rows_of(stores.database_url, "select count(*) from lot")) == 0
    with live_store(stores.redis_url) as client:
        assert client.dbsize() == 0


def test_a_second_start_finds_the_truth_again_and_no_live_state(tmp_path: Path) -> None:
    with embedded_stores(tmp_path) as stores:
        run(execute(stores.urls.database_url, "create table kept as select 7 as answer"))
        with redis.Redis.from_url(stores.urls.redis_url) as client:
            client.set("kept", "7")
    with embedded_stores(tmp_path) as stores:
        assert run(rows_of(stores.urls.database_url, "select answer from kept")) == 7
        with redis.Redis.from_url(stores.urls.redis_url) as client:
            assert client.dbsize() == 0


def test_a_second_city_on_the_same_folder_is_told_who_holds_it(own_stores: EmbeddedStores) -> None:
    with pytest.raises(CityRunningError, match=f"process {os.getpid()}"):
        lead(own_stores.folder.path)


def test_a_command_uses_the_stores_of_the_running_city(own_stores: EmbeddedStores) -> None:
    with stores_of(own_stores.folder.path) as urls:
        assert urls == own_stores.urls


def test_only_its_owner_reads_where_the_stores_are(own_stores: EmbeddedStores) -> None:
    assert (own_stores.folder.path / "city.json").stat().st_mode & 0o077 == 0


def test_a_command_runs_the_stores_itself_where_no_city_runs(tmp_path: Path) -> None:
    with stores_of(tmp_path) as urls:
        assert run(rows_of(urls.database_url, "select 1")) == 1
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("left", ["", '{"pid": %d, "database_url": "x", "redis_url": "x"}'])
def test_what_a_leader_before_a_power_cut_told_is_not_believed(tmp_path: Path, left: str) -> None:
    (tmp_path / "city.json").write_text(left.replace("%d", str(os.getpid())))  # its number is ours
    with stores_of(tmp_path) as urls:
        assert run(rows_of(urls.database_url, "select 1")) == 1


def test_stores_named_from_outside_are_used_as_they_are(tmp_path: Path, stores: StoreUrls) -> None:
    named = {"database_url": stores.database_url, "redis_url": stores.redis_url}
    with embedded_stores(tmp_path, **named) as city:
        assert city.servers == []
        assert city.urls == stores


def test_a_killed_leader_leaves_no_server_and_its_folder_opens_again(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LEADER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as leader:
        assert leader.stdout is not None
        pids = [int(pid) for pid in leader.stdout.readline().split()]
        leader.kill()
    with embedded_stores(tmp_path, durable=False) as stores:
        assert run(rows_of(stores.urls.database_url, "select 1")) == 1
        assert len(pids) == 2
        assert not {process.pid for process in stores.processes.values()} & set(pids)


def test_a_killed_server_starts_again_on_its_data(own_stores: EmbeddedStores) -> None:
    for server in own_stores.servers:
        process = own_stores.processes[server.name]
        process.send_signal(signal.SIGKILL)
        process.wait()
    own_stores.start()
    assert run(rows_of(own_stores.urls.database_url, "select 1")) == 1


def test_a_city_killed_while_it_was_made_starts_all_the_same(tmp_path: Path) -> None:
    first = subprocess.Popen([sys.executable, "-c", LEADER, str(tmp_path)], start_new_session=True)
    while not any(tmp_path.glob("postgresql-*/global/pg_control")):
        time.sleep(0.001)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    with embedded_stores(tmp_path) as stores:
        assert run(rows_of(stores.urls.database_url, "select 1")) == 1


def test_a_truth_without_its_control_file_is_refused_and_never_made_anew(tmp_path: Path) -> None:
    with embedded_stores(tmp_path, durable=False):
        pass
    (control,) = tmp_path.glob("postgresql-*/global/pg_control")
    control.unlink()
    with pytest.raises(EmbeddedStoreError, match="damaged"), embedded_stores(tmp_path):
        pass
    assert (control.parent.parent / "base").is_dir()


@pytest.mark.soak
def test_a_postgresql_that_recovers_for_minutes_is_waited_for(tmp_path: Path) -> None:
    with embedded_stores(tmp_path, durable=False):
        pass
    process_file = next(tmp_path.glob("postgresql-*")) / "postmaster.pid"
    with subprocess.Popen(
        [sys.executable, "-c", LEADER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as leader:
        while not (process_file.is_file() and (lines := process_file.read_text().splitlines())):
            time.sleep(0.001)
        os.kill(int(lines[0]), signal.SIGSTOP)
        time.sleep(65)
        os.kill(int(lines[0]), signal.SIGCONT)
        assert leader.stdout is not None
        assert len(leader.stdout.readline().split()) == 2
        leader.kill()


def test_a_folder_too_deep_for_sockets_works(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20)
    with embedded_stores(deep, durable=False) as stores:
        assert run(rows_of(stores.urls.database_url, "select 1")) == 1
        sockets = (deep / "run").resolve()
    assert not sockets.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets folders that only root can enter")
def test_a_folder_that_only_root_can_enter_works(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with embedded_stores(closed / "city", durable=False) as stores:
        assert run(rows_of(stores.urls.database_url, "select 1")) == 1
        assert next(stores.folder.path.glob("postgresql-*")).stat().st_uid != 0
    assert closed.stat().st_mode & 0o077 == 0


def test_data_of_another_postgresql_is_refused_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "postgresql-15").mkdir()
    with pytest.raises(EmbeddedStoreError, match="onelot backup"):
        refuse_other_versions(tmp_path, ServerKind("postgresql", 18))


def test_live_state_of_another_server_kind_is_dropped(tmp_path: Path) -> None:
    stale = tmp_path / "redis-6"
    stale.mkdir()
    with embedded_stores(tmp_path, durable=False):
        assert not stale.exists()


def test_a_live_state_that_a_power_cut_damaged_does_not_keep_a_city_from_starting(
    tmp_path: Path,
) -> None:
    with embedded_stores(tmp_path) as stores, redis.Redis.from_url(stores.urls.redis_url) as client:
        client.config_set("appendonly", "yes")  # as earlier releases did
        while client.info("persistence")["aof_rewrite_in_progress"]:
            time.sleep(0.05)
    (kept,) = tmp_path.glob("*/appendonlydir/*.incr.aof")
    kept.write_bytes(kept.read_bytes() + bytes(4096))  # grown, and never written
    with embedded_stores(tmp_path):
        assert not kept.exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "city").write_text("")
    with pytest.raises(EmbeddedStoreError, match="Cannot use"):
        lead(tmp_path / "city")
