"""KPIs of service and of sharing: how well lots were reported on, and what lending came to."""

from collections.abc import Iterator
from typing import Final

from parking.clock import HOUR_US
from parking.planning.durations import FEWEST_SESSIONS, MEDIAN, P95, SessionSums, nearest_rank
from parking.planning.history.service_hour import ServiceHour
from parking.planning.kpi_names import KpiCode
from parking.planning.kpi_notes import (
    FEW_STAYS,
    NEVER_HEARD,
    NO_AUDIT,
    NO_BOOKING,
    NO_DELAYS,
    NOBODY_SHARED,
    NOT_LOOKED_AT,
    NOTHING_OFFERED,
    Figure,
    Remark,
)
from parking.planning.kpi_sums import KpiSums
from parking.planning.quality import PART_NAMES, Quality, count_drift, online_rate, quality_of
from parking.sharing.figures import Figures

_OF_REPORTS: Final = (
    "online_rate",
    "information_delay",
    "information_delay_p95",
    "count_drift",
    "data_quality_score",
)
_OF_SHARING: Final = (
    "tidal_offered_hours",
    "tidal_used_hours",
    "tidal_uptake",
    "overstay_rate",
    "owner_blocked",
    "reservation_fulfilment",
)


def service_figures(sums: KpiSums) -> Iterator[Figure]:
    """Yield those of connection and of reports."""
    connected = sums.connected
    yield _or_why("coverage_lots", connected.coverage_lots, NOT_LOOKED_AT)
    yield _or_why("coverage_berths", connected.coverage_berths, NOT_LOOKED_AT)
    if sums.service is None:
        for code in _OF_REPORTS:
            yield Figure(code, None, (NOT_LOOKED_AT,))
        return
    yield from _of_reports(sums.service, sums.sessions)


def sharing_figures(sums: KpiSums) -> Iterator[Figure]:
    """Yield those of lending; of fewer than five stays nothing that shows how long one was."""
    if sums.sharing is None:
        for code in _OF_SHARING:
            yield Figure(code, None, (NOT_LOOKED_AT,))
        return
    yield from _of_sharing(sums.sharing)


def _of_reports(service: ServiceHour, sessions: SessionSums) -> Iterator[Figure]:
    quality, online = quality_of(service, sessions), online_rate(service)
    yield _or_why("online_rate", online, NEVER_HEARD)
    yield _or_why("information_delay", nearest_rank(service.delays, MEDIAN), NO_DELAYS)
    yield _or_why("information_delay_p95", nearest_rank(service.delays, P95), NO_DELAYS)
    yield _or_why("count_drift", count_drift(service), NO_AUDIT)
    yield _score(quality)


def _score(quality: Quality) -> Figure:
    if quality.score is None:
        return Figure("data_quality_score", None, (NEVER_HEARD,))
    missing = quality.left_out
    told = Remark(
        f"without {', '.join(missing)}: the other weights make up the whole",
        f"缺少{'、'.join(PART_NAMES[part].zh for part in missing)}，其余权重按比例放大",
    )
    return Figure("data_quality_score", quality.score, (told,) if missing else ())


def _of_sharing(lent: Figures) -> Iterator[Figure]:
    is_hidden = lent.used_us > 0 and lent.stays < FEWEST_SESSIONS
    used_us = None if is_hidden else lent.used_us
    yield Figure("tidal_offered_hours", lent.offered_us / HOUR_US)
    yield _or_why("tidal_used_hours", None if used_us is None else used_us / HOUR_US, FEW_STAYS)
    if used_us is None or lent.offered_us <= 0:
        yield Figure("tidal_uptake", None, (FEW_STAYS if used_us is None else NOTHING_OFFERED,))
    else:
        yield Figure("tidal_uptake", used_us / lent.offered_us)
    yield _rate("overstay_rate", lent.overstays, lent.stays, NOBODY_SHARED)
    yield Figure("owner_blocked", lent.owner_blocked)
    yield _rate("reservation_fulfilment", lent.stays, lent.bookings, NO_BOOKING)


def _rate(code: KpiCode, part: int, whole: int, why_none: Remark) -> Figure:
    """Return a share of single bookings: not of fewer than five."""
    if whole < FEWEST_SESSIONS:
        return Figure(code, None, (FEW_STAYS if whole else why_none,))
    return Figure(code, part / whole)


def _or_why(code: KpiCode, value: float | None, why: Remark) -> Figure:
    return Figure(code, value, (why,) if value is None else ())
