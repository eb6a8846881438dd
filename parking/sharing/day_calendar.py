"""Day calendar: the class of each day in China, with its make-up days and a city's own days.

Years that the State Council has announced are known to a maintained library; those to come are
estimated by a second one, without make-up days, and marked provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final

import chinese_calendar
import holidays.countries  # else loaded at the first day asked about, for a third of a second
import tzdata
from holidays.version import __version__ as estimates_version

from parking.sharing.terms import DayClass

_SATURDAY: Final = 5
_NO_DAYS: Final[Mapping[date, DayClass]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Announcements:
    """What has been announced: the days off of holidays, and weekend days that are worked.

    Whole years are: those of `days_off` from the first to the last, and all between.
    """

    days_off: frozenset[date]
    make_up_days: frozenset[date]

    @property
    def years(self) -> range:
        return range(min(self.days_off).year, max(self.days_off).year + 1)


ANNOUNCED: Final = Announcements(
    days_off=frozenset(chinese_calendar.holidays), make_up_days=frozenset(chinese_calendar.workdays)
)


class DayCalendar:
    """Classes of days. `own_days`, a city's own, go before all that is announced."""

    def __init__(
        self,
        own_days: Mapping[date, DayClass] = _NO_DAYS,
        announced: Announcements = ANNOUNCED,
    ) -> None:
        self._own_days = dict(own_days)
        self._announced = announced
        self._years = announced.years
        self._edition = _edition(self._own_days, announced)

    @property
    def edition(self) -> str:
        """16 digits that change when a year is announced, an own day or a zone's rules change."""
        return self._edition

    def day_class(self, day: date) -> DayClass:
        """Return the class; a holiday's bridged days off are holidays, weekends within it too."""
        own = self._own_days.get(day)
        if own is not None:
            return own
        if day in self._announced.make_up_days:
            return "workday"
        if day in self._days_off(day.year):
            return "holiday"
        return "weekend" if day.weekday() >= _SATURDAY else "workday"

    def is_provisional(self, day: date) -> bool:
        """Whether the day's class is estimated, as its year has not been announced yet."""
        return day.year not in self._years and day not in self._own_days

    def _days_off(self, year: int) -> frozenset[date]:
        return self._announced.days_off if year in self._years else _estimated_days_off(year)


@lru_cache(maxsize=256)
def _estimated_days_off(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CN", years=year))


def _edition(own_days: Mapping[date, DayClass], announced: Announcements) -> str:
    """Say apart whatever windows are made of: days, estimates, and the zones' rules."""
    said = [
        *sorted(f"{day}={day_class}" for day, day_class in own_days.items()),
        *sorted(f"{day} off" for day in announced.days_off),
        *sorted(f"{day} on" for day in announced.make_up_days),
        f"estimates {estimates_version}",
        f"zones {tzdata.IANA_VERSION}",
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:16]
