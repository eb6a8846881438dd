"""Notices as they are stored: written in the transaction that gave the reason, read by whom they
are for.

    await tell_driver(connection, booking, "moved", costs_fen=400)
    await tell_owner(connection, booking, "space-overstayed")

Facts every notice gets: the lot's id and names, the space, and the booking's times. Kinds and words
are in `parking.sharing.notices`. A committed notice is told to every API process at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import asyncpg

from parking.clock import rfc3339
from parking.principal import Principal
from parking.sharing.whose import is_hidden
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.transitions import BookingRow

CHANNEL: Final = "onelot_notices"
"""NOTIFY tells here the key of each notice, once it is committed."""
NEWEST: Final = 10**17
HIDDEN: Final = {
    "lot_id": None, "lot": "私人车位", "lot_en": "A private place", "space_code": None,
}  # fmt: skip
"""What is said of a private place to a driver whose booking is not confirmed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, with the public ids it is about."""

    notice_key: int
    at: datetime
    kind: str
    facts: dict[str, Any]
    booking_id: str | None
    agreement_id: str | None


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice and whose it is: a driver's key, an owner's key, or every key of an operator."""

    notice: Notice
    key_id: str | None
    operator_key: int | None


async def tell_driver(
    connection: Connection, booking: BookingRow, kind: str, **facts: object
) -> None:
    """Tell the driver of a booking."""
    await _tell(connection, booking, kind, facts, driver_key=booking.driver_key)


async def tell_owner(
    connection: Connection, booking: BookingRow, kind: str, **facts: object
) -> None:
    """Tell the owner of the agreement a booking is under."""
    await _tell(connection, booking, kind, facts, agreement_key=booking.agreement_key)


async def list_notices(
    pool: asyncpg.Pool, principal: Principal, *, before: int = NEWEST, limit: int = 100
) -> list[Notice]:
    """List the caller's own, the newest first, those older than `before`."""
    async with scoped(pool, PLATFORM) as connection:
        driver_key = operator_key = owner_key_id = None
        if principal.role == "driver":
            driver_key = await connection.fetchval(query("sharing/driver_of_key"), principal.key_id)
        elif principal.role == "operator":
            operator_key = principal.operator_key
        else:
            owner_key_id = principal.key_id
        rows = await connection.fetch(
            query("sharing/notices_list"), driver_key, operator_key, owner_key_id, before, limit
        )
    return [_notice(row) for row in rows]


async def read_to_push(pool: asyncpg.Pool, notice_keys: Sequence[int]) -> list[Addressed]:
    """Read notices that were just told of, with whose they are."""
    async with scoped(pool, PLATFORM) as connection:
        rows = await connection.fetch(query("sharing/notices_to_push"), list(notice_keys))
    return [
        Addressed(
            _notice(row), row["driver_key_id"] or row["owner_key_id"], row["owner_operator_key"]
        )
        for row in rows
    ]


async def _tell(
    connection: Connection,
    booking: BookingRow,
    kind: str,
    facts: dict[str, object],
    *,
    driver_key: int | None = None,
    agreement_key: int | None = None,
) -> None:
    hides = driver_key is not None and is_hidden(booking)
    said = {
        **(HIDDEN if hides else {"lot_id": booking.lot_id, "space_code": booking.space_code}),
        "from": rfc3339(booking.from_us, booking.timezone),
        "to": rfc3339(booking.to_us, booking.timezone),
        **facts,
    }
    await connection.execute(
        query("sharing/notice_insert"),
        driver_key, agreement_key, booking.booking_key, kind, said,
    )  # fmt: skip


def _notice(row: asyncpg.Record) -> Notice:
    return Notice(
        notice_key=row["notice_key"],
        at=row["at"],
        kind=row["kind"],
        facts=row["facts"],
        booking_id=row["booking_id"],
        agreement_id=row["agreement_id"],
    )
