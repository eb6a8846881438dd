"""Rows of a past minute: each lot as the object readers were given, or as a line of a file."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from api.planner.answers import LAT, LON
from api.tables.table import Column, Table
from parking.live.availability import Availability
from parking.planning.as_shown.lot_then import ShownLot
from parking.planning.chosen_lots import ChosenLot
from parking.planning.metrics import share
from parking.planning.reports.words import SPACE_CLASSES as CLASS_WORDS
from parking.vocabulary import SpaceClass

_FACTS: Final = (
    Column("lot_id", "停车场编号", "Lot id", kind="text"),
    Column("name", "名称", "Name", kind="text"),
    Column("name_en", "英文名称", "English name", kind="text"),
    Column("operator", "运营单位", "Operator", kind="text"),
    LAT,
    LON,
    Column("area_code", "区域代码", "Area code", kind="text"),
    Column("lot_class", "停车场类别", "Lot class", kind="text"),
    Column("land_use", "用地性质", "Land use", kind="text"),
    Column("is_aggregate", "是否汇总", "Is a sum of others", kind="flag"),
)
_SHOWN: Final = (
    Column("state", "状态", "State", kind="text"),
    Column("free", "空闲泊位", "Free spaces", "berths", "integer"),
    Column("capacity", "泊位数", "Spaces", "berths", "integer"),
    Column("low", "空闲下限", "Free at least", "berths", "integer"),
    Column("high", "空闲上限", "Free at most", "berths", "integer"),
    Column("kind", "数据性质", "Kind of figure", kind="text"),
    Column("freshness", "新鲜度", "Freshness", kind="text"),
    Column("trend", "趋势", "Trend", kind="text"),
    Column("observed_at", "观测时间", "Observed at", kind="time"),
    Column("age_s", "数据时长", "Age", "s", "number"),
    Column("ttl_s", "有效时长", "Live up to", "s", "number"),
    Column("source", "数据来源", "Source", kind="text"),
    Column("flags", "标记", "Flags", kind="text"),
    Column("count_drift", "车辆数积累误差", "Count drift", "berths", "integer"),
    Column("last_known_free", "最近已知空闲", "Last known free", "berths", "integer"),
    Column("last_known_at", "最近已知时间", "Last known at", kind="time"),
)


class ReplayRow(NamedTuple):
    """A lot, and how it was shown."""

    lot: ChosenLot
    shown: ShownLot


def members_of(row: ReplayRow, classes: Sequence[SpaceClass]) -> dict[str, Any]:
    """Return the row as it is in JSON; `by_class` tells of these classes."""
    shown = row.shown.availability
    told = {name: of for name, of in shown.by_class.items() if name in classes}
    names = (column.name for column in _FACTS)
    return dict(zip(names, _facts(row.lot), strict=True)) | {
        "ttl_s": row.shown.ttl_s,
        "availability": msgspec.structs.replace(shown, by_class=told),
    }


def table_of(rows: Sequence[ReplayRow], classes: Sequence[SpaceClass]) -> Table:
    """Return the rows as files have them: two columns for each of these classes."""
    by_class = [column for space_class in classes for column in _of_class(space_class)]
    lines = [(*_facts(row.lot), *_cells(row.shown), *_counts(row.shown, classes)) for row in rows]
    return Table("replay", (*_FACTS, *_SHOWN, *by_class), lines)


def states_of(rows: Sequence[ReplayRow]) -> dict[str, int]:
    """Count lots by their state."""
    return dict(Counter(row.shown.availability.state for row in rows))


def coverage_of(rows: Sequence[ReplayRow]) -> float | None:
    """Return of which share of the spaces that were not closed readers were given a number."""
    shown = [row.shown.availability for row in rows]
    there = [one for one in shown if one.state != "closed"]
    told = [one for one in there if one.free is not None]
    return share(_spaces(told), _spaces(there))


def _spaces(shown: Sequence[Availability]) -> int:
    return sum(one.capacity or 0 for one in shown)


def _facts(lot: ChosenLot) -> tuple[Any, ...]:
    return (
        lot.lot_id, lot.name, lot.name_en, lot.operator_id, lot.lat, lot.lon, lot.area_code,
        lot.lot_class, lot.land_use, lot.is_aggregate,
    )  # fmt: skip


def _cells(shown: ShownLot) -> tuple[Any, ...]:
    one = shown.availability
    last = None if one.last_known is msgspec.UNSET else one.last_known
    drift = None if one.count_drift is msgspec.UNSET else one.count_drift
    return (
        one.state, one.free, one.capacity, one.low, one.high, one.kind, one.freshness, one.trend,
        one.observed_at, one.age_s, shown.ttl_s, one.source, " ".join(one.flags), drift,
        last and last.free, last and last.observed_at,
    )  # fmt: skip


def _counts(shown: ShownLot, classes: Sequence[SpaceClass]) -> list[int | None]:
    cells: list[int | None] = []
    for space_class in classes:
        of = shown.availability.by_class.get(space_class)
        cells += (None, None) if of is None else (of.free, of.capacity)
    return cells


def _of_class(space_class: SpaceClass) -> tuple[Column, Column]:
    words = CLASS_WORDS[space_class]
    return (
        Column(f"{space_class}_free", f"{words.zh}空闲", f"{words.en}, free", "berths", "integer"),
        Column(
            f"{space_class}_capacity", f"{words.zh}泊位", f"{words.en}, spaces", "berths", "integer"
        ),
    )
