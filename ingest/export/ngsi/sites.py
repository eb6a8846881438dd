"""Sites: a lot as OffStreetParking or OnStreetParking. Spots count as the model says: all of them.

`availableSpotNumber` has the free spots of every class that is counted, `extraSpotNumber` those of
them that are not for anybody: what a driver may take is the one less the other.
"""

from typing import Any

from ingest.export.ngsi.members import Entity, entity, geo, in_languages, point, prop, relation, urn
from ingest.export.ngsi.words import (
    AT_KERB,
    FOR_CLASS,
    FOR_CLASS_AT_KERB,
    KINDS,
    STATUS,
    EntityType,
    Kind,
)
from ingest.export.publisher import Publisher
from ingest.export.shown import (
    FOR_ANYBODY,
    ClassCount,
    Shown,
    class_counts,
    in_utc,
    is_onstreet,
    total_of,
)
from ingest.export.tariff_words import read_tariff, tariff_words
from parking.lot import Lot


def site_type(lot: Lot) -> EntityType:
    """Return which of the two kinds of site a lot is."""
    return "OnStreetParking" if is_onstreet(lot) else "OffStreetParking"


def site(shown: Shown, publisher: Publisher) -> Entity | None:
    """Make the entity; None for a lot without a position, which the model asks for."""
    lot, seen = shown.lot, shown.availability
    if lot.lat is None or lot.lon is None:
        return None
    counts = class_counts(shown)
    observed = None if seen.observed_at is None else in_utc(seen.observed_at)
    members = {
        "name": _name(lot, publisher.language),
        "location": geo(point(lot.lat, lot.lon)),
        "operationSpace": geo(lot.outline),
        "address": prop(_address(lot)),
        "areaServed": prop(lot.area_code),
        "parkingSiteId": prop(lot.lot_id),
        "allowedVehicleType": prop(["car"]),
        "category": prop(_category(lot, counts)),
        "layout": prop(list(_kind(lot).layout)),
        **_numbers(shown, counts, observed),
        "status": prop(list(STATUS[seen.state]), observed),
        "occupancyModified": prop(observed),
        "observationDateTime": prop(observed),
        "openingHours": prop(lot.opening_hours),
        "maximumAllowedHeight": prop(lot.max_height_m),
        **_charges(lot),
        "provider": prop({"type": "Organization", "name": shown.operator_name,
                          "identifier": lot.operator_id}),
        "refParkingGroup": relation(_groups(lot, counts)),
        "refParkingAccess": relation(
            urn("ParkingAccess", f"{lot.lot_id}:{n}") for n, _ in enumerate(lot.entrances or (), 1)
        ),
        "dataProvider": prop(publisher.name.en),
        "license": prop(publisher.licence_url or publisher.licence),
    }  # fmt: skip
    return entity(site_type(lot), lot.lot_id, members)


def _numbers(
    shown: Shown, counts: list[ClassCount], observed: str | None
) -> dict[str, Entity | None]:
    seen = shown.availability
    special = [count for count in counts if count.space_class not in FOR_ANYBODY]
    extra = [count.free for count in special if count.free is not None]
    total = _total(shown, counts)
    available = None if seen.free is None else seen.free + sum(extra)
    is_complete = available is not None and len(extra) == len(special)
    taken = None
    if is_complete and total is not None and available is not None:
        taken = max(0, total - available)
    share = round(taken / total, 4) if total and taken is not None else None
    return {
        "totalSpotNumber": prop(total),
        "availableSpotNumber": prop(available, observed),
        "extraSpotNumber": prop(sum(extra) if extra else None, observed),
        "occupiedSpotNumber": prop(taken, observed),
        "occupancy": prop(share, observed),
    }


def _total(shown: Shown, counts: list[ClassCount]) -> int | None:
    """Add up what anybody may take, as its figure has it, and what is for some."""
    special = [count for count in counts if count.space_class not in FOR_ANYBODY]
    if len(special) == len(counts):
        return total_of(special)
    anybodys = shown.availability.capacity
    specials = total_of(special) if special else 0
    return None if specials is None or anybodys is None else anybodys + specials


def _category(lot: Lot, counts: list[ClassCount]) -> list[str]:
    tariff = read_tariff(lot.tariff)
    told = list(_kind(lot).category)
    along_kerb = is_onstreet(lot)
    if lot.lot_class in {"public_offstreet", "onstreet"}:
        told.append("public")
    elif lot.lot_class == "dedicated" and not along_kerb:
        told.append("private")
    if tariff is not None:
        told.append("free" if tariff.free else "feeCharged")
    if lot.has_gate:
        told.append("barrierAccess")
    words = FOR_CLASS | (FOR_CLASS_AT_KERB if along_kerb else {})
    return told + [words[c.space_class] for c in counts if c.space_class in words]


def _name(lot: Lot, language: str) -> Entity | None:
    if lot.name_en is None:
        return prop(lot.name)
    return in_languages({"en": lot.name_en, language: lot.name})


def _kind(lot: Lot) -> Kind:
    """Return how its structure is told; the model has no such words for sites on the street."""
    return AT_KERB if lot.structure is None or is_onstreet(lot) else KINDS[lot.structure]


def _address(lot: Lot) -> dict[str, Any] | None:
    return {"type": "PostalAddress", "streetAddress": lot.address} if lot.address else None


def _charges(lot: Lot) -> dict[str, Entity | None]:
    tariff = read_tariff(lot.tariff)
    if tariff is None:
        return {}
    words = tariff_words(tariff)
    return {
        "chargeType": prop(["free"] if tariff.free else ["temporaryPrice"]),
        "priceCurrency": prop(None if tariff.free else tariff.currency),
        "description": in_languages({"zh": f"收费：{words.zh}", "en": f"Tariff: {words.en}"}),
    }


def _groups(lot: Lot, counts: list[ClassCount]) -> list[str]:
    if all(count.space_class == "general" for count in counts):
        return []
    return [urn("ParkingGroup", f"{lot.lot_id}:{count.space_class}") for count in counts]
