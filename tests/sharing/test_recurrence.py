"""Rules of RFC 5545: ours fall on the days another reading of the standard says, or are refused."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.sharing.recurrence import days_of
from parking.sharing.rule_reading import BadRuleError, read_rule
from tests.sharing.terms_examples import rules

DTSTARTS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
HOSTILE = (
    "", "FREQ", "FREQ=", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY;COUNT=3", "FREQ=YEARLY",
    "FREQ=daily", "INTERVAL=2", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=53", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=٣",
    "FREQ=DAILY;INTERVAL=1e1", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=401",
    "FREQ=DAILY;COUNT=" + "9" * 300, "FREQ=DAILY;COUNT=2;UNTIL=20270101",
    "FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY;UNTIL=20281202", "FREQ=DAILY;UNTIL=99991231",
    "FREQ=DAILY;UNTIL=20270230", "FREQ=DAILY;UNTIL=20270101T000000Z", "FREQ=DAILY;UNTIL=2027-01-01",
    "FREQ=DAILY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=53MO", "FREQ=WEEKLY;BYDAY=MO,,TU",
    "FREQ=MONTHLY;BYDAY=MO,1MO", "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=WEEKLY;BYDAY=MO ", "FREQ=WEEKLY;BYMONTHDAY=3",
    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-32",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO",
    "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=DAILY;BYMINUTE=1", "FREQ=DAILY;BYSECOND=1",
    "FREQ=DAILY;BYYEARDAY=1", "FREQ=DAILY;BYWEEKNO=1", "FREQ=DAILY;BYEASTER=0", "FREQ=DAILY;X=1",
    "FREQ=DAILY;WKST=1", "FREQ=DAILY;", ";FREQ=DAILY", "RRULE:FREQ=DAILY",
    "FREQ=DAILY\nRRULE:FREQ=SECONDLY", "FREQ=DAILY;COUNT=1\n", "DTSTART:19000101\nRRULE:FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200), "FREQ=DAILY;INTERVAL=1;" * 50, "\0", "日",
)  # fmt: skip


@settings(max_examples=400)
@given(st.data(), DTSTARTS, st.integers(-400, 800), st.integers(0, 400))
def test_a_rule_falls_on_the_days_that_another_reading_of_the_standard_says(
    data, dtstart, begins, length
):
    text = data.draw(rules(dtstart))
    first = dtstart + timedelta(days=begins)
    last = first + timedelta(days=length)
    assert list(days_of(read_rule(text, dtstart), dtstart, (), first, last)) == [
        day for day in other_reading(text, dtstart, last) if day >= first
    ]


@given(st.data(), DTSTARTS)
def test_a_day_taken_out_is_counted_but_not_given(data, dtstart):
    text = data.draw(rules(dtstart))
    rule, last = read_rule(text, dtstart), dtstart + timedelta(days=500)
    whole = list(days_of(rule, dtstart, (), dtstart, last))
    out = data.draw(st.sets(st.sampled_from(whole))) if whole else set()
    kept = list(days_of(rule, dtstart, out, dtstart, last))
    assert kept == [day for day in whole if day not in out]


@given(st.data(), DTSTARTS)
def test_no_rule_that_is_taken_falls_on_more_than_800_days_of_two_years(data, dtstart):
    rule = read_rule(data.draw(rules(dtstart)), dtstart)
    assert len(list(days_of(rule, dtstart, (), dtstart, dtstart + timedelta(days=731)))) <= 800


@pytest.mark.parametrize("text", HOSTILE)
def test_a_rule_beyond_the_part_that_is_taken_is_refused(text):
    with pytest.raises(BadRuleError):
        read_rule(text, date(2026, 12, 1))


@given(st.text(st.sampled_from("FREQ=DAILYWKST;BYMON,0123456789-+ \n"), max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(BadRuleError):
        assert read_rule(text, date(2026, 12, 1))


def test_the_31st_is_left_out_of_shorter_months():
    days = days_of(
        read_rule("FREQ=MONTHLY;BYMONTHDAY=31", date(2027, 1, 1)),
        date(2027, 1, 1),
        (),
        date(2027, 1, 1),
        date(2027, 6, 30),
    )
    assert [f"{day:%m-%d}" for day in days] == ["01-31", "03-31", "05-31"]


@pytest.mark.parametrize(
    ("week_start", "wanted"), [("MO", ["05", "10", "19", "24"]), ("SU", ["05", "17", "19", "31"])]
)
def test_every_second_week_is_counted_from_the_day_weeks_begin_on(week_start, wanted):
    first, last = date(2025, 8, 5), date(2025, 12, 31)
    text = f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={week_start}"
    days = days_of(read_rule(text, first), first, (), first, last)
    assert [f"{day:%d}" for day in days] == wanted


def other_reading(text: str, dtstart: date, last: date) -> list[date]:
    begins, end = (datetime.fromisoformat(day.isoformat()) for day in (dtstart, last))
    rule = rrulestr(text, dtstart=begins)
    # Bounded, as that reading seeks a rule that falls on no day until the year 9999.
    bounded = rule.replace(count=None, until=min(rule._until or end, end))
    return [moment.date() for moment in islice(bounded, rule._count)]
