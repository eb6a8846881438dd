import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.planning.tidal.choice import choose
from parking.planning.tidal.limits import Limits
from parking.planning.tidal.menu import QUOTAS
from parking.planning.tidal.offers import HOURS, SLICES, Needs
from tests.planning.tidal_ground import best_by_trial, flat_needs, greedy, pairs

BY_DAY = Limits(
    quiet_nights=False,
    max_agreements=2,
    min_quota=2,
    min_window_h=2,
    uptake=1.0,
    min_yield=0.25,
    min_relief_h=1.5,
)
NIGHTS = Limits(
    max_agreements=1, min_quota=2, min_window_h=2, uptake=1.0, min_yield=0.25, min_relief_h=2
)


def offered(rows: dict[int, dict[int, float]], lots: int) -> np.ndarray:
    offers = np.zeros((lots, HOURS))
    for lot, hours in rows.items():
        for hour, spaces in hours.items():
            offers[lot, hour] = spaces
    return offers


hourly = st.lists(st.sampled_from([0, 2, 3, 6, 10]), min_size=5, max_size=5)
slices = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=5, max_size=5)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(hourly, min_size=3, max_size=3),
    st.lists(slices, min_size=2, max_size=2),
    st.dictionaries(
        st.tuples(st.integers(0, 2), st.integers(3, 4)), st.booleans(), min_size=1, max_size=6
    ),
)
def test_no_choice_tried_one_by_one_is_better(lent, wanted, near):
    """Three lenders, two full lots, every quota and window: none is better than the solver's."""
    offers = offered({lot: dict(enumerate(row, 3)) for lot, row in enumerate(lent)}, 5)
    widths, days = np.zeros((5, HOURS, SLICES)), np.zeros(HOURS)
    chances = np.zeros(widths.shape)
    days[:24] = 10
    for place, row in enumerate(wanted, 3):
        for hour, (sure, seldom) in enumerate(row, 3):
            widths[place, hour, :2] = (2 * sure, 2 * seldom)
            chances[place, hour, :2] = (1.0 * (sure > 0), 0.4 * (seldom > 0))
    needs, reach = Needs(widths, chances, days), pairs(near)
    chosen = choose(offers, needs, reach, BY_DAY, gap=0.0)
    assert chosen.worth == pytest.approx(best_by_trial(offers, needs, reach, BY_DAY))
    assert chosen.bound == pytest.approx(chosen.worth)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=24, max_size=24),
    st.lists(st.integers(0, 12), min_size=24, max_size=24),
)
def test_with_quiet_nights_no_window_tried_one_by_one_is_better(lent, wanted):
    offers = offered({0: dict(enumerate(lent))}, 2)
    needs = flat_needs(np.array([[0] * 24, wanted], float))
    chosen = choose(offers, needs, pairs({(0, 1): True}), NIGHTS, gap=0.0)
    moves = [hour for hour in range(24) if hour < 15 or hour == 23]
    best = 0.0
    for start in (hour for hour in moves if hour < 17):
        for end in (hour + 1 for hour in moves if hour + 1 >= start + 2):
            for quota in (int(q) for q in QUOTAS if 2 <= q <= min(lent[start:end])):
                stays, total = quota, -2 - 0.25 * quota * (end - start)
                for hour in range(start, end):
                    now = min(quota, wanted[hour])
                    stays = min(stays, now) if 15 <= hour < 23 else now
                    total += stays
                best = max(best, 10 * total)
    assert chosen.worth == pytest.approx(best)


def test_two_complements_beat_the_greedy_choice_between_them():
    """The lot that is best alone stands between two that together relieve more."""
    reached = {0: (4, 5, 6, 7), 1: (3, 4, 5), 2: (6, 7, 8)}
    offers = offered(
        {at: dict.fromkeys(range(8, 14), 10 * len(places)) for at, places in reached.items()}, 9
    )
    wanted = np.zeros((9, 24))
    wanted[3:, 8:14] = 10
    needs = flat_needs(wanted)
    reach = pairs({(at, place): True for at, places in reached.items() for place in places})
    limits = Limits(quiet_nights=False, max_agreements=2, uptake=1.0, min_window_h=6)
    chosen = choose(offers, needs, reach, limits, gap=0.0)
    assert chosen.menu.lender.tolist() == [1, 2]
    assert chosen.worth == pytest.approx(best_by_trial(offers, needs, reach, limits))
    assert chosen.worth > 1.15 * greedy(offers, needs, reach, limits)


def test_one_full_space_hour_is_not_counted_for_two_lenders():
    offers = offered({at: dict.fromkeys(range(8, 14), 50) for at in (0, 1)}, 3)
    wanted = np.zeros((3, 24))
    wanted[2, 8:14] = 15
    limits = Limits(max_agreements=2, uptake=1.0)
    chosen = choose(
        offers, flat_needs(wanted), pairs({(0, 2): True, (1, 2): True}), limits, gap=0.0
    )
    assert chosen.flows.spaces.sum() == pytest.approx(6 * 15)
    assert chosen.menu.lender.size == 1


def test_a_lot_at_the_limit_of_the_walk_serves_half_of_those_who_want():
    offers = offered({0: dict.fromkeys(range(8, 14), 50)}, 2)
    wanted = np.zeros((2, 24))
    wanted[1, 8:14] = 20
    chosen = choose(offers, flat_needs(wanted), pairs({(0, 1): False}), Limits(uptake=1.0), gap=0.0)
    assert chosen.flows.spaces.tolist() == [10.0] * 6
    assert chosen.menu.quota.tolist() == [10]


def test_a_window_too_short_to_be_worth_an_agreement_is_not_proposed():
    offers = offered({0: dict.fromkeys(range(8, 10), 50)}, 2)
    wanted = np.zeros((2, 24))
    wanted[1, 8:10] = 20
    chosen = choose(offers, flat_needs(wanted), pairs({(0, 1): True}), Limits(), gap=0.0)
    assert chosen.menu.lender.size == 0


def test_lenders_that_were_not_looked_at_are_in_the_bound():
    """With room for some of the lenders, what is told to be the most still covers all."""
    reached = {0: (4, 5, 6, 7), 1: (3, 4, 5), 2: (6, 7, 8)}
    offers = offered({at: dict.fromkeys(range(8, 14), 10 * len(reached[at])) for at in reached}, 9)
    wanted = np.zeros((9, 24))
    wanted[3:, 8:14] = 10
    reach = pairs({(at, place): True for at, places in reached.items() for place in places})
    limits = Limits(max_agreements=2, uptake=1.0)
    whole = choose(offers, flat_needs(wanted), reach, limits, gap=0.0)
    part = choose(offers, flat_needs(wanted), reach, limits, gap=0.0, most_choices=1)
    assert part.worth < whole.worth <= part.bound + 1e-6
