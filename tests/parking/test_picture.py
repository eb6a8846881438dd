"""Pictures: what a lot's registers say together."""

from msgspec.structs import replace

from parking.clock import from_us
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.bays import BayTally
from parking.live.count_state import register_of_state
from parking.live.counting import fold
from parking.live.picture import picture_of
from parking.live.register import merge, registers_of
from parking.lot import Lot
from parking.plausibility import DECLARED
from parking.report import Closure, Heartbeat, Snapshot, Space, SpaceReport
from tests.parking.live_reports import (
    MINUTE_US,
    T0_US,
    bay,
    entry,
    envelope,
    exit_,
    record_of,
    snapshot,
    totals,
)

LOT = Lot(
    LotKey(1), LotId("A"), OperatorKey(1), OperatorId("op"), "A", 3, capacity={"general": 100}
)


def stored_of(*reports, flags=0) -> dict[str, str]:
    stored: dict[str, str] = {}
    for report in reports:
        ident = record_of(report).ident
        for register in registers_of(report, report.observed_us, 1, 12, ident, flags=flags):
            stored[register.name], _ = merge(stored.get(register.name), register, len(stored) + 1)
    return stored


def top(*reports, flags=0):
    picture = picture_of(LOT, stored_of(*reports, flags=flags))
    assert picture.top is not None
    return picture.top


def counted(*reports):
    state = fold([record_of(report) for report in reports])
    stored, _ = merge(None, register_of_state(1, state, 5), 9)
    return picture_of(LOT, {"c": stored})


def test_a_lot_nobody_reported_has_a_capacity_and_no_count():
    picture = picture_of(LOT, {})
    assert (picture.top, picture.capacity, picture.version) == (None, 100, 0)


def test_a_count_is_exact_when_it_was_made():
    space = top(snapshot(0, 12))
    assert (space.free, space.low, space.high, space.capacity) == (12, 12, 12, 100)
    assert (space.kind, space.flags) == ("measured", ())


def test_a_persons_count_is_declared():
    assert top(snapshot(0, 12), flags=DECLARED).kind == "declared"


def test_more_free_than_capacity_is_held_to_it_and_flagged():
    space = top(snapshot(0, 130))
    assert (space.free, space.low, space.high, space.flags) == (100, 70, 100, ("suspect",))


def test_the_reports_own_capacity_goes_before_the_registrys():
    assert top(snapshot(0, 130, capacity=150)).capacity == 150


def test_a_jump_is_suspect_whichever_count_came_first():
    jump = [snapshot(0, 5, "s1"), snapshot(1, 90, "s2")]
    assert top(*jump).flags == top(*reversed(jump)).flags == ("suspect",)
    assert top(snapshot(0, 5, "s1"), snapshot(30, 90, "s2")).flags == ()


def test_the_trend_follows_the_two_newest_counts():
    assert top(snapshot(0, 20, "s1"), snapshot(5, 10, "s2")).trend == "filling"
    assert top(snapshot(0, 20, "s1"), snapshot(5, 30, "s2")).trend == "emptying"
    assert top(snapshot(0, 20, "s1"), snapshot(5, 20, "s2")).trend == "steady"
    assert top(snapshot(0, 20)).trend == "unknown"


def test_general_and_shared_spaces_are_seen_together_and_others_apart():
    spaces = [Space("general", free=5, capacity=10), Space("shared", free=3, capacity=4)]
    spaces.append(Space("charging", free=1, capacity=2))
    picture = picture_of(LOT, stored_of(Snapshot(spaces=spaces, **envelope(0, "s"))))
    assert picture.top is not None
    assert (picture.top.free, picture.top.capacity) == (8, 14)
    assert picture.classes["charging"].free == 1


def test_bays_give_a_count_whose_width_is_what_nobody_knows():
    space = top(bay(0, "free", "B1"), bay(0, "occupied", "B2", "b2"), bay(1, "unknown", "B3", "b3"))
    assert (space.free, space.low, space.high, space.kind) == (1, 1, 99, "derived")


def test_a_newer_count_goes_before_bays():
    assert top(bay(0, "free"), snapshot(1, 40)).free == 40


def test_a_few_bays_do_not_hide_a_lots_own_count():
    assert top(snapshot(0, 40), bay(1, "free")).free == 40


def test_bays_that_are_newer_and_complete_go_before_a_count():
    bays = [bay(1, "free" if n < 30 else "occupied", f"B{n}", f"b{n}") for n in range(100)]
    assert top(snapshot(0, 40), *bays).free == 30


def test_a_running_tally_says_what_a_walk_over_all_bays_says():
    changes = [bay(n, status, "B1", f"b{n}") for n, status in enumerate(("free", "occupied"))]
    stored, tally = stored_of(changes[0], bay(0, "free", "B2", "x")), BayTally()
    for value in stored.values():
        tally.replace(None, value)
    later = stored_of(*changes)["b:B1"]
    tally.replace(stored["b:B1"], later)
    assert picture_of(LOT, {}, tally).top == picture_of(LOT, stored | {"b:B1": later}).top


def test_a_bays_own_class_is_counted_apart():
    charging = SpaceReport(
        space_code="C1", status="free", space_class="charging", **envelope(0, "b")
    )
    assert picture_of(LOT, stored_of(charging)).classes["charging"].free == 1


def test_movements_since_the_count_make_it_derived_and_wider():
    passed = [exit_(1, f"x{n}") for n in range(60)]
    picture = counted(snapshot(0, 10), *passed)
    assert picture.top is not None
    assert (picture.top.free, picture.top.kind) == (70, "derived")
    assert (picture.top.low, picture.top.high) == (68, 72)


def test_a_count_that_drifted_is_flagged_and_the_drift_published():
    picture = counted(snapshot(0, 50), snapshot(5, 40, "s2"))
    assert picture.top is not None
    assert (picture.drift, picture.top.flags) == (10, ("drifting",))


def test_an_estimate_outside_the_lot_is_held_to_it_and_flagged():
    picture = counted(snapshot(0, 0), entry(1), entry(2, "e2"))
    assert picture.top is not None
    assert (picture.top.free, picture.top.flags) == (0, ("suspect",))


def test_a_restarted_counter_makes_the_estimate_suspect():
    picture = counted(
        snapshot(0, 50), totals(1, 100, 90, "t1", epoch=1), totals(2, 1, 0, "t2", epoch=2)
    )
    assert picture.top is not None
    assert picture.top.flags == ("suspect",)


def test_movements_without_a_count_are_no_count():
    assert counted(entry(0), exit_(1)).top is None


def test_a_heartbeat_renews_counts_of_its_own_source_only():
    picture = picture_of(LOT, stored_of(snapshot(0, 5), Heartbeat(**envelope(9, "h"))))
    assert picture.top is not None
    assert picture.heard_us(picture.top) == T0_US + 9 * MINUTE_US
    picture.heartbeat_source_key = 99
    assert picture.heard_us(picture.top) == T0_US


def test_a_car_at_the_gate_confirms_the_classes_nobody_used():
    charging = Space(space_class="charging", free=4)
    picture = counted(Snapshot(**envelope(0, "s"), spaces=[Space(free=50), charging]), entry(30))
    assert picture.heard_us(picture.classes["charging"]) == T0_US + 30 * MINUTE_US


def test_a_closure_holds_from_its_beginning_to_its_end():
    closure = Closure(
        begins_at=from_us(T0_US + MINUTE_US),
        until=from_us(T0_US + 3 * MINUTE_US),
        **envelope(0, "k"),
    )
    picture = picture_of(LOT, stored_of(closure))
    closed = [picture.is_closed(T0_US + minute * MINUTE_US) for minute in range(5)]
    assert closed == [False, True, True, False, False]
    assert picture.next_closure_change_us(T0_US) == T0_US + MINUTE_US
    assert picture.next_closure_change_us(T0_US + 3 * MINUTE_US) is None


def test_the_version_is_the_greatest_position():
    assert picture_of(LOT, stored_of(snapshot(0, 5), bay(0, "free"))).version == 2


def test_the_register_of_a_lot_grows_with_none_of_its_corrections():
    state = fold([record_of(snapshot(0, 12)), record_of(entry(1))])
    amended = {f"12/{serial}": serial for serial in range(1_000)}
    often = replace(state, amended=amended, aims=amended, raised=amended)
    assert register_of_state(1, often, 5) == register_of_state(1, state, 5)
