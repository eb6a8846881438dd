"""Offences and bars as they are stored, by the hash of a plate; who lifts a bar leaves a trail.

It knows no plate in clear. What offences come to is decided by `parking.sharing.sanctions`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import asyncpg

from parking.clock import from_us, rfc3339, to_us
from parking.principal import Principal
from parking.sharing.booking_states import BookingEvent
from parking.sharing.plates import normalise_plate
from parking.sharing.sanctions import (
    REASONS,
    Bar,
    Offence,
    OffenceKind,
    SanctionRules,
    bar_for,
)
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.notices import tell_driver
from parking.storage.postgres.sharing.plates import hashed, is_barred
from parking.storage.postgres.sharing.transitions import (
    BookingRow,
    lock_bookings,
    move_booking,
    read_bookings,
)

NEWEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Ban:
    """A bar and all offences of its plate, without the plate."""

    ban_key: int
    ban_id: str
    since: datetime
    until: datetime
    reason: OffenceKind
    lifted_at: datetime | None
    lift_reason: str | None
    stands: bool
    offences: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Noted:
    """How many overstays of the plate count by now, and the bar that they come to."""

    count: int
    bar: Bar | None


async def hash_of_plate(pool: asyncpg.Pool, plate: str) -> bytes:
    """Hash a plate as bookings do; raises PlateError where it is none."""
    normal = normalise_plate(plate)
    async with scoped(pool, PLATFORM) as connection:
        return await hashed(connection, normal)


async def note_offence(
    connection: Connection, booking: BookingRow, kind: OffenceKind, rules: SanctionRules
) -> Noted:
    """Note an offence of a booking's plate, each once; who bars the plate calls `bar_plate`."""
    noted = await connection.fetchval(query("sharing/offence_insert"), booking.booking_key, kind)
    rows = await connection.fetch(query("sharing/offences_counted"), booking.plate_hash)
    offences = [Offence(row["kind"], to_us(row["at"])) for row in rows]
    count = sum(offence.kind == "overstay" for offence in offences)
    return Noted(count, bar_for(offences, booking.now_us, rules) if noted is not None else None)


async def bar_plate(connection: Connection, booking: BookingRow, bar: Bar) -> None:
    """Bar a booking's plate from free sharing, and tell its driver."""
    await connection.execute(
        query("sharing/ban_insert"), new_id(), booking.plate_hash, from_us(bar.until_us), bar.reason
    )
    reason, reason_zh = REASONS[bar.reason]
    until = rfc3339(bar.until_us, booking.timezone)
    await tell_driver(
        connection, booking, "barred", until=until, reason=reason, reason_zh=reason_zh
    )


async def list_bans(
    pool: asyncpg.Pool, plate_hash: bytes | None, *, before: int = NEWEST, limit: int = 100
) -> list[Ban]:
    """List the bars of one plate, or of all plates those that stand; the newest first."""
    async with scoped(pool, PLATFORM) as connection:
        rows = await connection.fetch(query("sharing/bans_list"), plate_hash, before, limit)
    return [Ban(**dict(row)) for row in rows]


async def lift_ban(connection: Connection, actor: Principal, ban_id: str, reason: str) -> bool:
    """Lift a bar and forgive the offences; False where no such bar stands."""
    row = await connection.fetchrow(query("sharing/ban_lift"), ban_id, reason)
    if row is None:
        return False
    await audit.record(connection, actor, "sharing.ban.lift", ban_id, detail={"reason": reason})
    if row["last_booking_key"] is not None:
        (booking,) = await read_bookings(connection, [row["last_booking_key"]])
        await tell_driver(connection, booking, "bar-lifted", reason=reason)
    return True


async def forgive(connection: Connection, booking: BookingRow) -> None:
    """Forgive a booking's offences, as its car left in time; a bar that they brought ends too."""
    reason = "the car had left in time"
    lifted = await connection.fetch(
        query("sharing/gate_offence_forgive"), booking.booking_key, reason
    )
    for row in lifted:
        detail = {"reason": reason}
        await audit.record(connection, PLATFORM, "sharing.ban.lift", row["ban_id"], detail=detail)
        await tell_driver(
            connection, booking, "bar-lifted", reason=reason, reason_zh="车辆已按时驶离"
        )


async def refuse_barred(connection: Connection, booking_key: int) -> None:
    """Take back what a plate that is barred has booked of free sharing."""
    await lock_bookings(connection, [booking_key])
    (booking,) = await read_bookings(connection, [booking_key])
    if not (booking.is_free and await is_barred(connection, booking.plate_hash)):
        return
    event: BookingEvent = "cancel" if booking.status == "held" else "revoke"
    moved = await move_booking(connection, booking_key, event, PLATFORM, detail={"by": "ban"})
    await tell_driver(
        connection, moved, "revoked", reason="the vehicle is barred from free sharing",
        reason_zh="该车辆已被限制使用免费共享车位",
    )  # fmt: skip
