"""Turns a description of a lot, from JSON, GeoJSON or CSV, into a draft or into what is wrong."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from geo.box import BoundingBox
from geo.datum import Datum
from geo.partition import partition_of
from parking.draft import LotDraft
from parking.draft_fields import (
    read_capacity,
    read_choice,
    read_flag,
    read_height_m,
    read_timezone,
)
from parking.draft_findings import Findings
from parking.draft_outline import read_lot_outline
from parking.draft_place import Place, read_datum, read_entrances, read_place
from parking.draft_text import is_plain, read_lot_id, read_operator_id, read_text
from parking.opening import check_opening_hours
from parking.problems import Problem
from parking.tariff import parse_tariff
from parking.vocabulary import (
    LAND_USES,
    LOT_CLASSES,
    STRUCTURES,
    LandUse,
    LotClass,
    Structure,
)

FIELDS: Final = frozenset({
    "lot_id", "name", "name_en", "operator", "lat", "lon", "coordsys", "capacity", "lot_class",
    "structure", "land_use", "address", "opening_hours", "tariff", "max_height_m", "area_code",
    "entrance", "entrances", "outline", "has_gate", "timezone",
})  # fmt: skip
MAX_OPENING_HOURS_LENGTH: Final = 1_000


@dataclass(frozen=True, slots=True)
class DraftRules:
    """What the city adds to a description: defaults, and the box it lies in."""

    partitions: int = 16
    coordsys: Datum = "wgs84"
    timezone: str = "Asia/Shanghai"
    city: BoundingBox | None = None
    is_city_bound: bool = False
    is_strict: bool = True
    """Refuse fields that are unknown, as a call does; a file's extra columns are let through."""


def read_draft(
    raw: Mapping[str, object], rules: DraftRules, *, pointer: str = ""
) -> LotDraft | list[Problem]:
    """Check everything and report every problem at once, each with a pointer below `pointer`."""
    findings = Findings(pointer)
    if rules.is_strict:
        _refuse_unknown(raw, findings)
    lot_id = read_lot_id(raw, findings)
    name = read_text(raw, "name", findings, required=True)
    datum = read_datum(raw, rules.coordsys, findings)
    outline, centre = read_lot_outline(raw, datum, findings)
    place = read_place(
        raw,
        datum,
        findings,
        otherwise=centre,
        city=rules.city,
        is_city_bound=rules.is_city_bound,
    )
    described = _describe(raw, rules, findings) | {
        "entrances": read_entrances(raw, datum, findings),
        "outline": outline,
    }
    if findings.problems or lot_id is None or name is None:
        return findings.problems
    return LotDraft(
        lot_id=lot_id,
        name=name,
        partition=partition_of(place.cell if place else None, lot_id, rules.partitions),
        coordsys=datum,
        **_of_place(place),
        **described,
    )


def _describe(raw: Mapping[str, object], rules: DraftRules, findings: Findings) -> dict[str, Any]:
    return {
        "operator_id": read_operator_id(raw, "operator", findings),
        "name_en": read_text(raw, "name_en", findings),
        "capacity": read_capacity(raw, findings),
        "lot_class": cast("LotClass | None", read_choice(raw, "lot_class", LOT_CLASSES, findings)),
        "structure": cast("Structure | None", read_choice(raw, "structure", STRUCTURES, findings)),
        "land_use": cast("LandUse | None", read_choice(raw, "land_use", LAND_USES, findings)),
        "address": read_text(raw, "address", findings, max_length=400),
        "opening_hours": _read_opening_hours(raw, findings),
        "tariff": _read_tariff(raw, findings),
        "max_height_m": read_height_m(raw, findings),
        "area_code": read_text(raw, "area_code", findings, max_length=64),
        "has_gate": read_flag(raw, "has_gate", findings),
        "timezone": read_timezone(raw, rules.timezone, findings),
    }


def _of_place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "lat": place.position.lat,
        "lon": place.position.lon,
        "cell": place.cell,
        "raw_lat": place.raw_lat,
        "raw_lon": place.raw_lon,
    }


def _read_opening_hours(raw: Mapping[str, object], findings: Findings) -> str | None:
    text = read_text(raw, "opening_hours", findings, max_length=MAX_OPENING_HOURS_LENGTH)
    wrong = check_opening_hours(text) if text is not None else None
    if wrong is not None:
        findings.add("bad-field", "opening_hours", wrong)
        return None
    return text


def _read_tariff(raw: Mapping[str, object], findings: Findings) -> dict[str, Any] | None:
    value = raw.get("tariff")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        findings.add("bad-field", "tariff", "a tariff is an object; its form is in the reference")
        return None
    parsed = parse_tariff(value, f"{findings.base}/tariff")
    if isinstance(parsed, Problem):
        findings.problems.append(parsed)
        return None
    if not all(is_plain(vehicle) for vehicle in parsed.vehicle_factor):
        findings.add("bad-field", "tariff/vehicle_factor", "a class holds control characters")
    return dict(value)


def _refuse_unknown(raw: Mapping[str, object], findings: Findings) -> None:
    for field in raw:
        if field not in FIELDS:
            near = difflib.get_close_matches(field, FIELDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(FIELDS))}"
            findings.add("bad-field", field, f"unknown field {field!r:.60}; {hint}")
