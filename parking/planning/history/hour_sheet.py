"""Hour sheet: adds levels up over time, step by step, and hands out each hour's rows when it ends.

It knows no report: whoever reads them notes here what passed.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from parking.clock import HOUR_US
from parking.planning.history.level import Level
from parking.planning.history.lot_past import LotPast
from parking.planning.history.service_hour import ServiceHour
from parking.planning.history.service_tally import ServiceTally
from parking.planning.hour_row import HourRow
from parking.planning.local_hour import hour_of
from parking.planning.space_time import NOTHING, STEP_US, STEPS_AN_HOUR, SpaceTime
from parking.vocabulary import SPACE_CLASSES, SpaceClass

_SUMS: Final = len(SpaceTime.__struct_fields__)


class _ClassSheet:
    """One class in the hour that runs: five sums of each step after each other."""

    __slots__ = ("entries", "exits", "sums")

    def __init__(self, row: HourRow | None = None) -> None:
        self.sums = [0] * (_SUMS * STEPS_AN_HOUR)
        self.entries = self.exits = 0
        if row is not None:
            self.entries, self.exits = row.entries, row.exits
            self.sums = [
                part
                for step in row.steps
                for part in (
                    step.open_us, step.known_us, step.taken_us, step.full_us, step.closed_us
                )
            ]  # fmt: skip

    def add(self, level: Level, from_us: int, to_us: int) -> None:
        """Add a time within the hour, told from the hour's beginning on."""
        sums = self.sums
        spaces_open, known, taken, full, closed = level
        while from_us < to_us:
            step = from_us // STEP_US
            next_us = min(to_us, (step + 1) * STEP_US)
            us, place = next_us - from_us, step * _SUMS
            sums[place] += spaces_open * us
            sums[place + 1] += known * us
            sums[place + 2] += taken * us
            sums[place + 3] += full * us
            sums[place + 4] += closed * us
            from_us = next_us

    def row(self, space_class: SpaceClass, hour_us: int, until_us: int) -> HourRow | None:
        """Return what it comes to; None where it comes to nothing at all."""
        sums = self.sums
        if not (self.entries or self.exits or any(sums)):
            return None
        steps = tuple(
            SpaceTime(*part) if any(part := sums[place : place + _SUMS]) else NOTHING
            for place in range(0, len(sums), _SUMS)
        )
        return HourRow(space_class, hour_us, until_us, steps, self.entries, self.exits)


class HourSheet:
    """Runs from where a past ends; `rows` and `services` are of the hours that are over."""

    def __init__(self, past: LotPast) -> None:
        self.now_us = past.until_us
        self.hour_us = past.hour_us
        self.rows: list[HourRow] = []
        self.services: list[ServiceHour] = []
        self._classes = {row.space_class: _ClassSheet(row) for row in past.rows}
        self._service = ServiceTally(past.service)

    def run(
        self,
        until_us: int,
        timezone: str,
        levels: Mapping[SpaceClass, Level],
        *,
        is_due: bool,
        is_online: bool,
    ) -> None:
        """Let so much time go by at these levels; an hour begins with the first thing in it."""
        while self.now_us < until_us:
            if self.hour_us is None:
                if not (levels or is_due or self._has_notes):
                    self.now_us = until_us
                    return
                self.hour_us = hour_of(self.now_us, timezone)
            hour_us = self.hour_us
            end_us = min(until_us, hour_us + HOUR_US)
            for space_class, level in levels.items():
                self._class(space_class).add(level, self.now_us - hour_us, end_us - hour_us)
            self._service.run(end_us - self.now_us, is_due=is_due, is_online=is_online)
            self.now_us = end_us
            if end_us == hour_us + HOUR_US:
                self._finish()

    def rows_so_far(self) -> tuple[HourRow, ...]:
        """Return the rows of the hour that runs."""
        return tuple(self._rows())

    def service_so_far(self) -> ServiceHour | None:
        return self._service.hour(self.hour_us or 0, self.now_us)

    def note_report(self, *, is_suspect: bool, delay_us: int | None) -> None:
        """Note that a report stands, and how long it took to arrive where that means anything."""
        self._service.note_report(is_suspect=is_suspect, delay_us=delay_us)

    def note_leap(self) -> None:
        """Note that the report last noted said what cannot follow from what was known."""
        self._service.note_leap()

    def note_drift(self, spaces: int, capacity: int) -> None:
        """Note by how much an absolute count corrected what had been counted."""
        self._service.note_drift(spaces, capacity)

    def note_passage(self, space_class: SpaceClass, freed: int) -> None:
        """Note a vehicle that came, -1, or went, +1."""
        self._service.note_passage(freed)
        self.note_gain(space_class, int(freed < 0), int(freed > 0))

    def note_gain(self, space_class: SpaceClass, came: int, went: int) -> None:
        """Note vehicles that counters counted in and out."""
        if came or went:
            sheet = self._class(space_class)
            sheet.entries += came
            sheet.exits += went

    @property
    def _has_notes(self) -> bool:
        """Tell whether something was noted since the last hour ended."""
        return bool(self._classes) or self.service_so_far() is not None

    def _class(self, space_class: SpaceClass) -> _ClassSheet:
        sheet = self._classes.get(space_class)
        if sheet is None:
            sheet = self._classes[space_class] = _ClassSheet()
        return sheet

    def _rows(self) -> Iterator[HourRow]:
        for space_class in SPACE_CLASSES:
            if (sheet := self._classes.get(space_class)) is None:
                continue
            row = sheet.row(space_class, self.hour_us or 0, self.now_us)
            if row is not None:
                yield row

    def _finish(self) -> None:
        self.rows.extend(self._rows())
        service = self.service_so_far()
        if service is not None:
            self.services.append(service)
        self._classes, self._service, self.hour_us = {}, ServiceTally(None), None
