"""What gates say of cars: they came, they left, they were turned away. Knows no transport.

A passage is a fact, and it may be told twice, late, or in the wrong order: what a booking cannot
become any more is noted with it and changes nothing.
"""

from dataclasses import dataclass
from typing import Final, Literal

import asyncpg

from parking.clock import from_us
from parking.sharing.authorisation import Direction
from parking.sharing.booking_guards import GRACE_US
from parking.sharing.booking_states import BookingEvent, BookingStatus, IllegalStepError
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.booking_rows import BookingRow, read_booking, read_bookings
from parking.storage.postgres.sharing.plates import is_barred
from parking.storage.postgres.sharing.sanctions import forgive
from parking.storage.postgres.sharing.transitions import lock_bookings, move_booking, note_event

Outcome = Literal["admitted", "refused"]
DRIVERS_OWN: Final = frozenset(("too-early", "too-late", "no-movement", "other-plate", "revoked"))
"""Reasons for which a gate rightly turns a car away."""

_STEPS: Final[dict[tuple[Direction, BookingStatus], tuple[BookingEvent, ...]]] = {
    # A gate that lets a car in knows of it, whatever became of its acknowledgement.
    ("entry", "pending_gate"): ("gate_knows", "check_in"),
    ("entry", "confirmed"): ("check_in",),
    ("exit", "active"): ("leave",),
    ("exit", "overstay"): ("leave",),
    # A car that left had come; that its coming is told later changes nothing.
    ("exit", "confirmed"): ("check_in", "leave"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One car at one gate. `serial` is the gate's own and tells two passages apart."""

    serial: str
    booking_id: str
    direction: Direction
    at_us: int
    outcome: Outcome
    reason: str | None = None


class GatePassages:
    """Takes passages, each in a transaction of its own."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def take(self, lot_id: str, passage: Passage) -> bool:
        """Take one that the gate of a lot tells; False where it is of no booking there."""
        async with scoped(self._pool, PLATFORM) as connection:
            booking = await read_booking(connection, passage.booking_id)
            if booking is None or booking.lot_id != lot_id:
                return False
            await lock_bookings(connection, [booking.booking_key])
            if not await connection.fetchval(
                query("sharing/gate_passage_known"), booking.booking_key, passage.serial
            ):
                (booking,) = await read_bookings(connection, [booking.booking_key])
                await _take(connection, booking, passage)
            return True


async def _take(connection: Connection, booking: BookingRow, passage: Passage) -> None:
    honoured: bool | None = None
    if passage.outcome == "admitted":
        honoured = True if passage.direction == "entry" else None
        await _step_on(connection, booking, passage)
    elif passage.reason not in DRIVERS_OWN and booking.status in {"pending_gate", "confirmed"}:
        honoured = False
    key = booking.booking_key
    await _note(connection, key, passage)
    at = from_us(min(passage.at_us, booking.now_us))
    await connection.execute(query("sharing/gate_passage"), key, honoured, passage.direction, at)


async def _step_on(connection: Connection, booking: BookingRow, passage: Passage) -> None:
    """Let the booking become what the passage makes of it, as far as it can."""
    key = booking.booking_key
    is_overstay = booking.status == "overstay"
    if passage.direction == "entry" and not await _may_be_in(connection, booking):
        return
    try:
        for event in _STEPS.get((passage.direction, booking.status), ()):
            await move_booking(connection, key, event, PLATFORM, detail={"by": "gate"})
    except IllegalStepError:
        return
    if is_overstay and passage.at_us < booking.to_us + GRACE_US:
        await forgive(connection, booking)


async def _may_be_in(connection: Connection, booking: BookingRow) -> bool:
    """Never two cars on one space, nor one that is barred; what the gate did is noted anyway."""
    if booking.is_free and await is_barred(connection, booking.plate_hash):
        return False
    return not await connection.fetchval(query("sharing/is_occupied"), booking.booking_key)


async def _note(connection: Connection, booking_key: int, passage: Passage) -> None:
    (now,) = await read_bookings(connection, [booking_key])
    detail = {
        "serial": passage.serial,
        "outcome": passage.outcome,
        "reason": passage.reason,
        "at_us": passage.at_us,
    }
    name = f"gate_{passage.direction}"
    await note_event(connection, booking_key, name, now.status, PLATFORM, detail)
