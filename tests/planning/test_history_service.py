"""What a planner would miss in how a lot was reported on, and what the fold refuses."""

import pytest

from parking.clock import HOUR_US, MINUTE_US
from parking.planning.history.fold import fold
from parking.planning.history.lot_past import decode_past, encode_past
from parking.plausibility import BACKFILL
from parking.report import Entry, Lane, Snapshot, Space, Totals
from tests.parking.live_reports import (
    T0_US,
    entry,
    envelope,
    record_of,
    snapshot,
    totals,
)
from tests.planning.past_cases import ONE_LOT, heartbeat, hours_of, service_of


def test_reports_and_delays_are_told_in_whole_seconds_without_what_was_sent_late_on_purpose():
    quick, slow = record_of(snapshot(0, 30)), record_of(snapshot(10, 20, "2"))
    saved_up = record_of(snapshot(20, 20, "3"), flags=BACKFILL)
    arrived = {
        quick.ident: quick.observed_us - 5_000_000,
        slow.ident: slow.observed_us + 59_000_001,
        saved_up.ident: saved_up.observed_us + HOUR_US,
    }
    (hour,) = fold(None, ONE_LOT, [quick, slow, saved_up], (), T0_US + HOUR_US, arrived).services
    assert hour.reports == 3
    assert hour.delays == {0: 1, 60: 1}


def test_a_lot_is_online_while_its_newest_report_is_as_fresh_as_its_source_is_due():
    (hour,) = service_of(heartbeat(10), heartbeat(11, "2"), heartbeat(30, "3"))
    assert hour.due_us == 50 * MINUTE_US
    assert hour.online_us == (3 + 2) * MINUTE_US
    assert service_of() == []


def test_a_count_that_meets_counted_vehicles_tells_their_drift_and_a_plain_feed_none():
    (hour,) = service_of(snapshot(0, 30), entry(5), snapshot(10, 27, "2"), snapshot(20, 30, "3"))
    assert (hour.drifts, hour.drift_spaces, hour.drift_capacity) == (2, 2 + 3, 200)
    (plain,) = service_of(snapshot(0, 30), snapshot(10, 27, "2"))
    assert plain.drifts == 0


def test_no_drift_is_told_where_vehicles_passed_that_nobody_counted():
    leapt = totals(20, 9_000, 0, "3")
    (hour,) = service_of(
        snapshot(0, 50), totals(1, 0, 0), totals(11, 5, 0, "2"), leapt, snapshot(30, 9, "4")
    )
    assert hour.drifts == 0


def test_what_nobody_counted_is_not_forgotten_when_counters_go_on():
    leapt, went_on = totals(20, 9_000, 0, "3"), totals(30, 9_001, 0, "4")
    (hour,) = service_of(
        snapshot(0, 50),
        totals(1, 0, 0),
        totals(11, 5, 0, "2"),
        leapt,
        went_on,
        snapshot(40, 9, "5"),
    )
    assert hour.drifts == 0


def test_a_count_that_leaps_within_a_minute_is_suspect_once():
    spaces = [Space("general", 90), Space("charging", 80)]
    first = Snapshot(spaces=[Space("general", 5), Space("charging", 2)], **envelope(0, "1"))
    second = Snapshot(spaces=spaces, **envelope(0.5, "2"))
    (hour,) = service_of(first, second)
    assert (hour.reports, hour.suspects) == (2, 1)
    assert service_of(first, Snapshot(spaces=spaces, **envelope(1.5, "2")))[0].suspects == 0


def test_reports_out_of_their_time_are_refused():
    records = [record_of(snapshot(10, 1)), record_of(snapshot(5, 1, "2"))]
    with pytest.raises(ValueError, match="comes after"):
        fold(None, ONE_LOT, records, (), T0_US + HOUR_US)
    with pytest.raises(ValueError, match="is not before"):
        fold(None, ONE_LOT, records[:1], (), T0_US + MINUTE_US)


def test_a_past_of_another_release_is_not_read():
    kept = encode_past(fold(None, ONE_LOT, [], (), T0_US + MINUTE_US).past)
    assert decode_past(kept) is not None
    assert decode_past(kept[:1] + b"\x00" + kept[2:]) is None


def test_no_more_lanes_are_read_than_live_counts():
    lanes = [
        record_of(Totals(lanes=[Lane(0, 0, f"L{lane}")], **envelope(0, f"r{lane}")))
        for lane in range(300)
    ]
    records = sorted(lanes, key=lambda record: record.key)
    assert len(fold(None, ONE_LOT, records, (), T0_US + HOUR_US).past.lanes) == 256


def test_an_entry_with_its_own_count_counts_its_vehicle_once():
    passed = Entry(free_after=29, **envelope(5, "e"))
    row = hours_of(snapshot(0, 30), passed, until_min=60)["general", 0]
    assert row.sums.taken_us == (70 * 5 + 71 * 55) * MINUTE_US
    assert service_of(snapshot(0, 30), passed)[0].drift_spaces == 0
