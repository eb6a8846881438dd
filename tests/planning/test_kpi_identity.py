"""Utilization = turnover x mean duration / open hours, from reports to figures, to the microsecond.

What is left over are the stays that the time cuts at its ends: worked out here car by car.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.clock import DAY_US, HOUR_US, from_us
from parking.live.record import in_order
from parking.planning.durations import session_sums
from parking.planning.history.fold import fold
from parking.planning.history.past_facts import FactsStep, PastFacts
from parking.planning.kpi_sums import KpiSums
from parking.planning.kpis import kpis
from parking.planning.local_day import day_span_us
from parking.planning.occupancy_sums import OccupancySums
from parking.planning.sessions import pair, passages_of
from parking.planning.space_time import total
from parking.report import Entry, Exit, Snapshot, Space
from tests.parking.live_reports import record_of

ZONE = "Asia/Shanghai"
BEGINS_US = day_span_us(date(2026, 11, 21), ZONE)[0]
DAYS = 3
OPENS_H, SHUTS_H = 7, 22
CAPACITY = 40
OPEN_H = SHUTS_H - OPENS_H
FACTS = PastFacts((FactsStep(BEGINS_US, {"general": CAPACITY}, "07:00-22:00"),))

# Odd: no car passes in the very moment of a snapshot, which could tell either way.
moments = st.integers(OPENS_H * HOUR_US, SHUTS_H * HOUR_US - 1).map(lambda at_us: at_us | 1)
within_a_day = st.tuples(st.integers(0, DAYS - 1), moments, moments).map(
    lambda told: (
        BEGINS_US + told[0] * DAY_US + min(told[1:]),
        BEGINS_US + told[0] * DAY_US + max(told[1:]),
    )
)
all_stays = st.lists(within_a_day, min_size=5, max_size=30)
hours = st.tuples(st.integers(0, 24 * DAYS), st.integers(0, 24 * DAYS)).filter(
    lambda told: told[0] != told[1]
)


def told(kind, at_us, serial, **content):
    envelope = {"lot_id": "A", "record_serial": serial, "observed_at": from_us(at_us)}
    return record_of(kind(**envelope, **content))


def records_of(stays):
    """The reports of a gate that misses nobody, and of a lot that is heard twice an hour."""
    records = []
    for beat in range(48 * DAYS):
        at_us = BEGINS_US + beat * HOUR_US // 2
        inside = sum(came < at_us <= left for came, left in stays)
        records.append(told(Snapshot, at_us, f"s{beat}", spaces=[Space(free=CAPACITY - inside)]))
    for number, (came, left) in enumerate(stays):
        plate = f"car {number}"
        records.append(told(Entry, came, f"e{number}", plate_hash=plate))
        records.append(told(Exit, left, f"x{number}", plate_hash=plate))
    return sorted(records, key=in_order)


def plate_of(said):
    return said.encode().ljust(16)[:16]


@settings(max_examples=60)
@given(all_stays, hours)
def test_utilization_is_turnover_times_duration_by_open_hours_but_for_the_stays_that_are_cut(
    stays, hours
):
    from_us, to_us = (BEGINS_US + hour * HOUR_US for hour in sorted(hours))
    records = records_of(stays)
    rows = fold(None, FACTS, records, (), BEGINS_US + DAYS * DAY_US).rows
    inside = [row for row in rows if from_us <= row.hour_us < to_us]
    space = total(row.sums for row in inside)
    entries, exits = (sum(getattr(row, name) for row in inside) for name in ("entries", "exits"))
    sessions = session_sums(pair(passages_of(records, plate_of)), from_us, to_us, to_us)
    values = kpis(
        KpiSums(
            asked_us=to_us - from_us,
            occupancy=OccupancySums(space, entries, exits),
            counting=space,
            sessions=sessions,
        ),
        ZONE,
    ).values

    ended = [(came, left) for came, left in stays if from_us <= left < to_us]
    there_at_end = [(came, left) for came, left in stays if came < to_us <= left]
    before_us = sum(max(0, from_us - came) for came, _ in ended)
    not_over_us = sum(to_us - max(came, from_us) for came, _ in there_at_end)
    assert (sessions.paired, entries) == (
        len(ended), sum(from_us <= came < to_us for came, _ in stays)
    )  # fmt: skip
    assert space.known_us == space.open_us
    assert space.taken_us == sessions.duration_us - before_us + not_over_us
    if len(ended) < 5 or not space.open_us:
        assert values["mean_duration"] is None
        return
    open_hours = 24 * space.open_us / (space.open_us + space.closed_us)
    by_vehicles = values["turnover"] * values["mean_duration"] / 60 / open_hours
    uneven_us = (entries - len(ended)) * sessions.duration_us / len(ended)
    boundary = (uneven_us + before_us - not_over_us) / space.open_us
    assert values["utilization"] == pytest.approx(by_vehicles - boundary, abs=1e-9)
    assert values["demand_supply_ratio"] == pytest.approx(by_vehicles, abs=1e-9)


@settings(max_examples=20)
@given(all_stays)
def test_over_whole_days_that_cut_no_stay_the_two_are_the_same(stays):
    records = records_of(stays)
    rows = fold(None, FACTS, records, (), BEGINS_US + DAYS * DAY_US).rows
    space = total(row.sums for row in rows)
    end_us = BEGINS_US + DAYS * DAY_US
    values = kpis(
        KpiSums(
            asked_us=DAYS * DAY_US,
            occupancy=OccupancySums(space, sum(row.entries for row in rows)),
            counting=space,
            sessions=session_sums(pair(passages_of(records, plate_of)), BEGINS_US, end_us, end_us),
        ),
        ZONE,
    ).values
    assert values["space_hours_open"] == CAPACITY * OPEN_H * DAYS
    assert values["turnover"] == pytest.approx(len(stays) / CAPACITY / DAYS)
    by_vehicles = values["turnover"] * values["mean_duration"] / 60 / OPEN_H
    assert values["utilization"] == pytest.approx(by_vehicles)
