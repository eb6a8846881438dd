"""When a feed is asked again: as a table, and as laws that hold whatever its server does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.polling.schedule import (
    BACK_OFF_S,
    FROZEN_MIN_S,
    JITTER,
    LONGEST_S,
    RETRY_AFTER_S,
    SHORTEST_S,
    Got,
    Missed,
    Pace,
    Same,
    Terms,
    interval_s,
    step,
)
from parking.clock import MINUTE_US, SECOND_US

NOON_US = 1_795_000_000 * SECOND_US
MINUTELY = Terms("op-1", 60.0)
LEARNING = Terms("op-1")
NEW = Pace()
HEALTHY = Pace(digest="a", changed_us=NOON_US - MINUTE_US, ok_us=NOON_US - MINUTE_US)
KNOWN = (60.0,) * 10

TABLE = [
    # state, outcome, phase after, failures after, seconds until the next
    (NEW, Got("a"), "healthy", 0, 60),
    (NEW, Missed(), "failing", 1, 60),
    (NEW, Same(), "healthy", 0, 60),
    (HEALTHY, Got("b"), "healthy", 0, 60),
    (HEALTHY, Got("a"), "healthy", 0, 60),
    (HEALTHY, Missed(), "failing", 1, 60),
    (HEALTHY, Missed(7_200), "failing", 1, 7_200),
    (HEALTHY, Missed(1), "failing", 1, 60),
    (Pace(failures=1), Missed(), "failing", 2, 120),
    (Pace(failures=3), Missed(), "failing", 4, 480),
    (Pace(failures=9), Missed(), "failing", 10, BACK_OFF_S),
    (Pace(failures=9_999), Missed(), "failing", 10_000, BACK_OFF_S),
    (Pace(failures=9, digest="a", ok_us=1), Same(), "healthy", 0, 60),
    (Pace(is_frozen=True, digest="a", ok_us=1), Got("b"), "healthy", 0, 60),
    (Pace(is_frozen=True, digest="a", ok_us=1), Missed(), "failing", 1, 60),
]


@pytest.mark.parametrize(("pace", "outcome", "phase", "failures", "wait_s"), TABLE)
def test_every_state_and_outcome_has_its_next_step(
    pace: Pace, outcome, phase: str, failures: int, wait_s: float
) -> None:
    after, due_us = step(pace, outcome, NOON_US, MINUTELY)
    assert (after.phase, after.failures) == (phase, failures)
    assert wait_s * (1 - JITTER) <= (due_us - NOON_US) / SECOND_US <= wait_s * (1 + JITTER)


def test_the_servers_word_when_to_come_back_is_never_cut_short() -> None:
    for retry_after_s in (61.0, 600.0, 10_000.0):
        _, due_us = step(HEALTHY, Missed(retry_after_s), NOON_US, MINUTELY)
        assert due_us >= NOON_US + retry_after_s * SECOND_US
    _, due_us = step(HEALTHY, Missed(1e12), NOON_US, MINUTELY)
    assert due_us <= NOON_US + RETRY_AFTER_S * (1 + JITTER) * SECOND_US


def test_feeds_of_one_interval_are_not_all_asked_at_once() -> None:
    due = {step(HEALTHY, Same(), NOON_US, Terms(f"op-{n}", 60.0))[1] for n in range(100)}
    assert len(due) > 90


OUTCOMES = st.one_of(
    st.builds(Got, st.sampled_from("abc"), st.integers(0, 2 * NOON_US)),
    st.just(Same()),
    st.builds(Missed, st.none() | st.floats(-1e9, 1e9)),
)
HISTORIES = st.lists(st.tuples(OUTCOMES, st.integers(0, 10 * MINUTE_US)), max_size=60)


@given(HISTORIES, st.none() | st.floats(0.001, 1e9))
def test_no_history_makes_a_feed_be_asked_in_a_hurry_or_never_again(history, declared_s) -> None:
    pace, now_us, terms = Pace(), NOON_US, Terms("op-1", declared_s)
    for outcome, late_us in history:
        pace, due_us = step(pace, outcome, now_us, terms)
        wait_s = (due_us - now_us) / SECOND_US
        assert SHORTEST_S <= wait_s <= LONGEST_S * (1 + JITTER)
        now_us = due_us + late_us


def polled(pace: Pace, digests: str, every_s: float = 30.0, now_us: int = NOON_US) -> Pace:
    """Poll once per letter, the letter being the body."""
    for place, digest in enumerate(digests):
        pace, _ = step(pace, Got(digest), now_us + round(place * every_s * SECOND_US), LEARNING)
    return pace


def test_a_feed_that_says_nothing_of_its_interval_is_asked_twice_per_change() -> None:
    assert interval_s(polled(NEW, "abcdefgh", 300), LEARNING) == pytest.approx(150)
    assert interval_s(polled(NEW, "abcdefgh", 20), LEARNING) == 30
    assert interval_s(polled(NEW, "abcdefgh", 7_200), LEARNING) == 900
    assert interval_s(polled(NEW, "abc", 300), LEARNING) == 60


def test_a_body_that_stays_the_same_ten_times_as_long_as_usual_is_frozen() -> None:
    usual = Pace(digest="a", changed_us=NOON_US, ok_us=NOON_US, between_s=(300.0,) * 10)
    assert not polled(usual, "a" * 9, 300).is_frozen
    assert not polled(usual, "a" * 10, 60).is_frozen  # often asked is not long unchanged
    frozen = polled(usual, "a" * 11, 300)
    assert (frozen.is_frozen, frozen.phase) == (True, "frozen")
    assert polled(frozen, "b").phase == "healthy"


def test_an_hour_of_night_does_not_freeze_a_feed_that_has_nights() -> None:
    pace = polled(NEW, "abcdefghijklmnop", 60)
    nights = Pace(digest="x", changed_us=NOON_US, ok_us=NOON_US, between_s=(*KNOWN, 3_000.0, 3_000))
    assert not polled(nights, "x" * 60, 60).is_frozen
    assert FROZEN_MIN_S >= 1_800
    assert not polled(pace, "p" * 29, 60, NOON_US + 16 * MINUTE_US).is_frozen


def test_a_file_that_nobody_writes_any_more_is_frozen_after_a_day() -> None:
    last_week_us = NOON_US - 7 * 86_400 * SECOND_US
    pace, _ = step(NEW, Got("a", last_week_us), NOON_US, MINUTELY)
    assert pace.changed_us == last_week_us
    assert polled(pace, "a" * 10, 60).is_frozen
    unknown, _ = step(NEW, Got("a"), NOON_US, MINUTELY)
    assert not polled(unknown, "a" * 20, 3_600).is_frozen
    assert polled(unknown, "a" * 26, 3_600).is_frozen


def test_a_servers_clock_that_is_wrong_dates_nothing() -> None:
    for modified_us in (0, HEALTHY.ok_us - 1, NOON_US + 1, NOON_US * 2):
        after, _ = step(HEALTHY, Got("b", modified_us), NOON_US, MINUTELY)
        assert after.changed_us == NOON_US
