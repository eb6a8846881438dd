"""Service: how well the town was told of, and what its lending came to, by definition."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from simulator.week.asked import Asked
from simulator.week.books import Books
from simulator.week.days import DAY_US, HOUR_US
from simulator.week.stays import Stay
from simulator.week.steps import overlap_us
from simulator.week.whole import FEWEST_STAYS, Number, ranked

TIMELY_S: Final = 60
WEIGHTS: Final[Mapping[str, Fraction]] = {
    "online": Fraction(25, 100),
    "timeliness": Fraction(20, 100),
    "pairing": Fraction(20, 100),
    "consistency": Fraction(20, 100),
    "plausibility": Fraction(15, 100),
}
"""What nothing shows is left out, and the others make up the whole."""


def of_service(asked: Asked) -> Iterator[tuple[str, Number]]:
    """Yield every figure of connection and of reports; perfect sensors drift by nothing."""
    heard = [books for books in asked.books if _is_connected(books, asked.to_us)]
    yield "coverage_lots", Fraction(len(heard), len(asked.books))
    filed = _spaces(asked, asked.books)
    yield "coverage_berths", Fraction(_spaces(asked, heard), filed) if filed else None
    delays = Counter(
        delay_s for books in asked.books for delay_s in books.delays_s(asked.from_us, asked.to_us)
    )
    online = _online(asked)
    recounted = sum(books.recounted(asked.from_us, asked.to_us) for books in asked.books)
    timely = sum(number for delay_s, number in delays.items() if delay_s <= TIMELY_S)
    is_told = delays.total() > 0
    yield "online_rate", online
    yield "information_delay", ranked(delays, Fraction(1, 2))
    yield "information_delay_p95", ranked(delays, Fraction(95, 100))
    yield "count_drift", Fraction(0, recounted) if recounted else None
    shares = {
        "online": online,
        "timeliness": Fraction(timely, delays.total()) if is_told else None,
        "pairing": _pairing(asked),
        "consistency": Fraction(1) if recounted else None,
        "plausibility": Fraction(1) if is_told else None,
    }
    told = {part: share for part, share in shares.items() if share is not None}
    weight = sum(WEIGHTS[part] for part in told)
    weighed = sum((WEIGHTS[part] * share for part, share in told.items()), Fraction(0))
    yield "data_quality_score", None if online is None else 100 * weighed / weight


def of_lending(asked: Asked) -> Iterator[tuple[str, Number]]:
    """Yield every figure of lending. Whoever books comes, and nobody takes a space back."""
    offered_us, used_us, stays, overstays = lending_sums(asked)
    is_told = used_us == 0 or len(stays) >= FEWEST_STAYS
    are_enough = len(stays) >= FEWEST_STAYS
    yield "tidal_offered_hours", Fraction(offered_us, HOUR_US)
    yield "tidal_used_hours", Fraction(used_us, HOUR_US) if is_told else None
    yield "tidal_uptake", Fraction(used_us, offered_us) if is_told and offered_us else None
    yield "overstay_rate", Fraction(overstays, len(stays)) if are_enough else None
    yield "owner_blocked", 0
    yield "reservation_fulfilment", Fraction(1) if are_enough else None


def lending_sums(asked: Asked) -> tuple[int, int, list[Stay], int]:
    """Return space-time offered and used, who came to share, and how many of them overstayed."""
    offered_us = used_us = overstays = 0
    stays: list[Stay] = []
    for books in asked.books:
        truth, lending = books.truth, books.lot.lending
        if lending is None:
            continue
        offered_us += lending.spaces * overlap_us(truth.windows, asked.from_us, asked.to_us)
        used_us += overlap_us(truth.shared_spans(), asked.from_us, asked.to_us)
        came = [
            stay
            for stay in books.truth.stays
            if stay.is_sharer and asked.from_us <= stay.came_us < asked.to_us
        ]
        stays += came
        overstays += sum(_overstayed(books, stay) for stay in came)
    return offered_us, used_us, stays, overstays


def _overstayed(books: Books, stay: Stay) -> bool:
    shuts_us = next(end for begin, end in books.truth.windows if begin <= stay.came_us < end)
    return stay.left_us is None or stay.left_us > shuts_us


def _is_connected(books: Books, at_us: int) -> bool:
    return any(at_us - DAY_US <= heard_us < at_us for heard_us in books.truth.heard_us)


def _spaces(asked: Asked, lots: Sequence[Books]) -> int:
    """Count registered spaces at the end of what is asked about."""
    return sum(
        books.lot.capacity_at(asked.to_us - 1, space_class)
        for books, space_class in asked.pairs()
        if books in lots
    )


def _online(asked: Asked) -> Fraction | None:
    due_us = sum(books.due_us(asked.from_us, asked.to_us) for books in asked.books)
    online_us = sum(books.online_us(asked.from_us, asked.to_us) for books in asked.books)
    return Fraction(online_us, due_us) if due_us else None


def _pairing(asked: Asked) -> Fraction | None:
    visits = asked.visits()
    paired = sum(visit.came_us is not None for visit in visits)
    return Fraction(paired, len(visits)) if visits else None
