"""Stillness: a count that stands although its lot usually moves at this hour: frozen or clamped.

Where the count is full or empty it may stand for good reasons; how rarely it moves there is learned
apart. Of a lot that never moved the prior alone can speak, and later.
"""

from math import log, sqrt
from typing import Final

from msgspec import Struct, field

from parking.checking.activity import Activity, Expected, of_day, prior_rate, unlikely
from parking.checking.local_week import day_of, hour_of_week
from parking.checking.thresholds import (
    BOUND_MEMORY,
    BOUND_NEAR,
    BOUND_SHARE,
    BOUND_SURE,
    BOUND_SURE_AT_MOST,
    CHANCE,
    CHANCES_A_DAY,
    DAY_OPEN_CHANGES,
    DAY_WEIGHT,
    KNOWN_DAYS,
    LEARN_STILL_US,
    NEVER_MOVED_CHANGES,
    NEVER_MOVED_US,
    STILL_AT_LEAST_US,
    STILL_REPORTS,
    SURE_BEFORE_FIRST_CHANGE,
    SURE_BEFORE_FIRST_CHANGE_UNSEEN,
)
from parking.checking.verdict import GOOD, Bad, Judgement
from parking.clock import HOUR_US

_HALF_US: Final = HOUR_US // 2
_UNLIKELY: Final = -log(CHANCE)
_BOTTOM, _TOP, INSIDE = 0, 1, 2


class Bound(Struct):
    """How much of what would have been expected inside was seen at a bound."""

    seen: float
    expected: float

    @property
    def share(self) -> float:
        return min(1.0, self.seen / self.expected)

    def learn(self, seen: float, expected: float) -> None:
        """Take in what was seen of what was expected; the oldest fades."""
        self.seen += seen
        self.expected += expected
        if self.expected > BOUND_MEMORY:
            self.seen, self.expected = self.seen / 2, self.expected / 2


def _bounds() -> tuple[Bound, Bound]:
    low, high = (
        Bound(sure * share, sure) for sure, share in zip(BOUND_SURE, BOUND_SHARE, strict=True)
    )
    return low, high


class Stillness(Struct):
    """Of one lot. `watch` follows every moment at which the count was known to be as it was."""

    zone: str
    activity: Activity
    since_us: int = 0
    first_us: int = 0
    ever_moved: bool = False
    is_odd: bool = False
    """It stands oddly now; that is not what a full or an empty lot usually does."""
    confirmed_us: int = 0
    reports: int = 0
    expected: float = 0.0
    doubt: float = 0.0
    weight: float = 0.0
    expected_before: float = 0.0
    """Of the days before, in which it stood as well: how unlikely that was, on its own."""
    at_bound: float = 0.0
    prior_seen: float = 0.0
    bounds: tuple[Bound, Bound] = field(default_factory=_bounds)
    day: int = 0
    day_changes: float = 0.0
    day_expected: float = 0.0

    def begin(self, at_us: int) -> None:
        """Take the first count of a lot."""
        self.since_us = self.first_us = self.confirmed_us = at_us

    def moved(self, at_us: int, watched_us: int, place: int, *, at_end: bool) -> Judgement:
        """Take a changed count; `watched_us` of the time before it were seen, 0 for none.

        `at_end`: it changed just now, as its source speaks when something changes.
        """
        hour = hour_of_week(at_us, self.zone)
        expected = self.activity.at(hour, at_us)
        if 0 < watched_us < HOUR_US:
            self.activity.changed(hour, watched_us / HOUR_US, at_end=at_end)
            if place != INSIDE and not self.is_odd:
                self.at_bound += expected.rate * watched_us / HOUR_US
                self.bounds[place].learn(1.0, self.at_bound)
        self._day(at_us)
        self.day_changes += 1.0
        self.day_expected += self.expected
        self.since_us = self.confirmed_us = at_us
        self.expected = self.doubt = self.weight = self.expected_before = 0.0
        self.at_bound = 0.0
        self.reports = 0
        self.ever_moved, self.is_odd = True, False
        return GOOD

    def stood(self, until_us: int, watched_us: int, place: int) -> None:
        """Take that the count still was the same, after `watched_us` of seen time before."""
        self.reports += 1
        at_us = until_us - watched_us
        self.confirmed_us = until_us
        while at_us < until_us:
            end_us = min(until_us, (at_us // _HALF_US + 1) * _HALF_US)
            self._stood_in_hour(at_us, (end_us - at_us) / HOUR_US, place)
            at_us = end_us

    def rest(self, at_us: int, *, is_other: bool = False) -> None:
        """Take that nothing was to be expected until now; `is_other`: of another count since."""
        self.confirmed_us = max(self.confirmed_us, at_us)
        if is_other:
            self.since_us = self.confirmed_us
            self.expected = self.doubt = self.weight = self.expected_before = 0.0
            self.at_bound = 0.0
            self.reports = 0
            self.is_odd = False

    @property
    def expected_so_far(self) -> float:
        """Changes that were to be expected since the count stands."""
        return self.expected_before + self.expected

    def judged(self) -> Judgement:
        """Judge how the count stands now."""
        still_us = self.confirmed_us - self.since_us
        if still_us < STILL_AT_LEAST_US or self.reports < STILL_REPORTS:
            return None
        if not self.ever_moved:
            return self._never_moved(still_us)
        weight = self.weight + unlikely(self.expected, self.doubt)
        if weight <= _UNLIKELY + log(min(CHANCES_A_DAY, max(1.0, self.activity.a_day()))):
            return None
        self.is_odd = True
        return Bad(self.since_us, self._evidence(still_us))

    def _evidence(self, still_us: int) -> dict[str, int | float | str]:
        hours = round(still_us / HOUR_US, 1)
        return {"hours": hours, "expected_changes": round(self.expected_so_far, 1)}

    def _never_moved(self, still_us: int) -> Judgement:
        if still_us < NEVER_MOVED_US or self.prior_seen < NEVER_MOVED_CHANGES:
            return None
        evidence = {"hours": round(still_us / HOUR_US, 1)}
        return Bad(self.since_us, evidence | {"expected_changes": round(self.prior_seen, 1)})

    def _stood_in_hour(self, at_us: int, hours: float, place: int) -> None:
        hour = hour_of_week(at_us, self.zone)
        usual = self.activity.at(hour, at_us)
        self._day(at_us)
        self.prior_seen += of_day(hour, self.activity.prior) * hours
        changes = usual.rate * hours * self._day_share()
        sure = self._sure(usual)
        if place != INSIDE:
            bound = self.bounds[place]
            if usual.days >= KNOWN_DAYS and self.day_changes >= DAY_OPEN_CHANGES:
                self.at_bound += changes
            changes *= bound.share
            sure = min(sure, max(BOUND_SURE[place], bound.seen), BOUND_SURE_AT_MOST)
        self.expected += changes
        self.doubt += changes / sqrt(sure)
        if at_us - self.since_us < LEARN_STILL_US:
            self.activity.stood(hour, hours)

    def _sure(self, usual: Expected) -> float:
        if self.day_changes >= DAY_OPEN_CHANGES:
            return usual.sure
        is_known = usual.days >= KNOWN_DAYS
        most = SURE_BEFORE_FIRST_CHANGE if is_known else SURE_BEFORE_FIRST_CHANGE_UNSEEN
        return min(usual.sure, most)

    def _day_share(self) -> float:
        """How much of what is usual this day has brought; never more than all."""
        seen = (self.day_changes + DAY_WEIGHT) / (self.day_expected + DAY_WEIGHT)
        return min(1.0, seen)

    def _day(self, at_us: int) -> None:
        day = day_of(at_us, self.zone)
        if day > self.day:
            self.day, self.day_changes, self.day_expected = day, 0.0, 0.0
            self._end_day()

    def _end_day(self) -> None:
        """Days are unlike one another, each by itself: what stood through several is odder."""
        if self.expected > 0.0:
            self.weight += unlikely(self.expected, self.doubt)
            self.expected_before += self.expected
            self.expected = self.doubt = 0.0


def new_stillness(zone: str, capacity: int) -> Stillness:
    """Return the state of a lot nobody has seen."""
    return Stillness(zone, Activity(prior_rate(capacity)))


def place_of(free: int, capacity: int) -> int:
    """Return where a count is: at the bottom or as good as full, at the top, or inside."""
    near = int(BOUND_NEAR * capacity)
    if free <= near:
        return _BOTTOM
    return _TOP if free >= capacity - near else INSIDE
