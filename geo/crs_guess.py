"""Which projected grid numbers without a name may be in, by where each grid's numbers lie."""

from dataclasses import dataclass
from typing import Final

from geo.position import MAX_LAT, MAX_LON


@dataclass(frozen=True, slots=True)
class _Grid:
    crs: str
    name: str
    x: tuple[float, float]
    y: tuple[float, float]


_GRIDS: Final = (
    _Grid("EPSG:2056", "Swiss LV95", (2_480_000, 2_840_000), (1_070_000, 1_300_000)),
    _Grid("EPSG:21781", "Swiss LV03", (480_000, 840_000), (70_000, 300_000)),
    _Grid("EPSG:2326", "Hong Kong 1980 Grid", (798_000, 872_000), (798_000, 850_000)),
    _Grid("EPSG:3826", "TWD97 / TM2", (90_000, 410_000), (2_390_000, 2_820_000)),
    _Grid("EPSG:3414", "SVY21 Singapore", (0, 60_000), (10_000, 60_000)),
    _Grid("EPSG:28992", "RD New", (0, 290_000), (300_000, 630_000)),
    _Grid("EPSG:31467", "Gauss-Krüger 3", (3_280_000, 3_930_000), (5_200_000, 6_150_000)),
    _Grid("EPSG:31468", "Gauss-Krüger 4", (4_280_000, 4_930_000), (5_200_000, 6_150_000)),
    _Grid("EPSG:25832", "ETRS89 / UTM 32N", (250_000, 950_000), (5_200_000, 6_250_000)),
    _Grid("EPSG:2154", "Lambert-93", (80_000, 1_260_000), (6_000_000, 7_200_000)),
    _Grid("EPSG:4549", "CGCS2000 / 3-degree GK 120E", (300_000, 700_000), (1_900_000, 5_999_000)),
    _Grid("EPSG:4527", "CGCS2000 / 3-degree GK zone 39", (39_300_000, 39_700_000),
          (1_900_000, 5_999_000)),
    _Grid("EPSG:27700", "British National Grid", (0, 660_000), (0, 1_230_000)),
    _Grid("EPSG:3857", "Web Mercator", (-20_100_000, 20_100_000), (-20_100_000, 20_100_000)),
)  # fmt: skip
"""The narrowest first. A guess, never used to convert: many grids share their numbers."""


def looks_projected(x: float, y: float) -> bool:
    """Tell whether the numbers are metres rather than degrees."""
    beyond = 2.0 * MAX_LON
    return abs(x) > beyond and abs(y) > MAX_LAT


def likely_crs(x: float, y: float) -> str | None:
    """Return the likeliest grid as `EPSG:25832 (ETRS89 / UTM 32N)`; None where there is none."""
    for grid in _GRIDS:
        if grid.x[0] <= x <= grid.x[1] and grid.y[0] <= y <= grid.y[1]:
            return f"{grid.crs} ({grid.name})"
    return None
