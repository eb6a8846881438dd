"""Laws of late cars: whom they may hurt, and how early that is seen."""

from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.booking_guards import GRACE_US, MINUTE_US
from parking.sharing.overstay import KEPT_US, NEAR_US, keeping, minutes_left, warning_stage

END_US = 1_800_000_000_000_000
MINUTES = st.integers(0, 3_000).map(lambda minutes: minutes * MINUTE_US)


@given(buffer_us=MINUTES, late_us=MINUTES, gap_us=st.none() | MINUTES)
def test_a_late_car_keeps_its_space_as_far_as_nobody_is_hurt(buffer_us, late_us, gap_us):
    blocked_us, now_us = END_US + buffer_us, END_US + late_us
    next_us = None if gap_us is None else blocked_us + gap_us
    kept = keeping(END_US, blocked_us, next_us, now_us)
    assert kept.blocked_until_us >= blocked_us
    if next_us is None or next_us >= now_us + KEPT_US:
        assert kept.blocked_until_us >= now_us + KEPT_US
        assert not kept.collides
    else:
        assert kept.blocked_until_us <= max(next_us, blocked_us)


@given(late_us=MINUTES, ahead_us=MINUTES)
def test_the_next_booking_goes_before_two_cars_meet_and_not_for_a_car_that_is_leaving(
    late_us, ahead_us
):
    now_us = END_US + late_us
    next_us = now_us + ahead_us
    kept = keeping(END_US, min(END_US, next_us), next_us, now_us)
    if ahead_us < NEAR_US:
        assert kept.collides
    if late_us < GRACE_US and ahead_us >= NEAR_US:
        assert not kept.collides
    if late_us >= GRACE_US and ahead_us < KEPT_US:
        assert kept.collides


@given(left_us=st.integers(-KEPT_US, 3 * KEPT_US))
def test_a_driver_is_warned_fifteen_and_five_minutes_before_the_end(left_us):
    stage = warning_stage(END_US, END_US - left_us)
    if left_us <= 0 or left_us > 15 * MINUTE_US:
        assert stage is None
    else:
        assert stage == (5 if left_us <= 5 * MINUTE_US else 15)


def test_minutes_that_have_begun_count():
    assert minutes_left(END_US, END_US - 1) == 1
    assert minutes_left(END_US, END_US - 5 * MINUTE_US) == 5
    assert minutes_left(END_US, END_US + MINUTE_US) == 0
