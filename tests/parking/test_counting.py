"""The counted lane: anchors, movements, totals, corrections and voids come to one state."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.live.counting import advance, fold
from parking.live.recount import recount
from parking.live.windows import windows_us
from parking.report import Closure, Lane, Space, Target, Totals
from tests.parking.live_reports import (
    MINUTE_US,
    T0_US,
    bay,
    correction,
    distinct,
    entry,
    envelope,
    exit_,
    record_of,
    record_sets,
    snapshot,
    stretched,
    totals,
    void,
)


def state_of(*reports):
    return fold([record_of(report) for report in reports])


def general(*reports):
    return state_of(*reports).classes["general"]


def arrive(batches):
    """Take batches in as a writer does: advance, and read the log where that cannot tell."""
    log, state = [], None
    for batch in batches:
        log.extend(batch)
        fresh = None if state is None else advance(state, batch)
        for from_us in () if fresh is not None else windows_us(state, batch):
            window = [record for record in log if record.observed_us >= from_us]
            counted = recount(state, window, batch, 1, is_whole=from_us == 0)
            if counted is not None:
                fresh = counted.state
                break
        assert fresh is not None
        state = fresh
    state.raised = {}  # how it came there, not what it is
    return state


def whole(records):
    """The state of all these records at once, with what its amendments aim at."""
    state = fold(records)
    state.aims = arrive([records]).aims
    return state


@pytest.mark.parametrize("number", range(8))
def test_a_snapshot_has_counted_whoever_passed_at_its_very_moment(number):
    said = [
        totals(0, 100, 100, serial="first"),
        snapshot(1, 40, serial="before"),
        totals(10, 107, 102, serial=f"lanes-{number}"),
        entry(10, serial=f"car-{number}"),
        snapshot(10, 35, serial=f"count-{number}"),
    ]
    for some in permutations(said[2:]):
        count = general(*said[:2], *some)
        assert (count.anchor.free, count.net_after) == (35, 0)


@settings(max_examples=150)
@given(record_sets.filter(bool), st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_order_in_any_batches_ends_in_the_state_of_the_whole_set(records, random, size):
    shuffled = random.sample(records, len(records))
    batches = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
    assert arrive(batches) == whole(records)


@settings(max_examples=100)
@given(record_sets.filter(bool), st.randoms(use_true_random=False))
def test_a_window_of_the_log_that_suffices_says_what_the_whole_log_says(records, random):
    """Hours instead of minutes between the records, so that windows end among them."""
    spread = distinct([record_of(stretched(record.report, 200)) for record in records])
    shuffled = random.sample(spread, len(spread))
    assert arrive([[record] for record in shuffled]) == whole(spread)


FAR = 200
"""Minutes: further apart than the first windows of the log reach."""


@pytest.mark.parametrize(
    "reports",
    [
        # A void means a claim rather than a correction of that serial, however far back it lies.
        (bay(0, "free", serial="2"), void(FAR, "2", "1"), correction(FAR, "1", "2")),
        (
            entry(0, "1"),
            snapshot(2 * FAR, 7, "1"),
            correction(FAR, "2", "1"),
            void(FAR, "1", "1"),
            void(2 * FAR, "1", "1"),
        ),
        # A void may be older than the record whose time it names, and another one newer.
        (
            void(0, Target("2", "entry", envelope(2 * FAR, "")["observed_at"]), "2"),
            correction(FAR, Target("2", "entry"), "2", free_after=1),
            entry(2 * FAR, "2", free_after=3),
            snapshot(2 * FAR, 7, "2"),
        ),
        # A closure that was declared anew is one closure.
        (
            Closure(**envelope(0, "2")),
            Closure(**envelope(FAR, "2")),
            snapshot(FAR, 7, "2"),
            correction(FAR, "2", "1"),
        ),
    ],
)
def test_far_back_lies_what_an_amendment_means_in_any_order(reports):
    records = [record_of(report) for report in reports]
    for order in permutations(records):
        assert arrive([[record] for record in order]) == whole(records)


def test_a_correction_reads_back_to_what_it_means_not_to_all_that_ever_was_amended():
    day = 1_440
    counts = [snapshot(number * day, 50, f"s{number}") for number in range(8)]
    voids = [void(number * day + 1, f"s{number}", f"v{number}") for number in range(7)]
    newest = snapshot(7 * day + 1, 50, "newest")
    state = arrive([[record_of(report) for report in (*counts, *voids, newest)]])
    new = record_of(correction(7 * day + 2, "s7", "c", spaces=[Space(free=9)]))
    first_us = next(windows_us(state, [new]))
    assert 7 * day - 6 < (first_us - T0_US) / MINUTE_US < 7 * day


def test_an_aim_that_was_let_go_is_forgotten_in_any_order():
    reports = (snapshot(0, 50), bay(0, "free"), void(10, "b"), bay(9, "free"))
    records = [record_of(report) for report in reports]
    for order in permutations(records):
        assert arrive([[record] for record in order]) == whole(records)


def test_movements_after_a_count_move_the_estimate():
    count = general(snapshot(0, 50), entry(1), entry(2, "e2"), exit_(3))
    assert (count.free, count.moved_after) == (49, 3)


def test_movements_before_any_count_give_no_count():
    assert general(entry(1), exit_(2)).free is None


def test_a_movement_older_than_the_count_changes_nothing():
    assert general(entry(1), snapshot(2, 50)).free == 50


def test_an_absolute_count_rebases_and_the_difference_is_the_drift():
    count = general(snapshot(0, 50), entry(1), snapshot(2, 45, "s2"))
    assert (count.free, count.drift) == (45, 4)


def test_free_after_is_an_absolute_count_that_includes_its_own_vehicle():
    count = general(snapshot(0, 50), entry(1, free_after=49))
    assert (count.free, count.drift) == (49, 0)


def test_the_drift_is_not_clamped():
    assert (
        general(snapshot(0, 2), *[entry(1, f"e{n}") for n in range(9)], snapshot(2, 0, "z")).drift
        == -7
    )


def test_totals_count_what_they_gained_after_the_count():
    count = general(totals(0, 100, 90, "t1"), snapshot(1, 50), totals(2, 105, 92, "t2"))
    assert (count.free, count.moved_after) == (47, 7)


def test_a_restarted_counter_counts_nothing_and_is_told():
    count = general(
        snapshot(0, 50), totals(1, 100, 90, "t1", epoch=1), totals(2, 3, 1, "t2", epoch=2)
    )
    assert (count.free, count.breaks_after) == (50, 1)


def test_a_gain_that_no_lane_can_pass_is_a_new_start_and_is_told():
    leap = general(snapshot(0, 50), totals(1, 12, 9, "t1"), totals(2, 1_000_000_000, 9, "t2"))
    assert (leap.free, leap.breaks_after) == (50, 1)
    after = general(
        snapshot(0, 50), totals(1, 12, 9, "t1"), totals(2, 35, 9, "t2"), totals(3, 37, 10, "t3")
    )
    assert (after.free, after.breaks_after) == (49, 1)


def test_the_most_that_a_lane_can_pass_counts():
    count = general(snapshot(0, 50), totals(1, 0, 0, "t1"), totals(2, 22, 22, "t2"))
    assert (count.moved_after, count.breaks_after) == (44, 0)


def test_a_lot_with_totals_does_not_count_single_entries_too():
    count = general(snapshot(0, 50), totals(1, 0, 0, "t1"), entry(2), totals(3, 1, 0, "t2"))
    assert count.free == 49


def test_lanes_are_counted_apart():
    lanes = Totals(lanes=[Lane(10, 0, "N"), Lane(20, 0, "S")], **envelope(1, "t1"))
    later = Totals(lanes=[Lane(11, 0, "N"), Lane(22, 0, "S")], **envelope(2, "t2"))
    assert general(snapshot(0, 50), lanes, later).free == 47


def test_a_voided_entry_never_happened():
    assert general(snapshot(0, 50), entry(1, "e1"), void(2, "e1")).free == 50


def test_a_corrected_count_keeps_its_time():
    reports = [snapshot(0, 50, "s0"), entry(1), correction(9, "s0", spaces=[Space(free=60)])]
    assert general(*reports).free == 59


def test_a_corrected_counter_keeps_what_is_not_given():
    flat = Totals(in_total=15, out_total=10, lane_id="N", **envelope(2, "t2"))
    reports = [snapshot(0, 50), Totals(lanes=[Lane(10, 10, "N")], **envelope(1, "t1")), flat]
    assert general(*reports, correction(3, "t2", in_total=12)).free == 48
    assert general(*reports, correction(3, "t2", out_total=13)).free == 48
    assert general(*reports, correction(3, "t1", in_total=13)).free == 48


def test_voiding_a_correction_brings_the_first_content_back():
    reports = [snapshot(0, 50, "s0"), correction(1, "s0", "c1", spaces=[Space(free=60)])]
    assert general(*reports, void(2, Target(record_serial="c1", kind="correction"))).free == 50


def test_a_void_beats_a_correction_of_the_same_record():
    reports = [snapshot(0, 50, "s0"), snapshot(1, 9, "s1"), void(2, "s1")]
    assert general(*reports, correction(3, "s1", spaces=[Space(free=60)])).free == 50


def test_another_source_cannot_amend_the_record():
    foreign = record_of(void(2, "e1"))._replace(source_key=99)
    records = [record_of(snapshot(0, 50)), record_of(entry(1, "e1")), foreign]
    assert fold(records).classes["general"].free == 49


def test_in_order_traffic_never_needs_the_log():
    reports = [snapshot(0, 50), *[entry(n, f"e{n}") for n in range(1, 9)], snapshot(9, 40, "s9")]
    state = fold([record_of(reports[0])])
    for report in reports[1:]:
        state = advance(state, [record_of(report)])
        assert state is not None
    assert state.classes["general"].drift == 2


def test_a_counter_read_long_before_the_window_still_tells_what_passed_since():
    reports = [totals(0, 100, 90, "t1"), snapshot(600, 50), snapshot(601, 50, "s1")]
    reports += [totals(602, 103, 90, "t2"), entry(603, "e1", free_after=40), void(604, "e1")]
    records = [record_of(report) for report in reports]
    assert arrive([[record] for record in records]).classes["general"].free == 47
