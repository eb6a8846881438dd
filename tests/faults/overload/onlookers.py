"""Onlookers of a besieged process: whoever asks whether it lives, and an honest page."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.hostile.conftest import CENTRE
from tests.faults.kit.pages import LOST
from tests.faults.kit.processes import resident_kib
from tests.faults.kit.wire import CUT, Wire
from tests.live.picture import Picture
from tests.live.raw import RawClient

EVERY_S = 0.25
WATCH = {"type": "watch", "id": "a", "center": CENTRE, "radius_m": 500}


@dataclass
class Onlookers:
    """What they have seen: answers by path, the page's longest silence, the greatest memory.

    All seconds are those of the clock.
    """

    port: int
    process_id: int
    now_s: Callable[[], float]
    picture: Picture = field(default_factory=Picture)
    took_s: dict[str, list[float]] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    silence_s: float = 0.0
    is_cut_off: bool = False
    memory_kib: list[int] = field(default_factory=list)

    async def ask(self, path: str) -> None:
        """Come anew each time, as a load balancer's look does."""
        while True:
            wire, began_s = Wire(self.port), self.now_s()
            status = 0
            try:
                status = (await wire.get(path)).status
            except CUT:
                pass
            finally:
                wire.close()
            self.took_s.setdefault(path, []).append(self.now_s() - began_s)
            self.refused[path] = self.refused.get(path, 0) + (status != 200)
            await asyncio.sleep(EVERY_S)

    async def watch(self) -> None:
        """Be a page that nobody has to wait for, until cancelled or cut off."""
        client = await RawClient.open(self.port)
        heard_s = self.now_s()
        try:
            client.say(WATCH)
            while True:
                self.picture.take_message(await client.next())
                self.silence_s = max(self.silence_s, self.now_s() - heard_s)
                heard_s = self.now_s()
        except LOST:
            self.is_cut_off = True
        finally:
            client.writer.transport.abort()

    async def weigh(self) -> None:
        while True:
            self.memory_kib.append(resident_kib(self.process_id))
            await asyncio.sleep(EVERY_S)


@asynccontextmanager
async def looked_on(
    port: int, process_id: int, now_s: Callable[[], float]
) -> AsyncIterator[Onlookers]:
    """Let them look on during the block."""
    seen = Onlookers(port, process_id, now_s)
    async with asyncio.TaskGroup() as group:
        looks = (seen.ask("/healthz"), seen.ask("/readyz"), seen.watch(), seen.weigh())
        tasks = [group.create_task(look) for look in looks]
        yield seen
        for task in tasks:
            task.cancel()
