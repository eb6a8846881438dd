"""The worker that leads sends what there is to tell."""

import asyncio

from ingest.alerts.terms import AlertTerms
from ingest.polling.allow_list import AllowList
from ingest.work import run_worker
from parking.feeds.messages import trial_message
from parking.storage.postgres.contacts import Contacts
from parking.storage.postgres.feed_messages import FeedMessages, NewMessage
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.settings import StoreUrls
from tests.ingest.alerts.receivers import Receiver

PATIENCE_S = 30


async def test_the_leader_tells_an_operator(stores: StoreUrls, receiver: Receiver):
    stop = asyncio.Event()
    terms = AlertTerms(AllowList.parse("127.0.0.0/8:*"))
    async with (
        await open_pool(stores.database_url) as pool,
        asyncio.timeout(PATIENCE_S),
        asyncio.TaskGroup() as group,
    ):
        issued = await PostgresKeys(pool).create(PLATFORM, role="operator", operator_id="north")
        north = await PostgresKeys(pool).find(issued.key)
        assert north is not None
        await Contacts(pool).put(
            north, north.operator_key, url=receiver.url, secret="whsec_x", mail_to=(), lang="en"
        )
        group.create_task(run_worker(stores, stop, alerts=terms))
        body = trial_message("north", 1_764_288_000_000_000, "Asia/Shanghai")
        await FeedMessages(pool).put(NewMessage(north.operator_key, "test", body))
        while not receiver.got:  # noqa: ASYNC110 - it comes over the wire
            await asyncio.sleep(0.05)
        stop.set()
