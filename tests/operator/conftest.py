"""A running city, and two operators of it."""

from collections.abc import AsyncIterator

import pytest

from parking.storage.settings import StoreUrls
from tests.services.city import City, running_city


@pytest.fixture
async def city(stores: StoreUrls) -> AsyncIterator[City]:
    async with running_city(stores) as city:
        yield city
