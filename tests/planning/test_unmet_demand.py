"""How many would have come while a lot was full: an estimate, tested on a queue that is known."""

from heapq import heappop, heappush
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from parking.clock import HOUR_US, MINUTE_US
from parking.planning.hour_row import HourRow
from parking.planning.space_time import STEP_US, SpaceTime
from parking.planning.unmet_demand import NO_UNMET, PARTS, Unmet, unmet_of

CAPACITY = 20


def hour(number, full_min, entries, known_min=60, until_min=60):
    """One hour of twenty spaces, its full time at its end."""
    known_us, full_us = known_min * MINUTE_US, full_min * MINUTE_US
    steps = []
    for begin_us in range(0, HOUR_US, STEP_US):
        end_us = begin_us + STEP_US
        known = max(0, min(end_us, known_us) - begin_us)
        full = max(0, min(end_us, known_us) - max(begin_us, known_us - full_us))
        steps.append(
            SpaceTime(CAPACITY * STEP_US, CAPACITY * known, CAPACITY * full, CAPACITY * full, 0)
        )
    begin_us = number * HOUR_US
    return HourRow("general", begin_us, begin_us + until_min * MINUTE_US, tuple(steps), entries)


def lost_of(*rows):
    return unmet_of(rows).vehicles


def test_as_many_are_lost_in_a_full_quarter_as_came_in_a_quarter_before():
    assert unmet_of([hour(0, 15, 30)]) == Unmet(30, 10 * PARTS, CAPACITY * 15 * MINUTE_US)


def test_a_lot_that_is_never_full_loses_nobody():
    assert unmet_of([hour(0, 0, 30), hour(1, 0, 0)]) == Unmet(30)


def test_a_full_hour_is_taken_to_be_as_the_hour_before_it_filled_up():
    assert lost_of(hour(0, 0, 12), hour(1, 60, 0)) == 12.0


def test_those_who_found_a_space_in_a_full_hour_are_not_lost():
    assert lost_of(hour(0, 0, 12), hour(1, 50, 5)) == 7.0
    assert lost_of(hour(0, 0, 2), hour(1, 50, 5)) == 0.0


def test_the_rate_before_is_not_carried_through_the_night():
    hours = [hour(0, 0, 12), *(hour(number, 60, 0) for number in range(1, 8))]
    unmet = unmet_of(hours)
    assert unmet.vehicles == 24.0
    assert unmet.untold_us == 5 * CAPACITY * HOUR_US
    assert unmet.full_us == 2 * CAPACITY * HOUR_US


def test_of_a_lot_that_was_always_full_there_is_no_telling():
    unmet = unmet_of([hour(0, 60, 3)])
    assert (unmet.lost, unmet.entries, unmet.untold_us) == (0, 3, CAPACITY * HOUR_US)


def test_an_hour_that_is_hardly_known_tells_no_rate():
    assert unmet_of([hour(0, 5, 30, known_min=30)]).lost == 0


def test_an_hour_that_runs_is_left_out():
    assert unmet_of([hour(0, 15, 30, until_min=59)]) == NO_UNMET


def test_the_share_is_of_all_who_came_or_would_have():
    assert unmet_of([hour(0, 15, 30)]).share == 0.25
    assert NO_UNMET.share is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=10), st.integers(0, 10))
def test_days_and_lots_add_up_and_an_hour_loses_no_more_than_came_in_the_hour_of_its_rate(
    hours, cut
):
    rows = [hour(number, *told) for number, told in enumerate(hours)]
    whole = unmet_of(rows)
    parts = unmet_of(rows[:cut]) + unmet_of(rows[cut:])
    assert parts.entries == whole.entries == sum(entries for _, entries in hours)
    assert parts.full_us + parts.untold_us == whole.full_us + whole.untold_us
    most = 2 * max((entries for _, entries in hours), default=0) * len(hours)
    assert 0 <= whole.vehicles <= most


def test_in_a_queue_that_turns_cars_away_it_finds_how_many_were_turned_away():
    """Poisson arrivals, stays of an hour on average: what is turned away is known, car by car."""
    wanted, turned_away, estimate = 0, 0, NO_UNMET
    for seed in range(40):
        day, away, came = queue(Random(seed), arrivals_an_hour=18, hours=24)
        wanted, turned_away = wanted + came + away, turned_away + away
        estimate += unmet_of(day)
    assert estimate.entries == wanted - turned_away
    assert turned_away > 0.08 * wanted
    assert 0.75 * turned_away < estimate.vehicles < 1.25 * turned_away


def queue(random, arrivals_an_hour, hours):
    """Return the hours of a day, how many were turned away, and how many came."""
    capacity, now_us, leaving, away = 14, 0, [], 0
    full, came = [0] * hours, [0] * hours
    next_us = int(random.expovariate(arrivals_an_hour) * HOUR_US)
    while now_us < hours * HOUR_US:
        event_us = min([next_us, *leaving[:1]])
        if len(leaving) == capacity:
            for number in range(hours):
                begin_us, end_us = number * HOUR_US, (number + 1) * HOUR_US
                full[number] += max(0, min(event_us, end_us) - max(now_us, begin_us))
        now_us = event_us
        if leaving and leaving[0] == now_us:
            heappop(leaving)
            continue
        next_us += int(random.expovariate(arrivals_an_hour) * HOUR_US)
        if len(leaving) == capacity:
            away += now_us < hours * HOUR_US
        elif now_us < hours * HOUR_US:
            came[now_us // HOUR_US] += 1
            heappush(leaving, now_us + int(random.expovariate(1) * HOUR_US))
    rows = []
    for number in range(hours):
        known = SpaceTime(*[capacity * HOUR_US] * 2, 0, capacity * full[number], 0)
        steps = (known, *[SpaceTime()] * 11)
        begin_us = number * HOUR_US
        rows.append(HourRow("general", begin_us, begin_us + HOUR_US, steps, came[number]))
    return rows, away, sum(came)
