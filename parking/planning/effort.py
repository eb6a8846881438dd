"""Effort: which figures are made at once, and which only for those who will wait for seconds."""

from typing import Final

from msgspec import Struct

from parking.clock import HOUR_US
from parking.planning.kpi_names import KpiCode
from parking.planning.scope import Scope

QUICK_HOURS: Final = 60_000
"""Hours of single lots that are read at once; of areas and cells there are sums."""
QUICK_DAYS: Final = 6_000
"""Days of single lots of which is read at once how long stays and reports took."""
_OF_HOURS: Final[tuple[KpiCode, ...]] = ("peak_saturation", "berth_gap", "peak_hour_ratio")
_OF_FULL_HOURS: Final[tuple[KpiCode, ...]] = ("unmet_demand", "unmet_demand_vehicles")
_OF_LENGTHS: Final[tuple[KpiCode, ...]] = (
    "median_duration", "p85_duration", "information_delay", "information_delay_p95",
)  # fmt: skip


class Effort(Struct, frozen=True):
    """What is read: the hours of the lots, those in which they were full, and how long things took.

    Without the last, the data quality score is told without its timeliness.
    """

    hours: bool = True
    full_hours: bool = True
    lengths: bool = True

    @property
    def left_out(self) -> tuple[KpiCode, ...]:
        """Return the figures that are not made."""
        parts = (
            (self.hours, _OF_HOURS),
            (self.full_hours, _OF_FULL_HOURS),
            (self.lengths, _OF_LENGTHS),
        )
        return tuple(code for is_read, codes in parts if not is_read for code in codes)


def quick_effort(scope: Scope) -> Effort:
    """Choose what can be read at once of so many lots in so long a time."""
    hours = -(-(scope.period.to_us - scope.period.from_us) // HOUR_US)
    lots, alone = len(scope.lots), sum(len(places.lot_keys) for places in scope.places)
    return Effort(
        hours=alone * hours <= QUICK_HOURS,
        full_hours=lots * hours <= QUICK_HOURS,
        lengths=lots * hours <= QUICK_DAYS * 24,
    )
