"""The span of time a question is about: defaults, order and the longest that is answered."""

from datetime import datetime
from typing import Final

from parking.clock import to_us
from parking.problems import Problem, ProblemError

DAY_US: Final = 86_400_000_000
SPAN_DEFAULT_US: Final = DAY_US
SPAN_MAX_US: Final = 31 * DAY_US


def span_of(begin: datetime | None, end: datetime | None, now_us: int) -> tuple[int, int]:
    """Return from and to in microseconds; the last day where nothing is said."""
    end_us = now_us + 1 if end is None else to_us(end)
    begin_us = end_us - SPAN_DEFAULT_US if begin is None else to_us(begin)
    if begin_us >= end_us:
        raise ProblemError(Problem("bad-request", "from must be before to.", pointer="/query/from"))
    if end_us - begin_us > SPAN_MAX_US:
        days = SPAN_MAX_US // DAY_US
        raise ProblemError(
            Problem("bad-request", f"At most {days} days at a time.", pointer="/query/from")
        )
    return begin_us, end_us
