"""Recount: a counted lot's state and registers from a piece of its log, as short as is safe.

The reader of the log asks for windows and tries the shortest first:

    for from_us in windows_us(prior, new):
        records = rows of the lot observed at `from_us` or later, the new ones among them
        recounted = recount(prior, records, new, lot_key, is_whole=from_us == 0)
        if recounted is not None: break

A register that is rewritten goes a generation up, whether an amendment came or a new record took
the aim of an old one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from parking.live.amend import Amended, amend, amended_name
from parking.live.beside import (
    fresh_serials,
    plain_registers,
    rewritten_registers,
    standing_registers,
    touched_names,
)
from parking.live.count_state import CountState
from parking.live.counting import fold, remember
from parking.live.intake import lanes_of
from parking.live.record import Record
from parking.live.stored import MAX_GENERATION
from parking.live.windows import sees_amendments
from parking.ports import Register
from parking.report import Totals


@dataclass(frozen=True, slots=True)
class Recounted:
    """The lot's new row, and the registers beside it: the new records', and those rewritten.

    `unresolved` are the new amendments whose record is not in the log, by identity.
    """

    state: CountState
    registers: Sequence[Register]
    unresolved: frozenset[bytes] = frozenset()


def recount(
    prior: CountState | None,
    records: Sequence[Record],
    new: Sequence[Record],
    lot_key: int,
    *,
    is_whole: bool,
    classes: Collection[str] = (),
) -> Recounted | None:
    """Return what the window says; None where an earlier row could change it.

    `classes` are those the lot has had absolute counts of; where there is a prior row, it knows.
    """
    amended = amend(records)
    state = fold(records, amended)
    if prior is not None:
        remember(state, prior)
    arrived = {record.ident for record in new}
    fresh = fresh_serials(records, new)
    touched = touched_names(records, fresh)
    before = {} if prior is None else prior.raised
    raised = {name: min(before.get(name, 0) + 1, MAX_GENERATION) for name in touched}
    rewritten = standing_registers(amended, raised, lot_key)
    unresolved = arrived & {amendment.ident for amendment in amended.unresolved}
    known = classes if prior is None else prior.classes.keys()
    is_enough = (
        touched <= rewritten.keys()
        and state.classes.keys() >= set(known)
        and _reaches_back(state, prior, amended)
        and (prior is None or sees_amendments(prior, amended, records, fresh, arrived))
    )
    if not is_whole and (unresolved or not is_enough):
        return None
    state.aims = _aims(prior, state, records, amended)
    state.has_movements = state.has_movements or (prior is not None and prior.has_movements)
    state.raised = before | raised
    registers = [
        *rewritten_registers(rewritten, raised, lot_key),
        *plain_registers(state, new, touched, lot_key),
    ]
    return Recounted(state, registers, frozenset(unresolved))


def _aims(
    prior: CountState | None, state: CountState, records: Sequence[Record], amended: Amended
) -> dict[str, int]:
    """Return how far back a record can lie that an amendment may let go for a newer one.

    An aim that these records reach back to is seen anew, and what was let go is forgotten: else
    it would depend on the order in which all of this came.
    """
    found: dict[str, int] = {}
    # Of a closure that was declared anew its newest record: they all set one register.
    newest = {amendment.ident: (amendment, record) for amendment, record in amended.hits}
    for amendment, record in newest.values():
        name = amended_name(amendment)
        found[name] = min(record.observed_us, found.get(name, record.observed_us))
    since_us = min((record.observed_us for record in records), default=0)
    for name, at in () if prior is None else prior.aims.items():
        if name not in found or at < since_us:
            found[name] = min(at, found.get(name, at))
    return {name: at for name, at in found.items() if name in state.amended}


def _reaches_back(state: CountState, prior: CountState | None, amended: Amended) -> bool:
    """Two absolute counts of every class, and a reading of every lane before the older of them."""
    if prior is None:
        if not state.classes:
            return False
    else:
        if prior.lanes.keys() - state.lanes.keys():
            return False
        if prior.has_totals and not state.has_totals:
            return False
    older = {
        name: count.previous.key
        for name, count in state.classes.items()
        if count.previous is not None
    }
    if state.classes.keys() - older.keys():
        return False
    early = {
        f"{record.source_key}/{lane.lane_id}"
        for record in amended.standing
        if isinstance(record.report, Totals) and record.key <= older[record.report.space_class]
        for lane in lanes_of(record.report)
    }
    return not state.lanes.keys() - early
