"""Twin finder: looks into history for lots that two sources tell of, so that no car counts twice.

Once an hour of real time. What was found stands until what is known of both says otherwise, or one
of them is gone or has fallen silent.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from geo.position import Position
from ingest.checking.neighbours import neighbours
from ingest.checking.twin_choice import left_out
from parking.checking.series import moves_together
from parking.checking.twins import TwinLot, find_twins
from parking.clock import DAY_US, CityClock
from parking.directory import Directory
from parking.lot import Lot
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.feed_verdicts import FeedVerdicts, VerdictEvent, VerdictKey
from parking.storage.postgres.lot_series import QUARTERS_A_DAY, LotSeries, Series
from parking.storage.postgres.pool import Pool

LOOK_BACK_US: Final = 5 * DAY_US
FIRST_S: Final = 900.0
"""After taking the lead, when there is enough else to do."""
LOOK_S: Final = 3_600.0
FALLEN_SILENT: Final = 0.25
"""One that is known for so little of the time of its twin stands for it no more."""
MOST_LOTS: Final = 5_000
"""Of a city that has more of them close together, those that were registered first."""

_log = logging.getLogger("onelot.checking")


class TwinFinder:
    """One per worker. `say` is told all that stands whenever it has looked."""

    def __init__(
        self,
        pool: Pool,
        verdicts: FeedVerdicts,
        directory: Directory,
        clock: CityClock,
        say: Callable[[Sequence[VerdictEvent]], None],
    ) -> None:
        self._history, self._verdicts = LotSeries(pool), verdicts
        self._directory, self._clock, self._say = directory, clock, say

    async def run(self) -> None:
        """Look for ever; belongs to the leader."""
        await asyncio.sleep(FIRST_S)
        while True:
            try:
                await self.look()
            except DATABASE_FAILED as error:
                _log.warning("twins are looked for later: %s", error)
            except Exception:  # noqa: BLE001 - what leads is not to end for what can wait
                _log.exception("twins are looked for later")
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Look once, and say what stands from now on."""
        standing = {
            event.key.lot_key: event
            for event in await self._verdicts.standing()
            if event.key.rule == "duplicate" and event.key.lot_key is not None
        }
        lots = await self._lots()
        now_us = self._clock.now_us()
        free = await self._history.free(
            [lot.lot_key for lot in lots], now_us - LOOK_BACK_US, now_us
        )
        self._say(await asyncio.to_thread(self._judged, lots, free, standing, now_us))

    async def _lots(self) -> list[TwinLot]:
        """Return the lots of which another may be the twin; their series are read later."""
        source_of = await self._history.lots_told()
        near = neighbours(self._directory.lots(), source_of)
        if len(near) > MOST_LOTS:
            _log.warning("of %s lots close together %s are compared", len(near), MOST_LOTS)
        near = sorted(near, key=lambda lot: lot.lot_key)[:MOST_LOTS]
        return [_twin_lot(lot, source_of[lot.lot_key]) for lot in near]

    def _judged(
        self,
        lots: Sequence[TwinLot],
        free: Mapping[int, Series],
        standing: Mapping[int, VerdictEvent],
        now_us: int,
    ) -> list[VerdictEvent]:
        seen = [_with_free(lot, free[lot.lot_key]) for lot in lots]
        known = {key: int(np.isfinite(series).sum()) for key, series in free.items()}
        pairs = find_twins(seen, QUARTERS_A_DAY)
        counted = {
            other.lot_key
            for event in standing.values()
            if (other := self._other(event)) is not None
        }
        found = left_out(pairs, known, counted)
        said = []
        for lot_key, (kept, evidence) in found.items():
            before = standing.get(lot_key)
            other = self._directory.lot(kept)
            if (
                before is not None
                and other is not None
                and before.evidence["other"] == other.lot_id
            ):
                said.append(before)
            elif other is not None:
                told = {**evidence, "other": other.lot_id}
                key = VerdictKey("duplicate", None, lot_key)
                said.append(VerdictEvent(key, now_us, now_us, told))
        kept_on = (
            event
            for lot_key, event in standing.items()
            if lot_key not in found and self._still_stands(event, lot_key, free, known)
        )
        return [*said, *kept_on]

    def _still_stands(
        self,
        event: VerdictEvent,
        lot_key: int,
        free: Mapping[int, Series],
        known: Mapping[int, int],
    ) -> bool:
        """Tell whether what was not found again stays; too little known refutes nothing."""
        other = self._other(event)
        lot = self._directory.lot(lot_key)
        if other is None or lot is None or lot.deleted:
            return False
        if lot_key not in free or other.lot_key not in free:
            return False
        if known[other.lot_key] <= FALLEN_SILENT * known[lot_key]:
            return known[lot_key] == 0
        return moves_together(free[lot_key], free[other.lot_key], QUARTERS_A_DAY) is None

    def _other(self, event: VerdictEvent) -> Lot | None:
        """Find the lot that is counted instead."""
        found = self._directory.find_lot(str(event.evidence.get("other", "")))
        return None if found is None or found.deleted else found


def _twin_lot(lot: Lot, source_key: int) -> TwinLot:
    where = None if lot.lat is None or lot.lon is None else Position(lot.lat, lot.lon)
    capacity = lot.capacity.get("general")
    return TwinLot(lot.lot_key, source_key, lot.name, capacity, where, np.empty(0))


def _with_free(lot: TwinLot, free: Series) -> TwinLot:
    return TwinLot(lot.lot_key, lot.source_key, lot.name, lot.capacity, lot.position, free)
