"""Typical days: by class of day, make-up days with the workdays, the rest told apart."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import DAY_US, HOUR_US
from parking.planning.time_series import Bucket
from parking.planning.typical_day import fullest, quantile, typical_days
from parking.sharing.day_calendar import DayCalendar
from tests.planning.planner_examples import JINAN, at, even_hour

CALENDAR = DayCalendar()


def series(*days: tuple[str, float]):
    """Hours at nine in the morning, each with the share of spaces taken."""
    return {
        at(f"{day} 09:00"): Bucket(even_hour(0, share).sums, entries=4, exits=2)
        for day, share in days
    }


def test_a_saturday_that_is_worked_counts_with_the_workdays():
    found = typical_days(series(("10-09", 0.5), ("10-10", 0.7), ("10-11", 0.1)), JINAN, CALENDAR)
    assert [(one.when.day_class, one.days) for one in found] == [("workday", 2), ("weekend", 1)]
    assert found[0].sums.space.utilization == pytest.approx(0.6)
    assert found[0].when.minute == 9 * 60


def test_a_day_that_a_city_made_a_holiday_is_one():
    calendar = DayCalendar({date(2026, 10, 9): "holiday"})
    found = typical_days(series(("10-09", 0.5)), JINAN, calendar)
    assert found[0].when.day_class == "holiday"


def test_marks_are_of_days_that_are_known():
    shares = [0.1, 0.2, 0.3, 0.4, 0.9]
    days = [f"10-{day}" for day in ("12", "13", "14", "15", "16")]
    known = series(*zip(days, shares, strict=True))
    (one,) = typical_days(known, JINAN, CALENDAR)
    assert (one.low, one.middle, one.high) == pytest.approx((0.16, 0.3, 0.6))
    unknown = Bucket(even_hour(0, 0, space=even_hour(0, 0).steps[0].__class__(10**9)).sums)
    (more,) = typical_days(known | {at("10-19 09:00"): unknown}, JINAN, CALENDAR)
    assert (more.days, more.known_days) == (6, 5)
    assert (more.low, more.middle, more.high) == (one.low, one.middle, one.high)


def test_two_days_show_no_difference_between_days():
    (one,) = typical_days(series(("10-12", 0.1), ("10-13", 0.9)), JINAN, CALENDAR)
    assert (one.known_days, one.low, one.high) == (2, None, None)


@given(st.integers(0, 2**32))
def test_all_of_a_series_is_in_its_typical_days(seed):
    random = Random(seed)
    begin = at("10-01 00:00")
    hours = {
        begin + hour * HOUR_US: Bucket(even_hour(0, random.random()).sums, entries=1)
        for hour in random.sample(range(20 * 24), 60)
    }
    found = typical_days(hours, JINAN, CALENDAR)
    assert sum(one.days for one in found) == 60
    assert sum(one.sums.entries for one in found) == 60
    for one in found:
        same = [
            bucket
            for at_us, bucket in hours.items()
            if (at_us + 8 * HOUR_US) % DAY_US == one.when.minute * 60_000_000
            and CALENDAR.day_class(date.fromordinal(719163 + (at_us + 8 * HOUR_US) // DAY_US))
            == one.when.day_class
        ]
        assert one.sums.space.taken_us == sum(bucket.space.taken_us for bucket in same)


def test_the_fullest_time_is_of_those_that_are_known():
    found = typical_days(
        series(("10-09", 0.5), ("10-11", 0.8))
        | {at("10-11 10:00"): Bucket(even_hour(0, 0, space=type(even_hour(0, 0).sums)(1, 0)).sums)},
        JINAN,
        CALENDAR,
    )
    peak = fullest(found)
    assert peak is not None
    assert peak.when.day_class == "weekend"
    assert fullest([]) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.floats(0, 1))
def test_a_quantile_lies_between_its_neighbours(values, share):
    ordered = sorted(values)
    found = quantile(ordered, share)
    assert ordered[0] <= found <= ordered[-1] or found == pytest.approx(ordered[0])
