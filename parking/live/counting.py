"""Counting: folds a lot's records into its count state, all at once or as they arrive.

`advance` is the short way and says None where only the log can tell; then `parking.live.recount`
folds a piece of the log. Both ways end in the same state, whatever the order of arrival.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from parking.clock import SECOND_US, to_us
from parking.live.amend import Amended, amend, amended_name, target_of
from parking.live.count_state import CountState, decode_state, encode_state
from parking.live.intake import take
from parking.live.record import Record, in_order
from parking.report import Correction, Entry, Exit, Snapshot, Totals, Void

AMENDED_FOR_US: Final = 8 * 86_400_000_000
"""A claim older than seven days is refused, so older amendments cannot meet theirs any more."""
MOST_AMENDED: Final = 100
"""Amendments of so many records are remembered, the newest: the row travels whole."""
_COUNTING: Final = (Snapshot, Entry, Exit, Totals, Correction, Void)


def fold(records: Sequence[Record], amended: Amended | None = None) -> CountState:
    """Return the state of all these records; `amended` is what stands of them, if known already."""
    standing = (amended or amend(records)).standing
    state = CountState(
        newest_us=_newest_us(records),
        has_movements=_has_movements(records),
        has_totals=any(type(record.report) is Totals for record in standing),
    )
    _note_amendments(state, records)
    _forget(state)
    for record in standing:
        take(state, record)
    return state


def advance(state: CountState, records: Sequence[Record]) -> CountState | None:
    """Return the state with these new records taken in, None where the log must be read."""
    if any(_needs_log(state, record) for record in records):
        return None
    fresh = decode_state(encode_state(state))
    fresh.newest_us = max(state.newest_us, _newest_us(records))
    fresh.has_movements = state.has_movements or _has_movements(records)
    _forget(fresh)
    for record in sorted(records, key=in_order):
        if not take(fresh, record):
            return None
    return fresh


def advance_beside(state: CountState, records: Sequence[Record]) -> CountState:
    """Return the state where these records' amendments mean nothing that is there.

    They are remembered for when it comes. What came too late to be taken in without the log is
    left out.
    """
    claims = [record for record in records if not isinstance(record.report, Correction | Void)]
    fresh = advance(state, claims) or decode_state(encode_state(state))
    fresh.newest_us = max(fresh.newest_us, _newest_us(records))
    _note_amendments(fresh, records)
    _forget(fresh)
    return fresh


def remember(state: CountState, prior: CountState) -> None:
    """Let the state of a piece of the log remember what the lot's row has of what lies before."""
    state.newest_us = max(state.newest_us, prior.newest_us)
    for name, at in prior.amended.items():
        state.amended[name] = max(at, state.amended.get(name, 0))
    for name, at in prior.early.items():
        state.early[name] = min(at, state.early.get(name, at))
    _forget(state)


def _note_amendments(state: CountState, records: Iterable[Record]) -> None:
    for record in records:
        report, at = record.report, record.observed_us
        if isinstance(report, Correction | Void):
            name, named_at = amended_name(record), target_of(report).observed_at
            state.amended[name] = max(at, state.amended.get(name, 0))
            if named_at is not None and at < to_us(named_at) + SECOND_US:
                state.early[name] = min(at, state.early.get(name, at))


def may_be_amended(state: CountState, record: Record) -> bool:
    """Tell whether a record is an amendment, or one that an amendment may mean."""
    return isinstance(record.report, Correction | Void) or amended_name(record) in state.amended


def _needs_log(state: CountState, record: Record) -> bool:
    if type(record.report) is Totals and not state.has_totals:
        return True
    return may_be_amended(state, record)


def _has_movements(records: Iterable[Record]) -> bool:
    return any(isinstance(record.report, Entry | Exit) for record in records)


def _newest_us(records: Iterable[Record]) -> int:
    times = (record.observed_us for record in records if isinstance(record.report, _COUNTING))
    return max(times, default=0)


def _forget(state: CountState) -> None:
    oldest_us = state.newest_us - AMENDED_FOR_US
    state.amended = {name: at for name, at in state.amended.items() if at >= oldest_us}
    if len(state.amended) > MOST_AMENDED:
        newest = sorted((at, name) for name, at in state.amended.items())[-MOST_AMENDED:]
        state.amended = {name: at for at, name in newest}
    state.early = {name: at for name, at in state.early.items() if name in state.amended}
