"""What a planner would miss in when spaces were there: clocks, doors, closures, lending."""

from datetime import datetime

from parking.clock import HOUR_US, MINUTE_US, to_us
from parking.live.supply_register import Away
from parking.planning.history.fold import fold
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.past_facts import FactsStep, PastFacts
from parking.planning.space_time import total
from tests.parking.live_reports import (
    T0_US,
    snapshot,
)
from tests.planning.past_cases import at, closure, heartbeat, hours_of, space_minutes


def test_the_day_on_which_clocks_go_back_has_twenty_five_hours_and_the_spring_day_has_23():
    for day, hours in (((2025, 10, 26), 25), ((2025, 3, 30), 23)):
        since = datetime.fromisoformat(f"{day[0]}-{day[1]:02}-{day[2]:02}T00:00:00+00:00")
        since_us = to_us(since) - (2 if hours == 25 else 1) * HOUR_US
        facts = PastFacts((FactsStep(since_us, {"general": 10}, timezone="Europe/Berlin"),))
        until_us = since_us + hours * HOUR_US
        rows = fold(None, facts, [], [], until_us).rows
        assert [row.hour_us for row in rows] == list(range(since_us, until_us, HOUR_US))
        assert all(len(row.steps) == 12 and row.sums.open_us == 10 * HOUR_US for row in rows)


def test_an_hour_is_an_hour_of_the_lots_own_clock():
    facts = PastFacts((FactsStep(T0_US, {"general": 10}, timezone="Asia/Kolkata"),))
    rows = fold(None, facts, [], [], T0_US + 2 * HOUR_US).rows
    assert [row.hour_us - T0_US for row in rows] == [
        -30 * MINUTE_US, 30 * MINUTE_US, 90 * MINUTE_US,
    ]  # fmt: skip
    assert [row.sums.open_us // (10 * MINUTE_US) for row in rows] == [30, 60, 30]


def test_no_step_is_told_twice_where_clocks_are_moved_by_half_an_hour():
    since_us = to_us(datetime.fromisoformat("2026-10-03T12:00:00+00:00"))
    facts = PastFacts((FactsStep(since_us, {"general": 10}, timezone="Australia/Lord_Howe"),))
    rows = fold(None, facts, [], [], since_us + 8 * HOUR_US).rows
    assert total(row.sums for row in rows).open_us == 10 * 8 * HOUR_US
    assert len({row.hour_us for row in rows}) == len(rows)


def test_outside_opening_hours_spaces_are_closed_and_neither_open_nor_unknown():
    facts = PastFacts((FactsStep(T0_US, {"general": 100}, "10:00-11:30"),))
    hours = hours_of(snapshot(0, 30), heartbeat(60), heartbeat(120), facts=facts, until_min=180)
    assert [space_minutes(hours["general", hour].sums.open_us) for hour in range(3)] == [
        0, 6000, 3000,
    ]  # fmt: skip
    assert hours["general", 2].sums.closed_us == 100 * 30 * MINUTE_US
    assert hours["general", 2].sums.taken_us == 70 * 30 * MINUTE_US


def test_a_closure_shuts_the_lot_from_when_it_was_declared_until_its_end():
    told_before = closure(0, begins_at=at(30), ends_at=at(45))
    told_after = closure(70, "2", begins_at=at(10), ends_at=at(90))
    hours = hours_of(snapshot(0, 30), snapshot(60, 30, "2"), told_before, told_after)
    assert [space_minutes(hours["general", hour].sums.closed_us) for hour in (0, 1)] == [1500, 2000]


def test_a_closure_without_an_end_holds_until_it_is_declared_anew():
    hours = hours_of(closure(10), closure(70, ends_at=at(80)), until_min=120)
    assert [space_minutes(hours["general", hour].sums.closed_us) for hour in (0, 1)] == [5000, 2000]


def test_spaces_that_are_lent_leave_their_class_and_sharers_cars_are_counted_once():
    lending = [
        LendingStep(T0_US, 20, 5, {"": Away(20, 15)}),
        LendingStep(T0_US + 30 * MINUTE_US),
    ]
    hours = hours_of(snapshot(0, 40), lending=lending, until_min=60)
    own, shared = hours["general", 0].sums, hours["shared", 0].sums
    assert own.open_us == (80 * 30 + 100 * 30) * MINUTE_US
    assert own.taken_us == (55 * 30 + 60 * 30) * MINUTE_US
    assert (shared.open_us, shared.known_us, shared.taken_us) == (
        20 * 30 * MINUTE_US, 20 * 30 * MINUTE_US, 5 * 30 * MINUTE_US,
    )  # fmt: skip


def test_shared_spaces_are_known_by_their_bookings_when_the_lot_is_silent():
    hours = hours_of(lending=[LendingStep(T0_US, 20, 20)], until_min=60)
    assert hours["shared", 0].sums.full_us == 20 * HOUR_US
    assert hours["general", 0].sums.known_us == 0


def test_a_lot_was_there_from_its_first_report_and_is_not_once_it_has_gone():
    facts = PastFacts(
        (
            FactsStep(T0_US + 120 * MINUTE_US, {"general": 100}),
            FactsStep(T0_US + 180 * MINUTE_US, {"general": 100}, is_deleted=True),
        )
    )
    hours = hours_of(snapshot(30, 30), facts=facts)
    opened = {hour: space_minutes(row.sums.open_us) for (_, hour), row in hours.items()}
    assert opened == {0: 3000, 1: 6000, 2: 6000}
    assert {hour for _, hour in hours_of(facts=facts)} == {2}
