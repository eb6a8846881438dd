"""What a planner would miss in what is known and taken: outages, counters, bays, capacities."""

import pytest

from parking.clock import HOUR_US, MINUTE_US
from parking.planning.history.fold import fold
from parking.planning.history.past_facts import FactsStep, PastFacts, RhythmStep
from parking.report import SpaceReport
from tests.parking.live_reports import (
    SOURCE,
    T0_US,
    bay,
    entry,
    envelope,
    exit_,
    record_of,
    snapshot,
    totals,
)
from tests.planning.past_cases import ONE_LOT, heartbeat, hours_of, space_minutes


def test_an_hour_in_which_nobody_was_heard_is_unknown_and_not_empty():
    hours = hours_of(snapshot(0, 30), snapshot(200, 10, "2"), until_min=240)
    first, second, fourth = hours["general", 0], hours["general", 1], hours["general", 3]
    assert first.sums.coverage == 1.0
    assert first.sums.utilization == 0.7
    assert second.sums.open_us == 100 * HOUR_US
    assert second.sums.known_us == 0
    assert second.sums.utilization is None
    assert fourth.sums.coverage == pytest.approx(40 / 60)
    assert fourth.sums.utilization == 0.9


def test_a_count_holds_while_its_lot_is_heard_whatever_it_says():
    hours = hours_of(snapshot(0, 30), heartbeat(60), entry(119, space_class="charging"))
    known = [space_minutes(hours["general", hour].sums.known_us) for hour in range(4)]
    assert known == [6000, 6000, 5900, 0]


def test_a_feed_that_speaks_every_three_hours_is_known_for_three_hours():
    facts = PastFacts(ONE_LOT.steps, {SOURCE: (RhythmStep(T0_US, 180 * MINUTE_US),)})
    hours = hours_of(snapshot(0, 30), facts=facts)
    assert [hours["general", hour].sums.coverage for hour in range(4)] == [1, 1, 1, 0]


def test_after_a_silence_vehicles_count_only_from_the_next_absolute_on():
    hours = hours_of(snapshot(0, 30), entry(90), snapshot(120, 5, "2"), exit_(150))
    assert [hours["general", hour].sums.coverage for hour in range(3)] == [1, 0, 1]
    assert hours["general", 2].sums.taken_us == (95 * 30 + 94 * 30) * MINUTE_US
    assert hours["general", 1].entries == 1


def test_a_change_in_the_midst_of_a_step_is_weighed_to_the_microsecond():
    hours = hours_of(snapshot(0, 100), snapshot(7.5, 99, "2"), until_min=11)
    row = hours["general", 0]
    assert [step.taken_us for step in row.steps[:3]] == [0, 150_000_000, 60_000_000]
    assert row.until_us == T0_US + 11 * MINUTE_US
    assert row.steps[2].open_us == 100 * MINUTE_US
    assert row.steps[3].open_us == 0


def test_full_is_weighed_by_the_spaces_that_are_full():
    hours = hours_of(snapshot(0, 0), snapshot(15, -3, "2"), snapshot(45, 1, "3"))
    assert hours["general", 0].sums.full_us == 100 * 45 * MINUTE_US
    assert hours["general", 0].sums.taken_us == (100 * 45 + 99 * 15) * MINUTE_US


def test_a_lot_with_counters_counts_by_them_alone_and_a_leap_counts_nothing():
    hours = hours_of(
        snapshot(0, 50),
        totals(1, 100, 40),
        totals(11, 110, 43, "2"),
        totals(21, 9_000, 43, "3"),
        totals(31, 9_001, 43, "4"),
        totals(41, 9_002, 43, "5"),
        until_min=60,
    )
    row = hours["general", 0]
    assert (row.entries, row.exits) == (12, 3)
    assert row.sums.taken_us == (50 * 11 + 57 * 20 + 58 * 10 + 59 * 19) * MINUTE_US


def test_single_entries_beside_counters_are_arrivals_and_move_no_count():
    hours = hours_of(
        snapshot(0, 50),
        totals(1, 100, 40),
        entry(2),
        totals(11, 101, 40, "2"),
        until_min=60,
    )
    row = hours["general", 0]
    assert (row.entries, row.exits) == (1, 0)
    assert row.sums.taken_us == (50 * 11 + 51 * 49) * MINUTE_US


def test_bays_that_nobody_spoke_of_are_unknown():
    facts = PastFacts((FactsStep(T0_US, {"general": 4}),))
    hours = hours_of(
        bay(0, "free", "B1"),
        bay(0, "occupied", "B2", "2"),
        bay(0, "unknown", "B3", "3"),
        facts=facts,
        until_min=60,
    )
    sums = hours["general", 0].sums
    assert (sums.open_us, sums.known_us, sums.taken_us) == (4 * HOUR_US, 2 * HOUR_US, HOUR_US)


def test_a_few_bays_do_not_hide_a_count_and_all_of_them_do():
    few = hours_of(snapshot(0, 30), bay(10, "free", "B1"), until_min=60)
    assert few["general", 0].sums.taken_us == 70 * HOUR_US
    facts = PastFacts((FactsStep(T0_US, {"general": 2}),))
    both = [bay(10, "free", "B1"), bay(10, "free", "B2", "2")]
    nearly_all = hours_of(snapshot(0, 0), *both, facts=facts, until_min=60)
    assert nearly_all["general", 0].sums.taken_us == 2 * 10 * MINUTE_US


def test_the_capacity_is_the_snapshots_in_force_then_the_registrys_of_that_time():
    facts = PastFacts(
        (FactsStep(T0_US, {"general": 100}), FactsStep(T0_US + 150 * MINUTE_US, {"general": 60}))
    )
    hours = hours_of(snapshot(0, 30, capacity=90), snapshot(30, 30, "2"), facts=facts)
    opened = [space_minutes(hours["general", hour].sums.open_us) for hour in range(4)]
    assert opened == [90 * 30 + 100 * 30, 6000, 100 * 30 + 60 * 30, 3600]


def test_a_lot_whose_capacity_only_its_feed_says_stays_there_when_the_feed_is_out():
    facts = PastFacts((FactsStep(T0_US),))
    hours = hours_of(snapshot(0, 30, capacity=90), facts=facts)
    assert [hours["general", hour].sums.coverage for hour in range(4)] == [1, 0, 0, 0]


def test_a_class_that_was_voided_away_has_no_row():
    claim = snapshot(0, 3, "1", space_class="loading", capacity=5)
    assert ("loading", 0) in hours_of(claim)
    assert hours_of(facts=PastFacts((FactsStep(T0_US),))) == {}


def test_a_bay_that_changes_its_class_takes_nothing_from_what_the_others_said():
    facts = PastFacts((FactsStep(T0_US, {"general": 1, "charging": 1}),))
    moved = SpaceReport(
        space_code="B2", status="free", space_class="charging", **envelope(20, "moved")
    )
    both = [bay(10, "free", "B1"), bay(10, "free", "B2", "2")]
    hours = hours_of(snapshot(0, 0), *both, moved, facts=facts, until_min=60)
    assert hours["general", 0].sums.taken_us == 10 * MINUTE_US
    assert hours["charging", 0].sums.known_us == 40 * MINUTE_US


def test_lanes_of_different_sources_are_different_lanes():
    one = [record_of(totals(0, 0, 0)), record_of(totals(10, 5, 0, "2"))]
    other = record_of(totals(5, 90, 0, "3"), SOURCE + 1)
    said = record_of(snapshot(0, 50))
    records = sorted([said, *one, other], key=lambda record: record.key)
    (row,) = fold(None, ONE_LOT, records, (), T0_US + HOUR_US).rows
    assert row.entries == 5
