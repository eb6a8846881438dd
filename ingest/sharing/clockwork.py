"""The clockwork of sharing: takes the steps that are due by the city's time, and forgets in time.

It knows no store's tables and no rule: what is due is asked, and each step looks again itself.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from ingest.chores import every
from parking.sharing.city_rules import CityRules
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.sharing.due_steps import ClockSteps, DueStep, StepName
from parking.storage.postgres.sharing.once import forget_calls
from parking.storage.postgres.sharing.own_data import OwnData

EVERY_S: Final = 1.0
FORGET_S: Final = 3_600.0
AGAIN_S: Final = 10.0
"""Another space for a booking at risk is looked for so often."""
LEADING_ON: Final[frozenset[StepName]] = frozenset(("overstay", "keep", "long_stay"))
"""Steps after which the next booking is to be moved, or a plate's bookings to be taken back."""

_log = logging.getLogger("onelot.work")


class Clockwork:
    """One per leader."""

    def __init__(
        self, pool: Pool, rules: CityRules, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._pool = pool
        self._steps = ClockSteps(pool, rules.sanctions)
        self._own_data = OwnData(pool, rules.plate_days)
        self._now_s = now_s
        self._tried_s: dict[DueStep, float] = {}

    async def run(self) -> None:
        """Go on for ever, on real time; the database away is waited out."""
        async with asyncio.TaskGroup() as group:
            group.create_task(every(EVERY_S, self.turn))
            group.create_task(every(FORGET_S, self.forget))

    async def turn(self) -> None:
        """Take every step that is due now, and those that follow from them at once."""
        try:
            taken = await self._take_due()
            if not LEADING_ON.isdisjoint(taken):
                await self._take_due()
        except DATABASE_FAILED as error:
            _log.warning("the clock's steps put off: %s", error)

    async def forget(self) -> None:
        """Erase plates, and answers kept for repeated calls, that nobody needs any more."""
        try:
            await self._own_data.forget_plates()
            await forget_calls(self._pool)
        except DATABASE_FAILED as error:
            _log.warning("plates and answers are not all erased yet: %s", error)

    async def _take_due(self) -> set[StepName]:
        dues = [due for due in await self._steps.due() if self._may_try(due)]
        for due in dues:
            await self._steps.take(due)
        return {due.name for due in dues}

    def _may_try(self, due: DueStep) -> bool:
        if due.name != "move":
            return True
        now_s = self._now_s()
        self._tried_s = {step: at for step, at in self._tried_s.items() if now_s - at < AGAIN_S}
        if due in self._tried_s:
            return False
        self._tried_s[due] = now_s
        return True
