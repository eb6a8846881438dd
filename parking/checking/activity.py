"""Activity: how many changes an hour of the week brings, learned, with a prior for what is new.

Counts that are read every so often show that something changed, not how often; a rate is what would
show as much. `Expected.sure` says how far it can be trusted: it is the shape of a gamma
distribution, so that a silence is weighed with all rates that may be.
"""

from functools import cache
from math import expm1, log1p
from typing import Final, NamedTuple

from msgspec import Struct, field

from parking.checking.floats import Floats, no_floats
from parking.checking.local_week import SATURDAY, WEEK
from parking.checking.thresholds import (
    MEMORY_A_WEEK,
    OTHER_DAYS,
    PRIOR_AN_HOUR,
    PRIOR_CHANGES,
    PRIOR_NIGHT,
    PRIOR_SHARE_AN_HOUR,
    SURE_AT_MOST,
    SURE_PER_DAY,
    SURE_PER_OTHER_DAY,
    SURE_PER_WEEK,
    SURE_UNSEEN,
)
from parking.clock import HOUR_US

_DAY: Final = 24
_MORNING, _EVENING = 6, 22


class Expected(NamedTuple):
    """Changes an hour, how sure that is, and on how many like days the hour was seen.

    The same weekday counts for two.
    """

    rate: float
    sure: float
    days: float


def prior_rate(capacity: int) -> float:
    """Return the changes an hour by day of a lot of that size that nobody has seen yet."""
    least, most = PRIOR_AN_HOUR
    return min(most, max(least, PRIOR_SHARE_AN_HOUR * capacity))


def of_day(hour: int, rate: float) -> float:
    """Return what a daytime rate is at that hour, where nothing else is known."""
    return rate if _MORNING <= hour % _DAY < _EVENING else PRIOR_NIGHT * rate


_NOTHING: Final = Expected(0.0, 0.0, 0.0)


class Activity(Struct):
    """Of each hour of the week: changes seen, hours watched, weeks seen; older ones count less."""

    prior: float
    changes: Floats = field(default_factory=lambda: no_floats(WEEK))
    hours: Floats = field(default_factory=lambda: no_floats(WEEK))
    weeks: Floats = field(default_factory=lambda: no_floats(WEEK))
    hour_now: int = -1
    now: tuple[Expected, Expected] = (_NOTHING, _NOTHING)

    def at(self, hour: int, at_us: int) -> Expected:
        """Return what is expected at a moment, in that hour of the week.

        Looked up once an hour, for each half of it: what is learned in it says nothing about
        itself. Towards a quieter hour it becomes quiet before the hour is over.
        """
        number = at_us // HOUR_US
        if number != self.hour_now:
            self.hour_now = number
            self.now = self._halves(hour)
            self._begin(hour)
        return self.now[at_us % HOUR_US >= HOUR_US // 2]

    def stood(self, hour: int, watched_h: float) -> None:
        """Take in that nothing changed for so long."""
        self.hours[hour] += watched_h

    def changed(self, hour: int, watched_h: float, *, at_end: bool) -> None:
        """Take in a change: at the end of a watched time, or, of a source that is read every so
        often, somewhere in it.
        """
        self.changes[hour] += 1.0
        if not at_end:
            watched_h = _first_change(
                max(self.now[0].rate, self.now[1].rate, self.prior), watched_h
            )
        self.hours[hour] += watched_h

    def a_day(self) -> float:
        """Return how many changes a usual day brings."""
        hours = sum(self.hours)
        return _DAY * (sum(self.changes) / hours if hours > _DAY else self.prior)

    def _begin(self, hour: int) -> None:
        if self.hours[hour] > 0.0:
            for told in (self.changes, self.hours, self.weeks):
                told[hour] *= MEMORY_A_WEEK
        self.weeks[hour] += 1.0

    def _halves(self, hour: int) -> tuple[Expected, Expected]:
        overall = self._overall()
        here = self._expect(hour, overall)
        rates = (self._expect(near % WEEK, overall).rate for near in (hour - 1, hour + 1))
        early, late = (min(here.rate, (here.rate + rate) / 2) for rate in rates)
        return here._replace(rate=early), here._replace(rate=late)

    def _expect(self, hour: int, overall: float) -> Expected:
        of_hour = hour % _DAY
        mine, others = _days(hour)
        changes, hours, weeks = self.changes, self.hours, self.weeks
        rate = of_day(of_hour, overall)
        rate = _shrunk(changes, hours, others, rate)
        if sum(hours[one] for one in others):
            rate *= OTHER_DAYS
        rate = _shrunk(changes, hours, mine, rate)
        own = weeks[hour] if hours[hour] else 0.0
        like = sum(weeks[one] for one in mine) - weeks[hour]
        unlike = sum(weeks[one] for one in others)
        rate = _shrunk(changes, hours, (hour,), rate)
        sure = SURE_UNSEEN + SURE_PER_WEEK * own + SURE_PER_DAY * like
        return Expected(
            rate, min(SURE_AT_MOST, sure + SURE_PER_OTHER_DAY * unlike), 2.0 * own + like
        )

    def _overall(self) -> float:
        return (sum(self.changes) + PRIOR_CHANGES) / (sum(self.hours) + PRIOR_CHANGES / self.prior)


def unlikely(expected: float, doubt: float) -> float:
    """Return how unlikely it is that nothing changed, as -ln of the chance.

    `expected` changes, whose standard deviation is `doubt` for all that is not known of the rate.
    """
    if expected <= 0.0:
        return 0.0
    sure = (expected / doubt) ** 2
    return sure * log1p(expected / sure)


def _shrunk(changes: Floats, hours: Floats, which: tuple[int, ...], prior: float) -> float:
    seen = sum([changes[one] for one in which]) + PRIOR_CHANGES
    return seen / (sum([hours[one] for one in which]) + PRIOR_CHANGES / prior)


@cache
def _days(hour: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return this hour on days like this one, and on the others: many shops close on Sundays."""
    of_week = tuple(range(hour % _DAY, WEEK, _DAY))
    if hour < SATURDAY:
        return of_week[:5], of_week[5:]
    return (hour,), tuple(one for one in of_week if one != hour)


def _first_change(rate: float, within_h: float) -> float:
    """Return when the first change of a watched time was, on average, if there was one."""
    whole = rate * within_h
    if whole < 1e-6:  # noqa: PLR2004 - half of it, and what is below would divide by nothing
        return within_h / 2
    return 1.0 / rate - within_h / expm1(min(whole, 500.0))
