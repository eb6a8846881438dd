"""Waits until there is anything to bring in: what reads feeds is heavy, and many have none."""

import asyncio
from typing import Final

from api.settings import Settings
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.polled_feeds import is_any_declared
from parking.storage.postgres.pool import open_pool

LOOK_S: Final = 2.0


async def wait_for_feeds(settings: Settings, stop: asyncio.Event) -> None:
    """Return once a broker is named, a polled feed is declared, or `stop` is set."""
    if settings.mqtt_url is not None:
        return
    async with await open_pool(settings.stores.database_url, max_size=1) as pool:
        while not stop.is_set():
            try:
                if await is_any_declared(pool):
                    return
            except DATABASE_FAILED:
                pass  # it comes back, and so do we
            try:
                await asyncio.wait_for(stop.wait(), LOOK_S)
            except TimeoutError:
                continue
