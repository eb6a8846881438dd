"""Reads areas from GeoJSON: `area_code,name,level,parent_code`, or DataV's `adcode,parent`."""

from collections.abc import Mapping
from typing import Any

from geo.datum import Datum, to_wgs84
from geo.position import Position
from geo.shape import label_point, read_outline
from ingest.registry.area_codes import checked_code, level_of
from parking.draft_findings import Findings
from parking.draft_text import read_text
from parking.ports import Area
from parking.problems import Problem


def read_area_feature(feature: object, datum: Datum, pointer: str) -> Area | Problem:
    """Read one feature; its outline and label move to WGS-84."""
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        return Problem("bad-field", "a feature has properties", pointer)
    findings = Findings(f"{pointer}/properties")
    code = checked_code(properties.get("area_code") or properties.get("adcode"))
    name = read_text(properties, "name", findings, required=True)
    parent = _parent_of(properties)
    level = level_of(properties.get("level"), code)
    if code is None or level is None:
        findings.add("bad-field", "area_code", "an area needs area_code (or adcode) and level")
    outline, label = _drawn(geometry, properties.get("center"), datum, findings)
    if findings.problems or code is None or name is None or level is None:
        return findings.problems[0]
    return Area(
        area_code=code,
        level=level,
        name=name,
        name_en=read_text(properties, "name_en", findings),
        parent_code=parent,
        outline=outline,
        label_lat=label.lat if label else None,
        label_lon=label.lon if label else None,
    )


def _parent_of(properties: Mapping[str, object]) -> str | None:
    parent = properties.get("parent_code")
    if parent is None:
        above = properties.get("parent")
        parent = above.get("adcode") if isinstance(above, Mapping) else above
    return checked_code(parent)


def _drawn(
    geometry: object, center: object, datum: Datum, findings: Findings
) -> tuple[dict[str, Any] | None, Position | None]:
    if not isinstance(geometry, Mapping):
        return None, None
    try:
        outline = read_outline(geometry, datum)
        match center:
            case [float() | int() as lon, float() | int() as lat]:
                return outline, to_wgs84(lat, lon, datum)
            case _:
                return outline, label_point(outline)
    except ValueError as error:
        findings.problems.append(Problem("bad-coordinate", str(error), findings.base))
        return None, None
