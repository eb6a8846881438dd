"""Lots' hours added up step by step, as the statement that reads them for opportunities must."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from parking.clock import HOUR_US
from parking.planning.day_row import is_known
from parking.planning.hour_row import HourRow
from parking.planning.space_time import total
from parking.planning.tidal.lot_hours import HourSums, LotHours, hours_of


def lot_hours(rows: Iterable[HourRow]) -> LotHours:
    """Add up the space classes that are handed in, hour by hour."""
    by_hour: dict[int, list[HourRow]] = defaultdict(list)
    for row in rows:
        by_hour[row.hour_us].append(row)
    told = [added(hour_us, by_hour[hour_us]) for hour_us in sorted(by_hour)]
    hours, open_us, known_us, full_us, closed_us, free_us, is_over = (
        np.array(told, np.int64).reshape(-1, 7).T
    )
    return hours_of(HourSums(hours, open_us, known_us, full_us, closed_us, free_us, is_over > 0))


def added(hour_us: int, rows: list[HourRow]) -> tuple[int, ...]:
    """One hour's sums, and the free time of the worst of its steps that are known."""
    steps = [total(parts) for parts in zip(*(row.steps for row in rows), strict=True)]
    sums = total(steps)
    free_us = [step.known_us - step.taken_us for step in steps if is_known(step)]
    is_over = all(row.until_us >= hour_us + HOUR_US for row in rows)
    told = (sums.open_us, sums.known_us, sums.full_us, sums.closed_us)
    return hour_us, *told, min(free_us, default=0), is_over
