"""What the platform makes of a week's reports is what truly was, in every five minutes of it."""

import pytest

from parking.planning.hour_row import HourRow
from simulator.week.accounts import NO_USE, STEP_US, Use, passages, uses
from simulator.week.town import BEGINS_US, ENDS_US, FROM_US, TO_US, TOWN
from simulator.week.week import town_week
from tests.planning.week_folded import folded_week, standing_of

LOTS = [lot.lot_id for lot in TOWN]


@pytest.fixture(scope="module", params=[1, 2, 3])
def week(request):
    return town_week(request.param)


@pytest.fixture(scope="module")
def rows(week):
    return {lot_id: rows_of(truth) for lot_id, truth in week.truths.items()}


def rows_of(truth) -> list[HourRow]:
    standing = standing_of(truth.lot, [one.body for one in truth.told])
    return folded_week(truth, standing, ENDS_US).rows


@pytest.mark.parametrize("lot_id", LOTS)
def test_spaces_open_known_taken_full_and_closed_are_the_truth_to_the_microsecond(
    week, rows, lot_id
):
    truth = week.truths[lot_id]
    told = {}
    for row in rows[lot_id]:
        for place, step in enumerate(row.steps):
            at_us = row.hour_us + place * STEP_US
            told[row.space_class, at_us] = Use(
                step.open_us, step.known_us, step.taken_us, step.full_us, step.closed_us
            )
    ledger = uses(truth, BEGINS_US, ENDS_US)
    apart = {
        place: (ledger.get(place, NO_USE), told.get(place, NO_USE))
        for place in sorted({*ledger, *told})
        if ledger.get(place, NO_USE) != told.get(place, NO_USE)
    }
    assert apart == {}


@pytest.mark.parametrize("lot_id", LOTS)
def test_every_car_is_counted_in_and_out_in_its_hour(week, rows, lot_id):
    truth = week.truths[lot_id]
    told = {
        (row.space_class, row.hour_us): (row.entries, row.exits)
        for row in rows[lot_id]
        if row.entries or row.exits
    }
    counted = passages(truth)
    places = {place for of in counted.values() for place in of if place[1] < ENDS_US}
    assert told == {place: (counted["in"][place], counted["out"][place]) for place in places}


def test_the_week_has_in_it_what_it_is_to_show(week):
    """Windows, closures, shut nights, a silence and full hours, or the rest would show little."""
    sums = {}
    for lot_id, truth in week.truths.items():
        for (space_class, _), use in uses(truth, FROM_US, TO_US).items():
            sums[lot_id, space_class] = sums.get((lot_id, space_class), NO_USE).plus(use)
    assert all(sums[place].taken for place in sums)
    assert {lot_id for lot_id, name in sums if name == "shared"} == {"wk-tower-1", "wk-tower-2"}
    assert {lot_id for lot_id, _ in sums if sums[lot_id, "general"].closed} == {
        "wk-plaza-2",
        "wk-kerb-1",
    }
    silent = sums["wk-clinic-2", "general"]
    assert 0 < silent.known < 0.8 * silent.open
    assert sum(use.full > 0 for use in sums.values()) > 6
