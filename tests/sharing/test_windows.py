"""What terms come to in time: Jinan's regime, midnight on every kind of day boundary, and laws."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import from_us, rfc3339, to_us
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.recurrence import days_of
from parking.sharing.rule_reading import read_rule
from parking.sharing.terms import DAY_CLASSES, Recurrence, Span, Terms, Window
from parking.sharing.terms_reading import read_terms
from parking.sharing.windows import expand, merged
from tests.sharing.terms_examples import JINAN, agreements

SHANGHAI = "Asia/Shanghai"
MINUTE_US = 60_000_000
DAY = timedelta(days=1)
MOMENTS = st.tuples(st.integers(0, 40), st.integers(0, 40))


def jinan(first: str = "2025-12-01", until: str = "2027-11-30") -> Terms:
    terms = read_terms(JINAN | {"valid": {"from": first, "until": until}})
    assert isinstance(terms, Terms)
    return terms


def told(spans) -> list[str]:
    """As `10-01 00:00/10-02 07:30`, in Shanghai."""
    return ["/".join(rfc3339(us, SHANGHAI)[5:16].replace("T", " ") for us in s) for s in spans]


def opened(first: date, last: date, calendar: DayCalendar) -> list[str]:
    windows = expand(jinan(), calendar, SHANGHAI, first, last).windows
    return told(merged(window.stay for window in windows))


@pytest.mark.parametrize(
    ("boundary", "first", "wanted"),
    [
        ("workday, workday", "2026-12-01", ["12-01 19:00/12-02 07:30", "12-02 19:00/12-03 07:30"]),
        ("workday, weekend", "2026-12-04", ["12-04 19:00/12-06 00:00"]),
        ("weekend, weekend", "2026-12-05", ["12-05 00:00/12-07 00:00"]),
        ("weekend, workday", "2026-12-06", ["12-06 00:00/12-07 00:00", "12-07 19:00/12-08 07:30"]),
        ("workday, holiday", "2026-09-30", ["09-30 19:00/10-02 00:00"]),
        ("holiday, workday", "2026-10-07", ["10-07 00:00/10-08 00:00", "10-08 19:00/10-09 07:30"]),
        ("workday, make-up", "2026-10-09", ["10-09 19:00/10-10 07:30", "10-10 19:00/10-11 07:30"]),
        ("make-up, weekend", "2026-10-10", ["10-10 19:00/10-12 00:00"]),
        ("weekend, make-up", "2026-09-19", ["09-19 00:00/09-20 00:00", "09-20 19:00/09-21 07:30"]),
        ("make-up, workday", "2026-09-20", ["09-20 19:00/09-21 07:30", "09-21 19:00/09-22 07:30"]),
        ("holiday, make-up", "2026-01-03", ["01-03 00:00/01-04 00:00", "01-04 19:00/01-05 07:30"]),
        ("make-up, holiday", "2026-02-14", ["02-14 19:00/02-16 00:00"]),
        ("own holiday, weekend", "2026-03-20", ["03-20 00:00/03-22 00:00"]),
        ("weekend, own holiday", "2026-03-22", ["03-22 00:00/03-24 00:00"]),
    ],
)
def test_a_window_over_midnight_holds_whatever_day_follows(boundary, first, wanted):
    begins = date.fromisoformat(first)
    own = DayCalendar({date(2026, 3, 20): "holiday", date(2026, 3, 23): "holiday"})
    assert opened(begins, begins + DAY, own) == wanted, boundary


def test_jinan_lets_no_car_come_or_go_from_22_to_6():
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    windows = expand(jinan(), DayCalendar(), SHANGHAI, first, last).windows
    for start_us, end_us in merged(span for window in windows for span in window.movement):
        start, end = (from_us(us) + timedelta(hours=8) for us in (start_us, end_us))
        assert start.date() == end.date()
        assert (6, 0) <= (start.hour, start.minute) < (end.hour, end.minute) <= (22, 0)


def test_jinan_lends_on_a_workday_evening_and_takes_back_next_morning():
    (window,) = expand(
        jinan(), DayCalendar(), SHANGHAI, date(2026, 12, 1), date(2026, 12, 1)
    ).windows
    assert told([window.stay]) == ["12-01 19:00/12-02 07:30"]
    assert told(window.movement) == ["12-01 19:00/12-01 22:00", "12-02 06:00/12-02 07:30"]


def test_windows_begin_only_while_the_agreement_is_valid_and_the_last_runs_to_its_end():
    terms = jinan("2026-12-01", "2026-12-02")
    windows = expand(terms, DayCalendar(), SHANGHAI, date(2026, 11, 1), date(2026, 12, 31)).windows
    assert told(window.stay for window in windows) == [
        "12-01 19:00/12-02 07:30",
        "12-02 19:00/12-03 07:30",
    ]


def test_windows_on_days_of_a_year_not_announced_are_provisional_unless_a_rule_names_the_day():
    by_class = Window(Span(0, 600), (Span(0, 600),), DAY_CLASSES)
    rule = Recurrence("FREQ=DAILY", date(2031, 1, 1))
    by_rule = Window(Span(600, 900), (Span(600, 900),), recurrence=rule)
    day = date(2031, 5, 5)
    terms = Terms("L1", day, day, (by_class, by_rule), quota=1)
    windows = expand(terms, DayCalendar(), SHANGHAI, day, day).windows
    assert [window.is_provisional for window in windows] == [True, False]


def test_windows_with_the_same_stay_are_one_with_the_movement_of_both():
    stay = Span(600, 900)
    one = Window(stay, (Span(600, 660),), ("workday",))
    rule = Recurrence("FREQ=DAILY", date(2026, 12, 1))
    other = Window(stay, (Span(660, 700), Span(800, 900)), recurrence=rule)
    day = date(2026, 12, 1)
    terms = Terms("L1", day, day, (one, other), quota=1)
    (window,) = expand(terms, DayCalendar(), SHANGHAI, day, day).windows
    assert told(window.movement) == ["12-01 10:00/12-01 11:40", "12-01 13:20/12-01 15:00"]


@given(agreements(), st.integers(-3, 40), st.integers(0, 20), st.integers(0, 20))
def test_days_expanded_apart_come_to_the_same_as_together(terms, begins, length, more):
    first = terms.first + begins * DAY
    middle, last = first + length * DAY, first + (length + more) * DAY
    calendar = DayCalendar()
    whole = expand(terms, calendar, SHANGHAI, first, last).windows
    before = expand(terms, calendar, SHANGHAI, first, middle).windows
    after = expand(terms, calendar, SHANGHAI, middle + DAY, last).windows
    assert whole == sorted(before + after, key=lambda window: window.stay)


@given(agreements(), st.lists(st.integers(0, 20 * 1440), min_size=1, max_size=30))
def test_a_minute_is_open_if_and_only_if_a_window_of_its_day_or_the_day_before_has_it(
    terms, minutes
):
    calendar = DayCalendar()
    last = terms.first + 20 * DAY
    windows = expand(terms, calendar, SHANGHAI, terms.first, last).windows
    stays = [window.stay for window in windows]
    movements = [span for window in windows for span in window.movement]
    for minute in minutes:
        wall = datetime(*terms.first.timetuple()[:3], tzinfo=UTC) + timedelta(minutes=minute)
        at_us = to_us(wall) - 480 * MINUTE_US
        stay, movement = _written_at(terms, calendar, wall)
        assert _has(stays, at_us) is stay
        assert _has(movements, at_us) is movement


@given(agreements())
def test_windows_are_in_order_and_movement_lies_within_the_stay(terms):
    windows = expand(terms, DayCalendar(), SHANGHAI, terms.first, terms.first + 60 * DAY).windows
    stays = [window.stay for window in windows]
    assert stays == sorted(set(stays))
    for window in windows:
        assert list(window.movement) == merged(window.movement)
        assert merged([window.stay, *window.movement]) == [window.stay]


@given(st.lists(MOMENTS))
def test_merged_spans_are_the_same_time_and_neither_overlap_nor_touch(spans):
    union = merged(spans)
    assert {us for span in spans for us in range(*span)} == {us for s in union for us in range(*s)}
    assert all(before[1] < after[0] for before, after in pairwise(union))
    assert all(start_us < end_us for start_us, end_us in union)


def _written_at(terms: Terms, calendar: DayCalendar, wall: datetime) -> tuple[bool, bool]:
    """Read the terms minute by minute: whether one may stay, and move, as they are written."""
    stay = movement = False
    for days_ago in (0, 1):
        day = wall.date() - days_ago * DAY
        minute = wall.hour * 60 + wall.minute + days_ago * 1440
        for window in terms.windows:
            if _begins_on(window, calendar, day) and terms.first <= day <= terms.until:
                stay |= window.stay.start_min <= minute < window.stay.end_min
                movement |= any(s.start_min <= minute < s.end_min for s in window.movement)
    return stay, movement


def _begins_on(window: Window, calendar: DayCalendar, day: date) -> bool:
    rule = window.recurrence
    if rule is None:
        return calendar.day_class(day) in window.days
    read = read_rule(rule.rrule, rule.dtstart)
    return day in list(days_of(read, rule.dtstart, rule.exdates, day, day))


def _has(spans, at_us: int) -> bool:
    return any(start_us <= at_us < end_us for start_us, end_us in spans)
