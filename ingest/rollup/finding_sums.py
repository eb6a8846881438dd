"""Looks into history for lots that are sums of others, so that no space is counted twice.

Once a city day, or when asked. What counts as proof is `parking.planning.sums`' business; what a
person has said of a lot is never touched.
"""

import asyncio
import logging
from typing import Final

import msgspec

from parking.clock import DAY_US, CityClock
from parking.planning.sums.comparing import agreement
from parking.planning.sums.counted_hours import CountedHours, counted_hours
from parking.planning.sums.finding import LotSum, find_sums
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.planning.lot_aggregates import LotAggregates
from parking.storage.postgres.pool import Pool

LOOK_BACK_US: Final = 28 * DAY_US
LOOK_S: Final = 600.0
"""So long after the start too, when there is enough to do."""

_log = logging.getLogger("onelot.historian")


class SumFinder:
    """One per worker."""

    def __init__(self, pool: Pool, clock: CityClock) -> None:
        self._aggregates, self._clock = LotAggregates(pool), clock
        self._day = -1

    async def run(self) -> None:
        """Work for ever; belongs to the leader."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look_daily()
            except DATABASE_FAILED as error:  # what leads is not to end for what can wait
                _log.warning("sums of lots are looked for later: %s", error)

    async def look_daily(self) -> None:
        """Look once a day; a day that was begun and not finished is looked at again."""
        day = self._clock.now_us() // DAY_US
        if day != self._day:
            await find_in_history(self._aggregates, self._clock.now_us())
            self._day = day


async def find_in_history(
    aggregates: LotAggregates, now_us: int, back_us: int = LOOK_BACK_US
) -> list[LotSum]:
    """Look at what was counted of every operator's lots; returns what was found anew."""
    found = []
    for lot_keys in await aggregates.operators():
        counted = counted_hours(await aggregates.counts(lot_keys, now_us - back_us, now_us))
        known = await aggregates.decided(lot_keys)
        for lot_key, parts in known.found.items():
            await _hold_against(aggregates, counted, lot_key, parts)
        for one in await asyncio.to_thread(find_sums, counted, known.lots, known.sums):
            if await aggregates.keep_found(one):
                found.append(one)
                _log.info("lot %s is the sum of %s others", one.lot_key, len(one.parts))
    return found


async def _hold_against(
    aggregates: LotAggregates, counted: CountedHours, lot_key: int, parts: list[int]
) -> None:
    """Take back that a lot is a sum where its newer hours say otherwise."""
    places = {key: place for place, key in enumerate(counted.lot_keys)}
    if not places.keys() >= {lot_key, *parts}:
        return
    agreed = agreement(counted, places[lot_key], [places[part] for part in parts])
    if agreed.is_refuted:
        await aggregates.refute(lot_key, msgspec.to_builtins(agreed))
        _log.warning("lot %s is no longer the sum of %s others", lot_key, len(parts))
