"""A verdict ends after three good observations; the same reports give the same verdicts, always."""

from array import array
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.checking.checker import Checker
from parking.checking.feed_state import FeedState
from parking.checking.ledger import Ledger
from parking.checking.lot_state import LotState
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import GOOD, Bad, Subject, Verdict
from parking.clock import MINUTE_US

FACTS = CheckedLot(100)


def count(free: int, minute: float, lot_key: int = 1) -> Observation:
    at_us = MINUTE_US * 1_000_000 + round(minute * MINUTE_US)
    return Observation(lot_key, 1, "snapshot", at_us, at_us + 1_000_000, free=free)


def seen(checker: Checker, reports: list[Observation]) -> list[Verdict]:
    return [verdict for one in reports for verdict in checker.see(one)]


def test_a_verdict_ends_at_the_first_of_three_good_observations_in_a_row() -> None:
    ledger = Ledger(Subject("lot", 1))
    opened = ledger.take("offline", Bad(5, {"minutes": 3}), 10)
    assert opened is not None
    assert (opened.start_us, opened.found_us, opened.end_us) == (5, 10, None)
    assert ledger.take("offline", Bad(6, {}), 11) is None
    for now_us in (12, 13):
        assert ledger.take("offline", GOOD, now_us) is None
    assert ledger.take("offline", Bad(6, {}), 14) is None
    assert [ledger.take("offline", GOOD, now_us) for now_us in (15, 16)] == [None, None]
    ended = ledger.take("offline", GOOD, 17)
    assert ended is not None
    assert (ended.start_us, ended.end_us) == (5, 15)
    assert not ledger.verdicts()


def test_an_observation_that_says_nothing_ends_nothing() -> None:
    ledger = Ledger(Subject("lot", 1))
    ledger.take("frozen", Bad(5, {}), 10)
    assert [ledger.take("frozen", None, now_us) for now_us in range(11, 20)] == [None] * 9
    assert ledger.stands("frozen")


def test_an_impossible_count_is_told_and_forgiven_when_counts_are_right_again() -> None:
    checker = Checker(lambda _: FACTS)
    wrong = [count(300 + n, n) for n in range(5)]
    told = seen(checker, wrong)
    assert [(one.rule, one.end_us) for one in told] == [("impossible", None)]
    right = [count(50 + n % 2, 60 + 10 * n) for n in range(20)]
    told = seen(checker, right)
    assert [one.rule for one in told if one.end_us] == ["impossible"]
    assert not checker.verdicts()


STEPS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["snapshot", "entry", "exit", "heartbeat"]),
        st.integers(-20, 160),
        st.floats(0.02, 400),
    ),
    max_size=60,
)


def reports_of(steps: list[tuple[int, Any, int, float]]) -> list[Observation]:
    made, minute = [], 0.0
    for lot_key, kind, free, gap in steps:
        minute += gap
        told = count(free, minute, lot_key)._replace(kind=kind)
        made.append(told if kind == "snapshot" else told._replace(free=None))
    return made


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_the_same_reports_give_the_same_verdicts(steps: list[Any]) -> None:
    reports = reports_of(steps)
    first, second = (seen(Checker(lambda _: FACTS), reports) for _ in range(2))
    assert first == second


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_reports_that_come_twice_give_the_verdicts_of_once(
    steps: list[Any],
) -> None:
    """The log has each report once; a detector that is told one again does not count it again."""
    reports = [one for one in reports_of(steps) if one.kind in {"snapshot", "heartbeat"}]
    twice = [one for report in reports for one in (report, report)]
    once = seen(Checker(lambda _: FACTS), reports)
    assert seen(Checker(lambda _: FACTS), twice) == once


@settings(max_examples=60, deadline=None)
@given(STEPS, st.integers(0, 60))
def test_what_is_kept_in_the_middle_goes_on_as_if_nothing_had_been(
    steps: list[Any], cut: int
) -> None:
    reports = reports_of(steps)
    whole = seen(Checker(lambda _: FACTS), reports)
    before = Checker(lambda _: FACTS)
    told = seen(before, reports[:cut])
    told += seen(kept(before), reports[cut:])
    assert told == whole


def kept(checker: Checker) -> Checker:
    """Write a checker's states out and read them again, as a worker that starts anew does."""
    other = Checker(lambda _: FACTS)
    other.__dict__.update(checker.__dict__)
    other._lots = {key: _again(lot, LotState) for key, lot in checker._lots.items()}
    other._feeds = {key: _again(feed, FeedState) for key, feed in checker._feeds.items()}
    return other


def _again(state: Any, kind: type) -> Any:
    written = msgspec.msgpack.encode(state, enc_hook=array.tobytes)
    return msgspec.msgpack.decode(written, type=kind, dec_hook=lambda _, value: array("f", value))
