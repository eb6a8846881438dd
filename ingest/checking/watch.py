"""Watch: follows the log and lets the detectors look; writes their verdicts down, tells readers.

Whoever takes over goes on from where it last saved. One per city, with the leader. Nothing that
goes wrong here is of any consequence to what the leader does else.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from ingest.checking.faults import Faults
from ingest.checking.hearsay import Hearsay
from ingest.checking.inspector import Inspector
from ingest.checking.log_reading import ROWS_A_TURN, LogReading
from ingest.checking.persisting import AWAY, persist
from ingest.checking.progress import Progress
from ingest.checking.writing_down import WritingDown
from ingest.rollup.city_time import CityTimeAgo
from parking.clock import CityClock
from parking.directory import Directory
from parking.ports import RegistryDelta
from parking.storage.postgres.feed_verdicts import FeedVerdicts, VerdictEvent
from parking.storage.postgres.log_connection import LogConnection
from parking.storage.redis.projection import RedisProjection

IDLE_S: Final = 0.5
LATE_BY_S: Final = 3.0
"""Silence is looked at as it was so long ago: what was sent then can be read by now."""
SAVE_S: Final = 600.0
AGAIN_S: Final = 30.0
"""After a fault of the watch itself, before it begins where it last saved."""
LEAVE_S: Final = 8.0
"""So long a worker that is stopped may take to save; else the next one reads ten minutes again."""

_log = logging.getLogger("onelot.checking")


class FeedWatch:
    """`is_current` tells whether the log is known to be read up to now, so that silence is one."""

    def __init__(
        self,
        connection: LogConnection,
        verdicts: FeedVerdicts,
        projection: RedisProjection,
        directory: Directory,
        clock: CityClock,
        *,
        is_current: Callable[[], bool],
        late_by_s: float = LATE_BY_S,
    ) -> None:
        self._verdicts = verdicts
        self._directory, self._clock, self._is_current = directory, clock, is_current
        self._faults = Faults()
        self._inspector = Inspector(directory, self._faults)
        self._time = CityTimeAgo(clock.now_us, ago_s=late_by_s)
        self._reading = LogReading(connection)
        self._writing = WritingDown(verdicts, projection, directory)
        self._progress = Progress()
        self._has_begun = self._is_level = False
        self._hearsay = Hearsay(verdicts)
        self._saved_s = 0.0

    def note(self, delta: RegistryDelta) -> None:
        """Hear that the registry has changed."""
        try:
            self._inspector.hear(delta.lots, self._clock.now_us())
        except Exception:  # noqa: BLE001 - who tells has more to do than to tell us
            self._progress.stops += 1
            _log.exception("what the registry says is not heard")

    def say_twins(self, twins: Sequence[VerdictEvent]) -> None:
        """Hear which lots are others' twins, and no others."""
        self._hearsay.twins = twins

    def state(self) -> dict[str, float]:
        """Tell how it goes: what the metrics of the worker are made of."""
        return self._progress.state(self._faults.count)

    async def run(self) -> None:
        """Work for ever; belongs to the leader, and never ends it. Saves when it is cancelled."""
        while True:
            try:
                await self._work()
            except asyncio.CancelledError:
                await self._leave()
                raise
            except Exception:  # noqa: BLE001 - ingest and projection go on whatever is wrong here
                self._progress.stops += 1
                _log.exception("feeds are not checked for %s s", AGAIN_S)
            await asyncio.sleep(AGAIN_S)

    async def _work(self) -> None:
        await persist(self.start)
        while True:
            if not await persist(self.turn):
                await asyncio.sleep(IDLE_S)

    async def start(self) -> bool:
        """Take up what stands and what was remembered; what readers are to have is told again."""
        self._has_begun = self._is_level = False
        self._inspector = Inspector(self._directory, self._faults)
        states, is_cold = await self._reading.begin()
        doubts = await self._reading.doubts()
        standing = await self._verdicts.standing()
        told = {register.lot_key: found for register, found in doubts}
        unread = self._inspector.take_up(states, standing, told, is_cold=is_cold)
        if unread:
            _log.warning("%s feeds and lots are learned anew: another release knew them", unread)
        self._inspector.judge_names(self._directory.lots(), self._clock.now_us())
        self._writing.tell_again(register for register, _ in doubts)
        await self._reading.save(self._inspector)
        self._saved_s = asyncio.get_running_loop().time()
        self._has_begun = True
        return True

    async def turn(self) -> bool:
        """Take in the next rows, write down and tell what follows; True while there is more."""
        now_s = asyncio.get_running_loop().time()
        await self._writing.all_of(self._inspector)
        ago_us = self._time.look(now_s)
        rows = await self._reading.rows()
        with self._progress.spending():
            self._progress.reports += self._inspector.see(rows)
        self._reading.taken(rows)
        is_level = len(rows) < ROWS_A_TURN
        if is_level:
            self._progress.be_level(now_s)
            await self._look_about(now_s, ago_us)
        await self._writing.all_of(self._inspector)
        if now_s - self._saved_s >= SAVE_S:
            await self._reading.save(self._inspector)
            await self._verdicts.forget()
            self._saved_s = now_s
        return not is_level

    async def _look_about(self, now_s: float, ago_us: int | None) -> None:
        """Look at what no report tells of: silence, and what others have found and said."""
        if not self._is_level:
            self._inspector.reconcile()
            self._is_level = True
        if ago_us is not None and self._is_current():
            await self._pass_time(ago_us)
        await self._hearsay.hand_to(self._inspector, now_s, self._clock.now_us())

    async def _pass_time(self, now_us: int) -> None:
        """Look at silence, a source at a time: what else the leader does comes in between."""
        sources = self._inspector.pass_time(now_us)
        while True:
            with self._progress.spending():
                is_over = next(sources, True)
            if is_over:
                return
            await asyncio.sleep(0)

    async def _leave(self) -> None:
        """Save, so that the next one need not read again what was read; what fails is left."""
        if not (self._has_begun and self._is_level):
            return
        try:
            async with asyncio.timeout(LEAVE_S):
                await self._writing.all_of(self._inspector)
                if await self._reading.is_ours():
                    await self._reading.save(self._inspector)
        except AWAY as error:
            _log.warning("what was learned since it was last saved is learned again: %s", error)
