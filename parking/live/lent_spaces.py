"""Lent spaces: what a lot's own classes are without while windows are open. Knows no clock.

A sharer's car stands where the lot's own sensors count it, so a class gives as many free spaces as
no sharer's car is in.
"""

from collections.abc import Container

from msgspec.structs import replace

from parking.live.class_picture import ClassPicture, bounded
from parking.live.supply_register import BY_LOT, Away, SupplyStep
from parking.lot import Lot
from parking.vocabulary import SpaceClass


def away_of(
    step: SupplyStep | None, lot: Lot, counted: Container[SpaceClass]
) -> dict[SpaceClass, Away]:
    """Return what each class is without at that step; spaces of no class are missed by none.

    `counted` are the classes that somebody counts. Spaces registered as shared leave nothing.
    """
    away: dict[SpaceClass, Away] = {}
    for own_class, gone in step.away.items() if step else ():
        space_class = class_of_lot(lot, counted) if own_class == BY_LOT else own_class
        if space_class is None or space_class == "shared":
            continue
        others = away.get(space_class, Away(0, 0))
        away[space_class] = Away(others.spaces + gone.spaces, others.empty + gone.empty)
    return away


def free_by_lending(
    space_class: SpaceClass, step: SupplyStep | None, lot: Lot, counted: Container[SpaceClass]
) -> int:
    """Return by how many free spaces a class is more, or less, than without any lending.

    General is what anybody may take, shared spaces too.
    """
    if step is None:
        return 0
    shared = step.free if space_class in {"general", "shared"} else 0
    away = away_of(step, lot, counted).get(space_class)
    return shared - (away.empty if away else 0)


def class_of_lot(lot: Lot, counted: Container[SpaceClass]) -> SpaceClass | None:
    """Return the class of a space that is not registered: general, else the only one there is."""
    if lot.capacity.get("general") or "general" in counted:
        return "general"
    registered = [space_class for space_class, spaces in lot.capacity.items() if spaces]
    return registered[0] if len(registered) == 1 else None


def left(space: ClassPicture, away: Away) -> ClassPicture:
    """Return a class without its spaces that are away; times, source and flags are as they were."""
    capacity = None if space.capacity is None else max(0, space.capacity - away.spaces)
    return replace(
        space,
        free=bounded(space.free - away.empty, capacity),
        capacity=capacity,
        low=bounded(space.low - away.empty, capacity),
        high=bounded(space.high - away.empty, capacity),
    )


def beside_uncounted(shared: ClassPicture, uncounted: int) -> ClassPicture:
    """Return shared spaces together with others that nobody counts: some may be free."""
    if shared.capacity is None or not uncounted:
        return shared
    return replace(shared, capacity=shared.capacity + uncounted, high=shared.high + uncounted)
