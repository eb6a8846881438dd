"""The week of the town: plans, cars, what sensors told, and the truth; one seed, one week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from simulator.week.cars import drive
from simulator.week.days import DAYS, FIRST
from simulator.week.plans import WeekLot
from simulator.week.reports import Told, reports_of
from simulator.week.stays import Cars, Stay
from simulator.week.town import ENDS_US, TOWN
from simulator.week.truth import LotTruth

_SPARE: Final = 3
"""Days looked at before and after, as hours and windows run into the next day."""


@dataclass(frozen=True, slots=True)
class Week:
    """All of it, by lot."""

    cars: Cars
    told: Mapping[str, Sequence[Told]]
    truths: Mapping[str, LotTruth]

    @property
    def lots(self) -> list[WeekLot]:
        return [truth.lot for truth in self.truths.values()]


def town_week(seed: int, lots: Sequence[WeekLot] = TOWN) -> Week:
    """Let the week pass."""
    first, count = FIRST - timedelta(_SPARE), DAYS + 2 * _SPARE
    cars = drive(lots, first, count, ENDS_US, seed)
    by_lot = {lot.lot_id: _of(lot, cars.stays) for lot in lots}
    told = {lot.lot_id: reports_of(lot, by_lot[lot.lot_id], ENDS_US) for lot in lots}
    truths = {
        lot.lot_id: LotTruth(lot, by_lot[lot.lot_id], told[lot.lot_id], first, count)
        for lot in lots
    }
    return Week(cars, told, truths)


def _of(lot: WeekLot, stays: Iterable[Stay]) -> list[Stay]:
    return [stay for stay in stays if stay.lot_id == lot.lot_id]
