"""Replanning: the past stays as it was lent, the future is as it is wanted; twice is once."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.outside import is_outside
from parking.sharing.replanning import replan
from parking.sharing.terms import Moments, OpenWindow
from parking.sharing.windows import merged

DAY = date(2026, 11, 23)
SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda s: (s[0], s[0] + s[1]))


@st.composite
def open_windows(draw: st.DrawFn) -> OpenWindow:
    stay = draw(SPANS)
    ways = draw(st.lists(SPANS, max_size=3))
    within = ((max(a, stay[0]), min(z, stay[1])) for a, z in ways)
    return OpenWindow(DAY, stay, tuple(merged(span for span in within if span[0] < span[1])))


MANY = st.lists(open_windows(), max_size=6).map(
    lambda found: list({window.stay: window for window in found}.values())
)


def carried_out(stored: list[OpenWindow], wanted: list[OpenWindow], now_us: int):
    plan = replan(stored, wanted, now_us)
    return [window for window in stored if window not in plan.gone] + plan.added


def minutes(spans: list[Moments]) -> set[int]:
    return {minute for begin, end in spans for minute in range(begin, end)}


def lent(windows: list[OpenWindow]) -> tuple[set[int], set[int]]:
    return (
        minutes([window.stay for window in windows]),
        minutes([span for window in windows for span in window.movement]),
    )


@given(MANY, MANY, st.integers(0, 45))
def test_the_past_is_as_it_was_and_the_future_as_it_is_wanted(stored, wanted, now_us):
    after = carried_out(stored, wanted, now_us)
    for was, wish, found in zip(lent(stored), lent(wanted), lent(after), strict=True):
        past = {minute for minute in was if minute < now_us}
        assert found == past | {minute for minute in wish if minute >= now_us}


@given(MANY, MANY, st.integers(0, 45))
def test_no_two_windows_have_the_same_stay(stored, wanted, now_us):
    stays = [window.stay for window in carried_out(stored, wanted, now_us)]
    assert len(stays) == len(set(stays))


@given(MANY, MANY, st.integers(0, 45))
def test_replanning_twice_changes_nothing_the_second_time(stored, wanted, now_us):
    after = carried_out(stored, wanted, now_us)
    plan = replan(after, wanted, now_us)
    assert (plan.gone, plan.added) == ([], [])


@given(MANY, st.integers(0, 45))
def test_windows_that_are_wanted_as_they_are_stay_whole(stored, now_us):
    plan = replan(stored, stored, now_us)
    open_now = [window for window in stored if window.stay[0] < now_us < window.stay[1]]
    if len({window.stay[1] for window in open_now}) == len(open_now):
        assert (plan.gone, plan.added) == ([], [])


@given(MANY, SPANS, st.integers(0, 45))
def test_a_booking_is_outside_where_a_minute_of_it_has_no_window_or_its_ends_no_way(
    windows, during, now_us
):
    stay, ways = lent(windows)
    left = set(range(max(during[0], now_us), during[1]))
    may_come = during[0] < now_us or during[0] in ways
    may_leave = during[1] in ways or during[1] - 1 in ways
    if left:
        found = is_outside(during, windows, now_us)
        assert found == (not (left <= stay and may_come and may_leave))
