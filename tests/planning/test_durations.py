"""How long stays took: sums that add up, of five or more, by ranks that are checked by hand."""

from fractions import Fraction
from itertools import pairwise
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from parking.clock import DAY_US, MINUTE_US
from parking.planning.durations import (
    FEWEST_SESSIONS,
    MEDIAN,
    NO_SESSIONS,
    P85,
    SessionSums,
    nearest_rank,
    session_sums,
)
from parking.planning.sessions import GIVEN_UP_US, pair
from tests.planning.passing import SECOND_US, came, left, passages

stays = st.lists(st.integers(0, 4_000_000_000), min_size=FEWEST_SESSIONS, max_size=40)
shares = st.fractions(Fraction(1, 1000), 1)
FOR_EVER_US = 2**60


def of_stays(*lengths_us):
    """Sum up stays of these lengths that all began at once."""
    found = []
    for number, length_us in enumerate(lengths_us):
        plate = number.to_bytes(16, "big")
        found += [came(0, 2 * number, plate), left(length_us, 2 * number + 1, plate)]
    return session_sums(pair(found), 0, FOR_EVER_US, FOR_EVER_US)


@given(stays, shares)
def test_a_percentile_is_the_stay_of_the_nearest_rank_in_whole_minutes(lengths, share):
    ordered = sorted(length // MINUTE_US for length in lengths)
    by_hand = ordered[ceil(share * len(lengths)) - 1]
    assert of_stays(*lengths).quantile_min(share) == by_hand


@given(stays)
def test_the_mean_is_exact_although_minutes_are_cut_off(lengths):
    mean = of_stays(*lengths).mean_min
    assert mean == sum(lengths) / (len(lengths) * MINUTE_US)


def test_the_median_of_an_even_number_is_the_lower_of_the_two_in_the_middle():
    sums = of_stays(*(minutes * MINUTE_US for minutes in (10, 20, 30, 40, 50, 600)))
    assert (sums.quantile_min(MEDIAN), sums.quantile_min(P85)) == (30, 600)


def test_four_stays_are_counted_but_nothing_is_told_of_how_long_they_were():
    four, five = of_stays(*[MINUTE_US] * 4), of_stays(*[MINUTE_US] * 5)
    assert (four.paired, four.mean_min, four.quantile_min(MEDIAN)) == (4, None, None)
    assert (five.paired, five.mean_min, five.quantile_min(MEDIAN)) == (5, 1.0, 1)


@given(passages(most=30), st.lists(st.integers(0, 13), max_size=4))
def test_sums_of_pieces_of_time_are_the_sums_of_all_of_it(found, cuts):
    sessions = pair(found)
    edges = [0, *sorted(cut * SECOND_US for cut in cuts), 14 * SECOND_US]
    now_us = GIVEN_UP_US + DAY_US
    pieces = [session_sums(sessions, begin, end, now_us) for begin, end in pairwise(edges)]
    whole = session_sums(sessions, 0, edges[-1], now_us)
    assert sum(pieces, NO_SESSIONS) == whole
    assert whole.paired + whole.orphan_exits + whole.unclosed_entries == len(sessions)
    assert sum(whole.minutes.values()) == whole.paired


def test_a_session_counts_when_it_ends():
    sessions = pair([came(0), left(DAY_US)])
    assert session_sums(sessions, 0, DAY_US, FOR_EVER_US) == NO_SESSIONS
    assert session_sums(sessions, DAY_US, 2 * DAY_US, FOR_EVER_US).paired == 1


def test_a_car_that_may_be_there_still_is_not_held_against_its_lot():
    sessions = pair([came(0)])
    assert session_sums(sessions, 0, DAY_US, DAY_US) == NO_SESSIONS
    assert session_sums(sessions, 0, DAY_US, GIVEN_UP_US) == NO_SESSIONS
    assert session_sums(sessions, 0, DAY_US, GIVEN_UP_US + 1) == SessionSums(unclosed_entries=1)


def test_pairing_is_the_share_of_sessions_of_which_both_ends_were_seen():
    assert SessionSums(paired=6, orphan_exits=1, unclosed_entries=1).pairing == 0.75
    assert NO_SESSIONS.pairing is None


def test_there_is_no_rank_in_nothing():
    assert nearest_rank({}, MEDIAN) is None
    assert nearest_rank({3: 0, 7: 2}, Fraction(1, 10)) == 7
