"""Views of a fresh database, a live projection in an empty Redis, a city and its backup."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copy2

import asyncpg
import pytest

from parking.principal import Principal
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls
from tests.services.databases import Databases, run
from tests.storage.backups import fill, onelot, told
from tests.storage.registers import PARTITIONS


@pytest.fixture
async def app_pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(postgres_url) as pool:
        yield pool


@pytest.fixture
async def ingest_pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(postgres_url, "onelot_ingest") as pool:
        yield pool


@pytest.fixture
async def projection(redis_url: str) -> AsyncIterator[RedisProjection]:
    opened = RedisProjection(redis_url, partitions=PARTITIONS)
    yield opened
    await opened.aclose()


async def new_operator(pool: asyncpg.Pool, operator_id: str) -> Principal:
    """An operator with a key, as its caller is known."""
    keys = PostgresKeys(pool)
    issued = await keys.create(PLATFORM, role="operator", operator_id=operator_id)
    principal = await keys.find(issued.key)
    assert principal is not None
    return principal


@pytest.fixture
async def op_a(app_pool: asyncpg.Pool) -> Principal:
    return await new_operator(app_pool, "op-a")


@pytest.fixture
async def op_b(app_pool: asyncpg.Pool) -> Principal:
    return await new_operator(app_pool, "op-b")


@pytest.fixture(scope="module")
def filled(servers: StoreUrls, databases: Databases, template_database: str) -> Iterator[StoreUrls]:
    """A city that the tests here only read."""
    url = databases.clone(template_database)
    stores = StoreUrls(url, servers.redis_url)
    run(fill(stores))
    yield stores
    databases.drop(url)


@pytest.fixture
def empty_url(databases: Databases, template_database: str) -> Iterator[str]:
    url = databases.clone(template_database)
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def backed_up(filled: StoreUrls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "city.backup"
    told(onelot("backup", file, filled.database_url, filled))
    return file


@pytest.fixture
def file(backed_up: Path, tmp_path: Path) -> Path:
    """A backup of the filled city, this test's own copy."""
    return Path(copy2(backed_up, tmp_path))
