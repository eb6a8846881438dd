"""Supply register: shared spaces of a lot, how many are free, and what other classes miss by them.

It knows the value of register `w` and what it says at a moment; what it follows from is the
business of `parking.sharing.supply`.
"""

from bisect import bisect_right
from operator import attrgetter
from typing import Final, Literal, TypeAlias

import msgspec

from parking.live.class_picture import ALWAYS_US, ClassPicture
from parking.live.stored import value_of
from parking.ports import Register
from parking.vocabulary import SpaceClass

SUPPLY_NAME: Final = "w"
BY_LOT: Final = ""
OwnClass: TypeAlias = SpaceClass | Literal[""]
"""The class a lent space is registered as; `BY_LOT` where it is not, so that its lot decides."""
_at_us = attrgetter("at_us")


class Away(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """So many spaces of a class are open to sharers; the `empty` of them have no sharer's car."""

    spaces: int
    empty: int


class SupplyStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """So it is from `at_us` until the next step; `capacity` 0 is that no window is open to all.

    `away` is what their own classes are without.
    """

    at_us: int
    free: int
    capacity: int
    away: dict[OwnClass, Away] = {}

    def told(self) -> tuple[object, ...]:
        """Return it as it is written; without `away` where nothing is."""
        figures = (self.at_us, self.free, self.capacity)
        return (*figures, self.away) if self.away else figures


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

    def told_steps(self) -> tuple[tuple[object, ...], ...]:
        """Return the steps as they are written."""
        return tuple(step.told() for step in self.steps)


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
    value = msgspec.json.encode({"until_us": supply.until_us, "steps": supply.told_steps()})
    return Register(lot_key, SUPPLY_NAME, f"{version:035d}", value.decode())


def supply_of(stored: str) -> Supply | None:
    """Read a stored `w` register; None where the lot lends nothing, so that reports say it all."""
    supply = msgspec.json.decode(value_of(stored), type=Supply)
    return supply if supply.steps else None
