"""History counts by the rules that drivers are shown counts by, whatever was reported."""

from hypothesis import given, settings
from hypothesis import strategies as st

from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.amend import amend
from parking.live.count_state import register_of_state
from parking.live.counting import fold as live_fold
from parking.live.picture import picture_of
from parking.live.record import in_order
from parking.live.register import merge, registers_of
from parking.live.supply_register import Away, Supply, SupplyStep, register_of_supply
from parking.lot import Lot
from parking.planning.history.fold import fold
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.level import Said, levels_of
from parking.planning.history.lot_past import CountPast
from parking.planning.history.past_facts import FactsStep, PastFacts
from parking.report import SpaceReport, Totals
from tests.parking.live_reports import (
    MINUTE_US,
    T0_US,
    absolute,
    distinct,
    moving,
    record_of,
    record_sets,
    totals,
)

END_US = T0_US + 41 * MINUTE_US
registries = st.dictionaries(st.sampled_from(["general", "charging"]), st.just(100))
first_reading = record_of(totals(-1, 0, 0))


def past_of(records, registry, lending=()):
    facts = PastFacts((FactsStep(T0_US, registry),))
    return fold(None, facts, amend(records).standing, lending, END_US).past


@settings(max_examples=200)
@given(record_sets)
def test_a_lot_that_counts_vehicles_has_the_free_spaces_that_it_was_shown_with(records):
    if any(isinstance(record.report, Totals) for record in records):
        # Live knows of counters even before the first of their readings.
        records = [first_reading, *records]
    shown, past = live_fold(records), past_of(records, {})
    assert _known(past.counts) == _known(shown.classes)


def _known(counts):
    return {name: count.free for name, count in counts.items() if count.free is not None}


def shown_picture(records, registry, supply):
    """The picture readers are given of the lot, of registers as the worker makes them."""
    lot = Lot(
        lot_key=LotKey(1),
        lot_id=LotId("A"),
        operator_key=OperatorKey(1),
        operator_id=OperatorId("op"),
        name="停车场",
        partition=0,
        capacity=registry,
    )
    registers = [register_of_state(1, live_fold(records), 1), register_of_supply(1, supply, 1)]
    for record in records:
        if isinstance(record.report, SpaceReport):
            content = record.report, record.observed_us, 1, record.source_key, record.ident
            registers += registers_of(*content)
    stored = {}
    for register in registers:
        stored[register.name] = merge(stored.get(register.name), register, 1)[0]
    picture = picture_of(lot, stored)
    picture.show_supply(END_US)
    return picture


@st.composite
def shared_steps(draw):
    """The same lending, as it is foretold and as it was."""
    spaces, others = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    away = {
        draw(st.sampled_from(["", "general", "charging"])): Away(
            spaces, draw(st.integers(0, spaces))
        ),
        "shared": Away(others, others),
    }
    capacity = draw(st.integers(0, 20))
    taken = draw(st.integers(0, capacity))
    return (
        SupplyStep(T0_US, capacity - taken, capacity, away),
        LendingStep(T0_US, capacity, taken, away),
    )


@settings(max_examples=200)
@given(st.lists((absolute | moving).map(record_of), max_size=14), registries, shared_steps())
def test_bays_and_lent_spaces_leave_each_class_what_readers_were_shown(records, registry, steps):
    records = sorted(distinct(records), key=in_order)
    foretold, lent = steps
    picture = shown_picture(records, registry, Supply(END_US + 1, (foretold,)))
    past = past_of(records, registry, [lent])
    levels = levels_of(Said(past.counts, past.bay_counts), registry, past.lending, is_open=True)
    for space_class, space in picture.classes.items():
        if space.capacity:
            level = levels[space_class]
            # Here history knows better: bays do not make a lot smaller than it said it was.
            if past.counts.get(space_class, CountPast()).last_capacity is None:
                assert level.open == space.capacity
            if level.open == space.capacity:
                assert level.known - level.taken == space.free
    known = {name for name, level in levels.items() if level.known}
    assert known <= picture.classes.keys()
