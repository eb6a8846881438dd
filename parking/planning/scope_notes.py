"""Scope notes: what must be said beside an answer of the lots and times it is about.

In English and Chinese, as all notes are.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from parking.clock import HOUR_US, rfc3339
from parking.planning.kpi_names import KpiCode
from parking.planning.period import local_days
from parking.planning.scope import Scope
from parking.sharing.day_calendar import DayCalendar

LATE_US: Final = 2 * HOUR_US
"""Hours are summed up soon after they are over; what lags further is told."""
NO_LOT: Final = "no lot fits · 没有符合条件的停车场"


def scope_notes(scope: Scope, calendar: DayCalendar, *, by_day_class: bool) -> list[str]:
    """Say them; `by_day_class`: days of some classes are told apart."""
    notes = list(_of_lots(scope))
    if by_day_class and any(map(calendar.is_provisional, local_days(scope.period, scope.zone))):
        notes.append(
            "the classes of some days are estimated, as their year is not announced yet"
            " · 部分日期的节假日安排尚未公布，按估计处理"
        )
    if scope.summed_up.hours_until_us + LATE_US < scope.period.to_us:
        notes.append(_late(scope))
    return notes


def left_out_note(codes: Sequence[KpiCode]) -> str:
    """Say which figures were not made because it would have taken too long."""
    return (
        f"{', '.join(codes)}: of so many lots and days this takes seconds; ask for fewer, or with "
        "thorough=true · 范围较大，计算需数秒：请缩小范围，或加 thorough=true"
    )


def _of_lots(scope: Scope) -> Iterator[str]:
    if not scope.lots:
        yield NO_LOT
    sums, twins = scope.left_out
    if sums:
        yield (
            f"{sums} lots whose counts are sums of other lots' are left out"
            f" · 已排除 {sums} 个汇总性质的停车场，其泊位已在其他停车场中计入"
        )
    if twins:
        yield (
            f"{twins} lots that two sources tell of are counted as one of them does"
            f" · {twins} 个停车场有两个来源上报，只按其中一个计入"
        )


def _late(scope: Scope) -> str:
    until_us = scope.summed_up.hours_until_us
    if not until_us:
        return "nothing has been summed up yet · 尚无汇总数据"
    until = rfc3339(until_us, scope.zone)
    return f"reports are summed up to {until} so far · 汇总目前截至 {until}"
