"""Telling: hands readers what they are to doubt; what cannot be told waits for the next time."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from parking.directory import Directory
from parking.ports import Register
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection

APPLY_TIMEOUT_S: Final = 10.0

_log = logging.getLogger("onelot.checking")


class DoubtTelling:
    """Of each lot the newest register waits; of lots that have gone none does."""

    def __init__(self, projection: RedisProjection, directory: Directory) -> None:
        self._projection, self._directory = projection, directory
        self._untold: dict[int, Register] = {}
        self._is_failing = False

    def take(self, registers: Iterable[Register]) -> None:
        """Take registers that are written down and not yet told."""
        self._untold |= {register.lot_key: register for register in registers}

    async def tell(self) -> None:
        """Tell all that waits, if the projection is there."""
        batches: defaultdict[int, list[Register]] = defaultdict(list)
        for register in self._untold.values():
            lot = self._directory.lot(register.lot_key)
            if lot is not None and not lot.deleted:
                batches[lot.partition].append(register)
        try:
            if batches:
                await self._projection.apply_all(batches, timeout_s=APPLY_TIMEOUT_S)
        except (ProjectionAwayError, ProjectionLostError) as error:
            if not self._is_failing:
                _log.warning("what is doubted is told later: %s", error)
            self._is_failing = True
            return
        self._untold, self._is_failing = {}, False
