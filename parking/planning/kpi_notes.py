"""KPI notes: why a figure is null, or what must be said beside it, in English and Chinese."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from msgspec import Struct

from parking.planning.durations import FEWEST_SESSIONS
from parking.planning.kpi_names import KpiCode
from parking.planning.space_time import SpaceTime


class Remark(Struct, frozen=True):
    """Something to be said, of one figure or of several."""

    en: str
    zh: str


class Figure(NamedTuple):
    """A value, and what is to be said of it; of one that is None always why."""

    code: KpiCode
    value: float | int | None
    remarks: tuple[Remark, ...] = ()


class Note(Struct, frozen=True):
    """A remark and the figures that it is about, in their order."""

    codes: tuple[KpiCode, ...]
    remark: Remark

    def __str__(self) -> str:
        """Return it as answers tell it: the code names, English, Chinese."""
        return f"{', '.join(self.codes)}: {self.remark.en} · {self.remark.zh}"


def notes_of(figures: Iterable[Figure]) -> tuple[Note, ...]:
    """Say each remark once, in the order in which they first come."""
    said: dict[Remark, list[KpiCode]] = {}
    for figure in figures:
        for remark in figure.remarks:
            said.setdefault(remark, []).append(figure.code)
    return tuple(Note(tuple(codes), remark) for remark, codes in said.items())


def too_little_known(space: SpaceTime) -> Remark:
    """Tell how much is known, cut off, so that what is under 80 % is never told as 80.0 %."""
    told = percent(space.known_us, space.open_us)
    return Remark(
        f"only {told} of open space-hours are known, which is under 80 %",
        f"开放泊位小时中已知部分仅占 {told}，低于 80 %",
    )


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal, cut off."""
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10} %"


NOTHING_OPEN: Final = Remark("nothing was open in this time", "该时段没有开放泊位")
NOT_LOOKED_AT: Final = Remark("not computed for this choice", "该范围未计算此项")
NO_PEAK: Final = Remark(
    "no quarter hour of which four fifths are known", "没有已知率达到 80 % 的一刻钟"
)
GAP_AT_LEAST: Final = Remark(
    "at least so many: some were full at the peak, and who drove on is in no report",
    "为下限：高峰时部分车场已满，未能停入的车辆不在数据中",
)
NO_KNOWN_HOUR: Final = Remark(
    "no full clock hour of which four fifths are known", "没有已知率达到 80 % 的整点小时"
)
NOT_COUNTED: Final = Remark("no vehicle was counted in or out", "没有车辆进出计数")
HOUR_CUT: Final = Remark(
    "vehicles are kept by full clock hours, and this time cuts one in which some passed",
    "车辆按整点小时统计，所选时段截断了有车辆进出的小时",
)
NO_WHOLE_DAY: Final = Remark(
    "no whole day lies in this time, or nobody came on it",
    "所选时段内没有完整的一天，或当天无车进场",
)
NOBODY_CAME: Final = Remark("nobody came", "没有车辆进场")
ESTIMATED: Final = Remark(
    "an estimate: as many are taken to come while a lot is full as came in the same time while it "
    "was not, in that hour, or else before it filled up; see docs/kpis.md",
    "估计值：假定满位期间的到达率与同一小时未满时(否则为满位前)相同，方法见 docs/kpis.md",
)
WITHOUT_LOST: Final = Remark(
    "of those who came alone: how many found it full was not estimated",
    "仅按实际进场计算，未估计因满位离开的车辆",
)
NO_STAYS: Final = Remark(
    "no stay was seen from its beginning to its end", "没有进出场配对完整的停放"
)
FEW_STAYS: Final = Remark(
    f"made of fewer than {FEWEST_SESSIONS} sessions, so it is not told",
    f"不足 {FEWEST_SESSIONS} 次停放，不予公布",
)
NEVER_HEARD: Final = Remark("none of these lots had been heard from", "所选停车场从未上报")
NO_DELAYS: Final = Remark("no report of which the delay is known", "没有可计算延迟的上报")
NO_AUDIT: Final = Remark(
    "no absolute count met one that vehicles had been counted into",
    "没有可与进出计数核对的绝对余位",
)
NOTHING_OFFERED: Final = Remark("no space was offered for sharing", "没有提供共享泊位")
NO_BOOKING: Final = Remark("no booking began in this time", "该时段没有预约")
NOBODY_SHARED: Final = Remark("no booked car came in this time", "该时段没有预约车辆到场")
