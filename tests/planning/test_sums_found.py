"""Lots that are sums of others are found from what was counted; no other lot is taken for one."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.clock import HOUR_US
from parking.planning.sums.comparing import LEAST_MOVED, Agreement, agreement
from parking.planning.sums.counted_hours import LotCounts, counted_hours
from parking.planning.sums.finding import find_sums
from parking.planning.sums.words import MOST_NAMED, NOTHING, told_of_sum
from tests.planning.sums_by_hand import by_trying, counted, plain_lots, sum_of, walk

SEEDS = st.integers(0, 2**32)


def found_in(history) -> dict[int, tuple[int, ...]]:
    return {one.lot_key: one.parts for one in find_sums(history)}


@given(SEEDS, st.integers(2, 9), st.integers(0, 3))
@settings(deadline=None, max_examples=15)
def test_a_planted_sum_is_found_with_just_its_parts(seed: int, parts: int, tenths: int):
    rng = Random(seed)
    lots = plain_lots(rng, 12)
    chosen = tuple(sorted(rng.sample(sorted(lots), parts)))
    lots[99] = sum_of(lots, chosen)
    unknown = tenths / 10 / parts
    assert found_in(counted(lots, rng, unknown)) == {99: chosen}


@given(SEEDS)
@settings(deadline=None, max_examples=10)
def test_what_is_found_is_what_trying_all_sets_would_find(seed: int):
    rng = Random(seed)
    lots = plain_lots(rng, 5)
    if seed % 3:
        lots[99] = sum_of(lots, rng.sample(sorted(lots), 2 + seed % 2))
    history = counted(lots, rng, 0.05)
    assert {key: {parts} for key, parts in found_in(history).items()} == by_trying(history)


@pytest.mark.parametrize("seed", range(8))
def test_lots_that_are_no_sums_are_taken_for_none(seed: int):
    """Spaces that happen to add up are no proof, nor are days that look alike."""
    rng = Random(seed)
    lots = plain_lots(rng, 30)
    for key in range(100, 110):
        spaces = sum(lots[part][0] for part in rng.sample(range(1, 31), 2))
        lots[key] = spaces, walk(rng, spaces)
    assert found_in(counted(lots)) == {}


def test_a_sum_of_sums_is_told_by_the_lots_below():
    lots = plain_lots(Random(3), 10)
    lots[50] = sum_of(lots, (1, 2, 3))
    lots[60] = sum_of(lots, (50, 4))
    assert found_in(counted(lots)) == {50: (1, 2, 3), 60: (1, 2, 3, 4)}


def test_what_is_decided_of_a_lot_is_not_asked_again():
    """A known sum is part of nothing; a lot that is none by somebody's word may well be a part."""
    lots = plain_lots(Random(4), 8)
    lots[50] = sum_of(lots, (1, 2))
    lots[60] = sum_of(lots, (3, 4))
    history = counted(lots)
    assert [one.lot_key for one in find_sums(history, decided={50})] == [60]
    assert [one.lot_key for one in find_sums(history, sums={50})] == [60]
    assert [one.lot_key for one in find_sums(history, sums={1})] == [60]
    assert sorted(one.lot_key for one in find_sums(history, decided={1})) == [50, 60]


def test_lots_that_moved_while_another_was_unknown_are_weighed_all_the_same():
    """Of hours in which nothing moved no weights can be made; nor do they stop the search."""
    hours = range(400)
    even = [20 + (n * 7) % 11 if n % 2 else 20 for n in hours]
    lots = {1: (100, even), 2: (150, even[::-1]), 3: (250, [0.0] * 400), 4: (300, even)}
    assert found_in(counted(lots)) == {}
    known = [n for n in hours if not n % 2]
    told = [
        LotCounts(
            key,
            np.array([n * HOUR_US for n in (hours if key != 2 else known)], np.int64),
            np.full(400 if key != 2 else 200, spaces * HOUR_US),
            np.array([taken[n] * HOUR_US for n in (hours if key != 2 else known)], np.int64),
        )
        for key, (spaces, taken) in lots.items()
        if key != 3
    ]
    assert find_sums(counted_hours(told)) == []


def test_days_that_stood_still_prove_nothing():
    """Three empty lots are the sum of one another, and are not."""
    hours = 24 * 28
    lots = {1: (10, [0.0] * hours), 2: (20, [0.0] * hours), 3: (30, [0.0] * hours)}
    assert found_in(counted(lots)) == {}
    moved = LEAST_MOVED - 1
    seen = {key: (size, walk(Random(key), size, moved)) for key, size in ((1, 100), (2, 200))}
    seen[3] = sum_of(seen, (1, 2))
    assert found_in(counted(seen)) == {}


def test_some_counts_that_were_spoilt_do_not_hide_a_sum():
    lots = plain_lots(Random(5), 10)
    spaces, taken = sum_of(lots, (2, 5, 7))
    for hour in range(0, len(taken), 40):
        taken[hour] = 0.0
    lots[99] = spaces, taken
    [one] = find_sums(counted(lots))
    assert (one.lot_key, one.parts, one.spaces) == (99, (2, 5, 7), spaces)
    assert one.agreement.equal < one.agreement.hours == len(taken)


def test_a_sum_that_goes_its_own_way_is_refuted():
    lots = plain_lots(Random(6), 3)
    spaces, taken = sum_of(lots, (1, 2))
    lots[99] = spaces, taken
    history = counted(lots)
    assert not agreement(history, 3, (0, 1)).is_refuted
    lots[99] = spaces, walk(Random(7), spaces)
    assert agreement(counted(lots), 3, (0, 1)).is_refuted


def test_lots_that_were_never_known_together_are_told_nothing_of():
    day, night = ([n * HOUR_US for n in range(first, 400, 2)] for first in (0, 1))
    lots = [
        LotCounts(key, np.array(at), np.full(len(at), HOUR_US), np.arange(len(at)) % 2 * HOUR_US)
        for key, at in ((1, day), (2, night))
    ]
    assert agreement(counted_hours(lots), 0, (1,)) == Agreement()
    assert find_sums(counted_hours(lots)) == find_sums(counted_hours([])) == []


def test_both_languages_say_why_a_lot_is_not_counted():
    evidence = {"hours": 412, "equal": 410}
    found = told_of_sum(["b", "c"], evidence, is_aggregate=True)
    assert "410 of 412 hours" in found
    assert "412 个小时中的 410 个" in found
    many = told_of_sum([f"lot-{n}" for n in range(MOST_NAMED + 3)], None, is_aggregate=True)
    assert "and 3 more" in many
    assert f"等 {MOST_NAMED + 3} 个停车场" in many
    unnamed, none = (told_of_sum([], None, is_aggregate=is_sum) for is_sum in (True, False))
    for told in (found, many, unnamed, none, NOTHING):
        english, _, chinese = told.partition(" · ")
        assert english.isascii()
        assert any("一" <= letter <= "鿿" for letter in chinese)
