"""Reach: which lots lie within a walk of each other, as the crow flies. It knows no ways.

The great circle crosses rivers, railways and walls; a walk is never shorter than it.
"""

import math

import numpy as np
from msgspec import Struct

from geo.position import EARTH_RADIUS_M, Position, haversine_m
from parking.planning.tidal.limits import FAR_ACCEPTED, NEAR_SHARE
from parking.planning.tidal.lot_hours import Floats, Ints, Marks


class Reach(Struct, frozen=True):
    """Pairs of a lender and a lot to be relieved: their indices and metres between them."""

    lender: Ints
    place: Ints
    metres: Floats
    is_near: Marks

    @property
    def accepted(self) -> Floats:
        """Share of a place's drivers who are taken to walk that far."""
        return np.where(self.is_near, 1.0, FAR_ACCEPTED)


def reach(positions: list[Position], lenders: Ints, places: Ints, max_walk_m: float) -> Reach:
    """Return all pairs of two lots at most that far apart, in order of lender, then place."""
    lats = np.array([position.lat for position in positions])
    lons = np.array([position.lon for position in positions])
    places = places[np.argsort(lats[places], kind="stable")]
    high_deg = math.degrees(max_walk_m / EARTH_RADIUS_M) * 1.001
    pairs: list[tuple[int, int, float]] = []
    for lender in lenders.tolist():
        edges = [lats[lender] - high_deg, lats[lender] + high_deg]
        band = places[slice(*np.searchsorted(lats[places], edges))]
        shrink = max(0.01, math.cos(math.radians(min(89.0, abs(lats[lender]) + high_deg))))
        apart = np.abs((lons[band] - lons[lender] + 180.0) % 360.0 - 180.0)
        for place in sorted(band[apart <= high_deg / shrink].tolist()):
            metres = haversine_m(positions[lender], positions[place])
            if place != lender and metres <= max_walk_m:
                pairs.append((lender, place, metres))
    lender_of, place_of, metres_of = np.array(pairs, float).reshape(-1, 3).T
    near = metres_of <= NEAR_SHARE * max_walk_m
    return Reach(lender_of.astype(np.int64), place_of.astype(np.int64), metres_of, near)
