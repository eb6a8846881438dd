"""A worker beside a running city, for what only time brings about."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ingest.work import run_worker
from parking.storage.settings import StoreUrls


@asynccontextmanager
async def working(stores: StoreUrls) -> AsyncIterator[None]:
    stop = asyncio.Event()
    worker = asyncio.ensure_future(run_worker(stores, stop))
    try:
        yield
    finally:
        stop.set()
        await worker
