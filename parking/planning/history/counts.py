"""Counts: what a lot's reports say of its spaces, taken in one after the other, in order.

The same rules as those that readers are shown counts by (`parking.live.intake`), without what only
an arrival out of order needs. It knows no clock.
"""

from collections.abc import Mapping
from typing import Final

from parking.live.estimate import JUMP_MIN, JUMP_SHARE, JUMP_WITHIN_US
from parking.live.intake import MOST_LANES, VEHICLE_US, VEHICLES_SPARE, lanes_of
from parking.live.record import Record
from parking.live.register import raw_free
from parking.planning.history.hour_sheet import HourSheet
from parking.planning.history.level import Said, capacity_in_force
from parking.planning.history.lot_past import (
    BayCounts,
    BayPast,
    CountPast,
    LaneReading,
    LotPast,
)
from parking.report import Entry, Exit, Lane, Snapshot, SpaceReport, Totals
from parking.vocabulary import SpaceClass, SpaceStatus

_NO_COUNT: Final = CountPast()
_NO_BAYS: Final = BayCounts()


class Counts:
    """A working copy of what a past has of them; tallies of what passed go to the hour's sheet."""

    def __init__(self, past: LotPast, sheet: HourSheet) -> None:
        self.counts = dict(past.counts)
        self.lanes = dict(past.lanes)
        self.bays = dict(past.bays)
        self.bay_counts = dict(past.bay_counts)
        self.has_totals = past.has_totals
        self.has_passages = past.has_passages
        self._sheet = sheet

    @property
    def said(self) -> Said:
        return Said(self.counts, self.bay_counts)

    def take(self, record: Record, registered: Mapping[SpaceClass, int]) -> bool:
        """Take a report in; False where it says nothing of spaces.

        `registered` is the registry's capacity at that time.
        """
        report = record.report
        match report:
            case Snapshot():
                self._take_snapshot(report, record.observed_us, registered)
            case Entry() | Exit():
                self._take_passage(report, record.observed_us, registered)
            case Totals():
                self.has_totals = True
                for lane in lanes_of(report):
                    self._read_lane(report, record, lane)
            case SpaceReport():
                self._take_bay(report, record.observed_us)
            case _:
                return False
        return True

    def fall_silent(self) -> None:
        """Forget what was said of spaces: nobody knows any more. Counters and bays stay there."""
        for space_class, count in self.counts.items():
            self.counts[space_class] = CountPast(
                last_capacity=count.last_capacity, is_moved=count.is_moved
            )
        for code, bay in self.bays.items():
            self.bays[code] = BayPast("unknown", bay.space_class)
        for space_class, bays in self.bay_counts.items():
            self.bay_counts[space_class] = BayCounts(unknown=bays.bays)

    def _take_snapshot(
        self, report: Snapshot, at_us: int, registered: Mapping[SpaceClass, int]
    ) -> None:
        has_leapt = False
        for space in report.spaces:
            before = self.counts.get(space.space_class, _NO_COUNT)
            last = before.last_capacity if space.capacity is None else space.capacity
            after = CountPast(raw_free(space), space.capacity, last, at_us, before.is_moved)
            has_leapt |= self._say(space.space_class, before, after, registered)
        if has_leapt:
            self._sheet.note_leap()

    def _take_passage(
        self, report: Entry | Exit, at_us: int, registered: Mapping[SpaceClass, int]
    ) -> None:
        self.has_passages = True
        freed = 1 if type(report) is Exit else -1
        self._sheet.note_passage(report.space_class, freed)
        if not self.has_totals:
            self._move(report.space_class, at_us, freed)
        if report.free_after is None:
            return
        before = self.counts.get(report.space_class, _NO_COUNT)
        after = CountPast(
            report.free_after, before.capacity, before.last_capacity, at_us, before.is_moved
        )
        if self._say(report.space_class, before, after, registered):
            self._sheet.note_leap()

    def _say(
        self,
        space_class: SpaceClass,
        before: CountPast,
        after: CountPast,
        registered: Mapping[SpaceClass, int],
    ) -> bool:
        """Let an absolute count stand; tells whether it leapt from what was known a moment ago."""
        self.counts[space_class] = after
        if before.free is None or after.free is None:
            return False
        bays = self.bay_counts.get(space_class, _NO_BAYS)
        capacity = capacity_in_force(after, bays, registered.get(space_class))
        off = abs(before.free - after.free)
        if before.is_moved and not before.is_broken and capacity is not None:
            self._sheet.note_drift(off, capacity)
        is_soon = after.counted_us - before.counted_us <= JUMP_WITHIN_US
        return is_soon and off > max(JUMP_MIN, JUMP_SHARE * (capacity or 0))

    def _move(
        self, space_class: SpaceClass, at_us: int, freed: int, *, is_break: bool = False
    ) -> None:
        """Count vehicles that passed; before the first absolute count only note that they are."""
        count = self.counts.get(space_class, _NO_COUNT)
        if count.free is None:
            moved = CountPast(None, None, count.last_capacity, 0, is_moved=True)
        else:
            moved = CountPast(
                count.free + freed,
                count.capacity,
                count.last_capacity,
                at_us,
                is_moved=True,
                is_broken=count.is_broken or is_break,
            )
        self.counts[space_class] = moved

    def _read_lane(self, report: Totals, record: Record, lane: Lane) -> None:
        """Count what a lane's counters gained since its last reading.

        A new epoch, a fall and a gain that no lane can pass are a new start, which counts nothing.
        """
        name = f"{record.source_key}/{lane.lane_id}"
        before = self.lanes.get(name)
        if before is None and len(self.lanes) >= MOST_LANES:
            return
        self.lanes[name] = LaneReading(
            record.observed_us, lane.in_total, lane.out_total, report.epoch
        )
        if before is None:
            self._move(report.space_class, record.observed_us, 0)
            return
        came, went = lane.in_total - before.in_total, lane.out_total - before.out_total
        most = (record.observed_us - before.observed_us) // VEHICLE_US + VEHICLES_SPARE
        is_break = report.epoch != before.epoch or not (0 <= came <= most and 0 <= went <= most)
        if is_break:
            came = went = 0
        if not self.has_passages:
            self._sheet.note_gain(report.space_class, came, went)
        self._move(report.space_class, record.observed_us, went - came, is_break=is_break)

    def _take_bay(self, report: SpaceReport, at_us: int) -> None:
        before = self.bays.get(report.space_code)
        if before is not None:
            self._shift(before.space_class, before.status, -1, 0)
        space_class = report.space_class or "general"
        self.bays[report.space_code] = BayPast(report.status, space_class)
        self._shift(space_class, report.status, 1, at_us)

    def _shift(self, space_class: SpaceClass, status: SpaceStatus, by: int, at_us: int) -> None:
        bays = self.bay_counts.get(space_class, _NO_BAYS)
        self.bay_counts[space_class] = BayCounts(
            bays.free + by * (status == "free"),
            bays.occupied + by * (status == "occupied"),
            bays.unknown + by * (status == "unknown"),
            max(bays.observed_us, at_us),
        )
