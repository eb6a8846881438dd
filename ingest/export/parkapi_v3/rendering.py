"""Sites of ParkAPI v3. Figures are of the whole site, and include those of its audiences.

`capacity` is all that there is, `realtime_capacity` that of which there is a count: spaces of an
audience that is not counted are in the first alone.
"""

from typing import Any

from ingest.export.parkapi_v3.words import AUDIENCE, CAR, OPENING, OTHER, SITE_TYPE, SUFFIX
from ingest.export.publisher import Publisher
from ingest.export.shown import ClassCount, Shown, class_counts, in_utc, is_onstreet
from ingest.export.tariff_words import read_tariff, tariff_words
from parking.clock import rfc3339
from parking.lot import Lot

Site = dict[str, Any]


def site(shown: Shown, publisher: Publisher) -> Site | None:
    """Make a site; None for a lot without a position, which the model asks for."""
    lot = shown.lot
    if lot.lat is None or lot.lon is None:
        return None
    tariff = read_tariff(lot.tariff)
    fee = None if tariff is None else tariff_words(tariff)
    told: Site = {
        "id": lot.lot_key,
        "source_id": lot.operator_key,
        "source_uid": lot.operator_id,
        "original_uid": lot.lot_id,
        "name": lot.name,
        "name_en": lot.name_en,
        "operator_name": shown.operator_name,
        "address": lot.address,
        "purpose": CAR,
        "type": kind_of(lot),
        "lat": f"{lot.lat:.7f}",
        "lon": f"{lot.lon:.7f}",
        "geojson": lot.outline,
        "max_height": None if lot.max_height_m is None else round(100 * lot.max_height_m),
        "has_fee": None if tariff is None else not tariff.free,
        "fee_description": None if fee is None else f"{fee.zh} / {fee.en}",
        "opening_hours": lot.opening_hours,
        "static_data_updated_at": rfc3339(publisher.since_us, "UTC"),
        "attribution_contributor": publisher.name.zh,
        "attribution_license": publisher.licence,
        "attribution_url": publisher.licence_url or publisher.url,
    }
    return _said(told | _figures(shown))


def _figures(shown: Shown) -> Site:
    lot, seen = shown.lot, shown.availability
    parts = [
        count
        for count in class_counts(shown)
        if count.space_class in SUFFIX or count.space_class in AUDIENCE
    ]
    counted = [part for part in parts if part.free is not None]
    figures: Site = {
        "capacity": _sum(_registered(lot, seen.capacity), [part.capacity for part in parts]),
        "has_realtime_data": seen.state == "closed"
        or any(count.free is not None for count in seen.by_class.values()),
        "realtime_data_updated_at": None if seen.observed_at is None else in_utc(seen.observed_at),
        "realtime_opening_status": OPENING[seen.state],
    }
    if seen.free is not None:
        figures["realtime_free_capacity"] = _sum(seen.free, [part.free for part in counted])
        figures["realtime_capacity"] = _sum(seen.capacity, [part.capacity for part in counted])
    for part in parts:
        suffix = SUFFIX.get(part.space_class)
        if suffix is not None:
            figures[f"capacity_{suffix}"] = part.capacity
            figures[f"realtime_capacity_{suffix}"] = None if part.free is None else part.capacity
            figures[f"realtime_free_capacity_{suffix}"] = part.free
    restrictions = [_restriction(part) for part in parts if part.space_class in AUDIENCE]
    return figures | {"restrictions": restrictions or None}


def _registered(lot: Lot, counted: int | None) -> int | None:
    """Return what anybody may use by the registry; by the count where it does not say."""
    known = [lot.capacity[name] for name in ("general", "shared") if name in lot.capacity]
    return sum(known) if known else counted


def _restriction(part: ClassCount) -> Site:
    return _said({
        "type": AUDIENCE[part.space_class],
        "capacity": part.capacity,
        "realtime_capacity": None if part.free is None else part.capacity,
        "realtime_free_capacity": part.free,
    })  # fmt: skip


def _sum(anybodys: int | None, parts: list[int | None]) -> int | None:
    """Add up; None where one of them is not known. A lot may have spaces of audiences alone."""
    if anybodys is None and not parts:
        return None
    numbers = [0 if anybodys is None else anybodys, *parts]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def kind_of(lot: Lot) -> str:
    """Return the model's word for a lot's structure."""
    if is_onstreet(lot):
        return "ON_STREET"
    return OTHER if lot.structure is None else SITE_TYPE[lot.structure]


def _said(members: Site) -> Site:
    return {name: value for name, value in members.items() if value is not None}
