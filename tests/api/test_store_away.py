"""A database that stands still: nobody is kept waiting, and all goes on when it does."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parking.storage.embedded.stores import EmbeddedStores
from parking.storage.postgres.migrate import migrate
from tests.services.city import draft, running_city, snapshot


@contextmanager
def standing_still(stores: EmbeddedStores) -> Iterator[None]:
    """Stop every process of the database as it is, connections open."""
    server = stores.processes["postgresql"].pid
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    everybody = [server, *map(int, children)]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in everybody:
            os.kill(pid, signal.SIGCONT)


async def test_without_the_database_every_call_that_needs_it_is_told_to_come_back(
    own_stores: EmbeddedStores,
):
    await migrate(own_stores.urls.database_url)
    async with running_city(own_stores.urls) as city:
        await city.put_lots(draft("op-1"))
        key, unseen = await city.key("operator", "op"), await city.key("operator", "op")
        assert (await city.client.get("/v1/operator", headers=key)).status_code == 200
        with standing_still(own_stores):
            lot = "/v1/operator/lots/op-1"
            answers = await asyncio.gather(
                city.client.put(lot, json={"name": "x"}, headers=key),
                city.report_once(unseen, snapshot("op-1", 5)),
                city.client.get("/v1/lots/op-1/history"),
                city.client.get("/v1/operator/feeds", headers=key),
                city.client.get("/v1/operator", headers=unseen),
                *(city.client.get("/readyz") for _ in range(8)),
            )
            assert (await city.client.get("/v1/lots/op-1")).status_code == 200
        for answer in answers:
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1"), answer.url
        assert (await city.report(unseen, snapshot("op-1", 5))).status_code == 200
        assert (await city.client.put(lot, json={"name": "x"}, headers=key)).status_code == 200
