"""Zones, policies and areas of the Curb Data Specification."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ingest.export.cds.shapes import polygon_of
from ingest.export.cds.words import (
    CURRENCY,
    MEDIA,
    REFERENCE,
    RULES,
    VERSION,
    area_id,
    policy_id,
    zone_id,
)
from ingest.export.press import Sheet
from ingest.export.publisher import Publisher
from ingest.export.shown import Shown, class_counts, in_ms, total_of
from ingest.export.tariff_words import read_tariff
from parking.lot import Lot
from parking.ports import Area
from parking.tariff import Tariff

_MINUTES_AN_HOUR = 60


def sheet(
    name: str, pieces: Iterable[bytes], publisher: Publisher, now_us: int, zone: str
) -> Sheet:
    """Put the objects of one kind into their envelope."""
    about = _said({
        "version": VERSION,
        "time_zone": zone,
        "last_updated": now_us // 1_000,
        "currency": CURRENCY,
        "author": publisher.name.en,
        "license_url": publisher.licence_url,
    })  # fmt: skip
    head = msgspec.json.encode(about)[:-1] + b',"data":{"%b":[\n' % name.encode()
    return Sheet(MEDIA, head, pieces, b",\n", b"\n]}}\n")


def zone_json(
    shown: Shown, area_codes: Iterable[str], publisher: Publisher, *, with_geometry: bool
) -> bytes:
    """Render a lot as a zone; nothing for a lot of which it is not known where it is.

    Figures are of all its spaces; whom they are for stands in the policy's rules.
    """
    lot, seen = shown.lot, shown.availability
    geometry = polygon_of(lot.outline, lot.lat, lot.lon)
    if geometry is None:
        return b""
    counts = class_counts(shown)
    free = [count.free for count in counts if count.free is not None]
    since_ms = publisher.since_us // 1_000
    observed_ms = None if seen.observed_at is None else in_ms(seen.observed_at)
    return msgspec.json.encode(_said({
        "curb_zone_id": zone_id(lot.lot_id),
        "geometry": geometry if with_geometry else None,
        "curb_policy_ids": [policy_id(lot.lot_id, lot.version)],
        "published_date": since_ms,
        "last_updated_date": observed_ms or since_ms,
        "start_date": since_ms,
        "name": lot.name,
        "user_zone_id": lot.lot_id,
        "street_name": lot.address,
        "num_spaces": total_of(counts),
        "available_spaces": sum(free) if free and seen.state != "closed" else None,
        "availability_time": observed_ms if free else None,
        "curb_area_ids": [area_id(code) for code in area_codes] or None,
        "external_references": [{"reference_type": REFERENCE, "id": lot.lot_id}],
        "custom_attributes": _said({
            "name_en": lot.name_en,
            "operator": lot.operator_id,
            "lot_class": lot.lot_class,
            "structure": lot.structure,
            "opening_hours": lot.opening_hours,
            "max_height_m": lot.max_height_m,
            "state": seen.state,
        }),
    }))  # fmt: skip


def policy_json(lot: Lot, publisher: Publisher) -> bytes:
    """Render what holds for a lot: who may park or load there, and for how much."""
    tariff = read_tariff(lot.tariff)
    rates = None if tariff is None else _rates(tariff)
    classes = lot.capacity or {"general": 0}
    rules = {}
    for space_class in classes:
        rule = RULES[space_class]
        users = list(rule.user_classes) or None
        said = {"activity": rule.activity, "user_classes": users, "rate": rates}
        rules[rule] = _said(said)
    return msgspec.json.encode({
        "curb_policy_id": policy_id(lot.lot_id, lot.version),
        "published_date": publisher.since_us // 1_000,
        "priority": 1,
        "rules": list(rules.values()),
    })  # fmt: skip


def area_json(area: Area, lots: Iterable[Lot], publisher: Publisher) -> bytes:
    """Render an area with the zones in it; nothing for one without an outline."""
    geometry = polygon_of(area.outline, None, None)
    if geometry is None:
        return b""
    since_ms = publisher.since_us // 1_000
    return msgspec.json.encode({
        "curb_area_id": area_id(area.area_code),
        "geometry": geometry,
        "name": area.name,
        "published_date": since_ms,
        "last_updated_date": since_ms,
        "curb_zone_ids": [zone_id(lot.lot_id) for lot in lots],
    })  # fmt: skip


def _rates(tariff: Tariff) -> list[dict[str, Any]] | None:
    """Tell a price of so much for each begun span, all day and every day; nothing else is told."""
    if tariff.free:
        return [{"rate": 0, "rate_unit": "hour"}]
    if tariff.visit_fen or tariff.free_min or len(tariff.periods) != 1:
        return None
    period = tariff.periods[0]
    if (period.begins, period.ends) != ("00:00", "24:00") or len(period.steps) != 1:
        return None
    step = period.steps[0]
    if step.per_min is None or step.fen * _MINUTES_AN_HOUR % step.per_min:
        return None
    rate = {
        "rate": step.fen * _MINUTES_AN_HOUR // step.per_min,
        "rate_unit": "hour",
        "rate_unit_period": "rolling",
        "increment_amount": step.fen,
        "maximum_fee": period.cap_fen if tariff.day_cap_fen is None else tariff.day_cap_fen,
    }
    return [_said(rate)]


def _said(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
