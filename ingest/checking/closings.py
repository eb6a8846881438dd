"""Closings: from when to when each lot was declared to be closed, whoever declared it.

A closure is named by its source and its serial; declared anew it is the same one. What every
source's detectors are to know of a lot is kept once, and saved as one state more of that lot.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from ingest.checking.keeping import UNREADABLE, encoded, unpacked
from ingest.checking.observing import report_of
from parking.checking.observation import Span
from parking.clock import DAY_US, to_us
from parking.live.amend import target_of
from parking.report import Closure, Correction, Report, Void
from parking.storage.postgres.checking_states import CheckedRow, SavedState
from parking.storage.postgres.report_log import HISTORY_ONLY
from parking.vocabulary import KIND_CODE

OF_NO_SOURCE: Final = 0
"""The source key under which they are kept."""
MOST: Final = 1_000
"""Of one lot, as many as its registers take in a month; the oldest are forgotten first."""
_KINDS: Final = frozenset(KIND_CODE[kind] for kind in ("closure", "correction", "void"))
_KEPT_US: Final = DAY_US
"""A closure that is over may still be declared longer."""


class _Declared(msgspec.Struct):
    from_us: int
    to_us: int | None
    observed_us: int


class _Closings(msgspec.Struct):
    """Of one lot, by source and serial."""

    by_name: dict[str, _Declared] = {}


class Closings:
    """Which closures there are, of each lot."""

    def __init__(self) -> None:
        self._of_lot: dict[int, _Closings] = {}
        self._touched: set[int] = set()

    def take(self, row: CheckedRow) -> bool:
        """Take in a row of the log; True where it closes or opens a lot, or may do so later."""
        if row.kind not in _KINDS or row.flags & HISTORY_ONLY:
            return False
        closings = self._of_lot.get(row.lot_key, _Closings())
        if not _changed(closings.by_name, row, report_of(row)):
            return False
        _forget_old(closings.by_name, row.received_us)
        self._of_lot[row.lot_key] = closings
        self._touched.add(row.lot_key)
        return True

    def of(self, lot_key: int) -> tuple[Span, ...]:
        """Return the spans of a lot, in no order."""
        closings = self._of_lot.get(lot_key)
        if closings is None:
            return ()
        return tuple((one.from_us, one.to_us) for one in closings.by_name.values())

    def forget(self, lot_key: int) -> None:
        """Forget a lot that has gone."""
        self._of_lot.pop(lot_key, None)
        self._touched.discard(lot_key)

    def take_states(self) -> Iterator[SavedState]:
        """Yield what changed since it was last taken."""
        touched, self._touched = self._touched, set()
        for lot_key in touched:
            yield SavedState(OF_NO_SOURCE, lot_key, encoded(self._of_lot[lot_key]))

    def touch_all(self) -> None:
        """Let all count as changed: what was taken was not kept."""
        self._touched = set(self._of_lot)

    def restore(self, states: Iterable[SavedState]) -> int:
        """Take kept states up; returns how many another release has written, which are left."""
        unread = 0
        for saved in states:
            try:
                self._of_lot[saved.lot_key] = _DECODER.decode(unpacked(saved.state))
            except UNREADABLE:
                unread += 1
        return unread


def _changed(by_name: dict[str, _Declared], row: CheckedRow, report: Report) -> bool:
    match report:
        case Closure():
            name = f"{row.source_key}/{report.record_serial}"
            known = by_name.get(name)
            if known is not None and known.observed_us > row.observed_us:
                return False
            ends = report.ends_at or report.until
            begins_us = row.observed_us if report.begins_at is None else to_us(report.begins_at)
            by_name[name] = _Declared(
                begins_us, None if ends is None else to_us(ends), row.observed_us
            )
            return True
        case Correction() | Void():
            target = target_of(report)
            name = f"{row.source_key}/{target.record_serial}"
            if name not in by_name or target.kind not in {None, "closure"}:
                return False
            if isinstance(report, Void):
                del by_name[name]
            else:
                _correct(by_name[name], report)
            return True
        case _:
            return False


def _correct(known: _Declared, report: Correction) -> None:
    if report.begins_at is not None:
        known.from_us = to_us(report.begins_at)
    if report.ends_at is not None:
        known.to_us = to_us(report.ends_at)


def _forget_old(by_name: dict[str, _Declared], now_us: int) -> None:
    over: Sequence[str] = [
        name
        for name, one in by_name.items()
        if one.to_us is not None and one.to_us < now_us - _KEPT_US
    ]
    for name in [*over, *list(by_name)[: max(0, len(by_name) - len(over) - MOST)]]:
        by_name.pop(name, None)


_DECODER: Final = msgspec.msgpack.Decoder(_Closings)
