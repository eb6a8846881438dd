"""Ground: where lots may stand. District polygons hold them, water does not."""

from collections.abc import Iterable, Mapping
from typing import Any

from shapely import STRtree, contains_xy, prepare
from shapely.affinity import scale
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0


class Ground:
    """Districts and water of one city, from GeoJSON features in WGS-84.

    A water feature that is a line is as wide as its `width_m`; `east_scale` is the cosine of the
    city's latitude, so that the width is the same in every direction.
    """

    def __init__(
        self,
        districts: Iterable[Mapping[str, Any]],
        water: Iterable[Mapping[str, Any]],
        *,
        east_scale: float,
    ) -> None:
        self._districts: dict[str, BaseGeometry] = {
            feature["properties"]["area_code"]: shape(feature["geometry"]) for feature in districts
        }
        for outline in self._districts.values():
            prepare(outline)
        self._water = STRtree([_wet(feature, east_scale) for feature in water])

    @property
    def codes(self) -> list[str]:
        """The districts' codes, in the order given."""
        return list(self._districts)

    def bounds(self, code: str) -> tuple[float, float, float, float]:
        """West, south, east, north of a district."""
        west, south, east, north = self._districts[code].bounds
        return west, south, east, north

    def district_at(self, lat: float, lon: float) -> str | None:
        """Return the district that contains the point, None outside all."""
        return next(
            (code for code, area in self._districts.items() if contains_xy(area, lon, lat)), None
        )

    def is_wet(self, lat: float, lon: float) -> bool:
        """Tell whether the point lies in a lake or a river."""
        return (
            len(
                self._water.query(
                    shape({"type": "Point", "coordinates": (lon, lat)}), predicate="intersects"
                )
            )
            > 0
        )


def _wet(feature: Mapping[str, Any], east_scale: float) -> BaseGeometry:
    geometry = shape(feature["geometry"])
    width_m = feature["properties"].get("width_m", 0.0)
    if geometry.geom_type == "LineString" and width_m > 0:
        # Buffer in a plane whose units are equal, then stretch the longitudes back.
        flat = scale(geometry, xfact=east_scale, yfact=1.0, origin=(0, 0))
        wide = flat.buffer(width_m / 2 / METRES_PER_DEGREE)
        return scale(wide, xfact=1 / east_scale, yfact=1.0, origin=(0, 0))
    return geometry
