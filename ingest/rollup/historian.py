"""The historian: follows the log and keeps hours, days, regions and sessions as the log has them.

In order it folds from memory; what comes late or amends goes by the log. One leads per city. What
it has committed and what it has in memory may part at any moment: it goes on from saved states and
does again what was not saved, which gives the same rows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from ingest.rollup.city_time import CityTimeAgo
from ingest.rollup.intake import Intake
from ingest.rollup.keeper import Keeper
from ingest.rollup.library import Library
from ingest.rollup.region_book import RegionBook
from ingest.rollup.works import Works
from parking.clock import HOUR_US
from parking.directory import Directory
from parking.planning.space_time import STEP_US
from parking.ports import RegistryDelta
from parking.storage.postgres.log_connection import LogAwayError, LogConnection
from parking.storage.postgres.planning.archived_days import archived_until_us
from parking.storage.postgres.planning.arrivals import Arrival, Arrivals
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.report_log import ReportLog

ROWS_A_TURN: Final = 2_000
HOLD_S: Final = 3.0
"""Sensors are out of order by seconds: what is that late is not late."""
FLUSH_S: Final = 2.0
IDLE_S: Final = 0.3
AWAY_S: Final = 0.5
FOLLOW_S: Final = 1.0
_HOLD_US: Final = int(HOLD_S * 1_000_000)

_log = logging.getLogger("onelot.historian")


class Historian:
    """`secret` keys the hashes of plates; `city_zone` is whose days regions have.

    `passes` counts how often the tables were brought up to date; after one that left it `is_idle`
    nothing waits that the tail could see when it began.
    """

    def __init__(
        self,
        connection: LogConnection,
        directory: Directory,
        now_us: Callable[[], int],
        *,
        city_zone: str,
        secret: bytes,
        hold_s: float = HOLD_S,
        flush_s: float = FLUSH_S,
    ) -> None:
        self._connection = connection
        self._flush_s = flush_s
        self._now_us = now_us
        self._time = CityTimeAgo(now_us, ago_s=hold_s)
        self._log, self._arrivals = ReportLog(), Arrivals()
        self._regions = RegionBook(directory, city_zone)
        self._library = Library(self._regions)
        self._works = Works(connection, self._library, self._regions, secret)
        self._intake = Intake(self._library)
        self._keeper = Keeper(self._library)
        self._areas_changed = False
        self._step_us = 0
        self._brought_up_s = self._followed_s = 0.0
        self._is_in_doubt = self._is_busy = False
        self.is_idle = False
        self.passes = 0

    @property
    def followed(self) -> set[int]:
        """The lots of which it has a book in memory."""
        return {book.lot_key for book in self._library}

    def note(self, delta: RegistryDelta) -> None:
        """Hear that the registry has changed."""
        lots = {lot.lot_key for lot in delta.lots}
        self._library.note_changes(lots, [source.source_key for source in delta.sources])
        self._works.doubt(lots)
        self._areas_changed |= bool(delta.areas)

    async def run(self) -> None:
        """Work for ever; belongs to the leader."""
        await self._persist(self._start)
        while True:
            if not await self._persist(self._turn):
                await asyncio.sleep(IDLE_S)

    async def _persist(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """Repeat a step until the store is there; says once that it is not."""
        is_told = False
        while True:
            try:
                return await step()
            except LogAwayError as error:
                if not is_told:
                    _log.warning("history waits for the store: %s", error)
                is_told = self._is_in_doubt = True
                await asyncio.sleep(AWAY_S)

    async def _start(self) -> bool:
        await self._connection.run(self._load)
        return True

    async def _load(self, connection: Connection) -> None:
        await self._library.load(connection)
        await self._read_regions(connection)
        await self._keeper.load(connection)
        self._intake.known_until = self._keeper.cursor.taken
        await self._remember(connection)
        self._works.keep_archives(await archived_until_us(connection))
        self._areas_changed = True

    async def _read_regions(self, connection: Connection) -> None:
        await self._regions.load(connection, [book.lot_key for book in self._library])

    async def _remember(self, connection: Connection) -> None:
        """Read which names are amended; of lots where one looks ahead, however old it is."""
        from_us = self._intake.begin(self._now_us())
        self._intake.remember(await self._arrivals.amendments_of_all(connection, from_us))
        ahead = await self._arrivals.amended_ahead(connection)
        await self._library.know(connection, ahead)
        for lot_key in ahead:
            self._library[lot_key].looks_ahead = True
            self._intake.remember(await self._arrivals.amendments(connection, lot_key, 0))

    async def _turn(self) -> bool:
        """Take in the next reports and bring the tables up to date; tells whether more is due."""
        now_s = asyncio.get_running_loop().time()
        ago_us = self._time.look(now_s)
        if self._is_in_doubt or now_s - self._followed_s >= FOLLOW_S:
            await self._follow()
            self._followed_s = now_s
        found = await self._connection.run(self._read)
        is_level = len(found) < ROWS_A_TURN
        if ago_us is None:
            return not is_level
        until_us = ago_us if is_level else min(ago_us, found[-1].received_us - _HOLD_US)
        if not self._is_busy and now_s - self._brought_up_s < self._flush_s:
            return not is_level  # a lot of which much comes at once is folded and written once
        self._is_busy = await self._bring_up(until_us)
        self._brought_up_s = now_s
        self.is_idle = is_level and not self._is_busy
        self.passes += 1
        return not self.is_idle

    async def _read(self, connection: Connection) -> list[Arrival]:
        horizon = await self._log.horizon(connection)
        found = await self._arrivals.tail(
            connection, self._keeper.position, horizon.settled, ROWS_A_TURN
        )
        if found:
            await self._library.know(connection, {row.lot_key for row, _ in found})
            self._intake.take(found)
            self._keeper.take(found)
            self._works.hear(self._intake.heard)
        return found

    async def _bring_up(self, until_us: int) -> bool:
        """Fold, write, and do some of what waits; tells whether some is left."""
        step_us = until_us // STEP_US * STEP_US
        if step_us < self._step_us - HOUR_US:  # the city's clock was set back
            self._step_us = 0
            await self._connection.run(self._remember)
        if step_us > self._step_us:
            await self._works.fold(list(self._library), step_us)
            await self._connection.run(partial(self._keeper.save, until_us=step_us))
            self._library.put_away()
            self._intake.forget(step_us)
            self._step_us = step_us
        is_busy = await self._works.refold(until_us)
        due = [book for book in self._library if book.waiting and book.has_due(until_us)]
        await self._works.fold(due, until_us)
        is_busy |= await self._works.settle()
        is_busy |= await self._works.sum_up_days()
        if not is_busy:
            await self._connection.run(self._keeper.save_reach)
        return is_busy

    async def _follow(self) -> None:
        """Hear what is to be folded anew, what is to be counted elsewhere, and why."""
        if self._is_in_doubt:  # a move may have been committed, or not
            await self._connection.run(self._read_regions)
            self._is_in_doubt = False
        if await self._connection.run(self._regions.begin_anew):
            self._keeper.forget_reach()
            self._areas_changed = True
        await self._connection.run(self._library.catch_up)
        self._works.keep_archives(await self._connection.run(archived_until_us))
        self._works.doubt(await self._connection.run(self._regions.reread_elsewhere))
        await self._connection.run(self._keeper.hear_reopenings)
        if self._areas_changed:
            self._works.doubt(book.lot_key for book in self._library)
            self._areas_changed = False
