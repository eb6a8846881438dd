"""Planted effect: a city in which forty tidal spaces are opened beside one hospital in week two.

Without them the very same drivers come at the very same moments, so that the effect is known.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from simulator.week.accounts import Use, uses
from simulator.week.cars import drive
from simulator.week.days import DAY_US, begin_us, day_of
from simulator.week.plans import WeekLot
from simulator.week.stays import Cars
from simulator.week.truth import LotTruth

FIRST: Final = date(2026, 5, 11)
"""A Monday of ordinary weeks."""
WEEK: Final = 7
TIDAL_SPACES: Final = 40
TIDAL_SHARE: Final = 0.35
"""Of those who come to the hospital so many would rather be in a tidal space."""
TIDAL_HOURS: Final = ("07:30", "18:00")
TREATED: Final = "ef-hospital-1"
TIDAL: Final = "ef-tidal-1"
HOSPITAL_SPACES: Final = (90, 70, 110, 80, 100, 75, 95, 85)
SWING: Final = 0.08


@dataclass(frozen=True, slots=True)
class DayOfLot:
    """What a lot's day came to, who came and parked, and for whom there was no space."""

    use: Use
    came: int
    refused: int


@dataclass(frozen=True, slots=True)
class PlantedCity:
    """`days` are whole; tidal spaces, if any, are there from `opened` on, in the treated area."""

    days: Sequence[date]
    opened: date
    lots: Sequence[WeekLot]
    by_lot: Mapping[str, Mapping[date, DayOfLot]]

    @property
    def controls(self) -> list[str]:
        """Return the lots of hospitals at which nothing was changed."""
        return [lot.lot_id for lot in self.lots if lot.lot_id not in {TREATED, TIDAL}]


def planted_city(
    seed: int, *, is_opened: bool = True, weeks_before: int = 1, weeks_after: int = 1
) -> PlantedCity:
    """Let the weeks pass; all days count, and a day before them that does not."""
    days = _days_from(weeks_before + weeks_after)
    opened = days[WEEK * weeks_before]
    lots = list(_lots(opened, is_opened=is_opened))
    return PlantedCity(days, opened, lots, _live(lots, days, seed))


def planted_pair(seed: int) -> tuple[PlantedCity, PlantedCity]:
    """Let a week before and one after pass, with the opening and without it.

    From the other hospitals nobody goes elsewhere, so they live these weeks once for both.
    """
    days = _days_from(2)
    opened = days[WEEK]
    pair = [list(_lots(opened, is_opened=is_opened)) for is_opened in (True, False)]
    others = _live([lot for lot in pair[1] if lot not in _changed(pair[1])], days, seed)
    first, second = (
        PlantedCity(days, opened, lots, others | _live(_changed(lots), days, seed)) for lots in pair
    )
    return first, second


def _changed(lots: Sequence[WeekLot]) -> list[WeekLot]:
    return [lot for lot in lots if lot.lot_id in {TREATED, TIDAL}]


def _days_from(weeks: int) -> list[date]:
    return [FIRST + timedelta(number) for number in range(WEEK * weeks)]


def _live(
    lots: Sequence[WeekLot], days: Sequence[date], seed: int
) -> dict[str, dict[date, DayOfLot]]:
    """Let cars come and go, and add up what each lot's days came to."""
    first, count = FIRST - timedelta(2), len(days) + 4
    cars = drive(lots, first, count, begin_us(days[-1]) + DAY_US, seed)
    return {lot.lot_id: _days(lot, cars, days, first, count) for lot in lots}


def _lots(opened: date, *, is_opened: bool) -> Iterator[WeekLot]:
    begins_us = begin_us(FIRST - timedelta(1))
    tried_first = (TIDAL, TIDAL_SHARE) if is_opened else None
    for number, spaces in enumerate(HOSPITAL_SPACES, 1):
        yield WeekLot(
            lot_id=f"ef-hospital-{number}", name=f"第{number}医院", name_en=f"Hospital {number}",
            lat=36.64 + number / 100, lon=117.0 + number / 50, area=f"ef-area-{number}",
            land_use="hospital", lot_class="public_offstreet", feed="movements",
            capacity=((begins_us, {"general": spaces}),), swing=SWING,
            turned_to=(TIDAL,) if is_opened and number == 1 else (),
            tried_first=tried_first if number == 1 else None,
        )  # fmt: skip
    if is_opened:
        yield WeekLot(
            lot_id=TIDAL, name="第1医院潮汐泊位", name_en="Tidal spaces at hospital 1",
            lat=36.651, lon=117.021, area="ef-area-1", land_use="office", lot_class="attached",
            feed="movements", has_gate=False, pull=0.0,
            hours=dict.fromkeys(range(WEEK), TIDAL_HOURS), hours_text="07:30-18:00",
            capacity=((begins_us, {"general": 0}), (begin_us(opened), {"general": TIDAL_SPACES})),
        )  # fmt: skip


def _days(
    lot: WeekLot, cars: Cars, days: Sequence[date], first: date, count: int
) -> dict[date, DayOfLot]:
    stays = [stay for stay in cars.stays if stay.lot_id == lot.lot_id]
    truth = LotTruth(lot, stays, None, first, count)
    begins_us, ends_us = begin_us(days[0]), begin_us(days[-1]) + DAY_US
    used = uses(truth, begins_us, ends_us, DAY_US)
    came = Counter(day_of(stay.came_us) for stay in stays)
    refused = Counter(day_of(one.at_us) for one in cars.refusals if one.lot_id == lot.lot_id)
    return {day: DayOfLot(used["general", begin_us(day)], came[day], refused[day]) for day in days}
