import asyncio

import pytest

from tests.live.city import City, row_of_lots
from tests.live.raw import ClosedError, RawClient
from tests.live.serving import serving


@pytest.fixture
def city() -> City:
    return City(row_of_lots(2))


async def farewell(client: RawClient) -> tuple[dict, int, float]:
    notice = await client.until("notice")
    try:
        while True:
            await client.next()
    except ClosedError as closed:
        return notice, closed.code, asyncio.get_running_loop().time()


async def test_a_stopping_server_says_when_to_come_back_and_closes_one_by_one(city):
    async with serving(city) as served:
        clients = [await served.client() for _ in range(60)]
        readings = [asyncio.ensure_future(farewell(client)) for client in clients]
        served.server.should_exit = True
        ended = [await reading for reading in readings]
    assert {code for _, code, _ in ended} == {1012}
    assert {notice["kind"] for notice, _, _ in ended} == {"restart"}
    assert len({notice["retry_after_s"] for notice, _, _ in ended}) > 20
    assert max(notice["retry_after_s"] for notice, _, _ in ended) < 1
    moments = [moment for _, _, moment in ended]
    assert max(moments) - min(moments) > 0.2


async def test_a_client_that_never_hangs_up_does_not_keep_the_server_from_stopping(city):
    async with serving(city) as served:
        await served.client()
        served.server.should_exit = True
        await asyncio.wait_for(asyncio.shield(served.run), 10)
        assert not served.live.peers


async def test_a_stopping_server_takes_no_more_connections(city):
    async with serving(city) as served:
        client = await served.client()
        served.live.drain(next(iter(served.live.peers)))
        await client.until("notice")
        assert (await served.client()).status == 503
