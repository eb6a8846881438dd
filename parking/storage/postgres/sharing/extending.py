"""A stay made longer before it ends, where that hurts nobody: the next booking, or the owner.

In the caller's transaction, in the platform's scope. The exclusion constraint refuses what would
run into another booking. What it costs is quoted for the whole, and the rest is charged.
"""

from typing import Final

from parking.clock import from_us
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.booking_guards import LONGEST_US
from parking.sharing.booking_states import BookingStatus
from parking.sharing.ledger import Sum
from parking.sharing.prices import quote
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.booking_rows import BookingRow, read_bookings
from parking.storage.postgres.sharing.booking_steps import BARRED, see
from parking.storage.postgres.sharing.gate_orders import order_authorisation
from parking.storage.postgres.sharing.ledger import charge
from parking.storage.postgres.sharing.plates import is_barred
from parking.storage.postgres.sharing.stored_terms import terms_from_stored
from parking.storage.postgres.sharing.transitions import lock_bookings, note_event

EXTENDABLE: Final[frozenset[BookingStatus]] = frozenset(("confirmed", "active"))


async def extend(
    connection: Connection, booking_id: str, principal: Principal, to_us: int
) -> BookingRow:
    """Let a booking last until `to_us`; raises ProblemError where it may not."""
    key = (await see(connection, booking_id, principal)).booking_key
    await lock_bookings(connection, [key])
    (booking,) = await read_bookings(connection, [key])
    _demand_extendable(booking, to_us)
    if booking.is_free and await is_barred(connection, booking.plate_hash):
        raise ProblemError(BARRED)
    if not await connection.fetchval(query("sharing/extension_open"), key, from_us(to_us)):
        told = "The space is not lent until then, or cars may not leave at that time."
        raise ProblemError(Problem("not-available", told, "/to"))
    await connection.execute(query("sharing/expire_holds"), [booking.space_key])
    price = await _price(connection, booking, to_us)
    await connection.execute(
        query("sharing/booking_extend"), key, from_us(to_us), price.fen, price.credits
    )
    more = Sum(price.fen - booking.price_fen, price.credits - booking.price_credits)
    await charge(connection, "change", booking, more)
    detail = {"to_us": to_us, "from_us": booking.to_us}
    await note_event(connection, key, "extend", booking.status, principal, detail)
    if booking.has_gate:
        await order_authorisation(connection, key)
    return (await read_bookings(connection, [key]))[0]


def _demand_extendable(booking: BookingRow, to_us: int) -> None:
    if booking.status not in EXTENDABLE or booking.now_us >= booking.to_us:
        told = "Only a booking that is confirmed or going on is extended, before its end."
        raise ProblemError(Problem("illegal-step", told, current=booking.status))
    if to_us <= booking.to_us:
        raise ProblemError(Problem("bad-field", "to: it must be later than the end now.", "/to"))
    if to_us - booking.from_us > LONGEST_US:
        raise ProblemError(Problem("bad-field", "to: at most 72 h after the start.", "/to"))


async def _price(connection: Connection, booking: BookingRow, to_us: int) -> Sum:
    """Quote the whole stay, by the terms it was booked under; it never becomes cheaper."""
    stored = await connection.fetchval(
        query("sharing/terms_of_version"), booking.agreement_key, booking.agreement_version
    )
    price = quote(terms_from_stored(stored).price, booking.from_us, to_us)
    return Sum(max(price.fen, booking.price_fen), max(price.credits, booking.price_credits))
