"""The tables of a hot area's page: supply, demand, stays, and where there is room beside it."""

from typing import Any, Final

from api.planner.answers import COVERAGE, FULL_SHARE, LAT, LON, OPEN_HOURS, UTILIZATION
from api.planner.hot_area_reading import HotAreaRead
from api.planner.typical import COLUMNS as TYPICAL
from api.planner.typical import rows_of
from api.tables.table import Column, Table
from parking.planning.metrics import hours_of_space, metric_of, share
from parking.planning.space_time import NOTHING
from parking.planning.spill_over import SpillOver
from parking.planning.stay_bins import BIN_NAMES
from parking.planning.time_series import QUARTER_US

_SUPPLY: Final = (
    Column("space_class", "泊位类别", "Space class", kind="text"),
    Column("spaces", "登记泊位", "Spaces", "berths", "integer"),
    OPEN_HOURS,
    COVERAGE,
    UTILIZATION,
    FULL_SHARE,
)
_BIN_TITLES: Final = (
    ("不足 15 分钟", "Under 15 min"), ("15-30 分钟", "15 to 30 min"),
    ("30-60 分钟", "30 to 60 min"), ("1-2 小时", "1 to 2 h"), ("2-4 小时", "2 to 4 h"),
    ("4-8 小时", "4 to 8 h"), ("8-24 小时", "8 to 24 h"), ("超过 24 小时", "Over 24 h"),
)  # fmt: skip
_STAYS: Final = (
    Column("user_class", "用户类别", "User class", kind="text"),
    Column("stays", "停放次数", "Stays", kind="integer"),
    *(
        Column(name, zh, en, kind="integer")
        for name, (zh, en) in zip(BIN_NAMES, _BIN_TITLES, strict=True)
    ),
)
_SPILL_OVER: Final = (
    Column("lot_id", "停车场编号", "Lot", kind="text"),
    Column("name", "名称", "Name", kind="text"),
    Column("name_en", "英文名称", "English name", kind="text"),
    LAT,
    LON,
    Column("land_use", "用地类型", "Land use", kind="text"),
    Column("within_m", "范围", "Within", "m", "integer"),
    Column("distance_m", "距离", "Distance", "m", "number"),
    Column("walk_min", "步行时间", "Walk", "min", "integer"),
    Column("spaces_open", "高峰时开放泊位", "Spaces open at the peak", "berths", "number"),
    Column("free", "高峰时空余泊位", "Spaces free at the peak", "berths", "number"),
    Column("occupancy", "高峰时占用率", "Occupancy at the peak", "0-1", "number"),
    COVERAGE,
)


def tables_of(read: HotAreaRead) -> dict[str, Table]:
    """Make them, by name."""
    return {
        "supply": Table("supply", _SUPPLY, _supply(read)),
        "demand": Table("demand", TYPICAL, rows_of(read.typical, QUARTER_US)),
        "stays": Table(
            "stays", _STAYS, [(one.user_class, one.total, *one.bins) for one in read.stays]
        ),
        "spill_over": Table("spill_over", _SPILL_OVER, [_near(one) for one in read.spill_over]),
    }


def _supply(read: HotAreaRead) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for name in read.scope.classes:
        spaces = sum(lot.capacity.get(name, 0) for lot in read.area.lots)
        space = read.by_class.get(name, NOTHING)
        if spaces or space != NOTHING:
            rows.append(
                (
                    name,
                    spaces,
                    hours_of_space(space.open_us),
                    share(space.known_us, space.open_us),
                    metric_of("utilization", space),
                    metric_of("full_time_share", space),
                )
            )
    return rows


def _near(one: SpillOver) -> tuple[Any, ...]:
    lot, space = one.near.lot, one.space
    return (
        lot.lot_id, lot.name, lot.name_en, lot.lat, lot.lon, lot.land_use, one.within_m,
        round(one.near.distance_m, 1), one.walk_min, round(one.spaces_open, 3),
        None if one.free is None else round(one.free, 3), metric_of("utilization", space),
        share(space.known_us, space.open_us),
    )  # fmt: skip
