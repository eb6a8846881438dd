"""Which space for which occurrence: one for all where there is one, else the first that is free.

It knows what was read, not whether it still holds: spaces are locked and looked at again after.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from msgspec import Struct

from parking.sharing.ledger import Sum
from parking.sharing.terms import Moments, Terms, VehicleLimits


class Candidate(Struct, frozen=True):
    """A space that is lent for an occurrence and may be had for it by this driver."""

    space_key: int
    agreement_key: int
    price: Sum


Choice: TypeAlias = list[Candidate]
"""A space for each occurrence, in their order."""


class Vehicle(Struct, frozen=True):
    """What a driver says of the car; None: nothing."""

    height_m: float | None = None
    seats: int | None = None


NO_VEHICLE: Final = Vehicle()


def fits(vehicle: Vehicle, limits: VehicleLimits) -> bool:
    """Tell whether the car is within the limits; what is not said is taken to fit."""
    is_low = vehicle.height_m is None or vehicle.height_m <= (
        limits.max_height_m or vehicle.height_m
    )
    is_small = vehicle.seats is None or vehicle.seats <= (limits.max_seats or vehicle.seats)
    return is_low and is_small


def may_book(terms: Terms, driver_id: str, communities: frozenset[str]) -> bool:
    """Tell whether the agreement is open to this driver, a member of those communities."""
    audience = terms.audience
    return audience.is_open or driver_id in audience.drivers or audience.community in communities


def choose(free: Sequence[Sequence[Candidate]]) -> list[Choice]:
    """Return choices to try, best first; none where some occurrence has no free space.

    `free` holds the candidates of each occurrence. Cheapest first; one space throughout is
    worth more than a lower price.
    """
    if not free or not all(free):
        return []
    by_space = [{candidate.space_key: candidate for candidate in each} for each in free]
    throughout = set(by_space[0]).intersection(*by_space[1:])
    choices = [[each[space_key] for each in by_space] for space_key in throughout]
    if not choices:
        choices = [[min(each, key=_cost) for each in free]]
    return sorted(choices, key=lambda choice: [_cost(candidate) for candidate in choice])


def _cost(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.price.fen, candidate.price.credits, candidate.space_key


def overlap(spans: Sequence[Moments]) -> bool:
    """Tell whether two of the spans have a moment in common."""
    ordered = sorted(spans)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ordered))
