"""The nearby answer, from the replica alone: the k best lots that qualify, as JSON bytes.

It knows order and rendering; parameters were checked before, and HTTP is elsewhere.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from api.lots.nearby_query import NearbyQuery, Sort
from api.lots.prices import price_fen
from geo.nearby import NearbyColumns, Wanted
from geo.position import Position, walk_min
from parking.live.columns import lot_class_mask
from parking.live.live_lot import LiveLot
from parking.live.replica import Replica

Hit = tuple[float, LiveLot]
"""Metres and lot."""

NEVER: Final = float("inf")


def nearby_json(
    replica: Replica, query: NearbyQuery, now_us: int, *, as_of: str, lag_ms: int
) -> bytes:
    """Answer `query` as the body of `GET /v1/lots/nearby`."""
    if query.sort == "distance" and not query.arrive_in_s and query.stay_min is None:
        results: bytes | memoryview = replica.arrays.nearest_rows(
            (query.lat, query.lon),
            query.radius_m,
            query.limit,
            query.space_class,
            _wanted(query, now_us),
            query.coordsys,
        )
    else:
        hits = find_nearby(replica, query, now_us)
        results = b",".join([_result(live, metres, query, now_us) for metres, live in hits])
    head = b'{"as_of":"%b","replica_lag_ms":%d,"results":[' % (as_of.encode(), lag_ms)
    return b"".join((head, results, b"]}"))


def find_nearby(replica: Replica, query: NearbyQuery, now_us: int) -> list[Hit]:
    """Find what qualifies, best first; equal lots stand in the order of their ids."""
    arrays = replica.arrays
    position = Position(query.lat, query.lon)
    columns = arrays.columns.nearby(query.space_class)
    wanted = _wanted(query, now_us)
    if query.sort == "distance" and not query.arrive_in_s:
        slots, metres = arrays.index.nearest(position, query.radius_m, query.limit, columns, wanted)
        return [(metre, arrays.lots[slot]) for slot, metre in zip(slots, metres, strict=True)]
    if query.arrive_in_s:
        columns = _whether_open_or_not(columns)
    found, distances = arrays.index.within(position, query.radius_m, columns, wanted)
    hits = [
        (metre, arrays.lots[slot])
        for slot, metre in zip(found.tolist(), distances.tolist(), strict=True)
    ]
    if query.arrive_in_s:
        arrival_us = now_us + query.arrive_in_s * 1_000_000
        hits = [hit for hit in hits if not hit[1].is_closed_at(arrival_us)]
    return _sorted(hits, query, now_us)[: query.limit]


def _wanted(query: NearbyQuery, now_us: int) -> Wanted:
    return Wanted(
        now_us,
        query.min_free,
        query.include_unknown,
        query.max_height_m,
        lot_class_mask(query.lot_class),
    )


def _whether_open_or_not(columns: NearbyColumns) -> NearbyColumns:
    """What is closed now may be open on arrival, which is checked lot by lot."""
    return columns._replace(closed=np.zeros_like(columns.closed))


def _sorted(hits: Sequence[Hit], query: NearbyQuery, now_us: int) -> list[Hit]:
    """Order hits that come nearest first; Python's sort keeps that order among equals."""
    orders: dict[Sort, Callable[[Hit], float]] = {
        "distance": lambda hit: hit[0],
        "free": lambda hit: -(hit[1].free(query.space_class, now_us) or 0),
        "price": lambda hit: _price_or_never(hit[1], query, now_us),
        "arrival": lambda hit: not _lasts(hit[1], query, now_us),
    }
    return sorted(hits, key=orders[query.sort])


def _lasts(live: LiveLot, query: NearbyQuery, now_us: int) -> bool:
    """Tell whether enough should still be free on arrival, at the worst the lot has shown."""
    return live.low_at(query.space_class, now_us, query.arrive_in_s) >= max(1, query.min_free)


def _price_or_never(live: LiveLot, query: NearbyQuery, now_us: int) -> float:
    fen = _price_fen(live, query, now_us)
    return NEVER if fen is None else fen


def _price_fen(live: LiveLot, query: NearbyQuery, now_us: int) -> int | None:
    if query.stay_min is None:
        return None
    return price_fen(live.lot, now_us + query.arrive_in_s * 1_000_000, query.stay_min)


def _result(live: LiveLot, metres: float, query: NearbyQuery, now_us: int) -> bytes:
    fragment = live.fragment(query.coordsys, now_us)
    if query.stay_min is None:
        return b'%b,"distance_m":%.1f,"walk_min":%d}' % (fragment, metres, walk_min(metres))
    fen = _price_fen(live, query, now_us)
    return b'%b,"distance_m":%.1f,"walk_min":%d,"price_fen":%b}' % (
        fragment,
        metres,
        walk_min(metres),
        b"null" if fen is None else b"%d" % fen,
    )
