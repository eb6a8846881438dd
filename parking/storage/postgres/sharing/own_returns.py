"""An owner's own return: a space is its owner's for a while, unless somebody is booked on it.

Then nothing is taken from the driver: a dispute is opened, which people decide.
"""

from dataclasses import dataclass
from datetime import datetime

from parking.clock import from_us
from parking.principal import Principal
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_rows import Agreement, note_change
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.notices import tell_driver
from parking.storage.postgres.sharing.suspension_rows import (
    Suspension,
    insert_suspension,
    span_told,
)
from parking.storage.postgres.sharing.transitions import BookingRow, read_bookings


@dataclass(frozen=True, slots=True)
class Dispute:
    """An owner wanted a space back while a booking stood on it; `outcome` once it is closed."""

    dispute_id: str
    booking_id: str
    space_code: str
    begins: datetime
    ends: datetime
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """The space is not the owner's yet: these bookings stand on it, the first in dispute."""

    dispute_id: str
    bookings: list[BookingRow]


class NotLentError(LookupError):
    """The agreement does not lend that space."""


async def take_back(
    connection: Connection,
    actor: Principal,
    agreement: Agreement,
    space_code: str,
    during: Moments,
    reason: str,
) -> Suspension | Disputed:
    """Keep a space from being lent for a while, or open a dispute. Raises NotLentError."""
    space_key = await connection.fetchval(
        query("sharing/space_of_agreement"), agreement.agreement_key, space_code
    )
    if space_key is None:
        raise NotLentError(space_code)
    rows = await connection.fetch(
        query("sharing/bookings_on_space"), space_key, from_us(during[0]), from_us(during[1])
    )
    detail = span_told(agreement, during) | {"space_code": space_code, "reason": reason}
    if not rows:
        suspension = await insert_suspension(connection, agreement, space_key, during, reason)
        await note_change(connection, actor, "agreement.return", agreement, detail)
        return suspension
    bookings = await read_bookings(connection, [row["booking_key"] for row in rows])
    bookings.sort(key=lambda booking: booking.from_us)
    dispute_id = new_id()
    await connection.execute(
        query("sharing/dispute_insert"), dispute_id, agreement.agreement_key,
        bookings[0].booking_key, from_us(during[0]), from_us(during[1]), actor.key_id,
    )  # fmt: skip
    detail |= {"dispute_id": dispute_id, "booking_id": bookings[0].booking_id}
    await note_change(connection, actor, "agreement.dispute", agreement, detail)
    for booking in bookings:
        await tell_driver(
            connection, booking, "space-wanted", wanted_from=detail["from"], wanted_to=detail["to"]
        )
    return Disputed(dispute_id, bookings)


async def list_disputes(connection: Connection, agreement: Agreement) -> list[Dispute]:
    """Read all of an agreement in the order in which they were opened."""
    rows = await connection.fetch(query("sharing/disputes_of"), agreement.agreement_key)
    return [Dispute(**dict(row)) for row in rows]


async def close_dispute(
    connection: Connection, actor: Principal, agreement: Agreement, dispute_id: str, outcome: str
) -> bool:
    """Note how people decided; False where there is no such open dispute."""
    closed = await connection.fetchval(
        query("sharing/dispute_close"), agreement.agreement_key, dispute_id, outcome
    )
    if closed is None:
        return False
    detail = {"dispute_id": dispute_id, "outcome": outcome}
    await note_change(connection, actor, "agreement.dispute_close", agreement, detail)
    return True
