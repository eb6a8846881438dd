"""The simulated week keeps the laws that any week of parking keeps, and no platform is asked."""

from collections import Counter

import pytest

from simulator.week.accounts import Use, added, uses
from simulator.week.asked import Asked
from simulator.week.days import HOUR_US, MINUTE_US
from simulator.week.figures import figures
from simulator.week.planted import TIDAL, TREATED, planted_city, planted_pair
from simulator.week.steps import overlap_us
from simulator.week.town import ENDS_US, FROM_US, TO_US
from simulator.week.week import town_week
from tests.planning.week_books import books_of

NEVER = 2**62


@pytest.fixture(scope="module")
def week():
    return town_week(1)


def test_the_same_dice_give_the_same_week_and_others_another():
    assert town_week(5).told == town_week(5).told != town_week(6).told


def test_space_time_taken_is_the_time_that_cars_stood_there(week):
    """The law of Little, exactly: where nothing is shut, lent or unknown."""
    for lot_id in ("wk-plaza-1", "wk-rail-1", "wk-clinic-1"):
        truth = week.truths[lot_id]
        taken = added(uses(truth, FROM_US, TO_US).values()).taken
        stood = [(stay.came_us, stay.left_us or NEVER) for stay in truth.stays]
        assert taken == sum(overlap_us([span], FROM_US, TO_US) for span in stood)


def test_nobody_stands_where_there_is_no_space_nor_two_in_one(week):
    for truth in week.truths.values():
        for at_us in truth.moments():
            if FROM_US <= at_us < ENDS_US:
                for space_class in truth.lot.classes():
                    cars = truth.cars[space_class].at(at_us)
                    assert 0 <= cars <= truth.lot.capacity_at(at_us, space_class)


def test_who_is_turned_away_found_no_space(week):
    for refusal in week.cars.refusals:
        truth = week.truths[refusal.lot_id]
        cars = truth.cars[refusal.space_class].at(refusal.at_us)
        spaces = truth.lot.capacity_at(refusal.at_us, refusal.space_class)
        lent = truth.lent.at(refusal.at_us) if refusal.space_class == "general" else 0
        # In lots that see whole minutes, somebody may have left within that minute.
        went = Counter(stay.left_us for stay in truth.stays)[refusal.at_us]
        assert cars + went >= spaces - lent


def test_utilization_is_turnover_times_mean_duration_per_open_hour_within_the_boundary(week):
    """The boundary: stays that cross it, and that more or fewer left than came."""
    books = books_of(week)
    for lot_id in ("wk-plaza-1", "wk-plaza-2"):
        told = figures(Asked([books[lot_id]], FROM_US, TO_US))
        truth = week.truths[lot_id]
        use: Use = added(uses(truth, FROM_US, TO_US).values())
        open_hours = 24 * use.open / (use.open + use.closed)
        product = told["turnover"] * told["mean_duration"] / 60 / open_hours
        stood = [(stay.came_us, stay.left_us or ENDS_US) for stay in truth.stays]
        crossing = sum(b - a for a, b in stood if a < FROM_US < b or a < TO_US < b)
        came = sum(FROM_US <= a < TO_US for a, _ in stood)
        left = sum(FROM_US <= b < TO_US for _, b in stood)
        while_shut = sum(b - a for a, b in stood) - use.taken if use.closed else 0
        spare = crossing + abs(came - left) * told["mean_duration"] * MINUTE_US + while_shut
        assert abs(told["utilization"] - product) <= spare / use.open
        assert spare / use.open < 0.2


def test_without_the_tidal_spaces_the_same_drivers_come_and_more_are_turned_away():
    tidal, without = planted_city(1), planted_pair(1)[1]
    for lot_id in tidal.controls:
        assert tidal.by_lot[lot_id] == without.by_lot[lot_id]
    hospital, before = tidal.by_lot[TREATED], without.by_lot[TREATED]
    after = [day for day in tidal.days if day >= tidal.opened]
    assert all(hospital[day] == before[day] for day in tidal.days if day < tidal.opened)
    assert sum(hospital[day].use.full for day in after) < sum(before[day].use.full for day in after)
    served = sum(hospital[day].came + tidal.by_lot[TIDAL][day].came for day in after)
    assert served > sum(before[day].came for day in after)
    assert max(tidal.by_lot[TIDAL][day].use.open for day in after) == 40 * 21 * HOUR_US // 2
