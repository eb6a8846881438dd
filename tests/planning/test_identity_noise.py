"""A log that has seen life gives the figures of the clean one, and those are the ledger's."""

from random import Random

import pytest

from simulator.week.noise import noisy
from simulator.week.town import ENDS_US, TOWN
from simulator.week.week import town_week
from tests.planning.week_books import ALL_DAYS, CITY, WEEK, asked_of, books_of, told_apart
from tests.planning.week_kpis import Folded, platform_kpis


@pytest.fixture(scope="module")
def week():
    return town_week(4)


@pytest.mark.parametrize("lot", TOWN, ids=lambda lot: lot.lot_id)
def test_wrong_taken_back_repeated_and_shuffled_reports_leave_every_row_as_it_was(week, lot):
    truth = week.truths[lot.lot_id]
    clean = Folded(truth, [one.body for one in truth.told])
    log = noisy(lot, truth.told, ENDS_US, Random(f"noise-{lot.lot_id}"))
    assert len(log) > 1.4 * len(truth.told)
    dirty = Folded(truth, [one.body for one in log])
    assert dirty.rows == clean.rows
    assert [(one.entered_us, one.left_us) for one in dirty.sessions] == [
        (one.entered_us, one.left_us) for one in clean.sessions
    ]


def test_every_figure_of_the_noisy_city_is_the_ledgers(week):
    books = books_of(week)
    dice = Random("a noisy week")
    lots = [
        Folded(truth, [one.body for one in noisy(truth.lot, truth.told, ENDS_US, dice)])
        for truth in week.truths.values()
    ]
    for span in (WEEK, *ALL_DAYS):
        asked = asked_of(books, CITY["week"], span)
        assert told_apart(asked, platform_kpis(lots, asked)) == {}
