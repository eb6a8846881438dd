"""Outcomes: which figure of a place is compared, day by day, as a part of a whole.

They are the KPIs of the same names, on days of which four fifths are known. It knows no store.
"""

from typing import Literal, NamedTuple

from parking.clock import DAY_US
from parking.planning.day_row import is_known
from parking.planning.time_series import Bucket

Outcome = Literal["utilization", "vacancy_rate", "full_time_share", "turnover"]


class Part(NamedTuple):
    """`part / whole` is the figure; days add up part by part, as all figures do."""

    part: int
    whole: int


def part_of(outcome: Outcome, day: Bucket) -> Part | None:
    """Return a day's part and whole; None where under four fifths are known.

    Vehicles are of whole days, a space-day being a registered space for 24 hours.
    """
    space = day.space
    if not is_known(space):
        return None
    match outcome:
        case "utilization":
            return Part(space.taken_us, space.known_us)
        case "vacancy_rate":
            return Part(space.known_us - space.taken_us, space.known_us)
        case "full_time_share":
            return Part(space.full_us, space.known_us)
        case "turnover":
            return Part(day.entries * DAY_US, space.open_us + space.closed_us)
