"""Fifty clients that come and go on real sockets end with the server's own picture."""

import asyncio
import json
import random

import pytest

from api.live.limits import LiveLimits
from tests.live.city import City, row_of_lots
from tests.live.picture import Picture
from tests.live.serving import Serving, serving

CLIENTS = 50
LOTS = 40
VIEWS = (
    {"bbox": [117.0, 36.5, 117.3, 38.9]},
    {"center": {"lat": 36.9, "lon": 117.12}, "radius_m": 12_000},
    {"lots": [f"L{key:05d}" for key in range(3, 20)]},
)


class Restless:
    """One client with a view of its own; it leaves in good order, abruptly, or stops reading."""

    def __init__(self, served: Serving, chance: random.Random) -> None:
        self.served = served
        self.chance = chance
        self.view = chance.choice(VIEWS)
        self.picture = Picture()
        self.resumed = 0

    async def visit(self, *, until: asyncio.Event | None = None) -> None:
        client = await self.served.client()
        resume = self.picture.reconnect()
        client.say(
            {"type": "watch", "id": "a"} | self.view | ({"resume": resume} if resume else {})
        )
        lifetime_s = self.chance.uniform(0.02, 0.6) if until is None else 60
        try:
            async with asyncio.timeout(lifetime_s):
                while until is None or not until.is_set():
                    message = self.picture.take(json.dumps(await client.next()))
                    self.resumed += "resumed" in message
                    if until is None and self.chance.random() < 0.05:
                        await asyncio.sleep(0.3)
                    if until is not None and self.is_right():
                        return
        except TimeoutError:
            pass
        finally:
            if self.chance.random() < 0.5:
                client.writer.transport.abort()
            await client.leave()

    def is_right(self) -> bool:
        return self.picture.free() == self.expected()

    def expected(self) -> dict:
        everything = self.served.city.free()
        if "lots" in self.view:
            return {name: everything[name] for name in self.view["lots"] if name in everything}
        live = self.served.live
        watch = live.hub.map.touching(_shape(self.view))
        return {
            lot.lot_id: everything[lot.lot_id]
            for tile in watch
            for lot in map(live.hub.fact, live.hub.map.lots_in(tile))
        }


def _shape(view: dict):
    from api.live.requests import parse_request
    from api.live.shapes import shape_of

    message = json.dumps({"type": "watch", "id": "a"} | view).encode()
    return shape_of(parse_request(message), LiveLimits())


@pytest.mark.parametrize("seed", [1, 2])
async def test_fifty_clients_that_come_and_go_end_with_the_citys_picture(seed):
    chance = random.Random(seed)
    city = City(row_of_lots(LOTS))
    limits = LiveLimits(tick_s=0.05, message_burst=100)
    async with serving(city, limits) as served:
        clients = [Restless(served, random.Random(f"{seed}/{number}")) for number in range(CLIENTS)]
        over = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_trouble(city, chance, over))
            for client in clients:
                tasks.create_task(_come_and_go(client, over))
        async with asyncio.TaskGroup() as tasks:
            for client in clients:
                tasks.create_task(client.visit(until=asyncio.Event()))
        wrong = [client.view for client in clients if not client.is_right()]
        assert not wrong
        assert sum(client.resumed for client in clients) > CLIENTS


async def _come_and_go(client: Restless, over: asyncio.Event) -> None:
    while not over.is_set():
        await client.visit()
        await asyncio.sleep(client.chance.uniform(0, 0.3))


async def _trouble(city: City, chance: random.Random, over: asyncio.Event) -> None:
    """Change counts all the time; move and delete lots and rebuild the projection now and then."""
    for step in range(120):
        alive = sorted(int(name[1:]) for name in city.free())
        city.count(*((key, chance.randrange(100)) for key in chance.sample(alive, 5)))
        if step % 25 == 10:
            city.move(chance.choice(alive), 36.7 + chance.random(), 117.12)
        if step == 40:
            city.delete(alive[-1])
        if step in (55, 90):
            city.load(f"{step:016x}", forget_positions=step == 90)
        await asyncio.sleep(0.03)
    over.set()
