"""Bookings moved to another space: by the clock where theirs is not free in time, else kept at risk
and told so; by their drivers where it was taken back.

The new booking is made and the old one taken back in one transaction, with what was paid; the
driver is told where to go. Steps look again whether they are due, as all of the clock's do.
"""

import msgspec

from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.booking_states import BookingEvent, BookingStatus
from parking.sharing.choosing import Vehicle
from parking.sharing.sealing import SealBrokenError
from parking.sharing.whose import is_hidden
from parking.storage.postgres.pool import PLATFORM, Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import plates
from parking.storage.postgres.sharing.alternatives import (
    Alternative,
    find_alternatives,
    still_free,
)
from parking.storage.postgres.sharing.booking_rows import BookingRow, read_bookings
from parking.storage.postgres.sharing.booking_steps import see
from parking.storage.postgres.sharing.drivers import Driver
from parking.storage.postgres.sharing.gate_orders import order_authorisation
from parking.storage.postgres.sharing.ledger import is_disturbed
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.notices import tell_driver
from parking.storage.postgres.sharing.placing import place_booking
from parking.storage.postgres.sharing.transitions import lock_bookings, move_booking

AWAITED: tuple[BookingStatus, ...] = ("held", "pending_gate", "confirmed")


async def move_from_risk(connection: Connection, booking_key: int) -> None:
    """Move a booking at risk, or note that its space is free again; else tell of the risk once."""
    (booking,) = await read_bookings(connection, [booking_key])
    found = await find_alternatives(connection, booking)
    spaces = [booking.space_key, *(one.candidate.space_key for one in found)]
    await connection.execute(query("sharing/lock_spaces"), spaces)
    await lock_bookings(connection, [booking_key])
    (booking,) = await read_bookings(connection, [booking_key])
    if not booking.is_at_risk or booking.status not in AWAITED:
        return
    if not await connection.fetchval(query("sharing/is_occupied"), booking_key):
        await _be_safe(connection, booking)
    elif found and await _is_still_free(connection, booking, found[0]):
        await _move(connection, booking, found[0])
    elif await connection.fetchval(query("sharing/risk_told"), booking_key) != "at-risk":
        await tell_driver(connection, booking, "at-risk")


async def move_to(
    connection: Connection, booking_id: str, principal: Principal, agreement_id: str
) -> BookingRow:
    """Let a driver take a space of another agreement that may be had instead; returns the new
    booking. Raises ProblemError where the booking is to stay, or that space cannot be had.
    """
    booking = await see(connection, booking_id, principal)
    found = await find_alternatives(connection, booking, agreement_id=agreement_id)
    spaces = [booking.space_key, *(one.candidate.space_key for one in found)]
    await connection.execute(query("sharing/lock_spaces"), spaces)
    await lock_bookings(connection, [booking.booking_key])
    (booking,) = await read_bookings(connection, [booking.booking_key])
    if booking.status not in AWAITED or not await is_disturbed(connection, booking):
        told = "Only a booking that waits, and whose space was taken back for its time, is moved."
        raise ProblemError(Problem("illegal-step", told, current=booking.status))
    if not found or not await _is_still_free(connection, booking, found[0]):
        told = "Nothing of that agreement can be had instead: for all of the time, at no more cost."
        raise ProblemError(Problem("slot-taken", told, "/agreement_id"))
    return await _move(connection, booking, found[0])


async def miss(connection: Connection, booking_key: int) -> None:
    """Give up a booking that nobody came to; where its space was never free, it costs nothing."""
    await lock_bookings(connection, [booking_key])
    (booking,) = await read_bookings(connection, [booking_key])
    if booking.status == "confirmed" and await connection.fetchval(
        query("sharing/is_occupied"), booking_key
    ):
        await move_booking(connection, booking_key, "revoke", PLATFORM)
        await tell_driver(
            connection, booking, "revoked", reason="its space was not free", reason_zh="车位未空出"
        )
        return
    await move_booking(connection, booking_key, "miss", PLATFORM)
    was_ready = booking.status == "confirmed"
    await tell_driver(connection, booking, "no-show" if was_ready else "gate-silent")


async def _be_safe(connection: Connection, booking: BookingRow) -> None:
    key = booking.booking_key
    await connection.execute(query("sharing/booking_risk"), key, False)  # noqa: FBT003 - a column
    if await connection.fetchval(query("sharing/risk_told"), key) == "at-risk":
        await tell_driver(connection, booking, "safe-again")


async def _is_still_free(connection: Connection, booking: BookingRow, wanted: Alternative) -> bool:
    await connection.execute(query("sharing/expire_holds"), [wanted.candidate.space_key])
    return await still_free(connection, booking, wanted)


async def _move(connection: Connection, booking: BookingRow, to: Alternative) -> BookingRow:
    booking_id = new_id()
    sealed = await _sealed_anew(connection, booking, booking_id) if to.has_gate else None
    key = await place_booking(
        connection, booking_id, to.candidate, to.span,
        Driver(booking.driver_key, booking.driver_id), PLATFORM,
        plate_hash=booking.plate_hash, plate_sealed=sealed, series_id=booking.series_id,
        vehicle=msgspec.convert(booking.vehicle, Vehicle), event="moved",
    )  # fmt: skip
    detail = {"moved_to": booking_id}
    if booking.status == "held":
        await move_booking(connection, booking.booking_key, "cancel", PLATFORM, detail=detail)
    else:
        await move_booking(connection, booking.booking_key, "revoke", PLATFORM, detail=detail)
        event: BookingEvent = "ask_gate" if to.has_gate else "confirm"
        await move_booking(connection, key, event, PLATFORM)
        if to.has_gate:
            await order_authorisation(connection, key)
    await connection.execute(query("sharing/booking_moved"), booking.booking_key, key)
    (moved,) = await read_bookings(connection, [key])
    hides = is_hidden(booking)
    await tell_driver(
        connection, moved, "moved",
        instead_of=booking.booking_id, from_lot_id=None if hides else booking.lot_id,
        from_space_code=None if hides else booking.space_code, distance_m=to.distance_m,
    )  # fmt: skip
    return moved


async def _sealed_anew(
    connection: Connection, booking: BookingRow, booking_id: str
) -> bytes | None:
    """Seal the plate for the new booking; None where none was kept, and the gate asks for the
    code.
    """
    if booking.plate_sealed is None:
        return None
    try:
        plate = await plates.opened(connection, booking.plate_sealed, booking.booking_id)
    except SealBrokenError:
        return None
    return await plates.sealed(connection, plate, booking_id)
