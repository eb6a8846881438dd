"""What a booking's authorisation says, gathered from the ledger of bookings. Signs nothing.

The plate is opened here, and leaves as what its lot's gate alone can compare or open.
"""

import secrets
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from parking.clock import from_us
from parking.sharing.authorisation import Grant
from parking.sharing.gate_plates import (
    NONCE_BYTES,
    hash_for_gate,
    lot_plate_key,
    seal_for_gate,
)
from parking.sharing.terms import Moments
from parking.sharing.windows import expand, merged
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import plates
from parking.storage.postgres.sharing.booking_rows import BookingRow
from parking.storage.postgres.sharing.own_days import read_calendar
from parking.storage.postgres.sharing.ranges import moments_of
from parking.storage.postgres.sharing.secrets import platform_secret
from parking.storage.postgres.sharing.stored_terms import terms_from_stored

PLATE_KEYS: Final = "gate-plates"
_DAYS_BACK: Final = timedelta(days=2)


async def grant_of(connection: Connection, booking: BookingRow) -> Grant:
    """Gather it; the plate is left out where it was not kept, and the gate asks for the code."""
    hashed = sealed = None
    if booking.plate_sealed is not None:
        plate = await plates.opened(connection, booking.plate_sealed, booking.booking_id)
        key = await lot_key(connection, booking.lot_id)
        hashed = hash_for_gate(key, plate)
        sealed = seal_for_gate(key, plate, secrets.token_bytes(NONCE_BYTES))
    return Grant(
        booking_id=booking.booking_id,
        lot_id=booking.lot_id,
        space_code=booking.space_code,
        version=booking.version,
        stay=(booking.from_us, booking.to_us),
        movement=await movement_of(connection, booking),
        plate_hash=hashed,
        plate_sealed=sealed,
    )


async def lot_key(connection: Connection, lot_id: str) -> bytes:
    """Return the key under which one lot's gate knows plates."""
    return lot_plate_key(await platform_secret(connection, PLATE_KEYS), lot_id)


async def movement_of(connection: Connection, booking: BookingRow) -> tuple[Moments, ...]:
    """Read when its car may move; terms changed since take back nothing of what was booked."""
    begins, ends = from_us(booking.from_us), from_us(booking.to_us)
    rows = await connection.fetch(
        query("sharing/gate_movement"), booking.agreement_key, begins, ends
    )
    lent = merged(moments_of(row["part"]) for row in rows)
    if not _lets_in_and_out(lent, booking):
        stored = await connection.fetchval(
            query("sharing/terms_of_version"), booking.agreement_key, booking.agreement_version
        )
        zone = ZoneInfo(booking.timezone)
        days = (begins.astimezone(zone).date() - _DAYS_BACK, ends.astimezone(zone).date())
        calendar = await read_calendar(connection)
        windows = expand(terms_from_stored(stored), calendar, booking.timezone, *days).windows
        lent = merged(span for window in windows for span in window.movement)
    return tuple(lent)


def _lets_in_and_out(lent: list[Moments], booking: BookingRow) -> bool:
    return any(start <= booking.from_us < end for start, end in lent) and any(
        start < booking.to_us <= end for start, end in lent
    )
