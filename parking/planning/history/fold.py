"""Fold: a lot's standing reports, in order, to what its spaces did in every five minutes.

It knows no store. What it returns depends on nothing but what it is given: to fold a piece and
then the next is to fold both.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from parking.live.record import Record
from parking.planning.history.counts import Counts
from parking.planning.history.doors import Doors
from parking.planning.history.hour_sheet import HourSheet
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.level import Level, levels_of
from parking.planning.history.lot_past import LotPast
from parking.planning.history.past_facts import FOR_EVER_US, PastFacts
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import HourRow
from parking.plausibility import BACKFILL, SUSPECT
from parking.report import Closure
from parking.vocabulary import SpaceClass

_at_us: Final = attrgetter("at_us")


class Folded(NamedTuple):
    """`rows` and `services` are all there is of the hours that were touched, whole or until now.

    A class without a row in an hour that was touched has nothing there: what was told of it before
    is gone. Who folds anew may stop where `past` equals one that was kept: what follows is as it
    was, and so is the hour that runs there (`past.hour_us`), which was told further than here.
    """

    past: LotPast
    rows: list[HourRow]
    services: list[ServiceHour]


def fold(
    past: LotPast | None,
    facts: PastFacts,
    records: Sequence[Record],
    lending: Sequence[LendingStep],
    until_us: int,
    received_us: Mapping[bytes, int] | None = None,
) -> Folded:
    """Fold on from `past` to `until_us`, excluded; from None on, since the lot is known.

    `records` are those that stand (`amend(...).standing`), by key, observed from `past.until_us`
    on and before `until_us`; ValueError else. `lending` are steps in order: of those before the
    piece the last one counts. `received_us` has by identity when a report arrived, for delays.
    """
    if past is None:
        first_us = records[0].observed_us if records else until_us
        past = LotPast(min(facts.since_us, first_us, until_us))
    course = _Course(past, facts, lending, received_us or {})
    course.go(records, until_us)
    return course.folded()


class _Course:
    """A past on its way: what happens at a moment is taken in, then time goes by until the next."""

    def __init__(
        self,
        past: LotPast,
        facts: PastFacts,
        lending: Sequence[LendingStep],
        received_us: Mapping[bytes, int],
    ) -> None:
        self._facts, self._received_us = facts, received_us
        self._sheet = HourSheet(past)
        self._counts = Counts(past, self._sheet)
        self._doors = Doors(past, facts)
        self._is_heard = past.is_heard
        self._heard_until_us = past.heard_until_us
        self._online_until_us = past.online_until_us
        self._lending = past.lending
        in_force = bisect_right(lending, past.until_us, key=_at_us) - 1
        self._lending_to_come = deque(lending[max(0, in_force) :])
        self._levels: dict[SpaceClass, Level] = {}
        self._has_changed = True

    def go(self, records: Sequence[Record], until_us: int) -> None:
        """Go on; what happens at `until_us` itself belongs to what comes after."""
        to_come = deque(records)
        now_us = self._sheet.now_us
        while now_us < until_us:
            self._turn_doors(now_us)
            while to_come and to_come[0].observed_us <= now_us:
                self._take(to_come.popleft(), now_us)
            self._turn(now_us)
            next_us = to_come[0].observed_us if to_come else until_us
            now_us = min(until_us, next_us, self._next_turn_us())
            self._sheet.run(
                now_us,
                self._doors.step.timezone,
                self._levels,
                is_due=self._is_heard and self._doors.is_there,
                is_online=self._online_until_us > 0,
            )
        # Where the lot was not there yet, no time has gone by.
        self._lend(until_us - 1)
        if to_come:
            raise ValueError(f"a record at {to_come[0].observed_us} is not before {until_us}")

    def folded(self) -> Folded:
        sheet, counts = self._sheet, self._counts
        rows, service = sheet.rows_so_far(), sheet.service_so_far()
        past = LotPast(
            until_us=sheet.now_us,
            hour_us=sheet.hour_us,
            is_heard=self._is_heard,
            heard_until_us=self._heard_until_us,
            online_until_us=self._online_until_us,
            has_totals=counts.has_totals,
            has_passages=counts.has_passages,
            counts=counts.counts,
            lanes=counts.lanes,
            bays=counts.bays,
            bay_counts=counts.bay_counts,
            closures=self._doors.closures,
            lending=self._lending,
            rows=rows,
            service=service,
        )
        services = sheet.services if service is None else [*sheet.services, service]
        return Folded(past, [*sheet.rows, *rows], services)

    def _take(self, record: Record, now_us: int) -> None:
        if record.observed_us < now_us:
            raise ValueError(f"a record at {record.observed_us} comes after {now_us} was reached")
        self._hear(record)
        if isinstance(record.report, Closure):
            self._doors.take(record, record.report)
        elif self._counts.take(record, self._doors.step.capacity):
            self._has_changed = True

    def _hear(self, record: Record) -> None:
        """Whatever a lot says shows that it is alive, and renews all that it said before."""
        at_us, source_key = record.observed_us, record.source_key
        if not self._is_heard:
            self._is_heard = True
            self._doors.next_turn_us = at_us
        facts = self._facts
        heard_until_us = at_us + facts.hold_us(source_key, at_us)
        self._heard_until_us = max(self._heard_until_us, heard_until_us)
        online_until_us = at_us + facts.interval_us(source_key, at_us)
        self._online_until_us = max(self._online_until_us, online_until_us)
        arrived_us = None if record.flags & BACKFILL else self._received_us.get(record.ident)
        self._sheet.note_report(
            is_suspect=bool(record.flags & SUSPECT),
            delay_us=None if arrived_us is None else arrived_us - at_us,
        )

    def _turn_doors(self, now_us: int) -> None:
        if self._doors.next_turn_us <= now_us:
            self._doors.turn(now_us, is_heard=self._is_heard)
            self._has_changed = True

    def _turn(self, now_us: int) -> None:
        """Let happen what the clock alone brings, after all that was reported at that moment."""
        self._turn_doors(now_us)
        self._lend(now_us)
        if 0 < self._heard_until_us <= now_us:
            self._heard_until_us = 0
            self._counts.fall_silent()
            self._has_changed = True
        if self._online_until_us <= now_us:
            self._online_until_us = 0
        if self._has_changed:
            self._has_changed = False
            self._levels = self._levels_now()

    def _lend(self, now_us: int) -> None:
        while self._lending_to_come and self._lending_to_come[0].at_us <= now_us:
            self._lending = self._lending_to_come.popleft()
            self._has_changed = True

    def _levels_now(self) -> dict[SpaceClass, Level]:
        doors = self._doors
        if not doors.is_there:
            return {}
        return levels_of(
            self._counts.said, doors.step.capacity, self._lending, is_open=doors.is_open
        )

    def _next_turn_us(self) -> int:
        """Return when the clock next changes anything by itself."""
        return min(
            self._doors.next_turn_us,
            self._heard_until_us or FOR_EVER_US,
            self._online_until_us or FOR_EVER_US,
            self._lending_to_come[0].at_us if self._lending_to_come else FOR_EVER_US,
        )
