"""What one source can make a lot's row hold is bounded: the row travels whole at every change."""

from parking.live.count_state import CountState
from parking.live.counting import MOST_AMENDED, advance_beside, fold
from parking.live.intake import MOST_LANES, has_room_for
from parking.live.recount import recount
from parking.live.register import version_of
from parking.live.stored import MAX_GENERATION, VERSION_WIDTH
from parking.report import Lane, Totals
from tests.parking.live_reports import bay, envelope, record_of, void


def lanes(number: int) -> Totals:
    named = [Lane(1, 1, f"{number}-{lane}") for lane in range(64)]
    return Totals(lanes=named, **envelope(number, f"t{number}"))


def test_a_lot_counts_by_so_many_lanes_and_says_of_more_that_they_are_not_counted():
    records = [record_of(lanes(number)) for number in range(10)]
    state = fold(records)
    assert len(state.lanes) == MOST_LANES
    assert has_room_for(state, records[0])
    assert not has_room_for(state, records[-1])


def test_the_newest_amendments_of_nothing_are_remembered_and_no_more():
    voids = [
        record_of(void(number / 1_000, f"r{number}", f"v{number}"))
        for number in range(2 * MOST_AMENDED)
    ]
    state = advance_beside(CountState(), voids)
    assert len(state.amended) == MOST_AMENDED
    assert state.awaits(f"12/r{2 * MOST_AMENDED - 1}")


def test_a_bay_that_was_amended_ten_thousand_times_keeps_a_version_of_fixed_width():
    claim = record_of(bay(1, "free", "1"))
    again = record_of(void(2, "b"))
    prior = CountState(raised={"b:1": MAX_GENERATION})
    found = recount(prior, [claim, again], [again], 1, is_whole=True)
    assert found.state.raised == {"b:1": MAX_GENERATION}
    assert [len(register.version) for register in found.registers] == [VERSION_WIDTH]


def test_a_lot_amended_ten_thousand_times_still_takes_the_void_of_another_bay():
    reports = [bay(1, "free", "1", "a"), bay(2, "occupied", "1", "b"), void(3, "b")]
    first, wrong, voided = map(record_of, reports)
    prior = CountState(raised={"b:2": MAX_GENERATION})
    found = recount(prior, [first, wrong, voided], [voided], 1, is_whole=True)
    (register,) = found.registers
    assert register.version > version_of(wrong.observed_us, wrong.ident)
    assert register.value.startswith("f")
