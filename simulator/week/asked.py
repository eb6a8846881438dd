"""Asked: some lots, some classes of spaces and a time, and what the books say of them together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.week.accounts import STEP_US, Use, added
from simulator.week.books import Books, Visit, by_hours
from simulator.week.days import DAY_US, HOUR_US, begin_us, day_of

QUARTER_STEPS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """From a moment until another, both full hours; `classes` None: all there are."""

    books: Sequence[Books]
    from_us: int
    to_us: int
    classes: frozenset[str] | None = None

    def pairs(self, *, counting: bool = False) -> Iterator[tuple[Books, str]]:
        """Yield every lot with every class that is asked about; `counting`: cars are counted in."""
        for books in self.books:
            for space_class in books.truth.classes:
                is_asked = self.classes is None or space_class in self.classes
                if is_asked and (books.counts_cars(space_class) or not counting):
                    yield books, space_class

    def hours(self) -> range:
        return by_hours(self.from_us, self.to_us)

    def whole_days(self) -> range:
        """Return when each local day begins that lies wholly within."""
        first_us = begin_us(day_of(self.from_us + DAY_US - 1))
        return range(first_us, self.to_us - DAY_US + 1, DAY_US)

    def use(self, *, counting: bool = False) -> Use:
        return added(
            books.use(space_class, self.from_us, self.to_us)
            for books, space_class in self.pairs(counting=counting)
        )

    def hour_uses(self) -> Iterator[tuple[Books, str, int, Use]]:
        """Yield every hour of each lot and class alone."""
        for books, space_class in self.pairs():
            for hour_us in self.hours():
                use = books.use(space_class, hour_us, hour_us + HOUR_US)
                yield books, space_class, hour_us, use

    def quarters(self) -> Iterator[tuple[int, Use]]:
        """Yield every quarter hour of all of them together, with its beginning."""
        for quarter_us in range(self.from_us, self.to_us, QUARTER_STEPS * STEP_US):
            end_us = quarter_us + QUARTER_STEPS * STEP_US
            parts = (books.use(name, quarter_us, end_us) for books, name in self.pairs())
            yield quarter_us, added(parts)

    def arrivals(self) -> Counter[int]:
        """Return how many came in each hour, by its beginning."""
        return Counter(
            {
                hour_us: sum(books.came(name, hour_us) for books, name in self.pairs(counting=True))
                for hour_us in self.hours()
            }
        )

    def visits(self) -> list[Visit]:
        """Return who left by a gate that reads plates."""
        return [
            visit
            for books in self.books
            for visit in books.left_between(self.from_us, self.to_us)
            if self.classes is None or visit.space_class in self.classes
        ]


def by_day(hours: Mapping[int, int], days: Iterable[int]) -> Iterator[list[int]]:
    """Yield the hours' numbers of each day."""
    for day_us in days:
        yield [number for at_us, number in hours.items() if day_of(at_us) == day_of(day_us)]
