"""Plates on their way into the database: hashed, and sealed where a gate is to know them."""

import secrets
from collections.abc import Sequence

from parking.clock import from_us
from parking.sharing.plates import (
    HASH_SECRET,
    SEAL_SECRET,
    hash_plate,
    open_plate,
    seal_plate,
)
from parking.sharing.sealing import NONCE_BYTES
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.secrets import platform_secret


async def hashed(connection: Connection, plate: str) -> bytes:
    """Hash a normalised plate under the platform's secret."""
    return hash_plate(await platform_secret(connection, HASH_SECRET), plate)


async def sealed(connection: Connection, plate: str, booking_id: str) -> bytes:
    """Seal a normalised plate for one booking."""
    secret = await platform_secret(connection, SEAL_SECRET)
    return seal_plate(secret, plate, booking_id, secrets.token_bytes(NONCE_BYTES))


async def opened(connection: Connection, sealed_plate: bytes, booking_id: str) -> str:
    """Open a booking's plate, for its gate alone; raises SealBrokenError."""
    secret = await platform_secret(connection, SEAL_SECRET)
    return open_plate(secret, sealed_plate, booking_id)


async def is_barred(
    connection: Connection, plate_hash: bytes, moments_us: Sequence[int] = ()
) -> bool:
    """Tell whether a ban from free sharing stands, now or at one of these moments."""
    moments = [from_us(moment) for moment in moments_us]
    return bool(await connection.fetchval(query("sharing/plate_is_barred"), plate_hash, moments))
