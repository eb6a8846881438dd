"""Hours and prices in the words of formats that have no structure for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.export.tariff_words import read_tariff, tariff_words
from ingest.export.weekly_hours import DAYS, weekly_hours
from parking.clock import DAY_US, HOUR_US, to_us
from parking.moment import read_moment
from parking.opening import opening_at
from tests.ingest.export.samples import FREE, FULL_TARIFF

MONDAY_US = to_us(read_moment("2026-11-23T00:00:00+08:00"))
HALF_AN_HOUR = 30


def test_a_tariff_reads_well_in_both_languages():
    words = tariff_words(read_tariff(FULL_TARIFF))
    assert words.zh == (
        "停放不超过30分钟免费；工作日 08:00-20:00 第120分钟前每60分钟5元，每30分钟3元 最高30元；"
        "24小时最高50元"
    )
    assert words.en == (
        "stays up to 30 min are free; workdays 08:00-20:00 5 CNY per 60 min up to minute 120, "
        "3 CNY per 30 min at most 30 CNY; at most 50 CNY in 24 h"
    )
    assert tariff_words(read_tariff(FREE)).en == "free of charge"


def test_a_tariff_that_cannot_be_read_is_not_told():
    assert read_tariff(None) is None
    assert read_tariff({"periods": [{"steps": []}]}) is None


@st.composite
def simple_hours(draw) -> str:
    rules = []
    for _ in range(draw(st.integers(1, 3))):
        first, last = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
        begins, ends = sorted(
            draw(st.lists(st.integers(0, 24), min_size=2, max_size=2, unique=True))
        )
        days = draw(st.sampled_from(["", f"{first} ", f"{first}-{last} ", f"{first},{last} "]))
        times = draw(st.sampled_from([f"{begins:02d}:00-{ends:02d}:00", "off"]))
        rules.append(days + times)
    return "; ".join(rules)


@given(simple_hours())
def test_a_week_that_is_told_is_the_week_that_is_kept(text):
    told = weekly_hours(text)
    if told is None:
        return
    for half_hour in range(7 * 48):
        moment_us = MONDAY_US + half_hour * HOUR_US // 2 + HOUR_US // 4
        day, clock = half_hour // 48, f"{half_hour % 48 // 2:02d}:{half_hour % 2 * 30:02d}"
        is_open = any(
            day in hours.days and any(a <= clock < b for a, b in hours.spans) for hours in told
        )
        assert is_open == opening_at(text, moment_us, "Asia/Shanghai").is_open, (day, clock)


@pytest.mark.parametrize("text", ["24/7", "PH off", "Nov-Mar 08:00-18:00", "22:00-06:00", "Mo off"])
def test_what_is_no_plain_week_is_left_to_its_text(text):
    assert weekly_hours(text) is None


def test_the_monday_of_these_tests_is_one():
    assert (MONDAY_US // DAY_US + 4) % 7 in {0, 1}
