"""Lots of a city in ParkAPI v1. A member that is not known is left out: its readers take null
for the number 0 or the word "null".
"""

from collections.abc import Callable, Iterable

import msgspec

from ingest.export.answering import JSON
from ingest.export.parkapi_v1.words import (
    API_VERSION,
    LOT_TYPE,
    SERVER_VERSION,
    STATE,
    SUFFIX,
)
from ingest.export.press import Sheet
from ingest.export.publisher import Publisher
from ingest.export.shown import Shown, class_counts, in_utc, is_onstreet
from ingest.export.tariff_words import read_tariff, tariff_words
from parking.clock import SECOND_US, rfc3339
from parking.lot import Lot


def index_json(cities: dict[str, str], publisher: Publisher) -> bytes:
    """Render the list of cities."""
    return msgspec.json.encode({
        "api_version": API_VERSION,
        "server_version": SERVER_VERSION,
        "reference": publisher.url or "",
        "cities": cities,
    })  # fmt: skip


def city_sheet(
    shown: Iterable[Shown],
    region_of: Callable[[Lot], str | None],
    publisher: Publisher,
    now_us: int,
    updated_us: int | None,
) -> Sheet:
    """Put a city's lots together; `updated_us` is when the newest figure of them was confirmed."""
    licence = " ".join(filter(None, (publisher.licence, publisher.licence_url)))
    attribution: dict[str, object] = {
        "contributor": publisher.name.zh,
        "contributor_en": publisher.name.en,
        "license": licence or None,
        "url": publisher.url,
    }
    about: dict[str, object] = {
        "last_downloaded": _second(now_us),
        "last_updated": _second(now_us if updated_us is None else updated_us),
        "data_source": publisher.url,
        "attribution": _said(attribution),
    }
    head = msgspec.json.encode(_said(about))[:-1] + b',"lots":[\n'
    pieces = (lot_json(one, region_of(one.lot)) for one in shown)
    return Sheet(JSON, head, pieces, b",\n", b"\n]}\n")


def lot_json(shown: Shown, region: str | None) -> bytes:
    """Render one lot; nothing for one without a position, which readers would put at 0°, 0°."""
    lot, seen = shown.lot, shown.availability
    if lot.lat is None or lot.lon is None:
        return b""
    observed = None if seen.observed_at is None else in_utc(seen.observed_at)
    tariff = read_tariff(lot.tariff)
    note = None if tariff is None else tariff_words(tariff)
    told: dict[str, object] = {
        "id": lot.lot_id,
        "name": lot.name,
        "name_en": lot.name_en,
        "coords": {"lat": round(lot.lat, 7), "lng": round(lot.lon, 7)},
        "total": seen.capacity,
        "free": seen.free,
        "state": STATE[seen.state],
        "address": lot.address,
        "region": region,
        "lot_type": _lot_type(lot),
        "opening_hours": lot.opening_hours,
        "forecast": False,
        "last_updated": observed,
        "max_height": lot.max_height_m,
        "fee_hours": None if note is None else note.zh,
        "notes": None if note is None else {"zh": note.zh, "en": note.en},
    }
    for count in class_counts(shown):
        suffix = SUFFIX.get(count.space_class)
        if suffix is not None:
            told[f"total:{suffix}"] = count.capacity
            told[f"free:{suffix}"] = count.free
    return msgspec.json.encode(_said(told))


def _lot_type(lot: Lot) -> str:
    if is_onstreet(lot):
        return "street"
    return "unknown" if lot.structure is None else LOT_TYPE[lot.structure]


def _second(us: int) -> str:
    return rfc3339(us - us % SECOND_US, "UTC").replace("+00:00", "Z")


def _said(members: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}
