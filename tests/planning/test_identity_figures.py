"""The ledger's figures and the platform's are the same numbers: every KPI, lot, area, day and hour.

The ledger knows the cars, the platform nothing but what their sensors told.
"""

from datetime import date

import pytest

from parking.sharing.day_calendar import DayCalendar
from parking.vocabulary import SPACE_CLASSES
from simulator.week.days import DAYS, FIRST, days_from, kind_of
from simulator.week.week import town_week
from tests.planning.week_books import (
    ALL_DAYS,
    ALL_HOURS,
    AREA_LOTS,
    CITY,
    PLACES,
    WEEK,
    asked_of,
    books_of,
    told_apart,
)
from tests.planning.week_kpis import Folded, platform_kpis

EVERYWHERE = PLACES | AREA_LOTS | CITY


@pytest.fixture(scope="module")
def town():
    week = town_week(1)
    folded = {
        lot_id: Folded(truth, [one.body for one in truth.told])
        for lot_id, truth in week.truths.items()
    }
    return books_of(week), folded


def apart(town, names, spans, classes=None):
    """Return, by time, what differs."""
    books, folded = town
    lots = [folded[name] for name in names]
    found = {}
    for span in spans:
        asked = asked_of(books, names, span, classes)
        if differs := told_apart(asked, platform_kpis(lots, asked)):
            found[span] = differs
    return found


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_figure_of_the_week_and_of_each_day_is_the_ledgers(town, place):
    assert apart(town, EVERYWHERE[place], [WEEK, *ALL_DAYS]) == {}


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_figure_of_every_hour_is_the_ledgers(town, place):
    assert apart(town, EVERYWHERE[place], ALL_HOURS) == {}


@pytest.mark.parametrize("space_class", SPACE_CLASSES)
def test_every_figure_of_one_class_of_spaces_is_the_ledgers(town, space_class):
    for names in EVERYWHERE.values():
        assert apart(town, names, [WEEK, *ALL_DAYS], [space_class]) == {}


def test_the_platform_knows_which_days_are_worked_as_the_state_council_announced_them():
    calendar = DayCalendar()
    days = days_from(date(2026, 4, 27), 4 * DAYS)
    assert FIRST in days
    assert [calendar.day_class(day) for day in days] == [kind_of(day) for day in days]
