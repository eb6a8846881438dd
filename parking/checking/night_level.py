"""Night level: what is free when a night is deepest; a counter that drifts moves it night by night.

For lots of which no gate is heard. What a lot has at that hour is nearly the same each night; what
moves noons as far is no season.
"""

from math import sqrt
from typing import Final

from msgspec import Struct, field

from parking.checking.observation import Step
from parking.checking.thresholds import (
    DRIFT_NIGHT_DEVIATIONS,
    DRIFT_NIGHT_LOT_LEAST,
    DRIFT_NIGHT_SHARE,
    DRIFT_NIGHTS,
    DRIFT_NOON_RATIO,
)
from parking.checking.verdict import GOOD, Bad, Judgement
from parking.clock import DAY_US, HOUR_US

_NIGHT: Final = frozenset({2, 3, 4})
_NOON: Final = frozenset({11, 12, 13})
_ENOUGH_H: Final = 1.0
_FLAT_SHARE: Final = 0.004
_DAY_H: Final = 24


class Levels(Struct):
    """Of one time of the day: the newest days' average free spaces, and when they were seen."""

    sum_h: float = 0.0
    weight_h: float = 0.0
    levels: list[float] = field(default_factory=list)
    days: list[int] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Take in how long a count stood."""
        hours = min(1.0, step.gap_us / HOUR_US)
        self.sum_h += step.before * hours
        self.weight_h += hours

    def end(self, step: Step) -> bool:
        """Close what was seen of a day; True where there was enough, and of all days."""
        enough = self.weight_h >= _ENOUGH_H
        if enough:
            self.levels = [*self.levels[-DRIFT_NIGHTS:], self.sum_h / self.weight_h]
            self.days = [*self.days[-DRIFT_NIGHTS:], step.before_us // DAY_US]
        self.sum_h = self.weight_h = 0.0
        return enough and len(self.levels) > DRIFT_NIGHTS


class NightLevel(Struct):
    """Nights and noons of one lot."""

    night: Levels = field(default_factory=Levels)
    noon: Levels = field(default_factory=Levels)

    def see(self, step: Step) -> Judgement:
        """Take in how long a count stood; judges once, as a night ends."""
        if step.capacity < DRIFT_NIGHT_LOT_LEAST:
            return None
        hour = step.hour % _DAY_H
        if hour in _NIGHT:
            self.night.add(step)
        elif self.night.weight_h and self.night.end(step):
            return self._judged(step)
        elif hour in _NOON:
            self.noon.add(step)
        elif self.noon.weight_h:
            self.noon.end(step)
        return None

    def _judged(self, step: Step) -> Judgement:
        slope, scatter = _line(self.night.days, self.night.levels)
        nights = self.night.days[-1] - self.night.days[0]
        scatter = max(scatter, _FLAT_SHARE * step.capacity)
        if abs(slope) * nights < DRIFT_NIGHT_SHARE * step.capacity:
            return GOOD
        if abs(slope) < DRIFT_NIGHT_DEVIATIONS * scatter or not self._noons_too(slope):
            return None
        start_us = step.us - nights * DAY_US
        return Bad(start_us, {"nights": nights, "drift": round(slope * nights)})

    def _noons_too(self, slope: float) -> bool:
        noon = self.noon
        if len(noon.levels) <= DRIFT_NIGHTS or noon.days[-1] <= noon.days[0]:
            return False
        steep = (noon.levels[-1] - noon.levels[0]) / (noon.days[-1] - noon.days[0])
        least, most = DRIFT_NOON_RATIO
        return least <= steep / slope <= most


def _line(days: list[int], levels: list[float]) -> tuple[float, float]:
    """Return the slope of the line through the days, and its standard error."""
    count = len(days)
    middle, level = sum(days) / count, sum(levels) / count
    wide = sum((one - middle) ** 2 for one in days)
    slope = sum((x - middle) * y for x, y in zip(days, levels, strict=True)) / wide
    left = sum((y - level - slope * (x - middle)) ** 2 for x, y in zip(days, levels, strict=True))
    return slope, sqrt(left / (count - 2) / wide)
