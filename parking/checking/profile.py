"""Profile: what share of a lot is usually free, by hour of workdays and of weekends."""

from typing import Final, NamedTuple

from msgspec import Struct, field

from parking.checking.floats import Floats, no_floats
from parking.checking.thresholds import PROFILE_DAYS, PROFILE_WEIGHT

_HOURS: Final = 24
_WORKDAYS: Final = 5
_MOST_APART: Final = 2
_ENOUGH_H: Final = 0.5


class HourSeen(NamedTuple):
    """What was free on average in an hour that is over."""

    hour: int
    share: float


class Profile(Struct):
    """`share` and `days` seen: 24 hours of workdays, then 24 of weekends."""

    share: Floats = field(default_factory=lambda: no_floats(2 * _HOURS))
    days: Floats = field(default_factory=lambda: no_floats(2 * _HOURS))
    hour: int = -1
    sum_h: float = 0.0
    weight_h: float = 0.0

    def usual(self, hour: int) -> float | None:
        """Return what is usual in an hour of the week; None until it was seen on some days."""
        place = place_of_hour(hour)
        return self.share[place] if self.days[place] >= PROFILE_DAYS else None

    def watch(self, hour: int, hours: float, share: float) -> HourSeen | None:
        """Take in what was free for a while; returns the hour before, when another one begins."""
        over = None
        if hour != self.hour:
            if self.hour >= 0 and self.weight_h >= _ENOUGH_H:
                over = HourSeen(self.hour, self.sum_h / self.weight_h)
            self.drop()
            self.hour = hour
        self.sum_h += share * hours
        self.weight_h += hours
        return over

    def learn(self, seen: HourSeen) -> None:
        """Let an hour that is over be part of what is usual."""
        place = place_of_hour(seen.hour)
        weight = PROFILE_WEIGHT if self.days[place] else 1.0
        self.share[place] += weight * (seen.share - self.share[place])
        self.days[place] += 1.0

    def mirror(self) -> None:
        """Let what was seen have been the mirror image of what is usual."""
        for place, days in enumerate(self.days):
            if days:
                self.share[place] = 1.0 - self.share[place]

    def drop(self) -> None:
        """Forget what was seen of the present hour."""
        self.hour, self.sum_h, self.weight_h = -1, 0.0, 0.0


def place_of_hour(hour: int) -> int:
    """Return where an hour of the week is in a profile."""
    return hour % _HOURS + (_HOURS if hour >= _WORKDAYS * _HOURS else 0)
