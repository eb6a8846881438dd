"""How before and after is told: as JSON, or one of its tables as a file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from fastapi import Response

from api.planner.answers import table_answer
from api.planner.compare_asked import Measured
from api.planner.comparing import Compared
from api.planner.grouping import PLACE
from api.tables.table import Column, Table
from parking.planning.compare.comparison import Interval, Side
from parking.planning.kpi_names import KPI_NAMES

DECIMALS: Final = 6


async def compare_answer(
    found: Compared, changed: date, asked: Measured, more: Mapping[str, Any]
) -> Response:
    """Tell it in the format that was asked for."""
    days, controls = _days(found), _controls(found)
    if asked.format != "json":
        return await table_answer(asked.format, days if asked.table == "days" else controls, {})
    told = _told(found, changed) | {"controls": list(controls.members())}
    return await table_answer("json", days, told | dict(more))


def _told(found: Compared, changed: date) -> dict[str, Any]:
    measure, of = found.measure, found.comparison
    return {
        "outcome": of.outcome,
        "unit": KPI_NAMES[of.outcome].unit,
        "changed": changed.isoformat(),
        "timezone": measure.zone,
        "lots": len(measure.treated),
        "coverage": found.coverage,
        "before": _span(measure.before, of.days_before),
        "after": _span(measure.after, of.days_after),
        "confidence": of.confidence,
        "verdict": of.verdict,
        "effect": _effect(of.interval),
        "treated": None if of.treated is None else _side(of.treated),
        "expected": None if of.expected is None else round(of.expected, DECIMALS),
        "earlier": _effect(of.earlier),
        "notes": [*of.notes, *_lent(found)],
    }


def _lent(found: Compared) -> Sequence[str]:
    count = found.lent_anew
    if not count:
        return ()
    return (
        f"Lots of it in which sharing began or ended in this time, which is in the effect: {count}."
        f" · 其中在此期间开始或停止共享的停车场数（其影响已计入效果）：{count}。",
    )


def _span(days: Sequence[date], counted: int) -> dict[str, Any]:
    first, last = (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
    return {"from": first, "until": last, "counted": counted}


def _effect(of: Interval | None) -> dict[str, float] | None:
    if of is None:
        return None
    figures = {
        "effect": of.effect, "low": of.low, "high": of.high, "widening": of.widening,
        "chance": of.chance,
    }  # fmt: skip
    return {name: round(figure, DECIMALS) for name, figure in figures.items()}


def _side(of: Side) -> dict[str, float]:
    return {"before": round(of.before, DECIMALS), "after": round(of.after, DECIMALS)}


def _days(found: Compared) -> Table:
    unit = KPI_NAMES[found.comparison.outcome].unit
    columns = (
        Column("day", "日期", "Day", kind="day"),
        Column("side", "阶段", "Side", kind="text"),
        Column("treated", "采取措施处", "Treated", unit, "number"),
        Column("controls", "对照平均", "Controls", unit, "number"),
    )
    rows = [
        (
            pair.day.isoformat(),
            "after" if pair.is_after else "before",
            round(pair.treated, DECIMALS),
            round(pair.controls, DECIMALS),
        )
        for pair in found.comparison.days
    ]
    return Table("compare-days", columns, rows)


def _controls(found: Compared) -> Table:
    unit, grouping = KPI_NAMES[found.comparison.outcome].unit, found.measure.grouping
    columns = (
        *PLACE,
        Column("distance", "差异度", "Unlikeness before", kind="number"),
        Column("before", "此前", "Before", unit, "number"),
        Column("after", "此后", "After", unit, "number"),
    )
    rows = []
    for control in found.comparison.controls:
        place, level = grouping.place(control.place_id), control.level
        rows.append(
            (
                place.place_id, place.name, place.name_en, place.lat, place.lon,
                round(control.distance, DECIMALS), round(level.before, DECIMALS),
                round(level.after, DECIMALS),
            )
        )  # fmt: skip
    return Table("compare-controls", columns, rows)
