"""Local times on the days clocks change, in forty zones, held against the C library's reading."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.clock import from_us, rfc3339
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.terms import DAY_CLASSES, Span, Terms, Window
from parking.sharing.wall_times import wall_us
from parking.sharing.windows import Expansion, expand
from tests.sharing.other_clock import ClockChange, clock_changes

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Chicago", "America/Denver",
    "America/Halifax", "America/Havana", "America/Los_Angeles", "America/Miquelon",
    "America/New_York", "America/Nuuk", "America/Port-au-Prince", "America/Santiago",
    "America/Scoresbysund", "America/St_Johns", "America/Tijuana", "America/Toronto",
    "Antarctica/Macquarie", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Hebron",
    "Asia/Jerusalem", "Asia/Nicosia", "Atlantic/Azores", "Atlantic/Bermuda", "Australia/Adelaide",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/Chisinau",
    "Europe/Dublin", "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Pacific/Auckland",
    "Pacific/Chatham", "Pacific/Easter", "Pacific/Norfolk",
)  # fmt: skip
QUARTERS = st.integers(0, 95).map(lambda number: number * 15)
LENGTHS = st.integers(1, 96).map(lambda number: number * 15)


@cache
def changes_of(zone: str) -> list[ClockChange]:
    return clock_changes(zone, 2026, 2027)


def around(change: ClockChange) -> list[date]:
    return [change.day + timedelta(days=number) for number in (-1, 0, 1)]


def test_there_are_forty_zones():
    assert len(set(ZONES)) == 40


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_around_a_clock_change_is_the_moment_another_clock_says(zone):
    changes = changes_of(zone)
    assert changes, "the zone's clocks change"
    for change in changes:
        for day in around(change):
            for minute in range(0, 2880, 15):
                wanted_us = change.moment_s(day, minute) * 1_000_000
                assert wall_us(day, minute, zone) == wanted_us, (day, minute)


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.integers(0), QUARTERS, LENGTHS, st.data())
def test_windows_around_a_clock_change_are_those_another_clock_says(
    zone, number, start_min, length_min, data
):
    change = changes_of(zone)[number % len(changes_of(zone))]
    stay = Span(start_min, start_min + length_min)
    edge = st.integers(start_min // 15, stay.end_min // 15).map(lambda quarter: quarter * 15)
    movement = data.draw(st.lists(st.tuples(edge, edge).map(sorted).map(lambda e: Span(*e))))
    first, *_, last = days = around(change)
    told = expand(_terms(stay, movement), DayCalendar(), zone, first, last)
    wanted = {day: _edges(change, day, stay) for day in days}
    assert {window.day: window.stay for window in told.windows} == {
        day: edges for day, edges in wanted.items() if edges[0] < edges[1]
    }
    assert told.skipped == [day for day, edges in wanted.items() if edges[0] >= edges[1]]
    for window in told.windows:
        spans = [_edges(change, window.day, span) for span in movement]
        assert _quarters(window.movement) == _quarters(spans) & _quarters([window.stay])


def test_a_window_in_the_hour_that_clocks_skip_is_an_hour_later_on_the_wall():
    assert _stays("America/New_York", date(2026, 3, 8), Span(135, 165)) == [
        "2026-03-08T03:15:00-04:00/2026-03-08T03:45:00-04:00"
    ]


@pytest.mark.parametrize("stay", [Span(150, 195), Span(120, 180)])
def test_a_window_that_a_clock_change_leaves_no_time_is_skipped_and_told(stay):
    told = _expanded("America/New_York", date(2026, 3, 8), stay)
    assert told == Expansion([], [date(2026, 3, 8)])


def test_a_time_that_comes_twice_is_its_first_coming():
    assert _stays("Europe/Berlin", date(2026, 10, 25), Span(150, 240)) == [
        "2026-10-25T02:30:00+02:00/2026-10-25T04:00:00+01:00"
    ]


def test_the_day_on_which_clocks_change_is_open_for_23_hours():
    window = _expanded("Europe/Berlin", date(2026, 3, 29), Span(0, 1440)).windows[0]
    assert from_us(window.stay[1]) - from_us(window.stay[0]) == timedelta(hours=23)


def test_a_day_that_a_zone_left_out_opens_no_window_twice():
    first, last = date(2011, 12, 29), date(2011, 12, 31)
    terms = _terms(Span(540, 600), [Span(540, 600)])
    windows = expand(terms, DayCalendar(), "Pacific/Apia", first, last).windows
    assert [rfc3339(window.stay[0], "Pacific/Apia") for window in windows] == [
        "2011-12-29T09:00:00-10:00",
        "2011-12-31T09:00:00+14:00",
    ]


def test_shanghai_kept_summer_time_until_1991_and_keeps_none_now():
    assert wall_us(date(1991, 7, 1), 0, "Asia/Shanghai") % 86_400_000_000 == 15 * 3_600_000_000
    assert wall_us(date(2026, 7, 1), 0, "Asia/Shanghai") % 86_400_000_000 == 16 * 3_600_000_000


def _terms(stay: Span, movement: list[Span]) -> Terms:
    window = Window(stay, tuple(movement), DAY_CLASSES)
    return Terms("L1", date(2000, 1, 1), date(2099, 12, 31), (window,), quota=1)


def _expanded(zone: str, day: date, stay: Span) -> Expansion:
    return expand(_terms(stay, [stay]), DayCalendar(), zone, day, day)


def _stays(zone: str, day: date, stay: Span) -> list[str]:
    windows = _expanded(zone, day, stay).windows
    return ["/".join(rfc3339(us, zone) for us in window.stay) for window in windows]


def _edges(change: ClockChange, day: date, span: Span) -> tuple[int, int]:
    start_s, end_s = (change.moment_s(day, minute) for minute in (span.start_min, span.end_min))
    return start_s * 1_000_000, end_s * 1_000_000


def _quarters(spans) -> set[int]:
    return {us for start_us, end_us in spans for us in range(start_us, end_us, 900_000_000)}
