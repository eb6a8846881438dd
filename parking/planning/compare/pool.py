"""Pool: which places may be controls of a treated one. It knows lots and where they are.

None of their lots may have been changed too, nor lie where those go who are turned away from the
treated place or drawn to it: that would be told as an effect twice.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from geo.meridian import haversine_many_m
from parking.planning.chosen_lots import ChosenLot, RegionOf
from parking.planning.compare.panel import Floats

APART_M: Final = 1000
"""Twice of what is walked from a space to a door."""
MOST_PLACES: Final = 120
"""Of which the most alike are chosen; of more, those whose number of spaces is nearest."""

Groups = Mapping[str, Sequence[ChosenLot]]


def pool_of(
    everyone: Iterable[ChosenLot],
    treated: Sequence[ChosenLot],
    region_of: RegionOf,
    *,
    changed: Collection[int],
    apart_m: int = APART_M,
) -> Groups:
    """Gather the places that stand as they did, lot by lot, `MOST_PLACES` of them at most.

    `changed` are lots at which something else was changed in the time. A place is out for each lot
    of it that is treated, was changed, or lies within `apart_m` of a treated one.
    """
    own, zone = {lot.lot_key for lot in treated}, treated[0].zone
    at = _degrees(treated)
    groups: dict[str, list[ChosenLot]] = defaultdict(list)
    out: set[str] = set()
    for lot in everyone:
        region = region_of(lot)
        if region is None:
            continue
        groups[region].append(lot)
        if (
            lot.lot_key in own
            or lot.lot_key in changed
            or lot.zone != zone
            or _is_near(lot, at, apart_m)
        ):
            out.add(region)
    spaces = _spaces(treated)
    able = [region for region in groups if region not in out]
    able.sort(key=lambda region: (_unlike(_spaces(groups[region]), spaces), region))
    return {region: groups[region] for region in sorted(able[:MOST_PLACES])}


def _spaces(lots: Iterable[ChosenLot]) -> int:
    return sum(sum(lot.capacity.values()) for lot in lots)


def _unlike(spaces: int, wanted: int) -> float:
    return abs(math.log(spaces / wanted)) if spaces and wanted else math.inf


def _degrees(lots: Iterable[ChosenLot]) -> Floats:
    at = [(lot.lat, lot.lon) for lot in lots if lot.lat is not None and lot.lon is not None]
    return np.array(at, np.float64).reshape(-1, 2)


def _is_near(lot: ChosenLot, others: Floats, apart_m: int) -> bool:
    """Measure to all others at once; a lot without a position is near to none."""
    if lot.lat is None or lot.lon is None:
        return False
    return bool((haversine_many_m(others[:, 0], others[:, 1], lot.lat, lot.lon) < apart_m).any())
