"""Watchers of the mixed load: pages that come, watch, come back and go; some stop reading."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence

from tests.faults.mix.asking import address
from tests.live.picture import Picture
from tests.live.raw import ClosedError, RawClient

STAY_S = 90.0
STALL_S = 30.0
WAKE_S = 20.0
STALLED_RECEIVE_BYTES = 4_096
LOST = (ClosedError, asyncio.IncompleteReadError, ConnectionError)

Place = tuple[float, float]


class Watcher:
    """One page at a time; its picture outlives the connection when it comes back."""

    def __init__(
        self, port: int, number: int, places: Sequence[Place], chance: random.Random
    ) -> None:
        self._port = port
        self._places = places
        self._chance = chance
        self._address = address(number)
        self.counts: Counter[str] = Counter()
        self._begin()

    async def watch_until(self, stop: asyncio.Event) -> None:
        """Come and go until `stop`, then stay with what the last page shows, until cancelled."""
        await asyncio.sleep(self._chance.uniform(0, STAY_S / 3))
        while not stop.is_set():
            if self._chance.random() < 0.5:
                self._begin()
            await self._stay(self._chance.expovariate(1 / STAY_S))
        while True:
            await self._stay(None)

    def _begin(self) -> None:
        lat, lon = self._chance.choice(self._places)
        self.picture = Picture()
        radius_m = self._chance.choice((800, 1_500, 4_000))
        self._shape = {"center": {"lat": lat, "lon": lon}, "radius_m": radius_m}

    async def _stay(self, stay_s: float | None) -> None:
        try:
            async with asyncio.timeout(stay_s):
                await self._read()
        except TimeoutError:
            self.counts["left"] += 1
        except LOST as error:
            self.counts[f"lost: {getattr(error, 'code', type(error).__name__)}"] += 1
            await asyncio.sleep(self._chance.uniform(0.5, 2))

    async def _read(self) -> None:
        client = await RawClient.open(self._port, more=f"X-Forwarded-For: {self._address}\r\n")
        try:
            self.counts[f"opened: {client.status}"] += 1
            resume = self.picture.reconnect()
            watch = {"type": "watch", "id": "a"} | self._shape
            client.say(watch | ({"resume": resume} if resume else {}))
            while True:
                message = await client.next()
                self.picture.take_message(message)
                self.counts[message["type"]] += 1
        finally:
            client.writer.transport.abort()


async def stall_until(stop: asyncio.Event, port: int, number: int, counts: Counter[str]) -> None:
    """Watch the whole city and read nothing; a city that holds on to such a page is counted."""
    more = f"X-Forwarded-For: {address(number)}\r\n"
    whole = {"type": "watch", "id": "a", "bbox": [116.5, 36.2, 117.7, 37.1]}
    while not stop.is_set():
        client = await RawClient.open(port, more=more, receive_bytes=STALLED_RECEIVE_BYTES)
        try:
            client.say(whole)
            await asyncio.sleep(STALL_S)
            async with asyncio.timeout(WAKE_S):
                while await client.reader.read(1 << 16):
                    pass
            counts["dropped"] += 1
        except ConnectionError:
            counts["dropped"] += 1
        except TimeoutError:
            counts["kept"] += 1
        finally:
            client.writer.transport.abort()
