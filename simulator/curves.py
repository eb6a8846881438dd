"""How full places of each kind are through the day, and how long cars stay. Assumptions, stated.

Shapes follow the percent-of-peak tables that transport engineers use for offices and shops, and our
own defaults for homes, hospitals, stations and sights; all are planning assumptions, not
measurements of Jinan.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Final

HOURS = 24


@dataclass(frozen=True, slots=True)
class Stay:
    """Lognormal stay: its median in minutes and the spread of its logarithm."""

    median_min: float
    sigma: float

    @property
    def mean_min(self) -> float:
        return self.median_min * math.exp(self.sigma**2 / 2)

    def draw_min(self, dice: Random) -> float:
        """Draw one stay, at least one minute."""
        return max(1.0, dice.lognormvariate(math.log(self.median_min), self.sigma))


@dataclass(frozen=True, slots=True)
class Demand:
    """Wanted occupancy per hour of the day on workdays and on free days (1 = every space)."""

    workday: tuple[float, ...]
    free_day: tuple[float, ...]
    stay: Stay

    def wanted(self, hour: float, *, workday: bool) -> float:
        """Return the wanted occupancy at a fractional hour, straight between the full hours."""
        curve = self.workday if workday else self.free_day
        left = int(hour) % HOURS
        share = hour - int(hour)
        return curve[left] * (1 - share) + curve[(left + 1) % HOURS] * share

    def arrivals_per_min(self, hour: float, capacity: int, *, workday: bool) -> float:
        """Arrival rate that keeps a lot at the wanted occupancy: its growth plus what leaves."""
        step = 0.25
        growth = (
            self.wanted((hour + step) % HOURS, workday=workday) - self.wanted(hour, workday=workday)
        ) / (step * 60)
        leaving = self.wanted(hour, workday=workday) / self.stay.mean_min
        return max(0.0, growth + leaving) * capacity


def _hours(text: str) -> tuple[float, ...]:
    values = tuple(int(word) / 100 for word in text.split())
    if len(values) != HOURS:
        raise ValueError(f"{len(values)} hours, not {HOURS}")
    return values


DEMAND: Final[dict[str, Demand]] = {
    "office": Demand(
        _hours("8 8 8 8 8 9 14 35 72 95 99 97 88 86 93 95 90 74 45 26 18 14 11 9"),
        _hours("6 6 6 6 6 6 7 9 14 20 24 25 24 24 24 23 21 18 14 11 9 8 7 6"),
        Stay(300, 0.55),
    ),
    "government": Demand(
        _hours("6 6 6 6 6 7 12 40 85 99 98 94 78 76 92 95 88 62 24 14 10 8 7 6"),
        _hours("5 5 5 5 5 5 6 7 9 11 12 12 11 11 11 11 10 9 7 6 6 5 5 5"),
        Stay(240, 0.6),
    ),
    "hospital": Demand(
        _hours("24 22 21 20 21 26 45 82 104 108 106 100 84 80 96 99 92 74 56 48 42 36 30 26"),
        _hours("22 21 20 20 20 24 36 60 80 86 85 80 70 68 75 76 70 60 50 44 38 32 27 24"),
        Stay(100, 0.6),
    ),
    "mall": Demand(
        _hours("6 5 5 5 5 5 6 8 14 30 48 62 72 70 66 68 72 82 96 98 86 62 30 12"),
        _hours("8 6 5 5 5 5 6 9 20 48 76 94 101 99 98 100 102 104 106 100 86 60 30 14"),
        Stay(90, 0.7),
    ),
    "restaurant": Demand(
        _hours("10 8 6 5 5 5 6 10 16 24 40 78 92 66 38 34 42 76 100 96 74 48 26 14"),
        _hours("12 9 7 6 5 5 6 10 18 32 56 94 102 84 58 50 58 90 106 102 84 58 32 18"),
        Stay(75, 0.45),
    ),
    "residential": Demand(
        _hours("98 99 99 99 98 95 86 68 54 50 48 48 50 50 48 49 54 64 76 85 91 94 96 97"),
        _hours("98 99 99 99 98 97 94 88 80 74 70 68 69 68 66 66 69 75 82 88 92 95 96 97"),
        Stay(600, 0.4),
    ),
    "transport_hub": Demand(
        _hours("48 46 45 45 48 58 74 86 92 90 86 84 84 86 88 90 92 95 94 88 80 70 60 52"),
        _hours("52 50 48 48 52 62 76 88 94 94 92 90 90 91 92 94 96 97 95 90 84 74 64 56"),
        Stay(45, 1.0),
    ),
    "scenic": Demand(
        _hours("4 4 4 4 4 6 10 16 28 44 58 64 62 62 62 56 46 34 24 18 12 8 6 4"),
        _hours("4 4 4 4 5 8 16 34 66 92 104 106 104 104 105 98 82 60 40 28 18 10 6 4"),
        Stay(150, 0.5),
    ),
    "school": Demand(
        _hours("10 10 10 10 10 11 24 70 86 84 82 80 74 74 80 82 84 72 46 28 20 16 12 10"),
        _hours("8 8 8 8 8 8 9 11 16 20 22 22 20 20 21 21 20 18 14 12 10 9 8 8"),
        Stay(260, 0.6),
    ),
    "venue": Demand(
        _hours("6 6 6 6 6 6 8 12 20 30 36 38 38 40 42 42 44 52 62 64 48 28 14 8"),
        _hours("6 6 6 6 6 7 10 20 40 58 64 64 60 62 66 66 68 76 84 80 60 34 16 8"),
        Stay(120, 0.5),
    ),
}
