"""Light parking publication of DATEX II v3.4 in JSON: a site with name, place and free spaces."""

import msgspec

from ingest.export.datex2 import words
from ingest.export.datex2.pieces import ZONE
from ingest.export.publisher import Publisher
from ingest.export.shown import ClassCount, Shown, class_counts, is_onstreet, whole_of
from ingest.export.tariff_words import read_tariff, tariff_words
from parking.clock import rfc3339
from parking.lot import Lot

_KINDS = {
    "surface": "offStreetParkingGround",
    "underground": "carPark",
    "ramp_garage": "carPark",
    "mechanical": "carPark",
}


def head(publisher: Publisher, now_us: int) -> bytes:
    """Open the document up to its first site."""
    about = {
        "lang": publisher.language,
        "name": publisher.name.zh if publisher.language == "zh" else publisher.name.en,
        "description": publisher.attribution.en,
        "publicationTime": rfc3339(now_us, ZONE),
    }
    return (
        b'{"_version":"3.4","_modelBaseVersion":"3","parkingPublicationLight":'
        + msgspec.json.encode(about)[:-1]
        + b',"parkingSite":[\n'
    )


def site_json(shown: Shown) -> bytes:
    """Render one lot; nothing for a lot without a position, which the model asks for."""
    lot, seen = shown.lot, shown.availability
    if lot.lat is None or lot.lon is None:
        return b""
    tariff = read_tariff(lot.tariff)
    counts = [count for count in class_counts(shown) if count.space_class in words.RESERVED]
    whole = whole_of(shown)
    place: dict[str, object] = {
        "coordinatesForDisplay": {"latitude": round(lot.lat, 7), "longitude": round(lot.lon, 7)},
        "locationDescriptor": lot.address,
        "dimension": None if lot.max_height_m is None else {"height": lot.max_height_m},
    }
    site: dict[str, object] = {
        "_id": lot.lot_id,
        "name": lot.name,
        "type": _kind(lot),
        "locationAndDimension": _said(place),
        "numberOfSpaces": seen.capacity if whole is None else whole.capacity,
        "availableSpaces": None if whole is None else whole.free,
        "assignedFor": [_assigned(count) for count in counts],
        "isOpenNow": None if seen.state == "unknown" else seen.state != "closed",
        "occupancyTrend": None if seen.free is None else words.TREND[seen.trend],
        "lastUpdate": seen.observed_at,
        "openingTimesDescription": [lot.opening_hours] if lot.opening_hours else None,
        "freeParking": None if tariff is None else tariff.free,
        "tariffDescription": None if tariff is None else list(tariff_words(tariff)),
        "operatorInformation": [shown.operator_name],
    }
    return msgspec.json.encode(_said(site))


def _kind(lot: Lot) -> str:
    if is_onstreet(lot):
        return "onStreet"
    if lot.lot_class == "temporary":
        return "temporaryParking"
    return "other" if lot.structure is None else _KINDS.get(lot.structure, "other")


def _assigned(count: ClassCount) -> dict[str, object]:
    reserved = words.RESERVED[count.space_class]
    assigned: dict[str, object] = {
        "typeOfAssignment": "onlyFor" if reserved.is_exclusive else "allowedFor",
        "user": reserved.user_group,
        "fuelType": reserved.fuel,
        "vehicleType": reserved.vehicle,
        "additionalAssignment": count.space_class,
        "availableSpaces": count.free,
    }
    return _said(assigned)


def _said(members: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value not in (None, [])}
