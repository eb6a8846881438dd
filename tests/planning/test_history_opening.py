"""Opening hours in history, day by day, are those that drivers were shown at each minute."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours

from parking.clock import DAY_US, MINUTE_US, from_us, to_us
from parking.planning.history.opening_turns import opening_at
from parking.planning.history.past_facts import FOR_EVER_US

SATURDAY_US = to_us(datetime(2025, 10, 25, tzinfo=UTC))
TEXTS = [
    "24/7",
    "Mo-Su 00:00-24:00",
    "Mo-Fr 08:00-18:00",
    "Mo-Fr 19:00-07:30; Sa,Su 00:00-24:00",
    "Sa 10:00-12:00,14:00-20:00 unknown; Su off",
    "Oct-Mar 09:00-17:00; Apr-Sep 08:00-20:00",
    "off",
]


@pytest.mark.parametrize("timezone", ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"])
@pytest.mark.parametrize("text", TEXTS)
def test_hours_hold_at_each_minute_as_they_do_when_that_minute_is_asked_for(text, timezone):
    """Over the days on which Berlin's clocks went back."""
    hours = OpeningHours(text, timezone=ZoneInfo(timezone))
    told, until_us = True, 0
    for at_us in range(SATURDAY_US, SATURDAY_US + 3 * DAY_US, 5 * MINUTE_US):
        if at_us >= until_us:
            told, until_us = opening_at(text, timezone, at_us)
        assert at_us < until_us <= at_us + DAY_US
        assert told == (not hours.is_closed(from_us(at_us).astimezone(ZoneInfo(timezone))))


def test_no_hours_and_unreadable_ones_keep_nobody_out():
    for text in (None, "whenever I feel like it"):
        assert opening_at(text, "Asia/Shanghai", SATURDAY_US) == (True, FOR_EVER_US)
