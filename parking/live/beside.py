"""Beside the row: the registers of a counted lot that its row does not hold, bays and closures.

An amendment rewrites them under a higher generation; `CountState.raised` remembers which.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from parking.live.amend import Amended, Serial, amend, amended_name, target_of
from parking.live.count_state import CountState
from parking.live.counting import may_be_amended
from parking.live.record import Record
from parking.live.register import closure_name, registers_of_record
from parking.live.windows import sees_amendments
from parking.ports import Register
from parking.report import Closure, Correction, SpaceReport, Void


def counted_registers(state: CountState, record: Record, lot_key: int) -> list[Register]:
    """Return the registers beside the row that a record sets in a counted lot.

    Its snapshots set none: the row holds them.
    """
    generation = state.raised.get(register_name(record) or "", 0)
    registers = registers_of_record(record, lot_key, generation=generation)
    return [register for register in registers if not register.name.startswith("s:")]


def register_name(record: Record) -> str | None:
    """Return the one register beside the row that a record may set."""
    match record.report:
        case SpaceReport(space_code=space_code):
            return f"b:{space_code}"
        case Closure(record_serial=serial):
            return closure_name(record.source_key, serial)
        case _:
            return None


def fresh_serials(records: Sequence[Record], new: Sequence[Record]) -> set[Serial]:
    """Return of which records the new ones may change what stands, for better or for worse.

    A new amendment may change what it means, a new record may be what an old amendment waited
    for, or take its aim off another of the same serial.
    """
    amendments = [record for record in records if isinstance(record.report, Correction | Void)]
    fresh = {_aim_of(record) for record in new}
    fresh |= {_serial_of(record) for record in new} & {_aim_of(record) for record in amendments}
    fresh |= {_aim_of(record) for record in amendments if _serial_of(record) in fresh}
    return {serial for serial in fresh if serial is not None}


def touched_names(records: Sequence[Record], fresh: Collection[Serial]) -> set[str]:
    """Return the registers beside the row that records of these serials set."""
    return _names_of(record for record in records if _serial_of(record) in fresh)


def _serial_of(record: Record) -> Serial:
    return record.source_key, record.report.record_serial


def _aim_of(record: Record) -> Serial | None:
    """Return source and serial of what an amendment means; None for any other record."""
    if isinstance(record.report, Correction | Void):
        return record.source_key, target_of(record.report).record_serial
    return None


def standing_registers(
    amended: Amended, raised: Mapping[str, int], lot_key: int
) -> dict[str, Register]:
    """Return the newest that stands of each register to raise to its generation.

    Standing records come in order.
    """
    return {
        register.name: register
        for record in amended.standing
        if (name := register_name(record)) is not None and name in raised
        for register in registers_of_record(record, lot_key, generation=raised[name])
    }


def erased_register(name: str, lot_key: int, generation: int) -> Register:
    """Return what is left where nothing stands, older than every claim."""
    value = "u0" if name.startswith("b:") else '{"from_us":0,"void":true}'
    return Register(lot_key, name, f"{generation:04d}{0:031d}", value)


def rewritten_registers(
    standing: Mapping[str, Register], raised: Mapping[str, int], lot_key: int
) -> Iterator[Register]:
    """Yield what stands under the raised names, or what is left where nothing does."""
    yield from standing.values()
    for name in sorted(raised.keys() - standing.keys()):
        yield erased_register(name, lot_key, raised[name])


def plain_registers(
    state: CountState, new: Iterable[Record], rewritten: Collection[str], lot_key: int
) -> Iterator[Register]:
    """Yield what new records set under all other names."""
    for record in new:
        if register_name(record) not in rewritten:
            yield from counted_registers(state, record, lot_key)


def names_to_rewrite(
    state: CountState, records: Sequence[Record], seen: Callable[[str], int]
) -> set[str]:
    """Return what was raised since a reader of the log has `seen` it, in that generation or none.

    With it what amendments may have of these records. Which names were raised for which record
    depends on how much had been read then, so no other reader finds it in the log.
    """
    amended = [record for record in records if may_be_amended(state, record)]
    asked = state.raised if amended else state.raised.keys() & _names_of(records)
    behind = {name for name in asked if seen(name) < state.raised[name]}
    return behind | (state.raised.keys() & _names_of(amended))


def _names_of(records: Iterable[Record]) -> set[str]:
    names = (register_name(record) for record in records)
    return {name for name in names if name is not None}


def registers_beside(
    state: CountState,
    records: Sequence[Record],
    new: Iterable[Record],
    names: Collection[str],
    lot_key: int,
    *,
    is_whole: bool,
) -> list[Register] | None:
    """Return what new records set beside a row that knows them, and anew what it raised: `names`.

    Of the lot's records only those that may stand beside the row are needed, and what amendments
    mean. None where these are too few to tell, unless there are no others.
    """
    raised = {name: state.raised[name] for name in names}
    amended = amend(records)
    standing = standing_registers(amended, raised, lot_key)
    unknown = {
        record.ident
        for record in records
        if isinstance(record.report, Correction | Void)
        and amended_name(record) not in state.amended
    }
    is_enough = raised.keys() <= standing.keys() and sees_amendments(
        state, amended, records, (), unknown
    )
    if not is_whole and not is_enough:
        return None
    return [
        *rewritten_registers(standing, raised, lot_key),
        *plain_registers(state, new, raised, lot_key),
    ]
