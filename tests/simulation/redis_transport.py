"""The way to the model of Redis: commands are late, lost, cut in half or done without an answer.

It stands where `parking.storage.redis.transport` has its two, so that everything above is real.
"""

import asyncio
import random
from collections.abc import Callable, Sequence

from parking.storage.redis.transport import Call, Reply, away_after
from tests.simulation.redis_model import RedisModel, blocks
from tests.simulation.weather import Weather

APART, APART_S = 0.5, 0.05
"""How often other clients' commands come between two of one pipeline, and for how long."""


class ModelTransport:
    """One client; what a hung server was sent is done when it wakes, whoever still waits."""

    def __init__(self, server: RedisModel, weather: Weather, chance: random.Random) -> None:
        self._server = server
        self._weather = weather
        self._chance = chance
        self.is_dead = False
        """Of a client that was killed nothing more arrives."""

    async def run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]:
        async with away_after(timeout_s):
            await self._weather.travel(self._chance)
            self._demand_server()
            if self._weather.loses(self._chance):
                raise ConnectionResetError("lost on the way")
            wait_s = blocks(calls)
            replies = await self._blocking(calls, wait_s) if wait_s else await self._do(calls)
            await self._weather.travel(self._chance)
            self._demand_server()
            if self._weather.cuts(self._chance):
                raise ConnectionResetError("cut before the answer")
            return replies

    async def load_library(self, source: str, timeout_s: float) -> None:
        await self.run([("FUNCTION", "LOAD", "REPLACE", source)], timeout_s)

    async def aclose(self) -> None:
        """Nothing is held."""

    def _demand_server(self) -> None:
        if not self._server.is_up or self.is_dead:
            raise ConnectionRefusedError("no Redis there")

    async def _do(self, calls: Sequence[Call]) -> list[Reply]:
        """Have the commands done; a cut may come between any two of them."""
        replies: list[Reply] = []
        for call in calls:
            if replies and self._weather.cuts(self._chance):
                raise ConnectionResetError("cut half-way")
            if replies and self._chance.random() < APART:
                await asyncio.sleep(self._chance.uniform(0, APART_S))
                self._demand_server()
            replies.append(await self._one(call))
        return replies

    async def _one(self, call: Call) -> Reply:
        server = self._server
        if not server.is_hung:
            return server.execute(call)
        done: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

        def later() -> None:
            if server.is_hung:
                server.on_wake(later)
                return
            reply = server.execute(call) if server.is_up else ConnectionResetError("it died")
            if done.done():
                return
            if isinstance(reply, ConnectionResetError):
                done.set_exception(reply)
            else:
                done.set_result(reply)

        server.on_wake(later)
        return await done

    async def _blocking(self, calls: Sequence[Call], wait_s: float) -> list[Reply]:
        loop = asyncio.get_running_loop()
        end_s = loop.time() + wait_s
        while True:
            reply = await self._one(calls[0])
            if reply is not None or loop.time() >= end_s:
                return [reply]
            woken = loop.create_future()
            self._server.on_wake(lambda woken=woken: woken.done() or woken.set_result(None))
            await asyncio.wait([woken], timeout=max(0.0, end_s - loop.time()))
            self._demand_server()


def connector(
    server: RedisModel, weather: Weather, chance: random.Random, opened: list[ModelTransport]
) -> Callable[[str], ModelTransport]:
    """What a process connects with; `opened` are its connections, to be cut when it dies."""

    def connect(_url: str) -> ModelTransport:
        opened.append(ModelTransport(server, weather, chance))
        return opened[-1]

    return connect
