"""A feed is as healthy as its silence is short, and its reason says so in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import SECOND_US
from parking.feeds.health import FEED_STATES, health_of, lasting
from parking.live.freshness import stale_after_us, unknown_after_us

NOW_US = 1_800_000_000 * SECOND_US


@pytest.mark.parametrize(
    ("silent_s", "state"),
    [(0, "live"), (120, "live"), (121, "aging"), (301, "stale"), (3_601, "dead"), (10**7, "dead")],
)
def test_a_feed_gets_worse_the_longer_it_is_silent(silent_s: int, state: str):
    assert health_of(NOW_US - silent_s * SECOND_US, 120.0, NOW_US).state == state


def test_a_feed_that_was_never_heard_is_not_dead():
    assert health_of(0, 120.0, NOW_US).state == "unknown"


def test_people_at_a_console_are_never_late():
    health = health_of(NOW_US - 10**6 * SECOND_US, 120.0, NOW_US, kind="console")
    assert health.state == "unknown"
    assert "录入" in health.reason.zh


def test_the_reason_says_how_long_and_against_what():
    reason = health_of(NOW_US - 7_200 * SECOND_US, 120.0, NOW_US).reason
    assert ("2 h" in reason.en, "2 小时" in reason.zh) == (True, True)
    assert ("2 min" in reason.en, "2 分钟" in reason.zh) == (True, True)


def test_a_clock_that_was_set_back_makes_nobody_late():
    assert health_of(NOW_US + 10**9, 120.0, NOW_US).state == "live"


@given(st.floats(1, 21_600), st.integers(0, 10**12))
def test_numbers_are_shown_exactly_as_long_as_the_feed_is_not_stale(ttl_s: float, silent_us: int):
    state = health_of(NOW_US - silent_us, ttl_s, NOW_US).state
    worse = FEED_STATES.index(state)
    margin_us = 1
    if silent_us > stale_after_us(ttl_s) + margin_us:
        assert worse >= FEED_STATES.index("stale")
    if silent_us < stale_after_us(ttl_s) - margin_us:
        assert worse <= FEED_STATES.index("aging")
    if silent_us > unknown_after_us(ttl_s) + margin_us:
        assert state == "dead"


@given(st.floats(0, 10**8))
def test_no_length_of_time_is_told_without_a_number(seconds: float):
    told = lasting(seconds)
    assert int(told.en.split()[0]) == int(told.zh.split()[0]) >= 0
