"""Supply: what a lot's shared spaces come to over time, from windows and bookings as they stand.

It knows neither store nor clock. Opening, closing and the end of a hold are steps of their own, so
that no process need act when they come.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from parking.live.supply_register import Supply, SupplyStep
from parking.sharing.spans import FOR_EVER_US, common, shortened, without
from parking.sharing.terms import Moments
from parking.sharing.windows import merged

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
AHEAD_US: Final = 48 * HOUR_US
LEAST_STAY_US: Final = 15 * MINUTE_US
"""A space is free for whoever could stay so long, and leave it empty for the buffer after."""
MOST_STEPS: Final = 400
"""Of what readers are told in one piece; a lot where more is to happen is told more often."""


class Claim(Struct, frozen=True, gc=False):
    """Somebody has a space from `from_us` until `to_us`; a hold that nobody confirms only until
    `gone_us`, whatever its time.
    """

    from_us: int
    to_us: int
    gone_us: int = FOR_EVER_US


class LentSpace(Struct, frozen=True):
    """One space on which there is something; `withdrawn` is when its owner has it back."""

    claims: Sequence[Claim] = ()
    withdrawn: Sequence[Moments] = ()


class Lending(Struct, frozen=True):
    """The spaces of one agreement in one lot: `spaces` in all, of which some are `taken`.

    `stay` and `movement` are what the windows come to; suspensions are in `suspended`.
    """

    spaces: int
    buffer_min: int
    stay: Sequence[Moments]
    movement: Sequence[Moments]
    suspended: Sequence[Moments] = ()
    taken: Sequence[LentSpace] = ()


def supply_at(lendings: Iterable[Lending], now_us: int) -> Supply:
    """Return the timeline from now on, to the end of the hour 48 hours ahead.

    A space is free when it can be entered and its windows and bookings leave room for a short stay
    and the buffer behind it. It begins with the step that is in force now.
    """
    until_us = now_us // HOUR_US * HOUR_US + HOUR_US + AHEAD_US
    free: Counter[int] = Counter()
    capacity: Counter[int] = Counter()
    lends = False
    for lending in lendings:
        lends = lends or lending.spaces > 0
        _add(lending, free, capacity)
    if not lends:
        return Supply(until_us)
    steps = _steps(free, capacity, now_us, until_us)
    if len(steps) > MOST_STEPS:
        return Supply(steps[MOST_STEPS].at_us, tuple(steps[:MOST_STEPS]))
    return Supply(until_us, tuple(steps))


def _add(lending: Lending, free: Counter[int], capacity: Counter[int]) -> None:
    """Add each space's times; those on which there is nothing are alike."""
    short_us = LEAST_STAY_US + lending.buffer_min * MINUTE_US
    stay = without(merged(lending.stay), merged(lending.suspended))
    movement = merged(lending.movement)
    alike = lending.spaces - len(lending.taken)
    _count(capacity, stay, alike)
    _count(free, common(shortened(stay, short_us), movement), alike)
    for space in lending.taken:
        own = without(stay, merged(space.withdrawn))
        enterable = common(shortened(own, short_us), movement)
        shut = merged(
            (claim.from_us - short_us, min(claim.to_us, claim.gone_us)) for claim in space.claims
        )
        _count(capacity, own, 1)
        _count(free, without(enterable, shut), 1)


def _count(turns: Counter[int], spans: Iterable[Moments], spaces: int) -> None:
    for from_us, to_us in spans:
        turns[from_us] += spaces
        turns[to_us] -= spaces


def _steps(
    free: Counter[int], capacity: Counter[int], now_us: int, until_us: int
) -> list[SupplyStep]:
    """Sum what comes and goes up; only the last of the steps until now is kept."""
    steps: list[SupplyStep] = []
    step = SupplyStep(now_us // HOUR_US * HOUR_US, 0, 0)
    for at_us in sorted(free.keys() | capacity.keys()):
        if at_us >= until_us:
            break
        following = SupplyStep(at_us, step.free + free[at_us], step.capacity + capacity[at_us])
        if at_us > now_us and (following.free, following.capacity) != (step.free, step.capacity):
            steps.append(step)
            step = following
        elif at_us <= now_us:
            step = following
    return [*steps, step]
