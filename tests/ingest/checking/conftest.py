"""A running city whose clock stands, and its worker, begun and ended as a test wants."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import pytest

from ingest.work import run_worker
from parking.storage.settings import StoreUrls
from tests.services.city import City, running_city

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
"""Of a Friday where the lots are."""
Working = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
async def city(stores: StoreUrls) -> AsyncIterator[City]:
    async with running_city(stores) as city:
        await city.set_clock("manual", NOON)
        yield city


@pytest.fixture
def working(stores: StoreUrls) -> Working:
    @asynccontextmanager
    async def work() -> AsyncIterator[None]:
        stop = asyncio.Event()
        worker = asyncio.ensure_future(run_worker(stores, stop, checks_feeds=True))
        try:
            yield
        finally:
            stop.set()
            await worker

    return work
