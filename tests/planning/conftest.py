"""A running city per test, and a view of its database."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parking.storage.postgres.pool import open_pool
from parking.storage.settings import StoreUrls
from tests.services.city import City, running_city


@pytest.fixture
async def city(stores: StoreUrls) -> AsyncIterator[City]:
    async with running_city(stores, patient=True) as city:
        yield city


@pytest.fixture
async def app_pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(postgres_url) as pool:
        yield pool
