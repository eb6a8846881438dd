"""Cars that stay: warned before their end, noted when they overstay, their space kept for them.

Each step runs in the caller's transaction and looks again whether it is due: a step that somebody
was quicker with does nothing. What is due and how far a space is kept are pure rules.
"""

from parking.clock import from_us
from parking.sharing.booking_states import STAYING
from parking.sharing.overstay import KEPT_US, keeping, minutes_left, warning_stage
from parking.sharing.sanctions import SanctionRules, is_long
from parking.storage.postgres.pool import PLATFORM, Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.notices import tell_driver, tell_owner
from parking.storage.postgres.sharing.sanctions import bar_plate, note_offence
from parking.storage.postgres.sharing.transitions import (
    BookingRow,
    lock_bookings,
    move_booking,
    read_bookings,
)


async def read_locked(connection: Connection, booking_key: int) -> BookingRow:
    """Lock a booking's space and the booking, and read it as it is then."""
    await lock_bookings(connection, [booking_key])
    (booking,) = await read_bookings(connection, [booking_key])
    return booking


async def warn(connection: Connection, booking_key: int) -> None:
    """Warn a driver that the stay ends, each time once."""
    booking = await read_locked(connection, booking_key)
    stage = warning_stage(booking.to_us, booking.now_us)
    if booking.status != "active" or stage is None:
        return
    told = await connection.fetchval(
        query("sharing/warned_already"), booking_key, booking.to_us, stage
    )
    if not told:
        left = minutes_left(booking.to_us, booking.now_us)
        await tell_driver(
            connection, booking, "stay-ends", minutes=left, stage=stage, ends_us=booking.to_us
        )


async def overstay(connection: Connection, booking_key: int, rules: SanctionRules) -> None:
    """Note that a driver's grace is over, as an offence of its plate."""
    booking = await move_booking(connection, booking_key, "overstay", PLATFORM)
    noted = await note_offence(connection, booking, "overstay", rules)
    await tell_driver(connection, booking, "overstay", count=noted.count, most=rules.overstays)
    await tell_owner(connection, booking, "space-overstayed")
    if noted.bar is not None:
        await bar_plate(connection, booking, noted.bar)
    await keep(connection, booking_key)


async def note_long_stay(connection: Connection, booking_key: int, rules: SanctionRules) -> None:
    """Note that an overstay has become so long that once is enough."""
    booking = await read_locked(connection, booking_key)
    if booking.status == "overstay" and is_long(booking.to_us, booking.now_us, rules):
        noted = await note_offence(connection, booking, "long_stay", rules)
        if noted.bar is not None:
            await bar_plate(connection, booking, noted.bar)


async def keep(connection: Connection, booking_key: int) -> None:
    """Keep the space of a car that is late, up to the next booking; note that one as at risk."""
    booking = await read_locked(connection, booking_key)
    if booking.status not in STAYING or booking.now_us < booking.to_us:
        return
    following = await _next_on_space(connection, booking)
    next_us = following.from_us if following else None
    kept = keeping(booking.to_us, booking.blocked_until_us, next_us, booking.now_us)
    if kept.blocked_until_us > booking.blocked_until_us:
        until = from_us(kept.blocked_until_us)
        await connection.execute(query("sharing/booking_block"), booking_key, until)
    if kept.collides and following is not None:
        key = following.booking_key
        await connection.execute(query("sharing/booking_risk"), key, True)  # noqa: FBT003 - a column


async def _next_on_space(connection: Connection, booking: BookingRow) -> BookingRow | None:
    before = from_us(max(booking.blocked_until_us, booking.now_us + KEPT_US))
    key = await connection.fetchval(query("sharing/next_on_space"), booking.booking_key, before)
    return None if key is None else (await read_bookings(connection, [key]))[0]
