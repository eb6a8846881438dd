"""A city from a seed: lots where people go, on dry ground, inside the real districts. Pure."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from geo.ground import Ground
from simulator.names import lot_name
from simulator.operators import OPERATORS, SimulatedOperator

METRES_PER_DEGREE = 111_320.0
LAND_USE_OF_KIND = {
    "business": ("mall", "office", "restaurant", "residential"),
    "hospital": ("hospital", "hospital", "residential"),
    "station": ("transport_hub", "office", "restaurant"),
    "scenic": ("scenic", "restaurant", "residential"),
    "venue": ("venue", "mall", "residential"),
    "government": ("government", "office", "residential"),
    "school": ("school", "residential", "restaurant"),
}
"""What surrounds a landmark of each kind; the first stands nearest to it."""
SPREAD_M = 900.0
SUBURBAN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class SimulatedLot:
    """A lot of the simulated city; positions are WGS-84 degrees, capacities per space class."""

    lot_id: str
    operator: SimulatedOperator
    name: str
    name_en: str
    lat: float
    lon: float
    area_code: str
    land_use: str
    lot_class: str
    structure: str
    capacity: Mapping[str, int]
    max_height_m: float | None
    tariff: Mapping[str, Any] | None
    pull: float
    """How busy this lot is compared with others of its kind."""


@dataclass(frozen=True, slots=True)
class City:
    """All lots of one seed, in the order of their ids."""

    seed: int
    lots: tuple[SimulatedLot, ...]


def make_city(seed: int, size: int, ground: Ground, landmarks: Sequence[Mapping[str, Any]]) -> City:
    """Return a city of `size` lots; the same seed, size and data give the same city."""
    dice = Random(f"city-{seed}")
    in_district: Counter[str] = Counter()
    at_landmark: Counter[str] = Counter()
    lots = []
    for _ in range(size):
        lat, lon, landmark, land_use = _place(dice, ground, landmarks)
        district = ground.district_at(lat, lon) or str(landmark["area_code"])
        in_district[district] += 1
        at_landmark[landmark["name"]] += 1
        numbers = in_district[district], at_landmark[landmark["name"]]
        lots.append(_lot(dice, numbers, district, lat, lon, landmark, land_use))
    return City(seed=seed, lots=tuple(sorted(lots, key=lambda lot: lot.lot_id)))


def _place(
    dice: Random, ground: Ground, landmarks: Sequence[Mapping[str, Any]]
) -> tuple[float, float, Mapping[str, Any], str]:
    """Draw a dry point in a district near a landmark; suburbs spread wider."""
    while True:
        landmark = dice.choice(landmarks)
        uses = LAND_USE_OF_KIND[landmark["kind"]]
        rank = min(len(uses) - 1, int(dice.expovariate(1.0)))
        spread_m = SPREAD_M * (0.25 + 0.5 * rank)
        if dice.random() < SUBURBAN_SHARE:
            spread_m *= 5
        lat = landmark["lat"] + dice.gauss(0, spread_m) / METRES_PER_DEGREE
        east_scale = math.cos(math.radians(landmark["lat"]))
        lon = landmark["lon"] + dice.gauss(0, spread_m) / METRES_PER_DEGREE / east_scale
        if ground.district_at(lat, lon) is not None and not ground.is_wet(lat, lon):
            return round(lat, 6), round(lon, 6), landmark, uses[rank]


def _lot(
    dice: Random,
    numbers: tuple[int, int],
    district: str,
    lat: float,
    lon: float,
    landmark: Mapping[str, Any],
    land_use: str,
) -> SimulatedLot:
    structure = dice.choices(
        ("surface", "underground", "ramp_garage", "mechanical", "onstreet"), (30, 38, 10, 4, 18)
    )[0]
    letter, lot_class = _class_of(dice, structure)
    total = _total(dice, structure)
    in_district, at_landmark = numbers
    name, name_en = lot_name(dice, landmark, structure, at_landmark)
    return SimulatedLot(
        lot_id=f"{district}-{letter}-{in_district:05d}",
        operator=OPERATORS["kerb"] if structure == "onstreet" else _operator(dice),
        name=name,
        name_en=name_en,
        lat=lat,
        lon=lon,
        area_code=district,
        land_use=land_use,
        lot_class=lot_class,
        structure=structure,
        capacity=_capacity(dice, structure, total),
        max_height_m=_height(dice, structure),
        tariff=_tariff(dice, structure),
        pull=dice.uniform(0.75, 1.2),
    )


def _class_of(dice: Random, structure: str) -> tuple[str, str]:
    if structure == "onstreet":
        return "S", "onstreet"
    return dice.choices(
        (("P", "public_offstreet"), ("A", "attached"), ("T", "temporary")), (35, 60, 5)
    )[0]


def _total(dice: Random, structure: str) -> int:
    median = {"surface": 70, "underground": 260, "ramp_garage": 320, "mechanical": 90}.get(
        structure, 22
    )
    return max(8, round(dice.lognormvariate(math.log(median), 0.6)))


def _capacity(dice: Random, structure: str, total: int) -> dict[str, int]:
    if structure == "onstreet":
        return {"general": total}
    charging = round(total * dice.choice((0.0, 0.05, 0.1, 0.15)))
    capacity = {"general": total - charging, "charging": charging, "accessible": total // 60}
    return {name: spaces for name, spaces in capacity.items() if spaces > 0}


def _height(dice: Random, structure: str) -> float | None:
    return dice.choice((1.8, 2.0, 2.1, 2.2)) if structure in {"underground", "mechanical"} else None


def _operator(dice: Random) -> SimulatedOperator:
    offstreet = [operator for name, operator in OPERATORS.items() if name != "kerb"]
    return dice.choices(offstreet, [operator.share for operator in offstreet])[0]


def _tariff(dice: Random, structure: str) -> dict[str, Any]:
    """Return a structured tariff; kerbs as in the city's rule, garages by the hour with a cap."""
    if structure == "onstreet":
        return {
            "currency": "CNY",
            "free_min": 30,
            "periods": [
                {
                    "days": ["all"],
                    "from": "08:00",
                    "to": "20:00",
                    "steps": [{"fen": 200, "per_min": 60}],
                },
                {
                    "days": ["all"],
                    "from": "20:00",
                    "to": "08:00",
                    "steps": [{"fen": 200, "per_min": 60}],
                    "cap_fen": 500,
                },
            ],
        }
    return {
        "currency": "CNY",
        "free_min": dice.choice((15, 30)),
        "periods": [
            {
                "days": ["all"],
                "from": "00:00",
                "to": "24:00",
                "steps": [{"fen": dice.choice((200, 300, 400, 500)), "per_min": 60}],
            },
        ],
        "day_cap_fen": dice.choice((1500, 2000, 3000, 4000)),
    }
