"""What may be taken, what is taken with a warning, and what is refused with a reason."""

import pytest

from parking.clock import from_us
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot
from parking.plausibility import BACKFILL, MAX_AHEAD_US, SUSPECT, WEEK_US, check_report
from parking.problems import Problem
from parking.report import Closure, Snapshot, Space, Totals
from tests.parking.live_reports import T0_US, correction, entry, envelope, snapshot

LOT = Lot(
    LotKey(1), LotId("A"), OperatorKey(1), OperatorId("op"), "A", 3, capacity={"general": 100}
)


def check(report, now_us=T0_US, **options):
    return check_report(report, report.observed_us, LOT, now_us, 4, **options)


@pytest.mark.parametrize(
    ("report", "flags"),
    [
        (snapshot(0, 100), 0),
        (snapshot(0, 101), SUSPECT),
        (snapshot(0, 101, capacity=120), 0),
        (snapshot(0, 0), 0),
        (entry(0, free_after=120), SUSPECT),
        (entry(0, is_backfill=True), BACKFILL),
        (correction(0, "s", spaces=[Space(free=300)]), SUSPECT),
        (correction(0, "t", out_total=7), 0),
        (Snapshot(spaces=[Space(occupied=101)], **envelope(0, "s")), SUSPECT),
        (snapshot(0, 1, occupied=50, capacity=100), SUSPECT),
        (snapshot(0, 50, occupied=50, capacity=100), 0),
        (snapshot(0, 50, occupied=49), 0),
    ],
)
def test_counts_that_cannot_all_be_true_are_taken_as_suspect(report, flags):
    assert check(report) == flags


@pytest.mark.parametrize(
    ("report", "slug", "pointer"),
    [
        (snapshot(0, -1), "count-out-of-range", "/spaces/0/free"),
        (snapshot(0, 100_001), "count-out-of-range", "/spaces/0/free"),
        (snapshot(0, 1, capacity=-5), "count-out-of-range", "/spaces/0/capacity"),
        (entry(0, free_after=-1), "count-out-of-range", "/free_after"),
        (Snapshot(spaces=[], **envelope(0, "s")), "missing-field", "/spaces"),
        (Snapshot(spaces=[Space()], **envelope(0, "s")), "missing-field", "/spaces/0/free"),
        (Snapshot(spaces=[Space(free=1)] * 2, **envelope(0, "s")), "bad-field", "/spaces"),
        (
            Snapshot(spaces=[Space("charging", occupied=1)], **envelope(0, "s")),
            "missing-field",
            "/spaces/0/capacity",
        ),
        (Totals(**envelope(0, "t")), "missing-field", "/in_total"),
        (Totals(lanes=[], **envelope(0, "t")), "bad-field", "/lanes"),
        (correction(0, "s"), "missing-field", ""),
        (
            correction(0, "k", begins_at=from_us(T0_US), ends_at=from_us(T0_US)),
            "bad-field",
            "/to",
        ),
        (
            Closure(ends_at=envelope(-1, "")["observed_at"], **envelope(0, "k")),
            "bad-field",
            "/to",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(report, slug, pointer):
    problem = check(report)
    assert isinstance(problem, Problem)
    assert (problem.slug, problem.pointer) == (slug, f"/reports/4{pointer}")


def test_a_minute_ahead_is_taken_and_more_is_not():
    report = snapshot(0, 5)
    assert check(report, T0_US - MAX_AHEAD_US) == 0
    refused = check(report, T0_US - MAX_AHEAD_US - 1)
    assert isinstance(refused, Problem)
    assert refused.slug == "future-timestamp"


def test_a_week_back_is_taken_and_more_only_as_history():
    report = snapshot(0, 5)
    assert check(report, T0_US + WEEK_US) == 0
    refused = check(report, T0_US + WEEK_US + 1)
    assert isinstance(refused, Problem)
    assert refused.slug == "too-old"
    assert check(report, T0_US + 9 * WEEK_US, max_age_us=10 * WEEK_US) == 0


def test_occupied_alone_is_completed_with_the_registered_capacity():
    report = Snapshot(spaces=[Space(occupied=40)], **envelope(0, "s"))
    assert check(report) == 0
    assert report.spaces[0].capacity == 100
