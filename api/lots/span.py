"""The span of time a question is about: defaults, order and the longest that is answered."""

from datetime import datetime
from typing import Final

from parking.clock import to_us
from parking.problems import Problem, ProblemError

DAY_US: Final = 86_400_000_000
SPAN_DEFAULT_US: Final = DAY_US
SPAN_MAX_US: Final = 31 * DAY_US
EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 2999


def span_of(begin: datetime | None, end: datetime | None, now_us: int) -> tuple[int, int]:
    """Return from and to in microseconds; the last day where nothing is said."""
    end_us = now_us + 1 if end is None else _aware_us(end, "to")
    begin_us = end_us - SPAN_DEFAULT_US if begin is None else _aware_us(begin, "from")
    if begin_us >= end_us:
        raise ProblemError(Problem("bad-request", "from must be before to.", pointer="/query/from"))
    if end_us - begin_us > SPAN_MAX_US:
        days = SPAN_MAX_US // DAY_US
        raise ProblemError(
            Problem("bad-request", f"At most {days} days at a time.", pointer="/query/from")
        )
    return begin_us, end_us


def _aware_us(moment: datetime, name: str) -> int:
    if moment.tzinfo is None:
        raise ProblemError(
            Problem(
                "naive-time", f"{name}: add an offset, such as +08:00.", pointer=f"/query/{name}"
            )
        )
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ProblemError(
            Problem(
                "bad-time",
                f"{name}: the year must be from {EARLIEST_YEAR} to {LATEST_YEAR}.",
                pointer=f"/query/{name}",
            )
        )
    return to_us(moment)
