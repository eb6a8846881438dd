"""Month: a calendar month on a city's clock, as reports are made of. It knows no store."""

from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from parking.clock import to_us
from parking.moment import FIRST_YEAR, LAST_YEAR
from parking.planning.local_day import day_at
from parking.words import Lang

DECEMBER = 12


class Month(NamedTuple):
    """Written `2026-10`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it; ValueError in plain words for anything else, also of other ages."""
        try:
            day = date.fromisoformat(f"{text}-01")
        except ValueError:
            day = date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(f"{text}: not a month; write 2026-10")
        return cls(day.year, day.month)

    @classmethod
    def of(cls, at_us: int, zone: str) -> Self:
        """Return the month of a moment on the zone's clock."""
        day = day_at(at_us, zone)
        return cls(day.year, day.month)

    @property
    def before(self) -> "Month":
        return Month(self.year - 1, DECEMBER) if self.number == 1 else self._at(self.number - 1)

    @property
    def days(self) -> int:
        return monthrange(self.year, self.number)[1]

    def span_us(self, zone: str) -> tuple[int, int]:
        """Return where it begins and ends on the zone's clock."""
        after = Month(self.year + 1, 1) if self.number == DECEMBER else self._at(self.number + 1)
        return _begin_us(self, zone), _begin_us(after, zone)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    def title(self, lang: Lang) -> str:
        """Return what people call it."""
        day = date(self.year, self.number, 1)
        return f"{self.year} 年 {self.number} 月" if lang == "zh" else f"{day:%B %Y}"

    def _at(self, number: int) -> "Month":
        return Month(self.year, number)


def _begin_us(month: Month, zone: str) -> int:
    return to_us(datetime(month.year, month.number, 1, tzinfo=ZoneInfo(zone)))
