"""Register: how claims become registers and how two of them merge; greater version wins.

It knows the formats of docs/architecture.md; the Redis function `onelot_apply` does the same
merge, and a test holds the two together. What the values mean together is `picture`'s business.
"""

from hashlib import blake2b

import msgspec

from parking.clock import to_us
from parking.identity import tie_of
from parking.live.record import Record
from parking.live.stored import COUNT_NAME, COUNT_WIDTH, POS_WIDTH, VERSION_WIDTH, ClosureValue
from parking.ports import Register
from parking.report import Closure, Heartbeat, Report, Snapshot, Space, SpaceReport

NOTHING, HISTORY, NEWEST, STANDS = 0, 1, 2, 3
"""What a merge did: nothing, it changed what lies behind the newest, it became the newest, or it
was the newest before. The worker may be quicker than the door whose report it is."""


def version_of(observed_us: int, ident: bytes, generation: int = 0) -> str:
    """Return the 35 digits that order claims: generation, observed microsecond, tie."""
    return "%04d%016d%015d" % (generation, observed_us, tie_of(ident))  # noqa: UP031  # twice as fast


def registers_of(
    report: Report,
    observed_us: int,
    lot_key: int,
    source_key: int,
    ident: bytes,
    *,
    flags: int = 0,
    generation: int = 0,
) -> list[Register]:
    """Return the registers that a claim about absolute state sets; none for other kinds."""
    version = version_of(observed_us, ident, generation)
    if type(report) is Snapshot:
        return [
            Register(
                lot_key, COUNT_NAME[space.space_class], version, _count(space, flags, source_key)
            )
            for space in report.spaces
        ]
    match report:
        case SpaceReport():
            value = f"{report.status[0]}{source_key}"
            if report.space_class is not None:
                value = f"{value}:{report.space_class}"
            return [Register(lot_key, f"b:{report.space_code}", version, value)]
        case Heartbeat():
            return [Register(lot_key, "h", version, str(source_key))]
        case Closure():
            name = closure_name(source_key, report.record_serial)
            value = msgspec.json.encode(_closure(report)).decode()
            return [Register(lot_key, name, version, value)]
        case _:
            return []


def registers_of_record(record: Record, lot_key: int, *, generation: int = 0) -> list[Register]:
    """Return the registers that a record of the log sets."""
    return registers_of(
        record.report,
        record.observed_us,
        lot_key,
        record.source_key,
        record.ident,
        flags=record.flags,
        generation=generation,
    )


def raw_free(space: Space) -> int:
    """Return what the space claims as free, unclamped; a checked `occupied` has its capacity."""
    if space.free is not None:
        return space.free
    return (space.capacity or 0) - (space.occupied or 0)


def closure_name(source_key: int, serial: str) -> str:
    """Return the register name of a closure; the same serial again changes the same closure."""
    return "k:" + blake2b(f"{source_key}/{serial}".encode(), digest_size=8).hexdigest()


def merge(stored: str | None, register: Register, pos: int) -> tuple[str, int]:
    """Return the stored value after the claim, and what it did.

    Counts keep the newest two, everything else one; an equal version changes nothing.
    """
    entry = register.version + register.value
    if stored is None:
        return f"{pos:016d}{entry}", NEWEST
    first = stored[POS_WIDTH:]
    version, newest = register.version, first[:VERSION_WIDTH]
    if version == newest:
        return stored, STANDS
    if not register.name.startswith("s:"):
        return (stored, NOTHING) if version < newest else (f"{pos:016d}{entry}", NEWEST)
    first, second = first[:COUNT_WIDTH], first[COUNT_WIDTH:]
    if version > newest:
        return f"{pos:016d}{entry}{first}", NEWEST
    if version <= second[:VERSION_WIDTH]:
        return stored, NOTHING
    return f"{pos:016d}{first}{entry}", HISTORY


def _count(space: Space, flags: int, source_key: int) -> str:
    capacity = -1 if space.capacity is None else space.capacity
    values = (raw_free(space), capacity, flags, source_key)
    return "%+08d%+08d%04d%08d" % values  # noqa: UP031  # twice as fast as an f-string


def _closure(report: Closure) -> ClosureValue:
    ends = report.ends_at or report.until
    return ClosureValue(
        from_us=to_us(report.begins_at or report.observed_at),
        to_us=None if ends is None else to_us(ends),
        reason=report.reason,
    )
