"""The clock's steps: what is due by the city's time, and taking each in a transaction of its own.

Whoever takes them may do so twice or late: a step that is not due any more does nothing, and a
reader never waits for one, since a hold that is over is over whether or not that was written down.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import asyncpg

from parking.sharing.booking_states import IllegalStepError
from parking.sharing.sanctions import SanctionRules
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.moving import miss, move_from_risk
from parking.storage.postgres.sharing.sanctions import refuse_barred
from parking.storage.postgres.sharing.staying import keep, note_long_stay, overstay, warn
from parking.storage.postgres.sharing.transitions import move_booking

StepName = Literal["expire", "miss", "overstay", "keep", "warn", "long_stay", "bar", "move"]
Step = Callable[[Connection, int], Awaitable[None]]

LATER: Final = (
    asyncpg.DataError,
    asyncpg.DeadlockDetectedError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.LockNotAvailableError,
)
"""Somebody was in the way, or something is wrong with one booking: the others go on, and the step
is due again a second later."""
STEP_S: Final = 10.0
_log = logging.getLogger("onelot.work")


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step of one booking."""

    name: StepName
    booking_key: int


class ClockSteps:
    """The steps under one city's rules."""

    def __init__(self, pool: asyncpg.Pool, rules: SanctionRules) -> None:
        self._pool = pool
        self._rules = rules
        self._steps: dict[StepName, Step] = {
            "expire": _expire,
            "miss": miss,
            "overstay": partial(overstay, rules=rules),
            "keep": keep,
            "warn": warn,
            "long_stay": partial(note_long_stay, rules=rules),
            "bar": refuse_barred,
            "move": move_from_risk,
        }

    async def due(self) -> list[DueStep]:
        """Read what is due now, the longest overdue first."""
        async with scoped(self._pool, PLATFORM, within_s=STEP_S) as connection:
            rows = await connection.fetch(query("sharing/due_steps"), self._rules.long_overstay_h)
        return [DueStep(row["step"], row["booking_key"]) for row in rows]

    async def take(self, due: DueStep) -> None:
        """Take one step, if it is due still."""
        try:
            async with scoped(self._pool, PLATFORM, within_s=STEP_S) as connection:
                await self._steps[due.name](connection, due.booking_key)
        except IllegalStepError:  # somebody was quicker
            return
        except LATER as error:
            _log.warning("a step put off: %s: %s", due.name, type(error).__name__)


async def _expire(connection: Connection, booking_key: int) -> None:
    await move_booking(connection, booking_key, "expire", PLATFORM)
