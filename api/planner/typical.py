"""Typical days as rows: of each class of days and time of day, in tables and in JSON alike."""

from collections.abc import Iterable
from typing import Any, Final

from api.planner.answers import COVERAGE, FULL_SHARE, OCCUPANCY
from api.tables.table import Column
from parking.clock import HOUR_US
from parking.planning.metrics import metric_of, share
from parking.planning.typical_day import TimeOfDay, Typical

COLUMNS: Final = (
    Column("day_class", "日期类别", "Class of days", kind="text"),
    Column("time", "时刻", "Time of day", kind="text"),
    Column("days", "天数", "Days", kind="integer"),
    Column("known_days", "已知天数", "Days known", kind="integer"),
    COVERAGE,
    OCCUPANCY,
    Column("occupancy_p15", "占用率第 15 百分位", "15th percentile of days", "0-1", "number"),
    Column("occupancy_p50", "占用率中位数", "Median of days", "0-1", "number"),
    Column("occupancy_p85", "占用率第 85 百分位", "85th percentile of days", "0-1", "number"),
    FULL_SHARE,
    Column("spaces_open", "开放泊位", "Open spaces", "berths", "number"),
)
OF_HOURS: Final = (
    Column("entries", "每日进场车次", "Entries a day", "veh", "number"),
    Column("exits", "每日出场车次", "Exits a day", "veh", "number"),
)


def wall_time(when: TimeOfDay) -> str:
    """Write it as walls show it."""
    return f"{when.minute // 60:02d}:{when.minute % 60:02d}"


def rows_of(typical: Iterable[Typical], length_us: int) -> list[tuple[Any, ...]]:
    """Make the rows of times that last so long; vehicles are told of hours alone."""
    return [_row(one, length_us) for one in typical]


def _row(one: Typical, length_us: int) -> tuple[Any, ...]:
    space, days = one.sums.space, one.days
    row = (
        one.when.day_class,
        wall_time(one.when),
        days,
        one.known_days,
        share(space.known_us, space.open_us),
        metric_of("utilization", space),
        *(None if mark is None else round(mark, 6) for mark in (one.low, one.middle, one.high)),
        metric_of("full_time_share", space),
        round(space.open_us / (days * length_us), 3),
    )
    if length_us < HOUR_US:
        return row
    return (*row, round(one.sums.entries / days, 3), round(one.sums.exits / days, 3))
