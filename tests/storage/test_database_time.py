"""A machine whose clock is wrong lives in PostgreSQL's time, and a slow answer misleads nobody."""

from hypothesis import given
from hypothesis import strategies as st

from parking.storage.postgres.clock import DatabaseTime

DAY_US = 86_400_000_000


@given(
    wrong_us=st.integers(-DAY_US, DAY_US),
    there_us=st.integers(0, 5_000_000),
    back_us=st.integers(0, 5_000_000),
)
def test_a_clock_is_wrong_by_no_more_than_the_answer_took(wrong_us, there_us, back_us):
    time = DatabaseTime()
    asked_us = time.now_us()
    heard_us = asked_us + there_us + back_us
    told_us = asked_us + there_us + wrong_us
    time.correct(told_us, asked_us=asked_us, heard_us=heard_us)
    shift_us = time.now_us() - asked_us
    error_us = shift_us - wrong_us
    assert -there_us - back_us <= error_us <= there_us + back_us + 1_000_000


@given(there_us=st.integers(0, 5_000_000), back_us=st.integers(0, 5_000_000))
def test_a_clock_that_may_be_right_is_left_alone(there_us, back_us):
    time = DatabaseTime()
    asked_us = time.now_us()
    time.correct(asked_us + there_us, asked_us=asked_us, heard_us=asked_us + there_us + back_us)
    assert asked_us <= time.now_us() <= asked_us + 1_000_000
