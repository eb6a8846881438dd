"""Lending step: what a lot had lent to sharers from a moment on. It knows no agreement, no booking.

Steps are of what happened: a window that was open, a space that was away, a car that stood there.
"""

from collections.abc import Mapping

from msgspec import Struct

from parking.live.supply_register import Away, OwnClass


class LendingStep(Struct, frozen=True):
    """So it was from `at_us` until the next step.

    `capacity` spaces were open to sharers as class `shared`, in `taken` of them a sharer's car
    stood within its window. `away` is what own classes were without, by `Away.spaces`; of these
    `Away.empty` had no sharer's car in them. Own class "" is one that is not registered, so that
    its lot decides. A lot has lent nothing before its first step and is as reported; from then on
    steps alone say what `shared` is, and capacity 0 is that no window was open.
    """

    at_us: int
    capacity: int = 0
    taken: int = 0
    away: Mapping[OwnClass, Away] = {}
