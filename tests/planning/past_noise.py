"""Noise: what a log may hold beside the truth, and a reader of it that gets it in any order."""

import msgspec

from parking.clock import HOUR_US, MINUTE_US, from_us
from parking.live.amend import amend
from parking.live.record import Record
from parking.planning.history.fold import fold
from parking.plausibility import SUSPECT
from parking.report import (
    Correction,
    Entry,
    Exit,
    Lane,
    Snapshot,
    Space,
    SpaceReport,
    Target,
    Totals,
    Void,
)
from tests.parking.live_reports import T0_US, record_of
from tests.planning.past_reports import END_US

replaced = msgspec.structs.replace


def noisy(clean: list[Record], random) -> list[Record]:
    """Return a log of which exactly these records stand: some corrected, beside voided ones."""
    log = []
    for place, record in enumerate(clean):
        wrong = _wrong(record, random) if random.random() < 0.5 else None
        if wrong is None:
            log.append(record)
        else:
            log += [wrong, _correction(record, place, random)]
        if random.random() < 0.3:
            log += _false_claim(record, place, random)
    return log


def _wrong(record: Record, random) -> Record | None:
    """The record as it was claimed first; None of kinds of which no correction gives all back."""
    match record.report:
        case Snapshot() as report:
            claimed = replaced(report, spaces=[Space("general", random.randrange(100))])
        case SpaceReport() as report:
            claimed = replaced(report, status=random.choice(["free", "occupied", "unknown"]))
        case Entry(free_after=int()) | Exit(free_after=int()) as report:
            claimed = replaced(report, free_after=random.choice([None, 3]))
        case Totals() as report:
            claimed = replaced(report, lanes=[Lane(1, 1, "N")])
        case _:
            return None
    return record._replace(report=claimed, flags=record.flags ^ random.choice([0, SUSPECT]))


def _correction(record: Record, place: int, random) -> Record:
    report = record.report
    content = {
        name: value
        for name in ("spaces", "status", "free_after", "lanes")
        if (value := getattr(report, name, None)) is not None
    }
    correction = Correction(
        lot_id="A",
        record_serial=f"c{place}",
        observed_at=_later(record, random),
        correction_of=_target(record, random),
        **content,
    )
    return record_of(correction, record.source_key, record.flags & SUSPECT)


def _false_claim(record: Record, place: int, random) -> list[Record]:
    """Something that never happened, and that it never did."""
    moved_us = record.observed_us + random.randrange(-HOUR_US, HOUR_US)
    at = from_us(min(max(moved_us, T0_US - HOUR_US), END_US - 1))
    claim = record_of(
        replaced(record.report, record_serial=f"f{place}", observed_at=at), record.source_key
    )
    void = Void(
        lot_id="A",
        record_serial=f"v{place}",
        observed_at=_later(claim, random),
        void_of=_target(claim, random),
    )
    return [claim, record_of(void, record.source_key)]


def _target(record: Record, random) -> Target | str:
    report = record.report
    if random.random() < 0.5:
        return report.record_serial
    return Target(report.record_serial, report.kind, report.observed_at)


def _later(record: Record, random):
    return from_us(record.observed_us + random.randrange(300 * MINUTE_US))


class Reader:
    """Reads a log as it comes, and keeps rows as a table does: it folds only what is anew."""

    every_us = 30 * MINUTE_US

    def __init__(self, facts, lending):
        self.facts, self.lending = facts, lending
        self.log, self.standing = {}, []
        self.saved, self.rows = {}, {}
        self.pieces = 0

    def read(self, batch):
        for record in batch:
            self.log.setdefault(record.ident, record)
        before, self.standing = self.standing, list(amend(self.log.values()).standing)
        changed = {_told(record) for record in before} ^ {_told(record) for record in self.standing}
        times = [at_us for at_us, *_ in changed]
        if times or not self.saved:
            self._fold_on(min(times, default=0), max(times, default=0))

    def _fold_on(self, first_us, last_us):
        """Fold from before the first change until nothing is left of the last one."""
        since_us = begun_us = max((at for at in self.saved if at <= first_us), default=0)
        told = {}
        for until_us in range(T0_US, END_US + 1, self.every_us):
            if until_us <= since_us:
                continue
            folded = self._fold_piece(since_us, until_us)
            told |= {(row.hour_us, row.space_class): row for row in folded.rows}
            if last_us < until_us and self.saved.get(until_us) == folded.past:
                # The hour that runs is as it was, and was told further than this.
                self._keep(told, begun_us, until_us, folded.past.hour_us)
                return
            self.saved[until_us], since_us = folded.past, until_us
        self._keep(told, begun_us, END_US, None)

    def _fold_piece(self, since_us, until_us):
        self.pieces += 1
        piece = [record for record in self.standing if since_us <= record.observed_us < until_us]
        return fold(self.saved.get(since_us), self.facts, piece, self.lending, until_us)

    def _keep(self, told, since_us, until_us, but_hour_us):
        """Put the rows of the hours that were touched in the place of all that were there."""
        for place in list(self.rows):
            is_touched = since_us < place[0] + HOUR_US and place[0] < until_us
            if is_touched and place[0] != but_hour_us:
                del self.rows[place]
        self.rows |= {place: row for place, row in told.items() if place[0] != but_hour_us}


def _told(record: Record):
    return record.observed_us, record.ident, record.flags, repr(record.report)
