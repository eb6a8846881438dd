"""A booking as it is read, with what belongs to it. Who may see it and its steps are elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import asyncpg

from parking.clock import to_us
from parking.sharing.booking_states import BookingStatus
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

_MOMENTS: Final = {
    "from": "begins",
    "to": "ends",
    "blocked_until": "blocked_until",
    "hold_expires": "hold_expires_at",
    "checked_in": "checked_in_at",
    "checked_out": "checked_out_at",
    "created": "created_at",
    "now": "now",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRow:
    """A booking with what belongs to it; times are microseconds, `now_us` when it was read.

    `status` is expired as soon as a hold is over, `written_status` once somebody has written that.
    """

    booking_key: int
    booking_id: str
    space_key: int
    space_code: str
    agreement_key: int
    agreement_id: str
    agreement_version: int
    lot_key: int
    lot_id: str
    driver_key: int
    driver_id: str
    series_id: str | None
    status: BookingStatus
    written_status: BookingStatus
    version: int
    from_us: int
    to_us: int
    blocked_until_us: int
    hold_expires_us: int
    price_fen: int
    price_credits: int
    is_free: bool
    plate_hash: bytes
    plate_sealed: bytes | None
    vehicle: dict[str, Any]
    is_at_risk: bool
    moved_to: int | None
    moved_to_id: str | None
    honoured_at_gate: bool | None
    checked_in_us: int | None
    checked_out_us: int | None
    created_us: int
    has_gate: bool
    timezone: str
    lot_operator_key: int
    lot_cell: int | None
    owner_operator_key: int | None
    owner_key_id: str | None
    now_us: int


async def read_booking(connection: Connection, booking_id: str) -> BookingRow | None:
    """Read one by its public id, whosever it is."""
    booking_key = await connection.fetchval(query("sharing/booking_key"), booking_id)
    return None if booking_key is None else (await read_bookings(connection, [booking_key]))[0]


async def read_bookings(connection: Connection, booking_keys: Sequence[int]) -> list[BookingRow]:
    """Read those there are, in the order of their keys."""
    rows = await connection.fetch(query("sharing/bookings_by_key"), list(booking_keys))
    return [_booking(row) for row in rows]


def _booking(row: asyncpg.Record) -> BookingRow:
    plain = dict(row)
    for name, column in _MOMENTS.items():
        plain[f"{name}_us"] = _us(plain.pop(column))
    return BookingRow(**plain)


def _us(moment: datetime | None) -> int | None:
    return None if moment is None else to_us(moment)
