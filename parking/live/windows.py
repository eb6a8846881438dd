"""Windows: how far back a lot's log is read for new records, and whether that was far enough.

Both ask what the row remembers of amendments. The log itself is read by others.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from parking.clock import to_us
from parking.live.amend import Amended, Serial, amended_name, target_of
from parking.live.count_state import CountState
from parking.live.record import Record
from parking.report import Correction, Void

_MINUTE_US: Final = 60_000_000
_HOUR_US: Final = 60 * _MINUTE_US
_MARGINS_US: Final = (
    5 * _MINUTE_US, _HOUR_US, 12 * _HOUR_US, 96 * _HOUR_US, 720 * _HOUR_US,
)  # fmt: skip


def windows_us(prior: CountState | None, new: Sequence[Record]) -> Iterator[int]:
    """Yield from when on to read the log, ever earlier, 0 (all of it) at last."""
    needed = _named_us(new)
    if prior is not None:
        needed += _amendments_us(prior, new)
        needed += (
            count.previous.observed_us
            for count in prior.classes.values()
            if count.previous is not None
        )
    yield from _ever_earlier(needed)


def windows_beside_us(state: CountState, new: Sequence[Record]) -> Iterator[int]:
    """Yield the same for what stands beside a row that knows the new records already."""
    yield from _ever_earlier([*_named_us(new), *_amendments_us(state, new)])


def _named_us(new: Sequence[Record]) -> list[int]:
    """Return the times of these records, and those that amendments among them name."""
    targets = [
        target_of(record.report) for record in new if isinstance(record.report, Correction | Void)
    ]
    named = [to_us(target.observed_at) for target in targets if target.observed_at is not None]
    return [record.observed_us for record in new] + named


def _amendments_us(state: CountState, new: Sequence[Record]) -> list[int]:
    """Return the times of what amends the new records, or is amended by them, if it is known."""
    names = {amended_name(record) for record in new}
    known = (state.amended, state.aims, state.early)
    return [times[name] for times in known for name in names if name in times]


def _ever_earlier(needed: Sequence[int]) -> Iterator[int]:
    earliest_us = min(needed, default=0)
    for margin_us in _MARGINS_US:
        if earliest_us > margin_us:
            yield earliest_us - margin_us
    yield 0


def sees_amendments(
    state: CountState,
    amended: Amended,
    records: Sequence[Record],
    fresh: Collection[Serial],
    unknown: Collection[bytes],
) -> bool:
    """Tell whether these records have all that an amendment among them may mean.

    As far as the row knows: a void that is `unknown` to it, by identity, may mean an earlier claim,
    which it would prefer to a correction under the same serial.
    """
    since_us = min((record.observed_us for record in records), default=0)
    own = {
        (record.source_key, record.report.record_serial)
        for record in records
        if not isinstance(record.report, Void)
    }
    names = {f"{source_key}/{serial}" for source_key, serial in own | {*fresh}}
    for times in (state.aims, state.early):
        if any(times[name] < since_us for name in names & times.keys()):
            return False
    return not any(
        isinstance(record.report, Correction)
        and amendment.ident in unknown
        and _means_any_kind(amendment)
        for amendment, record in amended.hits
    )


def _means_any_kind(amendment: Record) -> bool:
    report = amendment.report
    return isinstance(report, Correction | Void) and target_of(report).kind is None
