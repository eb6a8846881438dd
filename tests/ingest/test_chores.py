"""The leader's chores on the real database."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from ingest.chores import ensure_days, learn
from ingest.rhythm import Rhythm
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.report_log import ReportLog
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, city
from tests.ingest.test_rhythm import row


@pytest.fixture
async def live_city(stores: StoreUrls) -> AsyncIterator[City]:
    async with city(stores) as built:
        yield built


@pytest.fixture
async def connection(live_city: City) -> AsyncIterator[LogConnection]:
    async with await open_pool(live_city.urls.database_url, "onelot_ingest") as pool:
        opened = LogConnection(pool, timeout_s=10)
        yield opened
        await opened.aclose()


async def test_what_was_learned_of_a_source_reaches_every_process(live_city, connection):
    rhythm = Rhythm()
    source_key = live_city.principals["north"].source_key
    rhythm.see([row(900 * n, payload=b"%d" % n, source=source_key) for n in range(40)])
    await learn(connection, rhythm)
    await live_city.refresh()
    assert live_city.directory.source(source_key).ttl_s == 1350


async def test_the_days_around_now_are_there_before_reports_need_them(live_city, connection):
    for _ in range(2):
        await ensure_days(connection, ReportLog(), live_city.clock)
    database = await asyncpg.connect(live_city.urls.database_url)
    days = await database.fetchval(
        "select count(*) from pg_inherits where inhparent = 'report_log'::regclass"
    )
    await database.close()
    assert days == 10
