from datetime import date

import numpy as np
import pytest

from geo.position import Position
from parking.clock import HOUR_US
from parking.planning.hour_row import HourRow
from parking.planning.space_time import NOTHING, STEP_US, SpaceTime
from parking.planning.tidal.limits import Limits
from parking.planning.tidal.lot_hours import TidalLot
from parking.planning.tidal.offers import offers
from parking.planning.tidal.profile import profile
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.wall_times import wall_us
from tests.planning.tidal_by_hand import lot_hours
from tests.planning.tidal_ground import FIRST, LAST, by_night, tidal_lot

MIDDAY = wall_us(date(2026, 10, 12), 12 * 60, "Asia/Shanghai")


def step(spaces, taken, known=None):
    known = spaces if known is None else known
    full = known if known and known == taken else 0
    return SpaceTime(*(int(n * STEP_US) for n in (spaces, known, taken, full)))


def hour_row(*steps, space_class="general", until_us=MIDDAY + HOUR_US):
    filled = (*steps, *[NOTHING] * (12 - len(steps)))
    return HourRow(space_class, MIDDAY, until_us, filled)


def test_what_is_idle_in_an_hour_is_what_was_idle_in_its_worst_five_minutes():
    hours = lot_hours([hour_row(*[step(100, 40)] * 11, step(100, 90))])
    assert hours.idle.tolist() == [10.0]


def test_an_unknown_hour_is_neither_idle_nor_full():
    hours = lot_hours([hour_row(*[step(100, 0)] * 9, *[step(100, 0, known=0)] * 3)])
    assert np.isnan(hours.idle).all()
    assert np.isnan(hours.full).all()


def test_spaces_nobody_knows_of_are_not_idle():
    hours = lot_hours([hour_row(*[step(100, 40, known=85)] * 12)])
    assert hours.idle.tolist() == [45.0]


def test_an_hour_that_is_not_over_says_nothing():
    hours = lot_hours([hour_row(*[step(100, 0)] * 12, until_us=MIDDAY + HOUR_US // 2)])
    assert np.isnan(hours.idle).all()


def test_an_hour_that_is_partly_closed_offers_nothing():
    shut = SpaceTime(closed_us=100 * STEP_US)
    hours = lot_hours([hour_row(*[step(100, 0)] * 11, shut)])
    assert hours.idle.tolist() == [0.0]


def test_classes_of_a_lot_are_added_up_and_each_is_full_for_itself():
    general = hour_row(*[step(60, 60)] * 12)
    monthly = hour_row(*[step(40, 10)] * 12, space_class="monthly")
    hours = lot_hours([general, monthly])
    assert hours.idle.tolist() == [30.0]
    assert hours.full.tolist() == [60.0]


def test_a_lot_without_hours_offers_nothing():
    lot = TidalLot("a", Position(36.6, 117.0), lot_hours([]))
    laid = profile([lot], DayCalendar(), FIRST, LAST)
    assert not offers(laid, Limits()).any()


def test_a_worked_saturday_counts_among_workdays():
    """10 October 2026 is a Saturday worked for the National Day."""
    laid = profile([], DayCalendar(), date(2026, 10, 1), date(2026, 10, 11))
    assert laid.days["workday"].tolist() == [7, 8, 9]
    assert laid.days["holiday"].tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_a_night_belongs_to_its_evening():
    """What is idle early on a Saturday is idle in the night of Friday, a workday."""
    lot = tidal_lot("a", 0, idle=lambda day, hour: 50.0 if day.weekday() == 5 and hour < 7 else 0)
    laid = profile([lot], DayCalendar(), FIRST, LAST)
    friday = laid.idle[0, 4]
    assert friday[17:].tolist() == [50.0] * 7
    assert not friday[:17].any()


def test_the_busiest_day_decides_what_an_owner_can_lend():
    busy = date(2026, 10, 21)
    quiet = by_night(80)
    lot = tidal_lot("a", 0, idle=lambda d, h: 30.0 if (d, h) == (busy, 20) else quiet(d, h))
    lent = offers(profile([lot], DayCalendar(), FIRST, LAST), Limits(margin_share=0.1))
    assert lent[0, 13] == 20
    assert lent[0, 14] == 70


@pytest.mark.parametrize(("unknown_days", "spaces"), [(4, 70), (5, 0)])
def test_nothing_is_lent_where_more_than_a_fifth_of_the_days_is_unknown(unknown_days, spaces):
    def idle(day, _hour):
        return float("nan") if (day - FIRST).days % 7 == 2 and unknown(day) else 80.0

    def unknown(day):
        return (day - FIRST).days // 7 < 4

    def more(day, hour):
        return float("nan") if unknown_days > 4 and day == FIRST else idle(day, hour)

    lot = tidal_lot("a", 0, idle=more)
    lent = offers(profile([lot], DayCalendar(), FIRST, LAST), Limits(margin_share=0.1))
    assert lent[0, 5] == spaces


def test_on_the_day_clocks_go_forward_the_hour_that_never_was_is_unknown():
    zone = "Europe/Berlin"
    begins = wall_us(date(2026, 3, 28), 7 * 60, zone)
    times = begins + HOUR_US * np.arange(23)
    row = np.full(23, 5.0)
    told = lot_hours([])
    hours = type(told)(times, row, row, row)
    laid = profile(
        [TidalLot("a", Position(51.0, 13.7), hours, timezone=zone)],
        DayCalendar(), date(2026, 3, 28), date(2026, 3, 28),
    )  # fmt: skip
    assert np.flatnonzero(np.isnan(laid.idle[0, 0])).tolist() == [19]
