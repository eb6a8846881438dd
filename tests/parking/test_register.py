"""Registers: greater version wins, so that order, repetition and lateness change nothing."""

from hypothesis import given
from hypothesis import strategies as st

from parking.live.register import HISTORY, NEWEST, NOTHING, STANDS, merge, registers_of
from parking.live.stored import POS_WIDTH, bay_of, closure_of, counts_of, position_of
from parking.report import Space
from tests.parking.live_reports import (
    T0_US,
    absolute,
    bay,
    closures,
    distinct,
    record_of,
    snapshot,
)


def registers(record):
    return registers_of(record.report, record.observed_us, 1, record.source_key, record.ident)


def content(claims) -> dict[str, str]:
    """What is stored after these claims, without the positions."""
    stored: dict[str, str] = {}
    for pos, register in enumerate(claims):
        stored[register.name], _ = merge(stored.get(register.name), register, pos)
    return {name: value[POS_WIDTH:] for name, value in stored.items()}


claim_sets = st.lists(absolute.map(record_of), max_size=12).map(
    lambda records: [register for record in distinct(records) for register in registers(record)]
)


@given(claim_sets, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_stores_the_same(claims, random):
    again = claims + random.sample(claims, len(claims) // 2)
    random.shuffle(again)
    assert content(again) == content(claims)


@given(claim_sets)
def test_merging_what_is_stored_already_changes_nothing(claims):
    stored: dict[str, str] = {}
    for register in claims:
        stored[register.name], _ = merge(stored.get(register.name), register, 1)
    for register in claims:
        again, status = merge(stored[register.name], register, 2)
        assert again == stored[register.name]
        is_newest = again[16:].startswith(register.version)
        assert status == (STANDS if is_newest else NOTHING)


def one(report):
    return registers(record_of(report))[0]


def test_an_older_count_becomes_history_and_a_still_older_one_nothing():
    new, old, oldest = (one(snapshot(minute, 10 + minute)) for minute in (9, 5, 1))
    stored, status = merge(merge(None, new, 1)[0], old, 2)
    assert (status, position_of(stored)) == (HISTORY, 2)
    assert merge(stored, oldest, 3) == (stored, NOTHING)
    assert [count.free for count in counts_of(stored) if count] == [19, 15]


def test_a_newer_generation_outranks_a_newer_time():
    late = record_of(snapshot(9, 1))
    early = record_of(snapshot(1, 2))
    (amended,) = registers_of(early.report, early.observed_us, 1, 12, early.ident, generation=1)
    stored, status = merge(merge(None, registers(late)[0], 1)[0], amended, 2)
    assert status == NEWEST
    assert counts_of(stored)[0].free == 2


def test_a_count_comes_back_as_claimed_even_below_zero():
    report = snapshot(0, 0)
    report.spaces[0] = Space(occupied=104, capacity=100)
    count, older = counts_of(merge(None, one(report), 7)[0])
    assert (count.free, count.capacity, count.source_key, older) == (-4, 100, 12, None)
    assert count.observed_us == T0_US


def test_bays_come_back_as_claimed():
    stored, _ = merge(None, one(bay(0, "occupied")), 1)
    assert bay_of(stored) == ("occupied", 12, None)


@given(closures)
def test_closures_come_back_as_claimed(report):
    closure = closure_of(merge(None, one(report), 1)[0])
    assert (closure.from_us, closure.reason) == (report.observed_us, report.reason)
    assert closure.is_active(report.observed_us)
