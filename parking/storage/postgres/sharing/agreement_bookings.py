"""An agreement's bookings that stand: which are outside its terms, which are in a time, which go.

They change by steps of the table only; nobody moves them in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parking.clock import to_us
from parking.principal import Principal
from parking.sharing.booking_states import BookingStatus
from parking.sharing.outside import is_outside
from parking.sharing.terms import Moments, OpenWindow
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_rows import Agreement
from parking.storage.postgres.sharing.notices import tell_driver
from parking.storage.postgres.sharing.transitions import lock_bookings, move_booking

REVOCABLE: Final[frozenset[BookingStatus]] = frozenset(("pending_gate", "confirmed"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A booking that stands; `is_lent`: the agreement still lends its space."""

    booking_key: int
    booking_id: str
    during: Moments
    status: BookingStatus
    space_key: int
    space_code: str
    is_lent: bool


async def standing_of(connection: Connection, agreement: Agreement) -> list[Standing]:
    """Read those that are going on or to come, in the order of time."""
    rows = await connection.fetch(query("sharing/agreement_bookings"), agreement.agreement_key)
    return [
        Standing(
            booking_key=row["booking_key"],
            booking_id=row["booking_id"],
            during=(to_us(row["begins"]), to_us(row["ends"])),
            status=row["status"],
            space_key=row["space_key"],
            space_code=row["space_code"],
            is_lent=row["is_lent"],
        )
        for row in rows
    ]


async def outside_of(
    connection: Connection, agreement: Agreement, windows: Sequence[OpenWindow], now_us: int
) -> list[str]:
    """Name bookings that would not be granted now. One whose end has passed is not asked."""
    return [
        booking.booking_id
        for booking in await standing_of(connection, agreement)
        if booking.during[1] > now_us
        and (not booking.is_lent or is_outside(booking.during, windows, now_us))
    ]


async def revoke_all(
    connection: Connection, actor: Principal, agreement: Agreement, reason: str, now_us: int
) -> list[str]:
    """Take back every confirmed booking that has not begun, with what is due, and tell its driver.

    Returns their ids. Whoever has come, stays.
    """
    going = [
        booking
        for booking in await standing_of(connection, agreement)
        if booking.status in REVOCABLE and booking.during[0] > now_us
    ]
    await lock_bookings(connection, [booking.booking_key for booking in going])
    for booking in going:
        detail = {"reason": reason}
        moved = await move_booking(connection, booking.booking_key, "revoke", actor, detail=detail)
        await tell_driver(connection, moved, "revoked", reason=reason)
    return [booking.booking_id for booking in going]
