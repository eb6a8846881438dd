"""Opening hours: open or closed in the lot's own zone, and until when."""

from datetime import UTC, datetime

import pytest

from parking.clock import to_us
from parking.opening import OpeningState, check_opening_hours, opening_at

MONDAY_09_JINAN = to_us(datetime(2026, 11, 23, 1, tzinfo=UTC))


def hours(count: float) -> int:
    return int(count * 3_600_000_000)


def test_a_lot_is_open_until_it_closes_in_its_own_zone():
    assert opening_at("Mo-Fr 08:00-20:00", MONDAY_09_JINAN, "Asia/Shanghai") == OpeningState(
        is_open=True, until_us=MONDAY_09_JINAN + hours(11)
    )
    assert not opening_at("Mo-Fr 08:00-20:00", MONDAY_09_JINAN, "UTC").is_open


def test_no_hours_and_all_hours_are_open_for_good():
    assert opening_at(None, MONDAY_09_JINAN, "Asia/Shanghai") == OpeningState(is_open=True)
    assert opening_at("24/7", MONDAY_09_JINAN, "Asia/Shanghai") == OpeningState(is_open=True)


@pytest.mark.parametrize("text", ["Mo-Su 00:00-24:00", "Mo-Su 00:00-12:00,12:00-24:00"])
def test_hours_that_leave_nothing_out_are_open_for_good(text):
    assert opening_at(text, MONDAY_09_JINAN, "Asia/Shanghai") == OpeningState(is_open=True)


def test_hours_that_stay_so_for_a_year_are_looked_at_again_then():
    in_a_year = MONDAY_09_JINAN + hours(366 * 24)
    for text, is_open in (("2020 Mo-Su 08:00-10:00", False), ("PH off; Mo-Su 00:00-24:00", True)):
        told = opening_at(text, MONDAY_09_JINAN, "Asia/Shanghai")
        assert told == OpeningState(is_open=is_open, until_us=in_a_year)


def test_hours_past_midnight_belong_to_the_evening_before():
    night = MONDAY_09_JINAN - hours(8)
    assert opening_at("Su 20:00-26:00", night, "Asia/Shanghai").is_open


@pytest.mark.parametrize("text", ["foo bar", "", "Mo-Fr 08:00-99:00", "周一 08:00-20:00"])
def test_what_cannot_be_read_is_told_in_one_line(text):
    told = check_opening_hours(text)
    assert told is not None
    assert "\n" not in told
    with pytest.raises(ValueError, match=r"."):
        opening_at(text, MONDAY_09_JINAN, "Asia/Shanghai")


def test_good_hours_are_no_problem():
    assert check_opening_hours("Mo-Su 06:00-24:00; PH off") is None
