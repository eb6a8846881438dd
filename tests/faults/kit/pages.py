"""Pages: many clients of the websocket that come back when they are cut off, as a page does.

Each keeps its picture by the rules of docs/live.md and waits as it was told, or a random time.
"""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.live.picture import Picture
from tests.live.raw import ClosedError, RawClient

LOST = (ClosedError, asyncio.IncompleteReadError, ConnectionError)


@dataclass
class Page:
    """`port` is asked anew each time, as a balancer would choose; times are monotone seconds."""

    port: Callable[[], int]
    watch: Mapping[str, object]
    pause_s: Callable[[], float]
    picture: Picture = field(default_factory=Picture)
    lost_s: float | None = None
    back_s: list[float] = field(default_factory=list)
    snapshots: int = 0
    refused: int = 0
    unannounced: int = 0
    _client: RawClient | None = None
    _told_s: float | None = None

    @property
    def is_back(self) -> bool:
        return self.lost_s is None

    def cut(self) -> None:
        """Lose the connection, as when a network goes."""
        if self._client is not None:
            self._client.writer.transport.abort()

    async def live(self) -> None:
        """Watch, and come back, until cancelled."""
        while True:
            try:
                await self._stay()
            except LOST as error:
                self._note_loss(error)
                await asyncio.sleep(self.pause_s() if self._told_s is None else self._told_s)
                self._told_s = None

    def _note_loss(self, error: Exception) -> None:
        if self.lost_s is None:
            self.lost_s = time.monotonic()
            restarts = isinstance(error, ClosedError) and error.code == 1012
            self.unannounced += not (restarts and self._told_s is not None)

    async def _stay(self) -> None:
        self._client = client = await RawClient.open(self.port())
        try:
            if client.status != 101:
                self.refused += 1
                raise ConnectionRefusedError
            resume = self.picture.reconnect()
            client.say({"type": "watch", "id": "a", **self.watch} | _resume(resume))
            while True:
                self._take(await client.next())
        finally:
            client.writer.transport.abort()

    def _take(self, message: dict) -> None:
        self.picture.take_message(message)
        if message["type"] == "notice" and "retry_after_s" in message:
            self._told_s = message["retry_after_s"]
        self.snapshots += message["type"] == "snapshot" and message["last"]
        if self.lost_s is not None and self.picture.held and message["type"] != "hello":
            self.back_s.append(time.monotonic() - self.lost_s)
            self.lost_s = None


def _resume(resume: dict | None) -> dict[str, object]:
    return {"resume": resume} if resume else {}


def jittered(chance: random.Random, most_s: float) -> Callable[[], float]:
    """Wait up to so long, so that not all come back in one moment."""
    return lambda: chance.uniform(0, most_s)
