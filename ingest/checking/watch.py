"""Watch: follows the log and lets the detectors look; writes their verdicts down, tells readers.

It has a position of its own in the log, saved together with what the detectors remember: whoever
takes over goes on from there. One per city, with the leader. Nothing that goes wrong here is of any
consequence to what the leader does else.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from ingest.checking.faults import Faults
from ingest.checking.inspector import Inspector
from ingest.checking.telling import DoubtTelling
from ingest.rollup.city_time import CityTimeAgo
from parking.checking.verdict import Rule
from parking.clock import CityClock
from parking.directory import Directory
from parking.ports import RegistryDelta
from parking.storage.postgres.checking_states import (
    CheckedRow,
    Position,
    SavedState,
    checked_tail,
    load_states,
    save_states,
    warm_position,
)
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.feed_verdicts import FeedVerdicts, VerdictEvent, read_doubts
from parking.storage.postgres.log_connection import LogAwayError, LogConnection
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ReportLog
from parking.storage.redis.projection import RedisProjection

ROWS_A_TURN: Final = 500
"""The worker has other things to do: detectors take that many in some 30 ms."""
IDLE_S: Final = 0.5
AWAY_S: Final = 1.0
LATE_BY_S: Final = 3.0
"""Silence is looked at as it was so long ago: what was sent then can be read by now."""
SAVE_S: Final = 600.0
STATES_A_STEP: Final = 200
WARM_ROWS: Final = 200_000
"""Of the log, where nothing is remembered: some ten seconds of work."""
SAID_S: Final = 60.0
AGAIN_S: Final = 30.0
"""After a fault of the watch itself, before it begins where it last saved."""

POLLED: Final[frozenset[Rule]] = frozenset({"empty_publication", "mass_change"})
"""Found, and written down, by whoever polls the feed."""

_AWAY: Final[tuple[type[Exception], ...]] = (LogAwayError, *DATABASE_FAILED)
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
        self._connection, self._verdicts = connection, verdicts
        self._directory, self._clock, self._is_current = directory, clock, is_current
        self._faults = Faults()
        self._inspector = Inspector(directory, self._faults)
        self._time = CityTimeAgo(clock.now_us, ago_s=late_by_s)
        self._log = ReportLog()
        self._position: Position = (0, 0)
        self._telling = DoubtTelling(projection, directory)
        self._is_level = False
        self._twins: Sequence[VerdictEvent] | None = None
        self._saved_s = self._said_s = 0.0
        self._level_s: float | None = None
        self.reports = self.stops = 0
        self.spent_s = 0.0

    def note(self, delta: RegistryDelta) -> None:
        """Hear that the registry has changed."""
        try:
            self._inspector.hear(delta.lots, self._clock.now_us())
        except Exception:  # noqa: BLE001 - who tells has more to do than to tell us
            self.stops += 1
            _log.exception("what the registry says is not heard")

    def say_twins(self, twins: Sequence[VerdictEvent]) -> None:
        """Hear which lots are others' twins, and no others."""
        self._twins = twins

    def state(self) -> dict[str, float]:
        """Tell how it goes: what the metrics of the worker are made of."""
        return {
            "checking_lag_s": round(self.lag_s(), 1),
            "checking_faults": self._faults.count + self.stops,
            "checking_reports": self.reports,
            "checking_cpu_s": round(self.spent_s, 3),
        }

    def lag_s(self) -> float:
        """Seconds since it last had read the log to its end."""
        now_s = asyncio.get_running_loop().time()
        if self._level_s is None:
            self._level_s = now_s
        return now_s - self._level_s

    async def run(self) -> None:
        """Work for ever; belongs to the leader, and never ends it."""
        while True:
            try:
                await self._work()
            except Exception:  # noqa: BLE001 - ingest and projection go on whatever is wrong here
                self.stops += 1
                _log.exception("feeds are not checked for %s s", AGAIN_S)
            await asyncio.sleep(AGAIN_S)

    async def _work(self) -> None:
        await self._persist(self.start)
        while True:
            if not await self._persist(self.turn):
                await asyncio.sleep(IDLE_S)

    async def start(self) -> bool:
        """Take up what stands and what was remembered; what readers are to have is told again."""
        self._inspector = Inspector(self._directory, self._faults)
        position, states = await self._connection.run(load_states)
        is_cold = position is None
        if position is None:
            position = await self._connection.run(self._warm_position)
        self._position = position
        doubts = await self._connection.run(read_doubts)
        standing = await self._verdicts.standing()
        told = {register.lot_key: found for register, found in doubts}
        unread = self._inspector.take_up(states, standing, told, is_cold=is_cold)
        if unread:
            _log.warning("%s feeds and lots are learned anew: another release knew them", unread)
        self._inspector.judge_names(self._directory.lots(), self._clock.now_us())
        self._telling.take(register for register, _ in doubts)
        self._is_level = False
        await self.save()
        self._saved_s = asyncio.get_running_loop().time()
        return True

    async def turn(self) -> bool:
        """Take in the next rows, write down and tell what follows; True while there is more."""
        now_s = asyncio.get_running_loop().time()
        await self._write_down()
        ago_us = self._time.look(now_s)
        rows = await self._connection.run(self._read)
        with self._spending():
            self.reports += self._inspector.see(rows)
        if rows:
            self._position = (rows[-1].xid, rows[-1].id)
        is_level = len(rows) < ROWS_A_TURN
        if is_level:
            self._level_s = now_s
            await self._look_about(now_s, ago_us)
        await self._write_down()
        if now_s - self._saved_s >= SAVE_S:
            await self.save()
            await self._verdicts.forget()
            self._saved_s = now_s
        return not is_level

    async def save(self) -> None:
        """Save what the detectors remember, and the position that it is of."""
        states, gone = self._inspector.take_states()
        kept: list[SavedState] = []
        position = self._position
        for state in states:
            kept.append(state)
            if len(kept) % STATES_A_STEP == 0:
                await asyncio.sleep(0)
        try:
            await self._connection.run(
                partial(save_states, position=position, states=kept, gone=gone)
            )
        except LogAwayError:
            self._inspector.untake_states(gone)
            raise

    async def _warm_position(self, connection: Connection) -> Position:
        horizon = await self._log.horizon(connection)
        return await warm_position(connection, horizon.settled, WARM_ROWS)

    async def _read(self, connection: Connection) -> list[CheckedRow]:
        horizon = await self._log.horizon(connection)
        return await checked_tail(connection, self._position, horizon.settled, ROWS_A_TURN)

    async def _look_about(self, now_s: float, ago_us: int | None) -> None:
        """Look at what no report tells of: silence, and what others have found and said."""
        if not self._is_level:
            self._inspector.reconcile()
            self._is_level = True
        if ago_us is not None and self._is_current():
            await self._pass_time(ago_us)
        now_us = self._clock.now_us()
        if self._twins is not None:
            self._inspector.take_said({"duplicate"}, self._twins, now_us)
            self._twins = None
        if now_s >= self._said_s:
            self._inspector.take_said({"aggregate"}, await self._verdicts.sums(), now_us)
            polled = await self._verdicts.standing_by(POLLED)
            self._inspector.take_said(POLLED, polled, now_us, is_written=True)
            self._said_s = now_s + SAID_S

    async def _pass_time(self, now_us: int) -> None:
        """Look at silence, a source at a time: what else the leader does comes in between."""
        sources = self._inspector.pass_time(now_us)
        while True:
            with self._spending():
                is_over = next(sources, True)
            if is_over:
                return
            await asyncio.sleep(0)

    @contextmanager
    def _spending(self) -> Iterator[None]:
        began_s = time.thread_time()
        try:
            yield
        finally:
            self.spent_s += time.thread_time() - began_s

    async def _write_down(self) -> None:
        """Write what was found, then tell readers; what cannot be told waits for the next turn."""
        events, doubts = list(self._inspector.events), self._inspector.doubts_to_tell()
        if events or doubts:
            registers = await self._verdicts.write(events, doubts)
            self._inspector.told(len(events), doubts)
            self._telling.take(registers)
        await self._telling.tell()

    async def _persist(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """Repeat a step until the store is there; says once that it is not."""
        is_told = False
        while True:
            try:
                return await step()
            except _AWAY as error:
                if not is_told:
                    _log.warning("feeds are checked later: %s", error)
                is_told = True
                await asyncio.sleep(AWAY_S)
