"""The simulated past: it adds up, is like the city that goes on, and speaks as feeds do."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from parking.clock import HOUR_US, MINUTE_US, to_us
from parking.problems import Problem
from parking.report_body import decode_reports
from simulator.curves import DEMAND
from simulator.jinan_data import jinan
from simulator.main import ZONE
from simulator.past.telling import EVERY_CAR_UP_TO, past_of_lot
from simulator.past.tides import STEP_US, tides

CITY = jinan(1, 60)
UNTIL_US = to_us(datetime(2026, 11, 27, 12, tzinfo=UTC))
DAYS = 3


@pytest.fixture(scope="module")
def past():
    return tides(CITY, UNTIL_US, DAYS, ZONE)


def told(past, number):
    return past_of_lot(CITY, past, number)


def test_cars_are_neither_made_nor_lost_and_no_lot_holds_more_than_its_spaces(past):
    assert np.array_equal(np.diff(past.taken, axis=0), past.came - past.went)
    assert (past.went <= past.taken[:-1]).all()
    spaces = [CITY.lots[place.lot].capacity[place.space_class] for place in past.places]
    assert (past.taken <= spaces).all()
    assert (past.taken >= 0).all()
    assert past.begins_us + past.steps * STEP_US == UNTIL_US


def test_offices_are_busy_by_day_and_homes_by_night_as_in_the_city_that_goes_on(past):
    hour_us = UNTIL_US - UNTIL_US % (24 * HOUR_US) - 24 * HOUR_US
    for use in ("office", "residential"):
        for hour in (3, 10, 15):  # of Thursday's clock in Jinan
            step = (hour_us + (hour - 8) * HOUR_US - past.begins_us) // STEP_US
            shares = [
                past.taken[step][column] / CITY.lots[place.lot].capacity["general"]
                for column, place in enumerate(past.places)
                if place.space_class == "general" and CITY.lots[place.lot].land_use == use
            ]
            assert np.mean(shares) == pytest.approx(
                min(1.0, DEMAND[use].wanted(hour, workday=True)), abs=0.12
            ), (use, hour)


def test_the_same_seed_has_the_same_past_and_another_seed_another(past):
    again, other = tides(CITY, UNTIL_US, DAYS, ZONE), tides(jinan(2, 60), UNTIL_US, DAYS, ZONE)
    assert np.array_equal(past.taken, again.taken)
    assert past.taken.shape != other.taken.shape or not np.array_equal(past.taken, other.taken)
    assert [told(past, number) for number in (0, 7)] == [told(again, number) for number in (0, 7)]


def test_every_report_is_one_that_the_door_takes_and_none_comes_twice(past):
    for number in range(len(CITY.lots)):
        reports = told(past, number)
        for first in range(0, len(reports), 1_000):
            body = msgspec.json.encode({"reports": reports[first : first + 1_000]})
            assert not any(isinstance(one, Problem) for one in decode_reports(body))
        named = Counter((one["kind"], one["record_serial"]) for one in reports)
        assert not named or max(named.values()) == 1
        moments = [one["observed_at"] for one in reports]
        assert moments == sorted(moments)


def test_counts_are_told_so_often_that_they_hold_from_one_to_the_next(past):
    for number, lot in enumerate(CITY.lots):
        told_us = [
            to_us(datetime.fromisoformat(one["observed_at"]))
            for one in told(past, number)
            if one["kind"] == "snapshot"
        ]
        if lot.operator.fault == "offline":
            assert told_us == []
            continue
        assert told_us[0] == past.begins_us
        assert told_us[-1] == UNTIL_US
        assert max(np.diff(told_us)) == 30 * MINUTE_US


def test_cars_told_one_by_one_come_to_the_same_counts(past):
    small = [
        number
        for number, lot in enumerate(CITY.lots)
        if lot.operator.style == "movements" and sum(lot.capacity.values()) <= EVERY_CAR_UP_TO
    ]
    assert small
    for number in small:
        there, counted = None, 0
        for one in told(past, number):
            if one["kind"] == "snapshot":
                taken = sum(space["capacity"] - space["free"] for space in one["spaces"])
                assert there in {None, taken}
                there = taken
            else:
                there += 1 if one["kind"] == "entry" else -1
                counted += 1
        assert counted


def test_lane_counters_come_to_the_counts_that_are_told_beside_them(past):
    number = next(n for n, lot in enumerate(CITY.lots) if lot.operator.style == "totals")
    general = CITY.lots[number].capacity["general"]
    there, before = None, 0
    for one in told(past, number):
        if one["kind"] == "totals":
            came_us, net = (
                one["observed_at"],
                one["lanes"][0]["in_total"] - one["lanes"][0]["out_total"],
            )
            gain, before = net - before, net
        else:
            free = next(s["free"] for s in one["spaces"] if s["space_class"] == "general")
            assert came_us < one["observed_at"]
            assert there in {None, general - free - gain}
            there = general - free


def test_lane_counters_grow_no_faster_than_cars_can_pass(past):
    number = next(n for n, lot in enumerate(CITY.lots) if lot.operator.style == "totals")
    readings = [one["lanes"][0] for one in told(past, number) if one["kind"] == "totals"]
    for way in ("in_total", "out_total"):
        gains = np.diff([reading[way] for reading in readings], prepend=0)
        assert (gains >= 0).all()
        assert gains.max() < timedelta(minutes=30) / timedelta(seconds=3)
