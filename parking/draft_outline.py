"""Reads a lot's outline and the point that stands for it where no position is given."""

from collections.abc import Mapping
from typing import Any, Final

from geo.datum import Datum
from geo.shape import centroid, read_outline
from parking.draft_findings import Findings

POINTS_MAX: Final = 2_000
MENDED_POINTS_MAX: Final = 200
"""Beyond this an outline must not cross itself: untangling would hold up everybody else."""


def read_lot_outline(
    raw: Mapping[str, object], datum: Datum, findings: Findings
) -> tuple[dict[str, Any] | None, tuple[float, float] | None]:
    """Read `outline`: in WGS-84, and its centre (lat, lon) still in the datum it came in."""
    given = raw.get("outline")
    if given is None:
        return None, None
    if not isinstance(given, Mapping):
        findings.add("bad-field", "outline", "an outline is a GeoJSON Polygon or MultiPolygon")
        return None, None
    try:
        as_given = _read(given, "wgs84")
        outline = as_given if datum == "wgs84" else _read(given, datum)
    except ValueError as error:
        findings.add("bad-coordinate", "outline", str(error))
        return None, None
    centre = centroid(as_given)
    return outline, (centre.lat, centre.lon)


def _read(given: Mapping[str, Any], datum: Datum) -> dict[str, Any]:
    return read_outline(given, datum, points_max=POINTS_MAX, mended_points_max=MENDED_POINTS_MAX)
