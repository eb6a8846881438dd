"""Found keys: one look-up for all who ask at once, and nothing believed that was taken back."""

import asyncio

import asyncpg
import pytest

from parking.principal import Principal
from parking.storage.postgres.found_keys import FoundKey, FoundKeys
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM

KEY = ("id", b"digest")
WAITING_FOR_KEYS = """
    select count(*) from pg_locks
    where relation = 'api_key'::regclass and not granted
"""


class SlowKeys:
    """A store of one key whose answer is what stood there when it was asked, told when `open`."""

    def __init__(self) -> None:
        self.role = "operator"
        self.open = asyncio.Event()
        self.now_s = 0.0
        self.asked = 0
        self.found = FoundKeys(lambda: 0, lambda: self.now_s)

    async def find(self) -> Principal | None:
        return await self.found.find(KEY, self._look_up)

    async def _look_up(self) -> FoundKey | None:
        self.asked += 1
        answer = FoundKey(Principal(role=self.role), None) if self.role else None
        await self.open.wait()
        if self.role == "broken":
            raise ConnectionError
        return answer


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def known_keys() -> SlowKeys:
    keys = SlowKeys()
    keys.open.set()
    assert await keys.find()
    keys.open.clear()
    return keys


async def test_a_hundred_callers_of_one_key_ask_the_database_once(app_pool: asyncpg.Pool):
    keys = PostgresKeys(app_pool)
    issued = await keys.create(PLATFORM, role="planner")
    async with app_pool.acquire() as connection:
        async with connection.transaction():
            await connection.execute("lock table api_key in access exclusive mode")
            callers = [asyncio.create_task(keys.find(issued.key)) for _ in range(100)]
            while not await connection.fetchval(WAITING_FOR_KEYS):  # noqa: ASYNC110 - its word counts
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            assert await connection.fetchval(WAITING_FOR_KEYS) == 1
        assert {(await caller).key_id for caller in callers} == {issued.key_id}


async def test_a_key_of_one_second_is_looked_up_again_while_its_callers_go_on():
    keys = await known_keys()
    keys.now_s = 1.0
    for _ in range(100):
        assert await keys.find()
    await turns()
    assert keys.asked == 2
    keys.now_s = 2.0
    waiting = asyncio.create_task(keys.find())
    await turns()
    assert not waiting.done()
    keys.open.set()
    assert await waiting
    assert keys.asked == 2


async def test_nothing_older_than_two_seconds_is_believed():
    keys = await known_keys()
    keys.role = ""
    keys.now_s = 2.0
    keys.open.set()
    assert await keys.find() is None
    assert await keys.find() is None
    assert keys.asked == 3


async def test_a_key_taken_back_while_it_is_looked_up_is_asked_for_anew():
    keys = SlowKeys()
    early = asyncio.create_task(keys.find())
    await turns()
    keys.role = ""
    keys.found.forget("id")
    late = asyncio.create_task(keys.find())
    await turns()
    keys.open.set()
    assert (await early).role == "operator"
    assert await late is None
    assert await keys.find() is None


async def test_a_caller_that_hangs_up_takes_nothing_from_the_others():
    keys = SlowKeys()
    first, second = asyncio.create_task(keys.find()), asyncio.create_task(keys.find())
    await turns()
    first.cancel()
    await turns()
    keys.open.set()
    assert await second
    assert keys.asked == 1


async def test_a_look_up_that_fails_ahead_of_time_is_tried_again_and_told_when_it_matters():
    keys = await known_keys()
    keys.role = "broken"
    keys.open.set()
    keys.now_s = 1.5
    assert await keys.find()
    await turns()
    assert await keys.find()
    keys.now_s = 2.0
    await turns()
    with pytest.raises(ConnectionError):
        await keys.find()
