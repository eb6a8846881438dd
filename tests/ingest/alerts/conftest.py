"""An operator of a city, and what tells it of its feeds."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parking.principal import Principal
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from tests.ingest.alerts.receivers import MailServer, Receiver, receiving


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(postgres_url) as opened:
        yield opened


@pytest.fixture
async def north(pool: asyncpg.Pool) -> Principal:
    keys = PostgresKeys(pool)
    issued = await keys.create(PLATFORM, role="operator", operator_id="north")
    principal = await keys.find(issued.key)
    assert principal is not None
    return principal


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    async with receiving(made):
        yield made


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    made = MailServer()
    async with receiving(made):
        yield made
