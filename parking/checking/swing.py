"""Swing: by how much a count usually moves at an hour of the day, and how odd a step is."""

from math import sqrt
from typing import Final

from msgspec import Struct, field

from parking.checking.floats import Floats, no_floats
from parking.checking.observation import Step
from parking.checking.thresholds import CARS_AT_ONCE, SECONDS_PER_CAR, SPACES_PER_LANE
from parking.clock import HOUR_US, SECOND_US

_HOURS: Final = 24
_MEMORY_H: Final = 5.0
_PRIOR_SHARE: Final = 0.1
_PRIOR_H: Final = 0.5
_FIRST_SIZE, _SIZE_WEIGHT = 10.0, 1 / 64
_NOISE: Final = 1.5
_LEARNT_DEVIATIONS: Final = 6.0
_SECOND_H: Final = 1 / 3_600
_MOST_WATCHED_H: Final = 2.0


class Swing(Struct):
    """Squared changes, and hours watched, by hour of the day."""

    squares: Floats = field(default_factory=lambda: no_floats(_HOURS))
    hours: Floats = field(default_factory=lambda: no_floats(_HOURS))
    size: float = _FIRST_SIZE

    def deviations(self, step: Step) -> float:
        """Return how many standard deviations a step is."""
        return abs(step.change) / self.usual(step)

    def usual(self, step: Step) -> float:
        """Return a standard deviation for so long a gap, in spaces; at least what noise makes."""
        hour, hours = step.hour % _HOURS, max(_SECOND_H, step.gap_us / HOUR_US)
        prior = (_PRIOR_SHARE * step.capacity) ** 2
        rate = (self.squares[hour] + prior * _PRIOR_H) / (self.hours[hour] + _PRIOR_H)
        return sqrt(rate * hours + _NOISE**2)

    def sizes(self, step: Step) -> float:
        """Return how many times as large as usual a change is, whatever time lies before it."""
        return abs(step.change) / (self.size + 1.0)

    def learn(self, step: Step) -> None:
        """Take in a step, unless it is one that no lot makes by itself."""
        hours = step.gap_us / HOUR_US
        if hours > _MOST_WATCHED_H or self.deviations(step) > _LEARNT_DEVIATIONS:
            return
        if step.change:
            self.size += _SIZE_WEIGHT * (abs(step.change) - self.size)
        hour = step.hour % _HOURS
        fade = 1.0 - min(1.0, hours / _MEMORY_H)
        self.squares[hour] = self.squares[hour] * fade + step.change**2
        self.hours[hour] = self.hours[hour] * fade + hours


def most_cars(step: Step, lanes: int | None) -> float:
    """Return how many vehicles can have passed in the time of a step."""
    gates = lanes or 1 + step.capacity // SPACES_PER_LANE
    return gates * (step.gap_us / SECOND_US) / SECONDS_PER_CAR + CARS_AT_ONCE
