"""Metrics: figures of single times and single places, which are made of space-time alone.

They are as the KPIs of the same names: of known time, and None where under four fifths are known.
"""

from typing import Final, Literal

from parking.clock import HOUR_US
from parking.planning.day_row import is_known
from parking.planning.kpi_names import KPI_NAMES, KpiName
from parking.planning.space_time import SpaceTime

Metric = Literal["utilization", "vacancy_rate", "full_time_share", "space_hours_open", "coverage"]
DECIMALS: Final = 6


def metric_of(metric: Metric, space: SpaceTime) -> float | None:
    """Make one figure; hours and shares to six decimals, which is all that differs in a map."""
    match metric:
        case "space_hours_open":
            return hours_of_space(space.open_us)
        case "coverage":
            return share(space.known_us, space.open_us)
        case "utilization":
            return _of_known(space.taken_us, space)
        case "vacancy_rate":
            return _of_known(space.known_us - space.taken_us, space)
        case "full_time_share":
            return _of_known(space.full_us, space)


def metric_name(metric: Metric) -> KpiName:
    """Return what it is called, and its unit."""
    return KPI_NAMES[metric]


def hours_of_space(space_us: int) -> float:
    """Return space-hours."""
    return round(space_us / HOUR_US, DECIMALS)


def share(part: int, whole: int) -> float | None:
    """Return a share, 0 to 1; None of nothing."""
    return round(part / whole, DECIMALS) if whole else None


def _of_known(part_us: int, space: SpaceTime) -> float | None:
    return share(part_us, space.known_us) if is_known(space) else None
