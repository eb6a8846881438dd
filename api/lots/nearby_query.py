"""The nearby question as a value: every parameter of `GET /v1/lots/nearby`, checked.

It knows ranges and words; how lots are found and shown is not here.
"""

from dataclasses import dataclass
from math import nan
from typing import Final, Literal, cast, get_args

from api.lots.query_string import (
    bad_parameter,
    flag_of,
    integer_in,
    number_in,
    parse_query,
    word_in,
)
from geo.datum import DATUMS, Datum, to_wgs84
from parking.vocabulary import LOT_CLASSES, SPACE_CLASSES, LotClass, SpaceClass

Sort = Literal["distance", "free", "price", "arrival"]

SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
RADIUS_M_DEFAULT, RADIUS_M_MAX = 1_000, 50_000
LIMIT_DEFAULT, LIMIT_MAX = 20, 200
ARRIVE_IN_S_MAX = 24 * 3600
STAY_MIN_MAX = 31 * 24 * 60
FREE_MAX = 100_000
HEIGHT_M_MAX = 10.0


@dataclass(frozen=True, slots=True)
class NearbyQuery:
    """`lat` and `lon` are WGS-84 already; `coordsys` is what answers are written in.

    `vehicle_height_m` is NaN where not asked; `lot_classes` empty means any.
    """

    lat: float
    lon: float
    radius_m: float = RADIUS_M_DEFAULT
    limit: int = LIMIT_DEFAULT
    coordsys: Datum = "wgs84"
    space_class: SpaceClass = "general"
    min_free: int = 0
    vehicle_height_m: float = nan
    lot_classes: tuple[LotClass, ...] = ()
    arrive_in_s: int = 0
    stay_min: int | None = None
    sort: Sort = "distance"
    include_unknown: bool = False


def parse_nearby(raw: bytes) -> NearbyQuery:
    """Read a raw query string; raises ProblemError that names the parameter and the mend."""
    given = parse_query(raw)
    lat = number_in(given, "lat", None, -90, 90)
    lon = number_in(given, "lon", None, -180, 180)
    coordsys = cast("Datum", word_in(given, "coordsys", "wgs84", DATUMS))
    if coordsys != "wgs84":
        position = to_wgs84(lat, lon, coordsys)
        lat, lon = position.lat, position.lon
    stay_min = integer_in(given, "stay_min", 0, 0, STAY_MIN_MAX) if "stay_min" in given else None
    sort = cast("Sort", word_in(given, "sort", "distance", SORTS))
    if sort == "price" and stay_min is None:
        raise bad_parameter("stay_min", "is required to sort by price.")
    height_m = number_in(given, "max_height_m", nan, 0, HEIGHT_M_MAX)
    return NearbyQuery(
        lat=lat,
        lon=lon,
        radius_m=number_in(given, "radius_m", RADIUS_M_DEFAULT, 1, RADIUS_M_MAX),
        limit=integer_in(given, "limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
        coordsys=coordsys,
        space_class=cast("SpaceClass", word_in(given, "space_class", "general", SPACE_CLASSES)),
        min_free=integer_in(given, "min_free", 0, 0, FREE_MAX),
        vehicle_height_m=height_m,
        lot_classes=_lot_classes(given.get("lot_class", "")),
        arrive_in_s=integer_in(given, "arrive_in_s", 0, 0, ARRIVE_IN_S_MAX),
        stay_min=stay_min,
        sort=sort,
        include_unknown=flag_of(given, "include_unknown"),
    )


def _lot_classes(text: str) -> tuple[LotClass, ...]:
    words = tuple(word for word in text.split(",") if word)
    for word in words:
        if word not in LOT_CLASSES:
            raise bad_parameter("lot_class", f"must be among {', '.join(LOT_CLASSES)}.")
    return cast("tuple[LotClass, ...]", words)
