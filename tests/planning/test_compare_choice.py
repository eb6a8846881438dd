"""Who may be a control, and which hours count: nothing that the measure may have touched."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.position import Position, haversine_m
from parking.clock import HOUR_US
from parking.planning.chosen_lots import cell_at
from parking.planning.compare.asked_hours import (
    asked_hours,
    between_hours,
    every_time,
    lent_times,
)
from parking.planning.compare.pool import MOST_PLACES, pool_of
from parking.planning.local_day import day_at, day_span_us
from parking.planning.typical_day import TimeOfDay
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.windows import merged
from tests.planning.planner_examples import JINAN, lot

CLASS_OF = DayCalendar().day_class
MONDAY = date(2026, 5, 11)
WEEKS = [MONDAY + timedelta(n) for n in range(14)]


def by_lot(one):
    return f"lot:{one.lot_key}"


@given(st.integers(0, 2**32), st.sampled_from([0, 500, 1000, 5000]))
def test_no_lot_near_what_was_changed_is_a_control(seed, apart_m):
    random = Random(seed)
    lots = [lot(n, 36.6 + random.random() / 10, 117 + random.random() / 10) for n in range(30)]
    treated, others = lots[:3], lots[3:]
    found = pool_of(lots, treated, by_lot, changed={5, 9}, apart_m=apart_m)

    def is_far(one) -> bool:
        at = Position(one.lat, one.lon)
        return all(haversine_m(at, Position(own.lat, own.lon)) >= apart_m for own in treated)

    wanted = {by_lot(one) for one in others if is_far(one) and one.lot_key not in {5, 9}}
    assert set(found) == wanted


def test_a_cell_is_out_for_any_lot_of_it_that_was_changed():
    lots = [lot(n, 36.5 + n / 20) for n in range(4)] + [
        lot(10 + n, 36.5 + n / 20) for n in range(4)
    ]
    found = pool_of(lots, [lots[0]], cell_at(8), changed={12}, apart_m=0)
    assert [[one.lot_key for one in some] for some in found.values()] in (
        [[1, 11], [3, 13]],
        [[3, 13], [1, 11]],
    )


def test_lots_of_another_zone_are_no_controls():
    lots = [lot(1), lot(2, 37.0), lot(3, 38.0, zone="Europe/Berlin")]
    assert set(pool_of(lots, lots[:1], by_lot, changed=())) == {"lot:2"}


def test_of_too_many_those_of_the_nearest_size_are_taken():
    own = lot(0, capacity={"general": 100})
    sizes = {n: n for n in range(1, MOST_PLACES + 101)}
    lots = [own, *(lot(n, 38.0, capacity={"general": size}) for n, size in sizes.items())]
    found = pool_of(lots, [own], by_lot, changed=())
    assert len(found) == MOST_PLACES
    assert by_lot(lots[100]) in found
    assert by_lot(lots[1]) not in found


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (7, 19, range(7, 19)), (19, 7, [*range(7), *range(19, 24)]), (0, 24, range(24)),
        (5, 5, range(24)),
    ],
)  # fmt: skip
def test_hours_run_over_midnight(first, last, wanted):
    takes = between_hours(first, last)
    assert [hour for hour in range(24) if takes(TimeOfDay("workday", 60 * hour))] == [*wanted]


def test_every_hour_of_a_day_is_asked_for_once_clock_changes_included():
    days = [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]
    hours = asked_hours(days, "Europe/Berlin", CLASS_OF, every_time)
    assert len(hours) == 24 + 25 + 24
    assert all(after.hour_us - one.hour_us == HOUR_US for one, after in pairwise(hours))
    assert all(day_at(one.hour_us, "Europe/Berlin") == one.day for one in hours)
    assert sum(one.when.minute == 120 for one in hours) == 4


def test_an_agreement_has_the_hours_that_it_lends_wholly_on_most_days_of_a_class():
    nights = []
    for day in WEEKS:
        if CLASS_OF(day) == "workday" and day != WEEKS[2]:
            begin = day_span_us(day, JINAN)[0] + 19 * HOUR_US
            nights.append((begin, begin + 12 * HOUR_US + HOUR_US // 2))
    found = lent_times(merged(nights), WEEKS, JINAN, CLASS_OF)
    at_night = {TimeOfDay("workday", 60 * hour) for hour in (*range(7), *range(19, 24))}
    # Of Friday's night the morning is Saturday's, and that is half of the days of weekends.
    saturday = {TimeOfDay("weekend", 60 * hour) for hour in range(7)}
    assert found == at_night | saturday
