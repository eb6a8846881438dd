"""Figures: every KPI of the town by its definition, from the books, as exact numbers.

Definitions are those of the field: ratios of summed space-hours; what is unknown is in no ratio; a
figure of which less than four fifths is known is none; of fewer than five stays nothing is told.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from simulator.week.accounts import STEP_US, Use
from simulator.week.asked import QUARTER_STEPS, Asked, by_day
from simulator.week.days import DAY_US, HOUR_US, MINUTE_US
from simulator.week.service import of_lending, of_service
from simulator.week.unmet import lost_thousandths
from simulator.week.whole import FEWEST_STAYS, Number, ranked

KNOWN: Final = Fraction(4, 5)
BAND: Final = (Fraction(60, 100), Fraction(80, 100))
TARGET: Final = Fraction(85, 100)
QUARTER_US: Final = QUARTER_STEPS * STEP_US
THOUSAND: Final = 1000


def figures(asked: Asked) -> dict[str, Number]:
    """Return every figure by its code name; None where none can be told."""
    return dict(
        [
            *_of_space(asked), *_of_cars(asked), *_of_stays(asked), *of_service(asked),
            *of_lending(asked),
        ]
    )  # fmt: skip


def _of_space(asked: Asked) -> Iterator[tuple[str, Number]]:
    use = asked.use()
    peak = _peak(asked)
    hours = [use for *_, use in asked.hour_uses() if _is_known(use)]
    in_band = [use for use in hours if BAND[0] <= _share(use.taken, use.known) <= BAND[1]]
    yield "space_hours_open", Fraction(use.open, HOUR_US)
    told: dict[str, Number] = {}
    if _is_known(use):
        utilization = _share(use.taken, use.known)
        told = {
            "utilization": utilization,
            "vacancy_rate": 1 - utilization,
            "full_time_share": _share(use.full, use.known),
        }
        if hours:
            told["target_band_share"] = Fraction(len(in_band), len(hours))
        if peak is not None:
            saturation = _share(peak.taken, peak.known)
            told["peak_saturation"] = saturation
            told["berth_gap"] = (saturation / TARGET - 1) * Fraction(peak.open, QUARTER_US)
    for code in (
        "utilization", "vacancy_rate", "peak_saturation", "full_time_share", "target_band_share",
        "berth_gap",
    ):  # fmt: skip
        yield code, told.get(code)


def _of_cars(asked: Asked) -> Iterator[tuple[str, Number]]:
    """Of those lots alone whose gates count; their spaces are all there are, open or shut."""
    use = asked.use(counting=True)
    came = asked.arrivals()
    days = list(by_day(came, asked.whole_days()))
    is_known = _is_known(use)
    busiest = sum(max(day) for day in days)
    of_days = sum(sum(day) for day in days)
    lost = lost_thousandths(asked)
    wanted = THOUSAND * came.total() + lost
    yield "turnover", Fraction(came.total() * DAY_US, use.open + use.closed) if is_known else None
    yield (
        "sessions_per_hour",
        (Fraction(came.total() * HOUR_US, asked.to_us - asked.from_us) if is_known else None),
    )
    yield "peak_hour_ratio", Fraction(busiest, of_days) if is_known and of_days else None
    yield "unmet_demand", Fraction(lost, wanted) if is_known and wanted else None
    yield "unmet_demand_vehicles", Fraction(lost, THOUSAND) if is_known else None
    stays = _stays_us(asked)
    demand = None
    if is_known and len(stays) >= FEWEST_STAYS:
        demand = Fraction(wanted, THOUSAND) * Fraction(sum(stays), len(stays)) / use.open
    yield "demand_supply_ratio", demand


def _of_stays(asked: Asked) -> Iterator[tuple[str, Number]]:
    stays = _stays_us(asked)
    is_told = len(stays) >= FEWEST_STAYS and _is_known(asked.use(counting=True))
    minutes = Counter(stay_us // MINUTE_US for stay_us in stays)
    mean = Fraction(sum(stays), len(stays) * MINUTE_US) if is_told else None
    yield "mean_duration", mean
    yield "median_duration", ranked(minutes, Fraction(1, 2)) if is_told else None
    yield "p85_duration", ranked(minutes, Fraction(85, 100)) if is_told else None


def peak_at_us(asked: Asked) -> int | None:
    """Return when the fullest quarter hour begins, the first of equals."""
    known = [(at_us, use) for at_us, use in asked.quarters() if _is_known(use)]
    if not known:
        return None
    return max(known, key=lambda one: (_share(one[1].taken, one[1].known), -one[0]))[0]


def _peak(asked: Asked) -> Use | None:
    at_us = peak_at_us(asked)
    return None if at_us is None else dict(asked.quarters())[at_us]


def _stays_us(asked: Asked) -> list[int]:
    return [one.left_us - one.came_us for one in asked.visits() if one.came_us is not None]


def _is_known(use: Use) -> bool:
    return use.open > 0 and use.known >= KNOWN * use.open


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
