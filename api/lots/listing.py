"""Lists and single lots from the replica: which lots, in the order of their ids, as JSON bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from api.lots.navigation import navigation_links
from api.paging import cursor_after
from geo.box import BoundingBox
from geo.datum import LARGEST_SHIFT_DEGREES, Datum
from geo.position import Position
from parking.directory import Directory
from parking.live.availability import to_json
from parking.live.facts import facts_of, position_in
from parking.live.live_lot import LiveLot
from parking.live.replica import Replica
from parking.ports import Operator

DEPTH_MAX: Final = 8
"""Levels of areas below one another; city to grid is five."""


@dataclass(frozen=True, slots=True)
class LotFilter:
    """Every condition that is not None must hold; the box is in `datum`."""

    box: BoundingBox | None = None
    datum: Datum = "wgs84"
    area_codes: frozenset[str] | None = None
    updated_since_us: int | None = None

    def holds(self, live: LiveLot) -> bool:
        """Check one lot; `_after` has sorted out those far from the box."""
        if self.area_codes is not None and live.lot.area_code not in self.area_codes:
            return False
        if self.updated_since_us is not None and live.changed_us < self.updated_since_us:
            return False
        return self.box is None or self.datum == "wgs84" or _lies_in(live, self.box, self.datum)


def _lies_in(live: LiveLot, box: BoundingBox, datum: Datum) -> bool:
    lat, lon = position_in(live.lot, datum)
    return lat is not None and lon is not None and box.contains(Position(lat, lon))


def lot_json(live: LiveLot, datum: Datum, now_us: int) -> bytes:
    """Render facts and availability, as a page of lots has them."""
    return _rendered(live, facts_of(live.lot, datum), now_us)


def one_lot_json(live: LiveLot, operator: Operator | None, datum: Datum, now_us: int) -> bytes:
    """Render the lot in full: with its operator's names, outline, entrances, navigation links."""
    facts = facts_of(live.lot, datum)
    facts["operator_name"] = operator and operator.name
    facts["operator_name_en"] = operator and operator.name_en
    facts["entrances"] = live.lot.entrances
    facts["outline"] = live.lot.outline
    facts["navigation"] = navigation_links(live.lot)
    return _rendered(live, facts, now_us)


def _rendered(live: LiveLot, facts: dict[str, object], now_us: int) -> bytes:
    return b'%b,"v":%d,"ttl_s":%g,"availability":%b}' % (
        msgspec.json.encode(facts)[:-1],
        live.version,
        live.ttl_s,
        to_json(live.availability(now_us)),
    )


def page_json(
    replica: Replica,
    chosen: LotFilter,
    *,
    after_id: str,
    limit: int,
    datum: Datum,
    now_us: int,
    as_of: str,
) -> bytes:
    """Render the page of chosen lots whose ids come after `after_id`."""
    page: list[LiveLot] = []
    for live in _after(replica, chosen, after_id):
        if len(page) == limit:
            break
        page.append(live)
    else:
        return _page(page, None, datum, now_us, as_of)
    return _page(page, cursor_after(page[-1].lot.lot_id), datum, now_us, as_of)


def area_and_below(directory: Directory, area_code: str) -> frozenset[str]:
    """Return the area's code and those of all areas within it."""
    codes = {area_code}
    for _ in range(DEPTH_MAX):
        inner = {area.area_code for area in directory.areas() if area.parent_code in codes}
        if inner <= codes:
            break
        codes |= inner
    return frozenset(codes)


def _after(replica: Replica, chosen: LotFilter, after_id: str) -> Iterator[LiveLot]:
    arrays = replica.arrays
    slots = arrays.slots_after(after_id)
    if chosen.box is not None:
        columns = arrays.columns
        box = chosen.box if chosen.datum == "wgs84" else chosen.box.grown(LARGEST_SHIFT_DEGREES)
        slots = slots[box.contains_many(columns.lats[slots], columns.lons[slots])]
    for slot in slots.tolist():
        live = arrays.lots[slot]
        if replica.holds(live) and chosen.holds(live):
            yield live


def _page(page: list[LiveLot], cursor: str | None, datum: Datum, now_us: int, as_of: str) -> bytes:
    return b'{"as_of":"%b","lots":[%b],"next_cursor":%b}' % (
        as_of.encode(),
        b",".join([lot_json(live, datum, now_us) for live in page]),
        msgspec.json.encode(cursor),
    )
