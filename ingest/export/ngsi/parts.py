"""Parts of a site: its groups by space class, its access points, its spots."""

from collections.abc import Iterator, Mapping

from ingest.export.ngsi.members import Entity, entity, geo, point, prop, relation, urn
from ingest.export.ngsi.sites import site_type
from ingest.export.ngsi.words import GROUPS
from ingest.export.shown import Shown, class_counts, in_utc, is_onstreet
from parking.clock import rfc3339
from parking.live.bays import BAY_PREFIX
from parking.live.stored import bay_of, observed_us_of
from parking.lot import Lot


def groups(shown: Shown) -> Iterator[Entity]:
    """Yield a group for each class of a lot that has more than general spaces."""
    lot, seen = shown.lot, shown.availability
    counts = class_counts(shown)
    if lot.lat is None or all(count.space_class == "general" for count in counts):
        return
    observed = None if seen.observed_at is None else in_utc(seen.observed_at)
    for count in counts:
        told = GROUPS[count.space_class]
        where = "onStreet" if is_onstreet(lot) else "offStreet"
        members = {
            "name": prop(count.space_class),
            "category": prop([where, *told.category]),
            "allowedVehicleType": prop(told.vehicle),
            "requiredPermit": prop(list(told.permit)),
            "reservationType": prop(told.reservation),
            "totalSpotNumber": prop(count.capacity),
            "availableSpotNumber": prop(count.free, observed),
            "refParkingSite": _site(lot),
        }
        yield entity("ParkingGroup", f"{lot.lot_id}:{count.space_class}", members)


def accesses(shown: Shown) -> Iterator[Entity]:
    """Yield a lot's entrances."""
    for number, entrance in enumerate(shown.lot.entrances or (), 1):
        members = {
            "name": prop(entrance.get("name")),
            "category": prop(["vehicleEntrance"]),
            "location": geo(point(entrance["lat"], entrance["lon"])),
            "refParkingSite": _site(shown.lot),
        }
        yield entity("ParkingAccess", f"{shown.lot.lot_id}:{number}", members)


def spots(shown: Shown, registers: Mapping[str, str]) -> Iterator[Entity]:
    """Yield a lot's bays as they were last seen; all unknown where the lot was not heard of lately.

    They have no position of their own: theirs is the lot's.
    """
    lot = shown.lot
    if lot.lat is None or lot.lon is None:
        return
    is_heard = shown.availability.free is not None
    where = "onStreet" if is_onstreet(lot) else "offStreet"
    for name, stored in sorted(registers.items()):
        if not name.startswith(BAY_PREFIX):
            continue
        code = name.removeprefix(BAY_PREFIX)
        status, _, space_class = bay_of(stored)
        members = {
            "name": prop(code),
            "category": prop([where]),
            "location": geo(point(lot.lat, lot.lon)),
            "status": prop(
                status if is_heard else "unknown", rfc3339(observed_us_of(stored), "UTC")
            ),
            "refParkingSite": _site(lot),
            "refParkingGroup": relation(
                urn("ParkingGroup", f"{lot.lot_id}:{space_class}") if space_class else ()
            ),
        }
        yield entity("ParkingSpot", f"{lot.lot_id}:{code}", members)


def _site(lot: Lot) -> Entity | None:
    return relation(urn(site_type(lot), lot.lot_id))
