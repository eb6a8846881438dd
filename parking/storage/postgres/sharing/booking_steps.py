"""What people do with bookings: confirm, cancel, check in and out, revoke; one or more of a series.

All in the caller's transaction, in the platform's scope. A booking that the caller may not see is
answered like one that is not there; a step that does not lead on raises IllegalStepError.
"""

from collections.abc import Sequence
from typing import Final, Literal

from parking.clock import from_us
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.booking_states import BookingEvent
from parking.sharing.whose import lends, runs, sees
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import plates
from parking.storage.postgres.sharing.booking_rows import BookingRow, read_booking, read_bookings
from parking.storage.postgres.sharing.drivers import driver_of
from parking.storage.postgres.sharing.gate_grants import movement_of
from parking.storage.postgres.sharing.gate_orders import order_authorisation
from parking.storage.postgres.sharing.notices import tell_driver
from parking.storage.postgres.sharing.transitions import lock_bookings, move_booking

Reach = Literal["one", "following", "all"]
"""Of a series: this booking, it and those that begin later, or all."""
NO_BOOKING: Final = Problem("not-found", "You have no such booking.")
BARRED: Final = Problem("barred", "This car is barred from free shared spaces after overstaying.")


async def see(connection: Connection, booking_id: str, principal: Principal) -> BookingRow:
    """Read a booking that the caller may see; raises ProblemError (not-found) for any other."""
    driver_key = None
    if principal.role == "driver":
        driver_key = (await driver_of(connection, principal)).driver_key
    booking = await read_booking(connection, booking_id)
    if booking is None or not sees(principal, driver_key, booking):
        raise ProblemError(NO_BOOKING)
    return booking


async def list_own(
    connection: Connection, principal: Principal, *, after: str | None, limit: int
) -> list[BookingRow]:
    """Read a driver's bookings, the newest first, those made before the booking `after`."""
    driver = await driver_of(connection, principal)
    rows = await connection.fetch(query("sharing/bookings_list"), driver.driver_key, after, limit)
    found = await read_bookings(connection, [row["booking_key"] for row in rows])
    return sorted(found, key=lambda booking: -booking.booking_key)


async def confirm(
    connection: Connection, booking_id: str, principal: Principal
) -> list[BookingRow]:
    """Confirm a hold, or all holds of its series; where there is a gate, ask the gate first."""
    booking = await see(connection, booking_id, principal)
    bookings = await _reached(connection, booking, "all")
    if booking.status == "held":
        bookings = [each for each in bookings if each.status == "held"]
    else:
        bookings = [booking]
    if booking.is_free and await plates.is_barred(
        connection, booking.plate_hash, [each.from_us for each in bookings]
    ):
        raise ProblemError(BARRED)
    event: BookingEvent = "ask_gate" if booking.has_gate else "confirm"
    moved = await _move_all(connection, bookings, event, principal)
    if booking.has_gate:
        for each in moved:
            await order_authorisation(connection, each.booking_key)
    return moved


async def cancel(
    connection: Connection, booking_id: str, principal: Principal, reach: Reach
) -> list[BookingRow]:
    """Cancel one booking, or of its series more: those of them that can be cancelled."""
    booking = await see(connection, booking_id, principal)
    if reach == "one" or booking.series_id is None:
        return await _move_all(connection, [booking], "cancel", principal)
    reached = [
        each
        for each in await _reached(connection, booking, reach)
        if each.status in {"held", "pending_gate", "confirmed"} and each.from_us > each.now_us
    ]
    return await _move_all(connection, reached or [booking], "cancel", principal)


async def revoke(
    connection: Connection, booking_id: str, principal: Principal, reason: str
) -> BookingRow:
    """Take a booking back as the space's owner, and tell its driver."""
    booking = await see(connection, booking_id, principal)
    if not lends(principal, booking):
        told = "Only the owner of the space takes a booking back."
        raise ProblemError(Problem("forbidden", told))
    detail = {"reason": reason}
    moved = await move_booking(connection, booking.booking_key, "revoke", principal, detail=detail)
    await tell_driver(connection, moved, "revoked", reason=reason)
    return moved


async def check_in(connection: Connection, booking_id: str, principal: Principal) -> BookingRow:
    """Note that the car is there. Raises ProblemError where cars may not come just now, and where
    somebody is still in the space.
    """
    booking = await see(connection, booking_id, principal)
    if principal.role != "driver" and not runs(principal, booking):
        raise ProblemError(Problem("forbidden", "Only the driver and the lot's operator check in."))
    await lock_bookings(connection, [booking.booking_key])
    if booking.is_free and await plates.is_barred(connection, booking.plate_hash):
        raise ProblemError(BARRED)
    moved = await move_booking(connection, booking.booking_key, "check_in", principal)
    if not await _may_come(connection, moved):
        told = "Cars may not come or go there at this time; the booking stands."
        raise ProblemError(Problem("no-movement", told, current=booking.status))
    if await connection.fetchval(query("sharing/is_occupied"), booking.booking_key):
        told = "Another car is still in that space; you are told of another one."
        raise ProblemError(Problem("space-occupied", told, current=booking.status))
    return moved


async def _may_come(connection: Connection, booking: BookingRow) -> bool:
    """Tell whether cars may move now: as is lent now, or as was when it was booked."""
    now_us = booking.now_us
    if await connection.fetchval(
        query("sharing/may_move_now"), booking.agreement_key, from_us(now_us)
    ):
        return True
    spans = await movement_of(connection, booking)
    return any(begin_us <= now_us < end_us for begin_us, end_us in spans)


async def check_out(connection: Connection, booking_id: str, principal: Principal) -> BookingRow:
    """Note that the car has left."""
    booking = await see(connection, booking_id, principal)
    if principal.role != "driver" and not runs(principal, booking):
        told = "Only the driver and the lot's operator check out."
        raise ProblemError(Problem("forbidden", told))
    return await move_booking(connection, booking.booking_key, "leave", principal)


async def _reached(connection: Connection, booking: BookingRow, reach: Reach) -> list[BookingRow]:
    if booking.series_id is None or reach == "one":
        return [booking]
    begin_us = booking.from_us if reach == "following" else 0
    rows = await connection.fetch(
        query("sharing/bookings_of_series"), booking.series_id, from_us(begin_us)
    )
    return await read_bookings(connection, [row["booking_key"] for row in rows])


async def _move_all(
    connection: Connection,
    bookings: Sequence[BookingRow],
    event: BookingEvent,
    principal: Principal,
) -> list[BookingRow]:
    await lock_bookings(connection, [booking.booking_key for booking in bookings])
    return [
        await move_booking(connection, booking.booking_key, event, principal)
        for booking in bookings
    ]
