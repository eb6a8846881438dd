"""Series of lots out of history: how many spaces were free each quarter of an hour. No rule."""

from collections.abc import Sequence
from typing import Final

import asyncpg
import numpy as np
from numpy.typing import NDArray

from parking.clock import HOUR_US, MINUTE_US, from_us
from parking.planning.hour_row import SPACE_CLASS_CODE
from parking.storage.postgres.pool import BATCH_S, PLATFORM, scoped
from parking.storage.postgres.queries import query

QUARTER_US: Final = 15 * MINUTE_US
QUARTERS_A_DAY: Final = 96
_STEP_US: Final = 5 * MINUTE_US
_LOTS_AT_A_TIME: Final = 200

Series = NDArray[np.float64]


class LotSeries:
    """Over the app pool, in the platform's scope."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def lots_told(self) -> dict[int, int]:
        """Return the public lots that machines tell of, each with the first source that did."""
        async with scoped(self._pool, PLATFORM, within_s=BATCH_S) as connection:
            rows = await connection.fetch(query("checking/lots_told"))
        return {row["lot_key"]: row["source_key"] for row in rows}

    async def free(self, lot_keys: Sequence[int], begin_us: int, end_us: int) -> dict[int, Series]:
        """Return the free general spaces of lots on one grid of quarters, NaN where not known.

        The grid begins with a full hour, and each place is of the last five minutes of its quarter.
        """
        begin_us = begin_us // HOUR_US * HOUR_US
        size = max(0, end_us - begin_us) // QUARTER_US
        found = {key: np.full(size, np.nan) for key in lot_keys}
        code = SPACE_CLASS_CODE["general"]
        for first in range(0, len(lot_keys), _LOTS_AT_A_TIME):
            keys = list(lot_keys[first : first + _LOTS_AT_A_TIME])
            async with scoped(self._pool, PLATFORM, within_s=BATCH_S) as connection:
                rows = await connection.fetch(
                    query("checking/free_quarters"), keys, code, from_us(begin_us), from_us(end_us)
                )
            for row in rows:
                place = (row["hour_us"] - begin_us) // QUARTER_US
                series = found[row["lot_key"]][place : place + 4]
                series[:] = _free(row)[: len(series)]
        return found


def _free(row: asyncpg.Record) -> Series:
    """Return four counts of an hour; what was not known all the time is not known."""
    taken, open_us, known = (np.array(row[n], float) for n in ("taken_us", "open_us", "known_us"))
    is_known = (known > 0) & (known >= open_us)
    return np.where(is_known, (open_us - taken) / _STEP_US, np.nan)
