"""The class of each day: as the State Council has announced it, or else estimated and so marked."""

import re
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from parking.sharing.day_calendar import ANNOUNCED, Announcements, DayCalendar
from parking.sharing.terms import DayClass

HOLIDAYS_ANNOUNCED = {
    2025: ("01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"),
    2026: (
        "01-01/01-03", "02-15/02-23", "04-04/04-06", "05-01/05-05", "06-19/06-21", "09-25/09-27",
        "10-01/10-07",
    ),
}  # fmt: skip
MAKE_UP_DAYS_ANNOUNCED = {
    2025: ("01-26", "02-08", "04-27", "09-28", "10-11"),
    2026: ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
}
"""As the General Office of the State Council published them in November 2024 and 2025."""
YEARS = (2025, 2026)


def days_of_year(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=number) for number in range(365)]


def announced_class(day: date) -> DayClass:
    written = f"{day:%m-%d}"
    if written in MAKE_UP_DAYS_ANNOUNCED[day.year]:
        return "workday"
    for span in HOLIDAYS_ANNOUNCED[day.year]:
        first, _, last = span.partition("/")
        if first <= written <= (last or first):
            return "holiday"
    return "weekend" if day.isoweekday() >= 6 else "workday"


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_what_the_state_council_announced(year):
    calendar = DayCalendar()
    assert {day: calendar.day_class(day) for day in days_of_year(year)} == {
        day: announced_class(day) for day in days_of_year(year)
    }


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_not_as_the_library_of_announcements_says(year):
    calendar = DayCalendar()
    for day in days_of_year(year):
        assert (calendar.day_class(day) == "workday") is chinese_calendar.is_workday(day), day


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_not_as_the_library_of_the_world_s_holidays_says(year):
    known = holidays.country_holidays("CN", years=year, language="en_US")
    told = re.findall(r"substituted from (\d\d)/(\d\d)/(\d{4})", " ".join(known.values()))
    make_up_days = {date(int(y), int(month), int(day)) for month, day, y in told}
    calendar = DayCalendar()
    for day in days_of_year(year):
        is_worked = day in make_up_days or (day.isoweekday() < 6 and day not in known)
        assert (calendar.day_class(day) == "workday") is is_worked, day
        assert day not in known or calendar.day_class(day) == "holiday"


@pytest.mark.parametrize("year", YEARS)
def test_no_day_of_an_announced_year_is_provisional(year):
    assert not any(map(DayCalendar().is_provisional, days_of_year(year)))


def test_a_year_to_come_is_estimated_and_provisional():
    calendar = DayCalendar(announced=announced_until(2025))
    assert calendar.is_provisional(date(2026, 5, 1))
    assert calendar.day_class(date(2026, 5, 1)) == "holiday"
    assert calendar.day_class(date(2026, 5, 9)) == "weekend"
    assert calendar.day_class(date(2026, 5, 11)) == "workday"
    assert calendar.day_class(date(2026, 2, 17)) == "holiday", "the lunar new year"


def test_an_announced_year_is_no_longer_provisional_and_is_another_edition():
    before, after = DayCalendar(announced=announced_until(2025)), DayCalendar()
    assert not after.is_provisional(date(2026, 5, 9))
    assert (before.day_class(date(2026, 5, 9)), after.day_class(date(2026, 5, 9))) == (
        "weekend",
        "workday",
    )
    assert before.edition != after.edition


def test_a_day_that_is_changed_within_an_announced_year_is_another_edition():
    changed = Announcements(ANNOUNCED.days_off | {date(2026, 3, 3)}, ANNOUNCED.make_up_days)
    assert DayCalendar(announced=changed).edition != DayCalendar().edition


def test_a_city_s_own_day_goes_before_what_is_announced():
    day = date(2026, 10, 1)
    own = DayCalendar({day: "workday"})
    assert own.day_class(day) == "workday"
    assert own.day_class(day + timedelta(days=1)) == "holiday"
    assert own.edition != DayCalendar().edition


def test_a_city_s_own_day_in_a_year_to_come_is_settled():
    calendar = DayCalendar({date(2031, 2, 3): "holiday"})
    assert not calendar.is_provisional(date(2031, 2, 3))
    assert calendar.is_provisional(date(2031, 2, 4))


def test_the_edition_is_the_same_as_long_as_nothing_changed():
    days: dict[date, DayClass] = {date(2027, 3, 3): "holiday", date(2027, 3, 4): "weekend"}
    again = DayCalendar(dict(reversed(days.items())))
    assert DayCalendar(days).edition == again.edition
    assert len(again.edition) == 16


def test_days_of_a_year_that_nobody_can_estimate_are_plain_days_of_the_week():
    assert DayCalendar().day_class(date(2099, 3, 2)) == "workday"
    assert DayCalendar().day_class(date(2099, 3, 1)) == "weekend"


def announced_until(year: int) -> Announcements:
    return Announcements(
        frozenset(day for day in ANNOUNCED.days_off if day.year <= year),
        frozenset(day for day in ANNOUNCED.make_up_days if day.year <= year),
    )
