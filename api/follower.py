"""Feeds the replica: loads every partition, then follows the change streams; knows its own lag.

It awaits the projection and keeps time; what changes mean is the replica's business.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable
from typing import Final

from parking.clock import CityClock
from parking.live.replica import SETTLED_A_STEP, Replica
from parking.ports import Projection
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError, StreamGapError

RETRY_S: Final = 0.2
SWEEP_S: Final = 0.25
"""What the clock opens and closes is to be shown within a second, wherever it is shown."""
QUIET_S: Final = 2.0
"""A healthy follower hears from Redis at least once a second, even when nothing changes."""
FLOOD_LOTS: Final = 1_000
"""More lots than a body of reports can change, waiting to be shown."""
FLOOD_S: Final = 0.75
"""Rests between the steps of a flood, together: a lot that waits longer is shown once for more
changes, and all of them within a second."""
TURN_S: Final = 0.02
"""Longest time the follower works before it lets requests in."""

log = logging.getLogger("onelot.replica")


class ReplicaFollower:
    """One per process. Redis away: what is known stays, with ages that grow, and the lag grows."""

    def __init__(
        self,
        replica: Replica,
        projection: Projection,
        clock: CityClock,
        *,
        partitions: int,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now_s = now_s
        self._replica = replica
        self._projection = projection
        self._clock = clock
        self._partitions = range(partitions)
        self._came = asyncio.Event()
        self._awaited = (0, 0.0)
        self._heard_s = now_s()
        self._is_away = False
        self.reloads = 0
        self.changes = 0

    @property
    def is_ready(self) -> bool:
        """Complete and not behind."""
        return self._replica.is_complete and self.lag_ms() == 0

    def lag_ms(self) -> int:
        """Milliseconds since this replica was last known to be in step; 0 while it is."""
        silence_s = self._now_s() - self._heard_s
        if silence_s < QUIET_S and not self._is_away:
            return 0
        return max(1, round(silence_s * 1_000))

    async def run(self) -> None:
        """Follow until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._settle_for_ever())
            await self._follow_for_ever()

    async def _settle_for_ever(self) -> None:
        """Show what came, in small steps: a flood of reports must not keep requests waiting."""
        while True:
            await self._came.wait()
            self._came.clear()
            await self._settle()

    async def _settle(self) -> None:
        while self._replica.settle(self._clock.now_us()):
            waiting = self._replica.lots_waiting
            rest_s = FLOOD_S * SETTLED_A_STEP / waiting if waiting > FLOOD_LOTS else 0
            await asyncio.sleep(rest_s)

    async def _follow_for_ever(self) -> None:
        while True:
            try:
                await self._follow_from_here()
            except StreamGapError as gap:
                log.warning("changes of partition %d missed; loading it again", gap.partition)
                await self._retry(self._load([gap.partition]))
            except ProjectionLostError as error:
                self._note_away(error)
                await asyncio.sleep(RETRY_S)
                await self._retry(self._load(self._partitions))
            except ProjectionAwayError as error:
                self._note_away(error)
                await asyncio.sleep(RETRY_S)

    async def sweep(self) -> None:
        """Let lots open and close by the clock, until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_S)
            await self.take_turns()

    async def take_turns(self) -> None:
        """Open and close what the clock says, now; a whole city's morning lets requests in."""
        while self._replica.sweep(self._clock.now_us()):  # noqa: ASYNC110 - others take turns
            await asyncio.sleep(0)

    async def _follow_from_here(self) -> None:
        replica = self._replica
        if not replica.is_complete:
            await self._load(self._partitions)
        await self._settle()
        turn_s = self._now_s()
        async for changes in self._projection.follow(
            replica.positions(), epoch=replica.epoch, on_read=self._hear
        ):
            replica.take_changes(changes)
            self._came.set()
            self.changes += len(changes.stored)
            if self._now_s() - turn_s > TURN_S:
                await asyncio.sleep(0)
                turn_s = self._now_s()

    async def _load(self, partitions: Iterable[int]) -> None:
        """Read partitions and hand them over in one step, so that no reader sees half a city."""
        states = [await self._projection.load(partition) for partition in partitions]
        epochs = {state.epoch for state in states}
        if len(epochs) != 1 or (len(states) < len(self._partitions) and self._is_other(epochs)):
            raise ProjectionLostError("the epoch changed while loading")
        self._replica.load(states, self._clock.now_us())
        self.reloads += 1
        self._hear()

    def _is_other(self, epochs: set[str]) -> bool:
        return epochs != {self._replica.epoch}

    async def _retry(self, load: Coroutine[None, None, None]) -> None:
        try:
            await load
        except (ProjectionLostError, ProjectionAwayError) as error:
            self._note_away(error)
            await asyncio.sleep(RETRY_S)

    def _hear(self) -> None:
        """Note when the replica was last in step: it shows what was known at that time."""
        now_s, replica = self._now_s(), self._replica
        if replica.steps_shown == replica.steps_taken:
            self._heard_s = now_s
        elif replica.steps_shown >= self._awaited[0]:
            self._heard_s = max(self._heard_s, self._awaited[1])
            self._awaited = (replica.steps_taken, now_s)
        if self._is_away:
            self._is_away = False
            log.info("following the projection again")

    def _note_away(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            log.warning("projection not followed for now: %s", error)
