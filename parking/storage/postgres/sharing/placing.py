"""Writes a booking of a space that its caller has locked and found free; it does not look again.

The exclusion constraint refuses two on one space all the same.
"""

from msgspec.structs import asdict

from parking.clock import from_us
from parking.principal import Principal
from parking.sharing.booking_guards import HOLD_US
from parking.sharing.booking_states import BookingStatus
from parking.sharing.choosing import NO_VEHICLE, Candidate, Vehicle
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.drivers import Driver


async def place_booking(
    connection: Connection,
    booking_id: str,
    candidate: Candidate,
    span: Moments,
    driver: Driver,
    principal: Principal,
    *,
    plate_hash: bytes,
    plate_sealed: bytes | None = None,
    series_id: str | None = None,
    vehicle: Vehicle = NO_VEHICLE,
    status: BookingStatus = "held",
    event: str = "hold",
) -> int:
    """Write a booking of a space whose row is locked; returns its key. Nothing is charged."""
    said = {name: value for name, value in asdict(vehicle).items() if value is not None}
    is_free = not candidate.price
    booking_key: int = await connection.fetchval(
        query("sharing/booking_insert"), booking_id, candidate.space_key, candidate.agreement_key,
        driver.driver_key, series_id, status, from_us(span[0]), from_us(span[1]),
        HOLD_US / 1_000_000, candidate.price.fen, candidate.price.credits, is_free, plate_hash,
        plate_sealed, said, event, principal.role, {},
    )  # fmt: skip
    return booking_key
