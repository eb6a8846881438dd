"""Unmet demand as the field can know it: an estimate, as nobody reports who was turned away.

The truth is in `Cars.refusals`; here only what gates and counts show is used.
"""

from collections.abc import Iterator
from typing import Final

from simulator.week.accounts import Use
from simulator.week.asked import Asked
from simulator.week.days import HOUR_US, day_of

CARRIED_HOURS: Final = 2
"""An hour that had spaces tells the rate of so many full ones after it."""


def lost_thousandths(asked: Asked) -> int:
    """Return how many would have come but for full lots, in thousandths of a car.

    Of each lot and class, day by day: an hour that was full for less than half of its known time
    has a rate, arrivals per space-hour that was not full; a full hour is wanted as the last rate of
    its day says, and those that came are taken off.
    """
    return sum(sum(_of_day(day)) for day in _days(asked))


def _days(asked: Asked) -> Iterator[list[tuple[int, int, Use]]]:
    """Yield the hours of each lot, class and day that counted anybody: beginning, arrivals, use."""
    hours: dict[tuple[int, str, object], list[tuple[int, int, Use]]] = {}
    for books, space_class, hour_us, use in asked.hour_uses():
        if books.counts_cars(space_class):
            place = id(books), space_class, day_of(hour_us)
            hours.setdefault(place, []).append((hour_us, books.came(space_class, hour_us), use))
    yield from hours.values()


def _of_day(hours: list[tuple[int, int, Use]]) -> Iterator[int]:
    rated: tuple[int, int, int] | None = None
    for hour_us, came, use in hours:
        spare = use.known - use.full
        if use.open and 5 * use.known >= 4 * use.open and spare >= use.full:
            rated = hour_us, came, spare
        if not use.full or rated is None or hour_us > rated[0] + CARRIED_HOURS * HOUR_US:
            continue
        wanted = 1000 * rated[1] * use.known // rated[2]
        yield max(0, wanted - 1000 * came)
