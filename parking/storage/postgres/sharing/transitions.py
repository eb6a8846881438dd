"""The one way in which a booking changes its state, for whoever changes it.

Interface, all within the caller's transaction, which must be in the platform's scope:

    booking = await read_booking(connection, booking_id)        # None: there is none
    booking = await move_booking(connection, booking.booking_key, "cancel", principal)

`move_booking` locks the space's row, then the booking's; asks the table of steps and its times
(`booking_guards`); writes state, version and a `booking_event`; lets the money follow (a charge
when it becomes confirmed, a refund where one is due); has the gate told of what is off. It raises
IllegalStepError with the state there is: nothing has been written then. Who moves several bookings
in one transaction calls `lock_bookings` for all of them first, so that no two wait for each other.
It does not know whose booking the caller may move: ask that before.
"""

from collections.abc import Sequence
from typing import Any, Final

from parking.principal import Principal
from parking.sharing.booking_guards import timely_step
from parking.sharing.booking_states import BookingEvent, BookingStatus
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import ledger
from parking.storage.postgres.sharing.booking_rows import BookingRow, read_booking, read_bookings

__all__ = ["BookingRow", "lock_bookings", "move_booking", "note_event", "read_booking",
           "read_bookings"]  # fmt: skip

OFF: Final[frozenset[BookingStatus]] = frozenset(("completed", "cancelled", "revoked", "no_show"))
"""States in which a gate must not let the car in."""


async def lock_bookings(connection: Connection, booking_keys: Sequence[int]) -> None:
    """Lock the spaces of these bookings, then the bookings, each in the order of their keys."""
    keys = list(booking_keys)
    await connection.execute(query("sharing/lock_spaces_of_bookings"), keys)
    await connection.execute(query("sharing/lock_bookings"), keys)


async def move_booking(
    connection: Connection,
    booking_key: int,
    event: BookingEvent,
    principal: Principal,
    *,
    detail: dict[str, Any] | None = None,
) -> BookingRow:
    """Take one step and return what the booking is then.

    Raises IllegalStepError where the table or the time forbids it, LookupError where there is no
    such booking.
    """
    await lock_bookings(connection, [booking_key])
    found = await read_bookings(connection, [booking_key])
    if not found:
        raise LookupError(f"there is no booking {booking_key}")
    before = found[0]
    following = timely_step(
        before.written_status,
        event,
        now_us=before.now_us,
        from_us=before.from_us,
        to_us=before.to_us,
        hold_expires_us=before.hold_expires_us,
        is_platform=principal.role == "admin" and principal.key_id is None,
    )
    await connection.execute(
        query("sharing/booking_step"), booking_key, following, event, principal.role, detail or {}
    )
    await ledger.follow(connection, before, event, principal)
    if following in OFF:  # its lot may have had a gate when it was booked
        await connection.execute(query("sharing/withdraw_from_gate"), booking_key)
    return (await read_bookings(connection, [booking_key]))[0]


async def note_event(
    connection: Connection,
    booking_key: int,
    event: str,
    status: BookingStatus,
    principal: Principal,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a line to a booking's history that is no step of the table, as that it was made."""
    await connection.execute(
        query("sharing/booking_event"), booking_key, event, status, principal.role, detail or {}
    )
