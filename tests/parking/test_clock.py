"""City time: exact, in any zone, and in whatever mode the clock runs."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import CityClock, from_us, rfc3339, to_us
from parking.ports import ClockReading

NOON_US = 1_795_233_600_000_000
moments_us = st.integers(0, 4_102_444_800_000_000)


@given(moments_us, st.sampled_from(["Asia/Shanghai", "UTC", "Europe/Berlin"]))
def test_what_is_written_reads_back_as_the_same_microsecond(us: int, zone: str):
    assert to_us(datetime.fromisoformat(rfc3339(us, zone))) == us
    assert to_us(from_us(us)) == us


def test_decimals_are_as_many_as_needed():
    assert rfc3339(NOON_US, "Asia/Shanghai") == "2026-11-21T12:00:00+08:00"
    assert rfc3339(NOON_US + 120_000, "UTC").endswith(".120+00:00")
    assert rfc3339(NOON_US + 7, "UTC").endswith(".000007+00:00")


def test_a_time_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        to_us(datetime(2026, 11, 21, 9))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("reading", "expected_us"),
    [
        (ClockReading("real", 0, 0, 1.0), NOON_US),
        (ClockReading("manual", 5, 0, 1.0), 5),
        (ClockReading("running", 5, NOON_US - 10, 60.0), 605),
    ],
)
def test_a_clock_tells_the_time_of_its_mode(reading: ClockReading, expected_us: int):
    assert CityClock(reading, lambda: NOON_US).now_us() == expected_us
