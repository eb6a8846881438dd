"""Fixtures every test may ask for: real stores, empty at the start of each test."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from parking.storage.embedded.stores import EmbeddedStores, embedded_stores
from parking.storage.settings import StoreUrls
from tests.faults.kit.soak_report import soak_report  # noqa: F401 - a fixture
from tests.services.alone import turn
from tests.services.databases import Databases, clone, drop, execute, make_template, run
from tests.services.quick_apps import put_apps_together_quickly
from tests.services.quick_clusters import quick_clusters
from tests.services.servers import (
    KINDS,
    live_store,
    prefer_debian,
    quick_folder,
    suite_servers,
)
from tests.services.spread import Spread, begin_with_the_longest

YOUNG_OBJECTS = 50_000
"""As many new ones between two passes over the young: tests make many and keep few."""

# A busy machine is no counterexample.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stores", choices=KINDS, default=KINDS[0], help="servers to test on")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all is collected: what is imported stays
    put_apps_together_quickly()
    if config.getoption("--stores") == "debian":
        prefer_debian()
    stack = ExitStack()
    stack.enter_context(quick_clusters())
    config.add_cleanup(stack.close)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    begin_with_the_longest(items, Path(__file__).parent)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let no pass of the garbage collector go over all that was imported: it stays as it is."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Spread:
    return Spread(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Begin in its turn; what it waits is not counted as its time."""
    with turn():
        return (yield)


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Iterator[StoreUrls]:
    with (
        quick_folder() as folder,
        suite_servers(folder, pytestconfig.getoption("--stores")) as urls,
    ):
        yield urls


@pytest.fixture(scope="session")
def template_database(servers: StoreUrls) -> Iterator[str]:
    name = run(make_template(servers.database_url))
    yield name
    run(execute(servers.database_url, f"drop database {name} with (force)"))


@pytest.fixture(scope="session")
def databases(servers: StoreUrls) -> Iterator[Databases]:
    made = Databases(servers.database_url)
    yield made
    made.close()


@pytest.fixture
def postgres_url(databases: Databases, template_database: str) -> Iterator[str]:
    """A fresh database with every migration, for this test alone."""
    url = databases.clone(template_database)
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def read_postgres_url(databases: Databases, template_database: str) -> Iterator[str]:
    """A fresh database with every migration, for the tests of one file, which fill it once and
    then only read.
    """
    url = databases.clone(template_database)
    yield url
    databases.drop(url)


@pytest.fixture
def redis_url(servers: StoreUrls) -> str:
    """An empty Valkey or Redis, or a cluster of them."""
    with live_store(servers.redis_url) as client:
        client.flushall()
        client.function_flush()
    return servers.redis_url


@pytest.fixture
def stores(postgres_url: str, redis_url: str) -> StoreUrls:
    """Both, as a city takes them."""
    return StoreUrls(postgres_url, redis_url)


@pytest.fixture(scope="session")
def durable_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStores]:
    with embedded_stores(tmp_path_factory.mktemp("durable")) as stores:
        yield stores


@pytest.fixture
def durable_postgres(durable_server: EmbeddedStores) -> Iterator[str]:
    """A fresh migrated database on a server that syncs every commit to the disk."""
    server_url = durable_server.urls.database_url
    template = run(make_template(server_url))
    url = run(clone(server_url, template))
    yield url
    run(drop(server_url, url))


@pytest.fixture
def own_stores(tmp_path: Path) -> Iterator[EmbeddedStores]:
    """A pair of servers of this test's own, to kill and start again; the database is empty."""
    with embedded_stores(tmp_path / "city", durable=False) as stores:
        yield stores
