"""A feed that lies is found, by the rule that says how, soon enough; one that does not is left be.

Few sources in `make test`; in `make soak` more than five hundred that no threshold was set by.
"""

from itertools import chain

import pytest

from parking.checking.verdict import RULES
from tests.faults.kit.scale import scaled
from tests.parking.checking.judging import (
    Score,
    held_against,
    measured,
    of_bays,
    of_city,
    of_feed,
    of_lot,
    of_names,
    of_reported_feed,
)
from tests.parking.checking.synthetic_faults import FAULTS
from tests.parking.checking.synthetic_feeds import FEED_FAULTS

HELD_OUT = 20_000
"""Seeds from here on were never looked at while thresholds were set."""
GOOD_ENOUGH = 0.95
SHORT = (6.5, 7.5)
FOUND_ELSEWHERE = {"aggregate"}
"""In history: see tests/planning/test_aggregates_found.py."""


def none_is_wrong(scores: dict[str, Score]) -> None:
    for rule, score in scores.items():
        assert not score.missed, (rule, score.missed)
        assert not score.wrong, (rule, score.wrong)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_rule_in_time(fault: str) -> None:
    scores = measured(of_lot(4, fault, days=SHORT))
    none_is_wrong(scores)
    assert scores[fault].found == 1


@pytest.mark.parametrize("seed", [2, 3])
def test_an_ordinary_week_of_an_ordinary_lot_is_no_fault(seed: int) -> None:
    none_is_wrong(measured(of_lot(seed, None, days=SHORT)))


def test_faults_of_feeds_are_found_and_ordinary_feeds_are_left_be() -> None:
    outcomes = chain(
        *(of_feed(2, fault) for fault in (*FEED_FAULTS, None)),
        *(of_reported_feed(2, fault) for fault in ("frozen_feed", None)),
    )
    scores = measured(outcomes)
    none_is_wrong(scores)
    assert {*FEED_FAULTS} <= scores.keys()


def test_bays_that_flap_or_stand_are_found_among_those_that_live() -> None:
    scores = measured(chain.from_iterable(map(of_bays, (3_001, 3_003, 3_006))))
    none_is_wrong(scores)
    assert {"stuck_bay", "flapping bay"} <= scores.keys()


def test_lots_told_twice_are_found_and_neighbours_are_not() -> None:
    scores = measured(of_city(5))
    none_is_wrong(scores)
    assert scores["duplicate"].found > 1


def test_trial_objects_are_told_from_real_lots() -> None:
    scores = measured(chain.from_iterable(map(of_names, range(100))))
    none_is_wrong(scores)
    assert scores["test_object"].found > 50


@pytest.mark.soak
@pytest.mark.timeout(10_800)
def test_every_rule_finds_held_out_faults_and_little_else(soak_report) -> None:
    scores = measured(held_against(range(HELD_OUT, HELD_OUT + scaled(50)), bulk=3))
    healthy = scores.pop("")
    below = [rule for rule, one in scores.items() if min(one.recall, one.precision) < GOOD_ENOUGH]
    figures: dict[str, object] = {
        rule: f"{one.found} of {one.labels} found, {one.false} false alarms;"
        f" recall {one.recall:.3f}, precision {one.precision:.3f}"
        for rule, one in sorted(scores.items())
    }
    labels = sum(one.labels for one in scores.values())
    figures |= {"faulty sources": labels, "healthy sources": healthy.labels}
    soak_report.add(
        "Self-checking",
        figures,
        verdict="holds" if not below else f"below {GOOD_ENOUGH}: {', '.join(below)}",
        conditions="made-up sources with seeds that no threshold was set by: Poisson arrivals by"
        " hour and weekday in seven kinds of lots of 10 to 2,000 spaces, four ways to report, with"
        " losses, jitter and miscounts, a week or two each; one fault in each faulty one",
    )
    assert {rule.split()[0] for rule in scores} >= {*RULES} - FOUND_ELSEWHERE
    assert not below
