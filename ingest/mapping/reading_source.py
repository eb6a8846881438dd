"""Reads the values of a mapping file's `[source]`: texts, words, the zone, the CRS, the box."""

from collections.abc import Mapping as Members
from typing import cast
from zoneinfo import ZoneInfo

from geo.crs import is_known_crs
from geo.datum import DATUMS, Datum
from ingest.mapping.complaints import Complaints, nearest


def choice(
    table: Members[str, object], key: str, known: tuple[str, ...], complaints: Complaints
) -> str:
    value = table.get(key)
    if isinstance(value, str) and value in known:
        return value
    near = nearest(str(value), known) if value is not None else ""
    complaints.value(f"/source/{key}", value, ", ".join(known), near)
    return known[0]


def text(table: Members[str, object], key: str, complaints: Complaints) -> str:
    value = table.get(key, "")
    if isinstance(value, str):
        return value
    complaints.value(f"/source/{key}", value, '"…"')
    return ""


def zone(source: Members[str, object], complaints: Complaints) -> str:
    name = text(source, "zone", complaints)
    try:
        return name and ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        complaints.value("/source/zone", name, "Asia/Shanghai")
        return ""


def datum(source: Members[str, object], complaints: Complaints) -> Datum | None:
    if "coordsys" not in source:
        return None
    return cast("Datum", choice(source, "coordsys", DATUMS, complaints))


def crs(source: Members[str, object], complaints: Complaints) -> str:
    name = text(source, "crs", complaints)
    if name and not is_known_crs(name):
        complaints.value("/source/crs", name, "EPSG:25832")
    if name and "coordsys" in source:
        complaints.value("/source/crs", name, "`crs` / `coordsys`: 二选一, one of the two")
    return name


def bbox(
    source: Members[str, object], complaints: Complaints
) -> tuple[float, float, float, float] | None:
    value = source.get("bbox")
    if value is None:
        return None
    match value:
        case [int() | float() as west, int() | float() as south, int() | float() as east,
              int() | float() as north] if west < east and south < north:  # fmt: skip
            return float(west), float(south), float(east), float(north)
    complaints.value("/source/bbox", value, "[west, south, east, north]")
    return None
