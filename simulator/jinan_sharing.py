"""Jinan's sharing regime as agreements, and which simulated lots lend by it. Pure, no dice.

Offices lend at night what residents lack then; homes lend by day what hospitals lack.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from simulator.city import City, SimulatedLot

By = Literal["operator", "owner"]

JINAN_WINDOWS: Final[tuple[dict[str, Any], ...]] = (
    {
        "days": ["workday"],
        "stay": ["19:00", "07:30"],
        "movement": [["19:00", "22:00"], ["06:00", "07:30"]],
    },
    {
        "days": ["weekend", "holiday"],
        "stay": ["00:00", "24:00"],
        "movement": [["06:00", "22:00"]],
    },
)
"""On workdays by night, else all day; in principle nobody comes or goes from 22:00 to 06:00."""
JINAN_LIMITS: Final[dict[str, Any]] = {"max_height_m": 1.8, "max_seats": 7}
DAY_WINDOWS: Final[tuple[dict[str, Any], ...]] = (
    {"days": ["workday"], "stay": ["08:30", "17:00"]},
)
"""While those who live there are at work; cars come and go as they like."""
ONE_IN: Final[dict[str, int]] = {"government": 1, "office": 2, "residential": 4}
"""Of the lots of a land use every one, every second, every fourth lends."""
OWNED_ONE_IN: Final = 3
"""Of the residential ones so many are a resident's own two spaces; the others their operator's."""
NIGHT_SHARE: Final = 0.3
DAY_SHARE: Final = 0.1
FEWEST, MOST = 4, 60
WITH_GATES: Final = 6
"""Every second garage that lends by night has a gate, up to so many."""
GARAGES: Final = frozenset({"underground", "ramp_garage"})
NOT_LENT: Final = frozenset({"onstreet", "mechanical"})


@dataclass(frozen=True, slots=True)
class LentLot:
    """A simulated lot that lends `spaces` spaces; `has_gate`: bookings are told to its gate."""

    lot: SimulatedLot
    by: By
    spaces: int
    has_gate: bool = False

    @property
    def is_by_night(self) -> bool:
        return self.lot.land_use != "residential"


def lent_lots(city: City) -> tuple[LentLot, ...]:
    """Return what is lent in a city; the same city always lends the same."""
    night = [lot for use in ("government", "office") for lot in _every(city, use)]
    garages = [lot for lot in night if lot.structure in GARAGES]
    gated = {lot.lot_id for lot in garages[::2][:WITH_GATES]}
    by_night = [
        LentLot(lot, "operator", _spaces(lot, NIGHT_SHARE), lot.lot_id in gated) for lot in night
    ]
    by_day = [
        LentLot(lot, "owner", 2)
        if number % OWNED_ONE_IN == 1
        else LentLot(lot, "operator", _spaces(lot, DAY_SHARE))
        for number, lot in enumerate(_every(city, "residential"))
    ]
    return (*by_night, *by_day)


def agreement(lent: LentLot, year: int) -> dict[str, Any]:
    """Return the agreement of a lot in the wire form, for a year and the next."""
    terms: dict[str, Any] = {
        "lot_id": lent.lot.lot_id,
        "valid": {
            "from": date(year, 1, 1).isoformat(),
            "until": date(year + 1, 12, 31).isoformat(),
        },
        "notice": {"cancel_min": 60, "suspend_h": 24},
    }
    if lent.is_by_night:
        limits = {"quota": lent.spaces, "vehicle": JINAN_LIMITS}
        return terms | limits | {"windows": list(JINAN_WINDOWS), "price": {"free": True}}
    terms["windows"] = list(DAY_WINDOWS)
    if lent.by == "operator":
        return terms | {"quota": lent.spaces, "price": {"unit": "hour", "fen": 200}}
    spaces = [f"R-{number:02}" for number in range(1, lent.spaces + 1)]
    return terms | {"spaces": spaces, "price": {"unit": "visit", "fen": 500}}


def _every(city: City, land_use: str) -> list[SimulatedLot]:
    lots = [lot for lot in city.lots if lot.land_use == land_use and lot.structure not in NOT_LENT]
    return lots[:: ONE_IN[land_use]]


def _spaces(lot: SimulatedLot, share: float) -> int:
    return min(MOST, max(FEWEST, round(lot.capacity["general"] * share)))
