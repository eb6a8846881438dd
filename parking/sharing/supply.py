"""Supply: what a lot's shared spaces come to over time, from windows and bookings as they stand.

It knows neither store nor clock. Opening, closing and the end of a hold are steps of their own, so
that no process need act when they come.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from parking.clock import HOUR_US, MINUTE_US
from parking.live.supply_register import BY_LOT, OwnClass, Supply
from parking.sharing.spans import FOR_EVER_US, common, without
from parking.sharing.supply_turns import SupplyTurns
from parking.sharing.terms import Moments
from parking.sharing.windows import merged

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
    stays: bool = False
    """The car is there now; it is so until somebody says that it left."""


class LentSpace(Struct, frozen=True):
    """One space on which there is something; `withdrawn` is when its owner has it back."""

    claims: Sequence[Claim] = ()
    withdrawn: Sequence[Moments] = ()
    own_class: OwnClass = BY_LOT

    @property
    def is_empty(self) -> bool:
        """Tell whether no sharer's car is there now."""
        return not any(claim.stays for claim in self.claims)


class Lending(Struct, frozen=True):
    """The spaces of one agreement in one lot: `spaces` by own class, of which some are `taken`.

    `stay` and `movement` are what the windows come to; suspensions are in `suspended`. What is not
    for all is promised to nobody else, and is away from its own class all the same.
    """

    spaces: Mapping[OwnClass, int]
    buffer_min: int
    stay: Sequence[Moments]
    movement: Sequence[Moments]
    suspended: Sequence[Moments] = ()
    taken: Sequence[LentSpace] = ()
    is_for_all: bool = True


def supply_at(lendings: Iterable[Lending], now_us: int) -> Supply:
    """Return the timeline from now on, to the end of the hour 48 hours ahead.

    A space is free when it can be entered, and left again after a short stay and before the buffer
    that a window's end or another's booking wants. It begins with the step that is in force now.
    """
    until_us = now_us // HOUR_US * HOUR_US + HOUR_US + AHEAD_US
    turns = SupplyTurns()
    lends = False
    for lending in lendings:
        lends = lends or any(lending.spaces.values())
        _add(lending, turns)
    if not lends:
        return Supply(until_us)
    steps = turns.steps(now_us // HOUR_US * HOUR_US, now_us, until_us)
    if len(steps) > MOST_STEPS:
        return Supply(steps[MOST_STEPS].at_us, tuple(steps[:MOST_STEPS]))
    return Supply(until_us, tuple(steps))


def _add(lending: Lending, turns: SupplyTurns) -> None:
    """Add each space's times; those of one class on which there is nothing are alike."""
    buffer_us = lending.buffer_min * MINUTE_US
    stay = without(merged(lending.stay), merged(lending.suspended))
    movement = merged(lending.movement)
    enterable = _enterable(stay, movement, buffer_us)
    alike = Counter(lending.spaces)
    alike.subtract(space.own_class for space in lending.taken)
    for own_class, spaces in alike.items():
        turns.leave(own_class, stay, spaces, is_empty=True)
        if lending.is_for_all:
            turns.share(stay, enterable, spaces)
    for space in lending.taken:
        own = without(stay, merged(space.withdrawn))
        turns.leave(space.own_class, own, 1, is_empty=space.is_empty)
        if lending.is_for_all:
            shut = _shut(space, movement, buffer_us)
            turns.share(own, without(_enterable(own, movement, buffer_us), shut), 1)


def _enterable(
    stay: Iterable[Moments], movement: Sequence[Moments], buffer_us: int
) -> list[Moments]:
    """Return when one may come for a short stay and still leave before the windows are over."""
    last = [
        (from_us, last_entry_us)
        for from_us, to_us in stay
        if (last_entry_us := _last_exit_us(movement, to_us - buffer_us) - LEAST_STAY_US) > from_us
    ]
    return common(last, movement)


def _shut(space: LentSpace, movement: Sequence[Moments], buffer_us: int) -> list[Moments]:
    """Return when who comes could not leave before another's claim, or that claim is on."""
    return merged(
        (
            _last_exit_us(movement, claim.from_us - buffer_us) - LEAST_STAY_US,
            min(claim.to_us, claim.gone_us),
        )
        for claim in space.claims
    )


def _last_exit_us(movement: Sequence[Moments], by_us: int) -> int:
    """Return the end, excluded, of the time before `by_us` in which cars may leave."""
    ends = [min(to_us, by_us) for from_us, to_us in movement if from_us < by_us]
    return max(ends, default=-FOR_EVER_US)
