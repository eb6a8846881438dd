"""Day parts: days as the fewest stored sums: of months, of quarters of a month, and of single days,
some of which are taken out again. It knows the calendar and no store.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct

QUARTERS: Final = (1, 2, 3, 4)
"""Days 1 to 8, 9 to 16, 17 to 24, and from 25 on, as the tables of months have them."""
_QUARTER_DAYS: Final = 8


class Quarter(NamedTuple):
    """A part of a month, which is named by its first day; `sign` is -1 where it is taken out."""

    month: date
    part: int
    sign: int


class DayParts(Struct, frozen=True):
    """Sums that come to those of the days: whole months, quarters, and days each with its sign."""

    months: tuple[date, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    days: tuple[tuple[date, int], ...] = ()

    def __len__(self) -> int:
        return len(self.months) + len(self.quarters) + len(self.days)

    @property
    def columns(self) -> tuple[Sequence[date | int], ...]:
        """Return them as statements take them, quarters and days column by column."""
        return (
            self.months,
            [one.month for one in self.quarters],
            [one.part for one in self.quarters],
            [one.sign for one in self.quarters],
            [day for day, _ in self.days],
            [sign for _, sign in self.days],
        )


def day_parts(days: Iterable[date]) -> DayParts:
    """Choose them: whatever days are asked for, no more sums than there are days."""
    by_month: defaultdict[date, set[int]] = defaultdict(set)
    for day in days:
        by_month[day.replace(day=1)].add(day.day)
    chosen = [_of_month(month, wanted) for month, wanted in sorted(by_month.items())]
    return DayParts(
        tuple(month for one in chosen for month in one.months),
        tuple(quarter for one in chosen for quarter in one.quarters),
        tuple(day for one in chosen for day in one.days),
    )


def quarter_of(day: int) -> int:
    """Return in which quarter of its month a day lies."""
    return min((day + _QUARTER_DAYS - 1) // _QUARTER_DAYS, len(QUARTERS))


def _of_month(month: date, wanted: set[int]) -> DayParts:
    """Put the days together, or take the others out of the whole month, whichever is less."""
    there = set(range(1, monthrange(month.year, month.month)[1] + 1))
    put = _by_quarters(month, there, wanted, 1)
    taken = _by_quarters(month, there, there - wanted, -1)
    return min(put, DayParts((month,), taken.quarters, taken.days), key=len)


def _by_quarters(month: date, there: set[int], wanted: set[int], sign: int) -> DayParts:
    quarters: list[Quarter] = []
    days: list[tuple[date, int]] = []
    for part in QUARTERS:
        inside = {day for day in there if quarter_of(day) == part}
        asked = inside & wanted
        rest = inside - asked
        if len(rest) + 1 < len(asked):
            quarters.append(Quarter(month, part, sign))
            days += ((month.replace(day=day), -sign) for day in sorted(rest))
        else:
            days += ((month.replace(day=day), sign) for day in sorted(asked))
    return DayParts((), tuple(quarters), tuple(days))
