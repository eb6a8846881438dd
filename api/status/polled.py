"""How the polling of feeds goes, read now and then for the status page."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.polled_phases import PolledPhase, read_polled_phases
from parking.storage.postgres.pool import Pool

READ_EVERY_S: Final = 5.0
PATIENCE_S: Final = 1.0


class PolledWatch:
    """What was read last stands while the database is away."""

    def __init__(self, pool: Pool, *, seconds: Callable[[], float]) -> None:
        self._pool = pool
        self._seconds = seconds
        self._due_s = 0.0
        self._phases: Mapping[int, PolledPhase] = {}
        self._reading = asyncio.Lock()

    async def phases(self) -> Mapping[int, PolledPhase]:
        """Return them by the key of their source, a few seconds old at most."""
        async with self._reading:  # many who ask at once share one reading
            if self._seconds() >= self._due_s:
                with suppress(*DATABASE_FAILED):
                    self._phases = await read_polled_phases(self._pool, PATIENCE_S)
                self._due_s = self._seconds() + READ_EVERY_S
        return self._phases
