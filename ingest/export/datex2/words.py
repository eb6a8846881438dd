"""The words of DATEX II v3.7 that we use: namespaces, and which of its terms stand for ours."""

from typing import Final, NamedTuple

from parking.vocabulary import Flag, LotClass, LotState, SpaceClass, Structure, Trend, ValueKind
from parking.words import Words

NAMESPACES: Final = {
    "xmlns:d2": "http://datex2.eu/schema/3/d2Payload",
    "xmlns:com": "http://datex2.eu/schema/3/common",
    "xmlns:loc": "http://datex2.eu/schema/3/locationReferencing",
    "xmlns:locx": "http://datex2.eu/schema/3/locationExtension",
    "xmlns:fac": "http://datex2.eu/schema/3/facilities",
    "xmlns:prk": "http://datex2.eu/schema/3/parking",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
MODEL: Final = {"modelBaseVersion": "3"}
LAT_LON: Final = "urn:ogc:def:crs:EPSG::4326"
"""WGS-84 with the latitude first, which a bare `EPSG:4326` leaves open."""
LONGEST: Final = 1_024
"""Characters of a text."""
EXTENDED: Final = "_extended"
"""Stands where the model has no word; the attribute `_extendedValue` has it then."""


class Built(NamedTuple):
    """How a structure is told: type, layout, grade, cover; None is not said."""

    kind: str
    layout: str | None
    grade: str | None = None
    cover: str | None = None
    is_robotic: bool = False


BUILT: Final[dict[Structure | None, Built]] = {
    "surface": Built("offStreetSurface", "openSpace", "groundLevel", "notCovered"),
    "underground": Built("offStreetStructure", "building", "underground", "covered"),
    "ramp_garage": Built("offStreetStructure", "building", "aboveGround"),
    "mechanical": Built("offStreetStructure", "building", is_robotic=True),
    "onstreet": Built("onStreet", "layBy", "groundLevel", "notCovered"),
    None: Built(EXTENDED, None),
}


class Reserved(NamedTuple):
    """Whom spaces of a class are for: a group of users, a fuel or kind of vehicle, a restriction.

    `is_exclusive` False: anybody may book them.
    """

    name: Words
    user_group: str | None = None
    fuel: str | None = None
    vehicle: str | None = None
    restriction: str | None = None
    is_exclusive: bool = True


RESERVED: Final[dict[SpaceClass, Reserved]] = {
    "charging": Reserved(Words("充电车位", "charging"), fuel="battery"),
    "accessible": Reserved(Words("无障碍车位", "accessible"), user_group="registeredDisabledUsers"),
    "shared": Reserved(Words("共享车位", "shared"), is_exclusive=False),
    "reserved": Reserved(Words("预约车位", "reserved"), user_group="reservationHolders"),
    "monthly": Reserved(Words("月租车位", "monthly"), user_group="seasonTicketHolders"),
    "loading": Reserved(Words("装卸车位", "loading"), restriction="loadingZone"),
    "motorcycle": Reserved(Words("摩托车位", "motorcycle"), vehicle="motorcycle"),
}

OPEN_TO_PUBLIC: Final[dict[LotClass, str]] = {
    "public_offstreet": "true", "onstreet": "true", "dedicated": "false",
}  # fmt: skip
OPENING: Final[dict[LotState, str]] = {
    "open": "open", "full": "open", "closed": "closed", "unknown": "statusUnknown",
}  # fmt: skip
PLACE_STATUS: Final[dict[LotState, str | None]] = {
    "open": "spacesAvailable", "full": "full", "closed": None, "unknown": "unknown",
}  # fmt: skip
TREND: Final[dict[Trend, str]] = {
    "filling": "increasing", "steady": "stable", "emptying": "decreasing", "unknown": "unknown",
}  # fmt: skip
CALCULATION: Final[dict[ValueKind, str]] = {
    "measured": "counted", "derived": "derived", "expected": "expected",
}  # fmt: skip
"""`declared` has no word there: a person's count is not one that was verified."""
WRONG: Final[frozenset[Flag]] = frozenset({"frozen", "inverted"})
"""Such a count misleads, and its readers drop it; one in doubt has a wider interval instead."""
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
