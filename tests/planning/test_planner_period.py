"""A period is made of stored days and of times beside them, and nothing of it is read twice."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import DAY_US, HOUR_US
from parking.planning.local_day import day_at, day_span_us
from parking.planning.local_hour import hour_of
from parking.planning.period import (
    LONGEST_US,
    Period,
    SummedUp,
    every_day,
    hours_of,
    period_of,
    pieces,
)
from parking.planning.series_steps import LENGTH_US, begins, widened
from parking.planning.space_time import STEP_US
from parking.problems import ProblemError
from tests.planning.planner_examples import JINAN, at

ZONES = (JINAN, "Europe/Berlin", "Asia/Kolkata", "America/St_Johns")
NOW = at("11-02 10:37")
FIRST_DAY = date(2026, 10, 20)
steps = st.integers(at("10-22 00:00") // STEP_US, NOW // STEP_US).map(lambda step: step * STEP_US)


@given(
    ends=st.lists(steps, min_size=2, max_size=2, unique=True).map(sorted),
    reaches_now=st.booleans(),
    zone=st.sampled_from(ZONES),
    left_out=st.sets(st.integers(0, 14)),
    days_until=st.integers(0, 16),
)
def test_the_pieces_of_a_period_are_its_steps_on_the_days_asked_for(
    ends, reaches_now, zone, left_out, days_until
):
    def takes_day(day: date) -> bool:
        return (day - FIRST_DAY).days not in left_out

    period = Period(ends[0], NOW if reaches_now else ends[1], reaches_now)
    until = FIRST_DAY + timedelta(days=days_until)
    found = pieces(period, zone, takes_day, SummedUp(days_until=until))
    assert all(day <= until for day in found.days)
    times = [*(day_span_us(day, zone) for day in found.days), *found.spans]
    read = [step for begin, end in times for step in range(begin, min(end, period.to_us), STEP_US)]
    wanted = [
        step
        for step in range(period.from_us, period.to_us, STEP_US)
        if takes_day(day_at(step, zone))
    ]
    assert sorted(read) == wanted
    for begin, end in found.hours:
        assert begin < end
        assert (hour_of(begin, zone), hour_of(end, zone)) == (begin, end)
    for begin, end in found.cuts:
        assert hour_of(begin, zone) == hour_of(end - 1, zone)
        assert end - begin < HOUR_US
    for _, end in (*found.hours, *found.cuts):
        assert end <= (hour_of(NOW - 1, zone) + HOUR_US if reaches_now else period.to_us)
    apart = [
        step for of in (found.hours, found.cuts) for one in of for step in range(*one, STEP_US)
    ]
    assert sorted(apart) == [step for one in found.spans for step in range(*one, STEP_US)]
    if found.some_days is None:
        assert len(found.days) == (found.days[-1] - found.days[0]).days + 1


def test_what_was_asked_is_widened_to_steps_and_ends_now():
    period = period_of(at("10-08 09:03"), at("10-08 10:01"), NOW)
    assert (period.from_us, period.to_us) == (at("10-08 09:00"), at("10-08 10:05"))
    running = period_of(at("10-08 09:03"), None, NOW)
    assert (running.to_us, running.reaches_now) == (NOW, True)
    assert period_of(at("10-08 09:03"), NOW + DAY_US, NOW) == running


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (at("10-08 09:00"), at("10-08 09:00")),
        (at("10-08 09:03"), at("10-08 09:01")),
        (NOW + HOUR_US, None),
        (NOW - LONGEST_US - DAY_US, None),
    ],
)
def test_a_time_that_holds_nothing_or_too_much_is_refused(begin, end):
    with pytest.raises(ProblemError) as refused:
        period_of(begin, end, NOW)
    assert refused.value.problem.pointer == "/query/from"


def test_an_hour_of_the_clock_is_there_twice_when_clocks_go_back_and_not_when_they_go_forward():
    autumn = Period(*day_span_us(date(2026, 10, 25), "Europe/Berlin"))
    two = hours_of(autumn, "Europe/Berlin", every_day, 2)
    assert len(two) == 2
    assert two[1] - two[0] == HOUR_US
    spring = Period(*day_span_us(date(2026, 3, 29), "Europe/Berlin"))
    assert hours_of(spring, "Europe/Berlin", every_day, 2) == []
    assert len(list(begins(autumn, "1h", "Europe/Berlin", every_day))) == 25
    assert len(list(begins(spring, "1h", "Europe/Berlin", every_day))) == 23


@given(
    ends=st.lists(steps, min_size=2, max_size=2, unique=True).map(sorted),
    step=st.sampled_from(("5m", "15m", "1h", "1d")),
    zone=st.sampled_from(ZONES),
)
def test_a_series_has_whole_steps_that_hold_what_was_asked(ends, step, zone):
    period = Period(*ends)
    wide = widened(period, step, zone, NOW)
    assert wide.from_us <= period.from_us
    assert wide.to_us >= period.to_us
    found = list(begins(wide, step, zone, every_day))
    assert found[0] == wide.from_us
    lengths = {after - before for before, after in pairwise(found)}
    if step != "1d":
        assert lengths <= {LENGTH_US[step]}
    assert all(23 * HOUR_US <= length <= 25 * HOUR_US for length in lengths if step == "1d")


def test_too_many_steps_are_refused():
    with pytest.raises(ProblemError):
        widened(Period(NOW - 40 * DAY_US, NOW), "5m", JINAN, NOW)
