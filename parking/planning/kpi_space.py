"""KPIs of space-time: how much was open, taken, full. Unknown time is in no rate."""

from collections.abc import Iterator
from typing import Final

from parking.clock import HOUR_US, rfc3339
from parking.planning.day_row import is_known
from parking.planning.kpi_notes import (
    GAP_AT_LEAST,
    NO_KNOWN_HOUR,
    NO_PEAK,
    NOTHING_OPEN,
    Figure,
    Remark,
    too_little_known,
)
from parking.planning.kpi_sums import KpiSums, PeakQuarter
from parking.planning.occupancy_sums import OccupancySums
from parking.planning.space_time import SpaceTime
from parking.planning.time_series import QUARTER_US

TARGET_PERCENT: Final = 85
"""Of spaces that are to be taken at the peak: one free in every block."""
_SUPPRESSED: Final = (
    "utilization",
    "vacancy_rate",
    "peak_saturation",
    "full_time_share",
    "target_band_share",
    "berth_gap",
)


def space_figures(sums: KpiSums, zone: str) -> Iterator[Figure]:
    """Yield them; the peak is told in a zone's time."""
    space = sums.occupancy.space
    yield Figure("space_hours_open", space.open_us / HOUR_US)
    why = not_known(space)
    if why is not None:
        for code in _SUPPRESSED:
            yield Figure(code, None, (why,))
        return
    yield Figure("utilization", space.taken_us / space.known_us)
    yield Figure("vacancy_rate", (space.known_us - space.taken_us) / space.known_us)
    yield _peak_saturation(sums.peak, zone)
    yield Figure("full_time_share", space.full_us / space.known_us)
    yield _band(sums.occupancy)
    yield _gap(sums.peak)


def not_known(space: SpaceTime) -> Remark | None:
    """Say why nothing can be told of what spaces did; None where enough is known."""
    if not space.open_us:
        return NOTHING_OPEN
    return None if is_known(space) else too_little_known(space)


def _peak_saturation(peak: PeakQuarter | None, zone: str) -> Figure:
    if peak is None:
        return Figure("peak_saturation", None, (NO_PEAK,))
    at = rfc3339(peak.at_us, zone)
    told = Remark(f"in the quarter hour from {at}", f"出现在 {at} 起的一刻钟")
    return Figure("peak_saturation", peak.space.taken_us / peak.space.known_us, (told,))


def _gap(peak: PeakQuarter | None) -> Figure:
    """Return spaces that would make what stood there the target's share, less the open ones."""
    if peak is None:
        return Figure("berth_gap", None, (NO_PEAK,))
    space = peak.space
    missing_us = 100 * space.taken_us - TARGET_PERCENT * space.known_us
    spaces = space.open_us * missing_us / (TARGET_PERCENT * space.known_us * QUARTER_US)
    return Figure("berth_gap", spaces, (GAP_AT_LEAST,) if space.full_us else ())


def _band(occupancy: OccupancySums) -> Figure:
    if not occupancy.hours_known:
        return Figure("target_band_share", None, (NO_KNOWN_HOUR,))
    return Figure("target_band_share", occupancy.hours_in_band / occupancy.hours_known)
