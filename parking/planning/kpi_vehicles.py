"""KPIs of vehicles: how many came, when, for how long, and how many would have."""

from collections.abc import Callable, Iterator
from typing import Final

from parking.clock import DAY_US, HOUR_US
from parking.planning.durations import MEDIAN, P85, SessionSums
from parking.planning.kpi_names import KpiCode
from parking.planning.kpi_notes import (
    ESTIMATED,
    FEW_STAYS,
    HOUR_CUT,
    NO_STAYS,
    NO_WHOLE_DAY,
    NOBODY_CAME,
    NOT_COUNTED,
    NOT_LOOKED_AT,
    WITHOUT_LOST,
    Figure,
    Remark,
    percent,
)
from parking.planning.kpi_space import not_known
from parking.planning.kpi_sums import BusiestHours, KpiSums
from parking.planning.unmet_demand import NO_UNMET, PARTS, Unmet

_OF_ARRIVALS: Final = (
    "turnover",
    "sessions_per_hour",
    "peak_hour_ratio",
    "unmet_demand",
    "unmet_demand_vehicles",
)
_DURATIONS: Final[dict[KpiCode, Callable[[SessionSums], float | None]]] = {
    "mean_duration": lambda sessions: sessions.mean_min,
    "median_duration": lambda sessions: sessions.quantile_min(MEDIAN),
    "p85_duration": lambda sessions: sessions.quantile_min(P85),
}


def vehicle_figures(sums: KpiSums) -> Iterator[Figure]:
    """Yield them."""
    why_no_arrivals, why_no_stays = _why_no_arrivals(sums), _why_no_stays(sums)
    yield from _arrivals(sums, why_no_arrivals)
    for code, duration in _DURATIONS.items():
        yield _duration(code, duration(sums.sessions), why_no_stays)
    yield _demand(sums, why_no_arrivals or why_no_stays)


def _arrivals(sums: KpiSums, why: Remark | None) -> Iterator[Figure]:
    if why is not None:
        for code in _OF_ARRIVALS:
            yield Figure(code, None, (why,))
        return
    counting, entries = sums.counting, sums.occupancy.entries
    about = _of_part(sums)
    spaces_us = counting.open_us + counting.closed_us
    yield Figure("turnover", entries * DAY_US / spaces_us, about)
    yield Figure("sessions_per_hour", entries * HOUR_US / sums.asked_us, about)
    yield _peak_hour(sums.busiest, about)
    yield from _unmet(sums.unmet, about)


def _peak_hour(busiest: BusiestHours, about: tuple[Remark, ...]) -> Figure:
    if not busiest.entries:
        return Figure("peak_hour_ratio", None, (NO_WHOLE_DAY,))
    return Figure("peak_hour_ratio", busiest.busiest / busiest.entries, about)


def _unmet(unmet: Unmet | None, about: tuple[Remark, ...]) -> Iterator[Figure]:
    if unmet is None:
        yield Figure("unmet_demand", None, (NOT_LOOKED_AT,))
        yield Figure("unmet_demand_vehicles", None, (NOT_LOOKED_AT,))
        return
    about = (ESTIMATED, *_untold(unmet), *about)
    share = unmet.share
    yield Figure("unmet_demand", share, (NOBODY_CAME,) if share is None else about)
    yield Figure("unmet_demand_vehicles", unmet.vehicles, about)


def _duration(code: KpiCode, minutes: float | None, why: Remark | None) -> Figure:
    """Return it; single lengths may not have been read though their sum was."""
    if why is not None:
        return Figure(code, None, (why,))
    return Figure(code, minutes, (NOT_LOOKED_AT,) if minutes is None else ())


def _demand(sums: KpiSums, why: Remark | None) -> Figure:
    """Return how many would stand there on average, per space, had everybody found one."""
    if why is not None:
        return Figure("demand_supply_ratio", None, (why,))
    unmet, sessions = sums.unmet or NO_UNMET, sums.sessions
    wanted = sums.occupancy.entries * PARTS + unmet.lost
    spaces_us = PARTS * sessions.paired * sums.counting.open_us
    how = WITHOUT_LOST if sums.unmet is None else ESTIMATED
    ratio = wanted * sessions.duration_us / spaces_us
    return Figure("demand_supply_ratio", ratio, (how, *_of_part(sums)))


def _why_no_arrivals(sums: KpiSums) -> Remark | None:
    if not sums.counting.open_us:
        return not_known(sums.occupancy.space) or NOT_COUNTED
    return not_known(sums.counting) or (HOUR_CUT if sums.occupancy.cut_entries else None)


def _why_no_stays(sums: KpiSums) -> Remark | None:
    if not sums.sessions.paired:
        return NO_STAYS
    seen = sums.counting if sums.counting.open_us else sums.occupancy.space
    return not_known(seen) or (None if sums.sessions.is_enough else FEW_STAYS)


def _of_part(sums: KpiSums) -> tuple[Remark, ...]:
    """Say of how much it is, where not every lot counts vehicles."""
    counting_us, open_us = sums.counting.open_us, sums.occupancy.space.open_us
    if counting_us >= open_us:
        return ()
    told = percent(counting_us, open_us)
    return (
        Remark(
            f"of those that count vehicles, with {told} of the open space-hours",
            f"仅含有车辆进出计数的车场，占开放泊位小时的 {told}",
        ),
    )


def _untold(unmet: Unmet) -> tuple[Remark, ...]:
    if not unmet.untold_us:
        return ()
    told = percent(unmet.untold_us, unmet.full_us + unmet.untold_us)
    return (
        Remark(
            f"at least so many: for {told} of the full space-hours there is no telling",
            f"为下限：满位泊位小时中有 {told} 无法估计",
        ),
    )
