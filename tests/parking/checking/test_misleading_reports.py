"""What is no fault of a lot: cars of another class, a batch that came late; and what is its name.

A capacity that was registered too small is said to be that.
"""

from parking.checking.checker import Checker
from parking.checking.observation import CheckedLot, Observation
from parking.checking.words import told_of
from parking.clock import HOUR_US, MINUTE_US, SECOND_US
from tests.parking.checking.reports import (
    DAY_MINUTES,
    MONDAY_US,
    checker,
    count,
    judged,
    rules,
    vehicle,
)


def with_vehicles(space_class: str) -> list[Observation]:
    """General counts and their cars, and each minute one of some class that enters."""
    reports: list[Observation] = []
    free = 50
    for minute in range(1_200):
        kind = "entry" if minute // 30 % 2 else "exit"
        free += -1 if kind == "entry" else 1
        reports += [
            vehicle(kind, minute, "general"),
            vehicle("entry", minute + 0.2, space_class),
            count(free, minute + 0.5),
        ]
    return reports


def test_cars_that_charge_make_no_drift_of_the_general_count() -> None:
    assert rules(judged(checker(), with_vehicles("charging"))) == []
    assert ("drifting", False) in rules(judged(checker(), with_vehicles("general")))


def bays(times: int, *, batch: int, lag_s: float, every_s: float = 60.0) -> list[Observation]:
    """Batches of bays, each batch of one moment and all at once, and late."""
    reports = []
    for turn in range(times):
        at_us = MONDAY_US + round(turn * every_s * SECOND_US)
        come_us = at_us + round(lag_s * SECOND_US)
        reports += [
            Observation(
                1, 1, "space", at_us, come_us + 20_000 * bay, space_code=str(bay), status="free"
            )
            for bay in range(batch)
        ]
    return reports


def test_one_batch_that_came_late_is_no_clock_that_is_off() -> None:
    assert judged(checker(), bays(1, batch=60, lag_s=580)) == []
    backlog = [
        one._replace(observed_us=one.observed_us - bay * SECOND_US, received_us=MONDAY_US)
        for bay, one in enumerate(bays(1, batch=60, lag_s=0))
    ]
    late = [one._replace(received_us=one.received_us + 580 * SECOND_US) for one in backlog]
    assert judged(checker(), late) == []


def test_batches_that_are_all_late_alike_are_a_clock_that_is_off() -> None:
    told = judged(checker(), bays(40, batch=20, lag_s=580))
    assert rules(told) == [("clock_shifted", False)]
    told = judged(checker(), bays(12, batch=20, lag_s=8 * 3_600))
    assert rules(told) == [("clock_shifted", False)]


def over(minutes: int, *, capacity: int = 20) -> list[str]:
    """What is told of a lot in which some 30 spaces are free, by night and by day."""
    reports = [count(30 + minute // 5 % 5, minute) for minute in range(0, minutes, 5)]
    told = judged(checker(CheckedLot(capacity)), reports)
    return [told_of(one).told.en for one in told if one.end_us is None]


def test_a_registered_capacity_that_is_too_small_most_of_the_day_is_called_that() -> None:
    first, *more = over(2 * DAY_MINUTES)
    assert "cannot be" in first
    assert more == [
        "the registered capacity of 20 seems too small: some 50 % of the last day more spaces were"
        " free than that, up to 34"
    ]
    assert len(over(DAY_MINUTES // 4)) == 1
    assert over(2 * DAY_MINUTES, capacity=40) == []


def test_once_the_true_capacity_is_registered_three_good_counts_end_what_came_again() -> None:
    known = CheckedLot(20)
    seen = Checker(lambda _: known)
    often = [count(30 if minute // 120 % 2 else 10, minute) for minute in range(0, 1_440, 5)]
    told = judged(seen, often)
    assert [one.rule for one in seen.verdicts()] == ["impossible"]
    assert len(told) > 1
    seen.learn(1, CheckedLot(40))
    after = [count(30 + minute % 2, 1_440 + 5 * minute) for minute in range(16)]
    assert rules(judged(seen, after)) == [("impossible", True)]


def test_the_better_told_verdict_takes_the_place_of_the_other() -> None:
    reports = [count(30 + minute // 5 % 5, minute) for minute in range(0, 2 * DAY_MINUTES, 5)]
    seen = checker(CheckedLot(20))
    told = judged(seen, reports)
    assert rules(told) == [("impossible", False), ("impossible", True), ("impossible", False)]
    before, ended, after = told
    assert (ended.start_us, ended.end_us) == (before.start_us, after.found_us)
    assert after.start_us > before.start_us
    assert after.start_us - before.start_us < 24 * HOUR_US
    assert [one.evidence for one in seen.verdicts()] == [after.evidence]
    assert told_of(after).mend.zh == "请登记实际的泊位总数，不应小于 34"
    assert after.found_us % MINUTE_US == 0
