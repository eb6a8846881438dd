"""Shut lots: while a lot is closed nothing is to be expected of it, and nothing is learned."""

from collections.abc import Iterator
from typing import Final

from parking.checking.doors import is_closed
from parking.checking.lot_state import LotState
from parking.checking.telling import told
from parking.checking.verdict import GOOD, Rule, Verdict

_STILL: Final[tuple[Rule, ...]] = ("frozen", "clamped")
_OF_THE_OPEN: Final[tuple[Rule, ...]] = ("frozen", "clamped", "offline", "missing_as_zero")
"""Nothing of these can be said of a lot that was declared to be closed."""


def is_shut(state: LotState, now_us: int) -> bool:
    """Tell whether the lot is closed now, by a closure or by its hours."""
    return state.doors.are_shut(state.facts, now_us)


def rest(state: LotState, now_us: int) -> Iterator[Verdict]:
    """Let it be later for a lot that is shut; where it is closed, what it was blamed for ends.

    At night, by its hours, what stands stands on: in the morning it is looked at again.
    """
    if not is_closed(state.facts, now_us):
        state.stillness.rest(now_us)
        return
    state.stillness.rest(now_us, is_other=True)
    state.zeros.forget()
    for rule in _OF_THE_OPEN:
        if (ended := state.ledger.end(rule, now_us)) is not None:
            yield ended


def skip_shut(state: LotState, until_us: int) -> None:
    """Leave the time out in which the lot was shut, of that for which its count is to hold."""
    if is_shut(state, until_us) or state.doors.shut_us > state.stillness.confirmed_us:
        state.stillness.rest(state.doors.shut_us)


def is_no_step(state: LotState, at_us: int) -> bool:
    """Tell whether the lot is shut, or was since its last count: the next is no step from that."""
    return is_shut(state, at_us) or state.doors.shut_us > state.counted_us


def count_at_rest(state: LotState, at_us: int, free: int) -> Iterator[Verdict]:
    """Take a count that is no step; if it is another, it does not stand."""
    state.movements.settle()
    is_other = free != state.free
    state.stillness.rest(at_us, is_other=is_other)
    for rule in _STILL if is_other else ():
        yield from told(state.ledger, rule, GOOD, at_us)


def teaches_pace(state: LotState, heard_us: int) -> bool:
    """Tell whether the time since something was heard shows how often it is."""
    return not state.ledger.stands("offline") and state.doors.shut_us <= heard_us
