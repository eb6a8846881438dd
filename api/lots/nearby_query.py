"""The nearby question as a value: every parameter of `GET /v1/lots/nearby`, checked.

It knows ranges and words; how lots are found and shown is not here.
"""

import re
from functools import lru_cache
from math import nan
from typing import Any, Final, Literal, NamedTuple, get_args

from api.lots.query_string import (
    Reader,
    flag,
    number,
    parse_query,
    several,
    whole,
    word,
)
from geo.datum import DATUMS, Datum, to_wgs84
from geo.position import MAX_LAT, MAX_LON
from parking.problems import Problem, ProblemError
from parking.vocabulary import LOT_CLASSES, SPACE_CLASSES, LotClass, SpaceClass

Sort = Literal["distance", "free", "price", "arrival"]

SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
RADIUS_M_DEFAULT, RADIUS_M_MAX = 1_000, 50_000
LIMIT_DEFAULT, LIMIT_MAX = 20, 200
ARRIVE_IN_S_MAX = 24 * 3600
STAY_MIN_MAX = 31 * 24 * 60
FREE_MAX = 100_000
HEIGHT_M_MAX = 10.0


class NearbyQuery(NamedTuple):
    """`lat` and `lon` are WGS-84 already; `coordsys` is what answers are written in.

    `max_height_m` is the vehicle's, NaN where not asked; no `lot_class` means any.
    """

    lat: float
    lon: float
    radius_m: float = RADIUS_M_DEFAULT
    limit: int = LIMIT_DEFAULT
    coordsys: Datum = "wgs84"
    space_class: SpaceClass = "general"
    min_free: int = 0
    max_height_m: float = nan
    lot_class: tuple[LotClass, ...] = ()
    arrive_in_s: int = 0
    stay_min: int | None = None
    sort: Sort = "distance"
    include_unknown: bool = False


_READERS: Final[dict[str, Reader]] = {
    "lat": number(-90, 90),
    "lon": number(-180, 180),
    "radius_m": number(1, RADIUS_M_MAX),
    "limit": whole(1, LIMIT_MAX),
    "coordsys": word(DATUMS),
    "space_class": word(SPACE_CLASSES),
    "min_free": whole(0, FREE_MAX),
    "max_height_m": number(0, HEIGHT_M_MAX),
    "lot_class": several(LOT_CLASSES),
    "arrive_in_s": whole(0, ARRIVE_IN_S_MAX),
    "stay_min": whole(0, STAY_MIN_MAX),
    "sort": word(SORTS),
    "include_unknown": flag,
}


_PLACE_FIRST: Final = re.compile(
    rb"lat=(-?\d{1,3}(?:\.\d{1,17})?)&lon=(-?\d{1,3}(?:\.\d{1,17})?)(?:&(.{0,200}))?"
)
_REST_KEPT: Final = 1024


def parse_nearby(raw: bytes) -> NearbyQuery:
    """Read a raw query string; raises ProblemError that names the parameter and the mend.

    Parameters that are not known, or empty, are passed over.
    """
    query = _parse_usual(raw) or _checked(_read(raw))
    if query.coordsys == "wgs84":
        return query
    position = to_wgs84(query.lat, query.lon, query.coordsys)
    return query._replace(lat=position.lat, lon=position.lon)


def _parse_usual(raw: bytes) -> NearbyQuery | None:
    """Read a place before all else at half the cost: a client asks the rest again and again.

    None where it is anything else, or wrong.
    """
    usual = _PLACE_FIRST.fullmatch(raw)
    if usual is None:
        return None
    lat, lon, rest = float(usual[1]), float(usual[2]), _read_rest(usual[3] or b"")
    if rest is None or abs(lat) > MAX_LAT or abs(lon) > MAX_LON:
        return None
    return NearbyQuery._make((lat, lon, *rest))


@lru_cache(_REST_KEPT)
def _read_rest(raw: bytes) -> tuple[Any, ...] | None:
    """Read all but the place; None where that is given here too."""
    given = _read(raw)
    if "lat" in given or "lon" in given:
        return None
    return _checked({"lat": 0.0, "lon": 0.0, **given})[2:]


def _read(raw: bytes) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, text in parse_query(raw).items():
        reader = _READERS.get(name)
        if reader is not None and text:
            given[name] = reader(name, text)
    return given


def _checked(given: dict[str, Any]) -> NearbyQuery:
    if "lat" not in given or "lon" not in given:
        raise _missing("lon" if "lat" in given else "lat", "is required.")
    query = NearbyQuery(**given)
    if query.sort == "price" and query.stay_min is None:
        raise _missing("stay_min", "is required to sort by price.")
    return query


def _missing(name: str, told: str) -> ProblemError:
    return ProblemError(Problem("missing-field", f"{name}: {told}", pointer=f"/query/{name}"))
