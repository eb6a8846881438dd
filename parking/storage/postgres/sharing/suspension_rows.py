"""A suspension as it is written and read. Who is told of it is elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parking.clock import from_us, rfc3339
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.agreement_rows import Agreement
from parking.storage.postgres.sharing.new_ids import new_id


@dataclass(frozen=True, slots=True)
class Suspension:
    """`space_code`: only that space, which its owner has for a while; None: all of them."""

    suspension_id: str
    space_code: str | None
    begins: datetime
    ends: datetime
    reason: str
    announced_at: datetime
    lifted_at: datetime | None


async def insert_suspension(
    connection: Connection,
    agreement: Agreement,
    space_key: int | None,
    during: Moments,
    reason: str,
) -> Suspension:
    """Write one; the lot's supply is told anew then."""
    suspension_id = new_id()
    await connection.execute(
        query("sharing/suspension_insert"), suspension_id, agreement.agreement_key, space_key,
        from_us(during[0]), from_us(during[1]), reason,
    )  # fmt: skip
    await touch(connection, agreement)
    rows = await connection.fetch(
        query("sharing/suspensions_of"), agreement.agreement_key, suspension_id
    )
    return Suspension(**dict(rows[0]))


async def list_suspensions(connection: Connection, agreement: Agreement) -> list[Suspension]:
    """Read all of an agreement in the order of time, those that were lifted too."""
    rows = await connection.fetch(query("sharing/suspensions_of"), agreement.agreement_key, None)
    return [Suspension(**dict(row)) for row in rows]


async def touch(connection: Connection, agreement: Agreement) -> None:
    """Have the lot's supply told anew."""
    await connection.execute(query("sharing/agreement_touch"), agreement.agreement_key)


def span_told(agreement: Agreement, during: Moments) -> dict[str, Any]:
    """Write a span of time as the lot's people read it."""
    begin_us, end_us = during
    return {"from": rfc3339(begin_us, agreement.zone), "to": rfc3339(end_us, agreement.zone)}
