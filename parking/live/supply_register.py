"""Supply register: how many shared spaces a lot has and how many are free, now and for days ahead.

It knows the value of register `w` and what it says at a moment; what it follows from is the
business of `parking.sharing.supply`.
"""

from bisect import bisect_right
from operator import attrgetter
from typing import Final

import msgspec

from parking.live.class_picture import ALWAYS_US, ClassPicture
from parking.live.stored import value_of
from parking.ports import Register

SUPPLY_NAME: Final = "w"
_at_us = attrgetter("at_us")


class SupplyStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """So it is from `at_us` until the next step; `capacity` 0 is that no window is open."""

    at_us: int
    free: int
    capacity: int


class Supply(msgspec.Struct, frozen=True):
    """Steps in order; nothing is known from `until_us` on. No steps: this lot lends nothing."""

    until_us: int
    steps: tuple[SupplyStep, ...] = ()

    def at(self, moment_us: int) -> SupplyStep | None:
        """Return the step that is in force; None beyond what is known.

        Before the first step it is the first: a reader's clock may be a little behind.
        """
        if moment_us >= self.until_us or not self.steps:
            return None
        return self.steps[max(0, bisect_right(self.steps, moment_us, key=_at_us) - 1)]

    def next_turn_us(self, now_us: int) -> int | None:
        """Return when it next changes by the clock alone; None where nothing is foreseen."""
        if now_us >= self.until_us:
            return None
        following = bisect_right(self.steps, now_us, key=_at_us)
        return self.steps[following].at_us if following < len(self.steps) else self.until_us

    def lost(self, from_us: int, to_us: int) -> int:
        """Return how many spaces that are free at one moment are not at a later one."""
        before, after = self.at(from_us), self.at(to_us)
        return max(0, (before.free if before else 0) - (after.free if after else 0))


def supplied(step: SupplyStep) -> ClassPicture:
    """Return the step as a count that follows from bookings and windows, and so never ages."""
    return ClassPicture(
        free=step.free,
        capacity=step.capacity,
        low=step.free,
        high=step.free,
        kind="derived",
        observed_us=ALWAYS_US,
        source_key=0,
        flow_per_min=0.0,
    )


def register_of_supply(lot_key: int, supply: Supply, version: int) -> Register:
    """Return the `w` register: the supply under the version of its row."""
    value = msgspec.json.encode(supply).decode()
    return Register(lot_key, SUPPLY_NAME, f"{version:035d}", value)


def supply_of(stored: str) -> Supply | None:
    """Read a stored `w` register; None where the lot lends nothing, so that reports say it all."""
    supply = msgspec.json.decode(value_of(stored), type=Supply)
    return supply if supply.steps else None
