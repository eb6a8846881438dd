"""Supplying: tells the live projection what lots have to share, soon after that has changed.

It knows when to look and what to do while a store is away; what there is to tell is the store's.
Whatever could not be told waits in PostgreSQL for the next look, by whichever process.
"""

import asyncio
import logging
from typing import Final

from parking.clock import HOUR_US, CityClock
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.sharing.supplies import Supplies
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection

REST_S: Final = 0.05
"""Between two looks of a serving process: what is booked meanwhile is told together."""
SWEEP_S: Final = 0.25
RENEW_S: Final = 1.0
LOTS_A_LOOK: Final = 100
"""Less than it takes to keep a serving process's requests waiting."""
APPLY_TIMEOUT_S: Final = 1.0

_AWAY: Final[tuple[type[Exception], ...]] = (
    ProjectionAwayError,
    ProjectionLostError,
    *DATABASE_FAILED,
)
_log = logging.getLogger("onelot.supply")


class SupplyPublisher:
    """A serving process runs `run` and calls `wake` after each of its commits.

    The worker calls `sweep` four times a second: for what others left, and as hours pass.
    """

    def __init__(self, supplies: Supplies, projection: RedisProjection, clock: CityClock) -> None:
        self._supplies = supplies
        self._projection = projection
        self._clock = clock
        self._woken = asyncio.Event()
        self._hour = -1
        self._renew_at_s = 0.0
        self._is_failing = False

    def wake(self) -> None:
        """Say that something was committed that supplies may follow from."""
        self._woken.set()

    async def run(self) -> None:
        """Look soon after every wake, for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self._look()
            await asyncio.sleep(REST_S)

    async def sweep(self) -> None:
        """Renew what the hour asks for, then tell all there is to tell."""
        try:
            await self._renew()
        except DATABASE_FAILED as error:
            self._note_failure(error)
            return
        while await self._look():
            pass

    async def _renew(self) -> None:
        """Lengthen every timeline once an hour of the city's, and whenever its clock was moved."""
        hour, now_s = self._clock.now_us() // HOUR_US, asyncio.get_running_loop().time()
        if hour == self._hour and now_s < self._renew_at_s:
            return
        await self._supplies.renew(every_lot=hour != self._hour)
        self._hour, self._renew_at_s = hour, now_s + RENEW_S

    async def _look(self) -> bool:
        """Tell some lots' news; True where there was any, and there may be more."""
        try:
            news = await self._supplies.news(LOTS_A_LOOK)
            if not news.due_keys:
                return False
            if news.registers:
                await self._projection.apply_all(news.registers, timeout_s=APPLY_TIMEOUT_S)
            await self._supplies.told(news)
        except _AWAY as error:
            self._note_failure(error)
            return False
        self._is_failing = False
        return True

    def _note_failure(self, error: Exception) -> None:
        if not self._is_failing:
            self._is_failing = True
            _log.warning("shared spaces are told later: %s", error)
