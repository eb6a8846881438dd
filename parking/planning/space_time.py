"""Space-time: what spaces did in some time, in integers that add up in any order to the same sum.

One unit everywhere: a space for a microsecond. Rates are made at the very end, of sums.
"""

from collections.abc import Iterable
from typing import Final, Self

from msgspec import Struct

from parking.clock import HOUR_US, MINUTE_US

STEP_US: Final = 5 * MINUTE_US
STEPS_AN_HOUR: Final = HOUR_US // STEP_US


class SpaceTime(Struct, frozen=True, array_like=True, gc=False):
    """Of some spaces in some time. `known <= open` and `taken, full <= known` always hold.

    `open_us`: they were there to be used; `known_us`: of that, it is known whether they were taken;
    `taken_us`: they were; `full_us`: known spaces of a class that had none free; `closed_us`: they
    were registered, and shut by opening hours or a closure. What is neither known nor closed is
    unknown, and never empty.
    """

    open_us: int = 0
    known_us: int = 0
    taken_us: int = 0
    full_us: int = 0
    closed_us: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.open_us + other.open_us,
            self.known_us + other.known_us,
            self.taken_us + other.taken_us,
            self.full_us + other.full_us,
            self.closed_us + other.closed_us,
        )

    @property
    def coverage(self) -> float | None:
        """Share of open space-time that is known, 0 to 1; None where nothing was open."""
        return self.known_us / self.open_us if self.open_us else None

    @property
    def utilization(self) -> float | None:
        """Share of known space-time that was taken, 0 to 1; None where nothing is known."""
        return self.taken_us / self.known_us if self.known_us else None


NOTHING: Final = SpaceTime()


def total(parts: Iterable[SpaceTime]) -> SpaceTime:
    """Add up; column by column, as there may be thousands."""
    told = list(parts)
    return SpaceTime(
        sum(one.open_us for one in told),
        sum(one.known_us for one in told),
        sum(one.taken_us for one in told),
        sum(one.full_us for one in told),
        sum(one.closed_us for one in told),
    )
