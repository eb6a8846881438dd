"""A past minute is shown as it was: what was received later has no say, whatever it was about."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from parking.clock import HOUR_US, MINUTE_US
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.live_lot import LiveLot
from parking.live.record import in_order
from parking.lot import Lot, Source
from parking.planning.as_shown.known_lot import KnownLot
from parking.planning.as_shown.lot_then import shown_lot, sources_then
from parking.planning.as_shown.registers_then import TWO_COUNTS, registers_then, without_oldest
from parking.planning.history.past_facts import FactsStep
from parking.report import Closure, Correction, Entry, Exit, Heartbeat, Totals, Void
from tests.parking.live_reports import (
    SOURCE,
    absolute,
    any_report,
    bay,
    counters,
    distinct,
    entry,
    envelope,
    moving,
    record_of,
    snapshot,
    stretched,
    void,
)
from tests.parking.test_arrival import Lane
from tests.planning.planner_examples import lot

ROUNDS = (1, 2, 4, 8, 10_000)
LOT = lot(1)
CAPACITY = {"general": 100}
HOURS = "Mo-Su 06:00-23:00"
AMENDING = (Correction, Void)
ages = st.sampled_from([0, 0, MINUTE_US, 4 * MINUTE_US, 20 * MINUTE_US, 3 * HOUR_US, 60 * HOUR_US])
sources = st.builds(
    lambda ttl_s, changes_only: [Source(SOURCE, "op-1", 1, None, ttl_s, changes_only)],
    st.sampled_from([120.0, 900.0]),
    st.booleans(),
)
kinds = [absolute, absolute | moving, absolute | counters, absolute | any_report]
"""Lots of ever more kinds of reports: those that only count are seldom corrected, and so on."""
logs = st.builds(
    lambda reports, factor: distinct([record_of(stretched(one, factor)) for one in reports]),
    st.one_of([st.lists(some, max_size=12) for some in kinds]),
    st.sampled_from([1, 1, 20, 200]),
)


def shown_live(records, size, directory, at_us):
    """What the live city says of the lot once it has received these, some at a time."""
    lane = lane_of(records, size)
    registered = Lot(
        lot_key=LotKey(1), lot_id=LotId(LOT.lot_id), operator_key=OperatorKey(1),
        operator_id=OperatorId("op1"), name="停车场", partition=0, capacity=CAPACITY,
        opening_hours=HOURS,
    )  # fmt: skip
    live = LiveLot(registered, directory)
    live.registers.replace(lane.stored)
    live.refresh(at_us)
    return live.availability(at_us), live.ttl_s


def lane_of(records, size):
    lane = Lane()
    for start in range(0, len(records), size):
        lane.take(records[start : start + size])
    return lane


def known_of(received, size, later):
    """What a reader of the log knows of the lot: a part of it from what came later.

    Registers do not go when others come: what was shown by then is among them.
    """
    lane = lane_of(received, size)
    for start in range(0, len(later), 3):
        lane.take(later[start : start + 3])
    kinds = [type(record.report) for record in received]
    return KnownLot(
        names=frozenset(name for name in lane.stored if name[:2] not in {"c", "k:"}),
        counted_once=frozenset(
            name for name, stored in lane.stored.items() if len(stored) < TWO_COUNTS
        ),
        classes=frozenset(lane.state.classes) if lane.state else frozenset(),
        has_moved=Entry in kinds or Exit in kinds,
        has_totals=Totals in kinds,
        was_amended=any(kind in AMENDING for kind in kinds),
    )


def replayed(received, known, directory, at_us):
    """Read ever more of the log, as the route does."""
    newest_first = sorted(received, key=in_order, reverse=True)
    beside = [one for one in received if isinstance(one.report, (*AMENDING, Closure))]
    for most in ROUNDS:
        is_whole = len(newest_first) < most
        piece = newest_first[:most] if is_whole else without_oldest(newest_first[:most])
        records = list({one.ident: one for one in (*piece, *beside)}.values())
        stored = registers_then(1, records, known, is_whole=is_whole)
        if stored is not None:
            break
    facts = FactsStep(0, CAPACITY, HOURS)
    shown = shown_lot(LOT, facts, stored, None, directory, at_us)
    return shown.availability, shown.ttl_s


def received(*reports):
    return [record_of(report) for report in reports]


@settings(max_examples=400)
@given(logs, st.integers(0, 12), st.integers(1, 4), ages, sources)
@example(received(snapshot(0, 5), void(9, "s")), 1, 1, 0, [])
@example(received(bay(0, "free"), void(1, "b")), 2, 1, 0, [])
@example(received(snapshot(0, 0), Heartbeat(**envelope(60, "h")), entry(0)), 2, 1, 0, [])
@example(received(snapshot(0, 5), snapshot(1, 9), snapshot(2, 1)), 3, 1, 0, [])
@example(
    received(entry(0), snapshot(8, 5), snapshot(9, 5), Heartbeat(**envelope(30, "h"))), 4, 1, 0, []
)
def test_a_minute_is_shown_as_it_was_whatever_came_later(
    arriving, cut, size, age_us, known_sources
):
    by_then, later = arriving[:cut], arriving[cut:]
    at_us = max([one.observed_us for one in by_then], default=10 * HOUR_US) + age_us
    directory = sources_then(known_sources)
    known = known_of(by_then, size, later)
    shown = shown_live(by_then, size, directory, at_us)
    assert replayed(by_then, known, directory, at_us) == shown
