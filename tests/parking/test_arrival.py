"""A lot's live path without the stores: readers see the same whatever the order of arrival."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from parking.clock import to_us
from parking.live.beside import (
    counted_registers,
    names_to_rewrite,
    plain_registers,
    registers_beside,
)
from parking.live.count_state import CountState, register_of_state
from parking.live.counting import advance
from parking.live.picture import picture_of
from parking.live.record import Record
from parking.live.recount import recount
from parking.live.register import merge, registers_of
from parking.live.stored import generation_of
from parking.live.windows import windows_beside_us, windows_us
from parking.ports import Register
from parking.report import Closure, Correction, Entry, Exit, Snapshot, Target, Totals, Void
from tests.parking.live_reports import (
    bay,
    correction,
    distinct,
    entry,
    envelope,
    exit_,
    record_of,
    record_sets,
    snapshot,
    stretched,
    void,
)
from tests.parking.test_picture import LOT

COUNTED = (Entry, Exit, Totals, Correction, Void)


class Lane:
    """What the writer does with a lot: the absolute lane until the first counted report."""

    def __init__(self) -> None:
        self.log: list[Record] = []
        self.state: CountState | None = None
        self.row_version = 0
        self.stored: dict[str, str] = {}

    def take(self, batch: list[Record]) -> None:
        self.log.extend(batch)
        if self.state is None and not any(isinstance(r.report, COUNTED) for r in batch):
            self.apply([register for record in batch for register in self.absolute(record)])
            return
        state = None if self.state is None else advance(self.state, batch)
        if state is not None:
            registers = [r for record in batch for r in counted_registers(state, record, 1)]
        else:
            state, registers = self.recounted(batch)
        self.state, self.row_version = state, self.row_version + 1
        self.apply([register_of_state(1, state, self.row_version), *registers])

    def recounted(self, batch):
        snapshots = [one.report for one in self.log if isinstance(one.report, Snapshot)]
        classes = {space.space_class for report in snapshots for space in report.spaces}
        for from_us in windows_us(self.state, batch):
            window = [record for record in self.log if record.observed_us >= from_us]
            found = recount(
                self.state, window, batch, 1,
                is_whole=from_us == 0, classes=classes,
            )  # fmt: skip
            if found is not None:
                return found.state, found.registers
        raise AssertionError("the whole log always suffices")

    def told_by_the_tail(self, turn: list[Record], tail: "Lane") -> list[Register]:
        """What the worker makes of its next rows, once the lot's row has them and maybe more."""
        if self.state is None:
            return [register for record in turn for register in self.absolute(record)]
        names = names_to_rewrite(self.state, turn, tail.generation_of)
        if not names:
            return [*plain_registers(self.state, turn, (), 1)]
        for from_us in windows_beside_us(self.state, turn):
            window = [record for record in self.log if record.observed_us >= from_us]
            found = registers_beside(self.state, window, turn, names, 1, is_whole=from_us == 0)
            if found is not None:
                return found
        raise AssertionError("the whole log always suffices")

    def generation_of(self, name: str) -> int:
        return generation_of(self.stored[name]) if name in self.stored else -1

    def absolute(self, record: Record):
        return registers_of(record.report, record.observed_us, 1, record.source_key, record.ident)

    def apply(self, registers) -> None:
        for register in registers:
            stored, _ = merge(self.stored.get(register.name), register, len(self.stored) + 1)
            self.stored[register.name] = stored

    def seen(self):
        picture = picture_of(LOT, self.stored)
        picture.version = 0
        closures = sorted(
            (closure.from_us, closure.to_us or 0, closure.reason or "")
            for closure in picture.closures
            if not closure.void
        )
        picture.closures = ()
        return picture, closures


def seen_after(records, size):
    lane = Lane()
    for start in range(0, len(records), size):
        lane.take(records[start : start + size])
    return lane.seen()


spread_sets = st.builds(
    lambda records, factor: distinct([record_of(stretched(r.report, factor)) for r in records]),
    record_sets,
    st.sampled_from([1, 20, 200]),
)
"""Minutes or hours between the records, so that windows of the log end among them."""


@settings(max_examples=300)
@given(spread_sets, st.randoms(use_true_random=False), st.integers(1, 4))
def test_readers_see_the_same_whatever_the_order_of_arrival(records, random, size):
    shuffled = random.sample(records, len(records))
    assert seen_after(shuffled, size) == seen_after(records, max(1, len(records)))


@settings(max_examples=300)
@given(spread_sets, st.randoms(use_true_random=False), st.integers(1, 4), st.integers(1, 4))
def test_the_tail_tells_what_stands_beside_a_row(records, random, size, turn):
    lane, tail, cursor = Lane(), Lane(), 0
    shuffled = random.sample(records, len(records))
    for start in range(0, len(shuffled), size):
        lane.take(shuffled[start : start + size])
        while cursor < len(lane.log) and random.random() < 0.5:
            tail.apply(lane.told_by_the_tail(lane.log[cursor : cursor + turn], tail))
            cursor = min(cursor + turn, len(lane.log))
    for start in range(cursor, len(lane.log), turn):
        tail.apply(lane.told_by_the_tail(lane.log[start : start + turn], tail))
    assert beside(tail) == beside(lane)


def beside(lane: Lane) -> dict[str, str]:
    return {name: stored[16:] for name, stored in lane.stored.items() if name[:2] in {"b:", "k:"}}


def test_a_voided_bay_falls_back_to_its_report_before():
    first, wrong = bay(0, "free", serial="b1"), bay(5, "occupied", serial="b2")
    reports = [first, wrong, void(6, Target(record_serial="b2", kind="space"))]
    picture, _ = seen_after([record_of(report) for report in reports], 1)
    assert picture.classes["general"].free == 1


def test_a_corrected_closure_begins_and_ends_as_it_was_corrected():
    begins, ends = (envelope(minute, "")["observed_at"] for minute in (30, 90))
    reports = [
        Closure(reason="市场", **envelope(0, "k1")),
        correction(1, "k1", "c1", begins_at=begins, ends_at=ends),
    ]
    for size in (1, 2):
        _, closures = seen_after([record_of(report) for report in reports], size)
        assert closures == [(to_us(begins), to_us(ends), "市场")]


def test_voiding_a_correction_brings_a_bays_first_state_back():
    reports = [
        bay(0, "free", serial="b1"),
        correction(1, "b1", "c1", status="occupied"),
        void(2, Target(record_serial="c1", kind="correction")),
    ]
    picture, _ = seen_after([record_of(report) for report in reports], 1)
    assert picture.classes["general"].free == 1


def test_a_closure_is_as_it_was_once_a_later_record_takes_the_corrections_aim():
    ends = envelope(0, "")["observed_at"]
    reports = [
        Closure(**envelope(0, "2")),
        correction(0, "2", "1", ends_at=ends),
        snapshot(0, 0, "1"),
        entry(0, "2"),
        exit_(0, "2"),
    ]
    records = [record_of(report) for report in reports]
    for order in permutations(records):
        assert seen_after(order, 1) == seen_after(records, len(records))
