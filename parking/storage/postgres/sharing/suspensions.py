"""Suspensions: times in which an agreement, or one space of it, is not lent after all.

A booking that stands is taken from nobody: its driver is told, with what else there is.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from parking.principal import Principal
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_bookings import standing_of
from parking.storage.postgres.sharing.agreement_rows import Agreement, note_change
from parking.storage.postgres.sharing.alternatives import find_alternatives
from parking.storage.postgres.sharing.lent_spaces import lock_lent
from parking.storage.postgres.sharing.notices import tell_driver
from parking.storage.postgres.sharing.suspension_rows import (
    Suspension,
    insert_suspension,
    span_told,
    touch,
)
from parking.storage.postgres.sharing.transitions import BookingRow, read_bookings

OFFERS: Final = 3
SEARCH_S: Final = 1.0
"""Whoever waits for an answer waits three seconds; drivers who are told after so long of looking
for others are offered nothing, and look for themselves."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A booking inside a suspension, and what its driver was offered instead."""

    booking: BookingRow
    alternatives: list[dict[str, Any]]


async def suspend(
    connection: Connection,
    actor: Principal,
    agreement: Agreement,
    during: Moments,
    reason: str,
    *,
    is_urgent: bool,
) -> tuple[Suspension, list[Affected]]:
    """Announce a suspension of all spaces and tell the driver of every booking inside it."""
    await lock_lent(connection, agreement.lot_key, agreement.agreement_key)
    suspension = await insert_suspension(connection, agreement, None, during, reason)
    inside = [
        booking.booking_key
        for booking in await standing_of(connection, agreement)
        if booking.during[0] < during[1] and booking.during[1] > during[0]
    ]
    span = span_told(agreement, during)
    loop = asyncio.get_running_loop()
    until_s = loop.time() + SEARCH_S
    affected = []
    for booking in await read_bookings(connection, inside):
        alternatives: list[dict[str, Any]] = []
        if loop.time() < until_s:
            found = await find_alternatives(connection, booking, OFFERS)
            alternatives = [alternative.to_dict() for alternative in found]
        await tell_driver(
            connection,
            booking,
            "suspended",
            suspension_id=suspension.suspension_id,
            suspended_from=span["from"],
            suspended_to=span["to"],
            reason=reason,
            alternatives=alternatives,
        )
        affected.append(Affected(booking, alternatives))
    detail = span | {"reason": reason, "urgent": is_urgent}
    await note_change(connection, actor, "agreement.suspend", agreement, detail)
    return suspension, affected


async def lift(
    connection: Connection, actor: Principal, agreement: Agreement, suspension_id: str
) -> bool:
    """End a suspension now; False where there is none, or it is over or lifted already.

    Drivers who were told of it and whose bookings stand are told that all is as they booked.
    """
    await lock_lent(connection, agreement.lot_key, agreement.agreement_key)
    lifted = await connection.fetchval(
        query("sharing/suspension_lift"), agreement.agreement_key, suspension_id
    )
    if lifted is None:
        return False
    told = await connection.fetch(query("sharing/suspended_bookings"), lifted)
    for booking in await read_bookings(connection, [row["booking_key"] for row in told]):
        await tell_driver(connection, booking, "suspension-lifted", suspension_id=suspension_id)
    await touch(connection, agreement)
    detail = {"suspension_id": suspension_id}
    await note_change(connection, actor, "agreement.lift", agreement, detail)
    return True
