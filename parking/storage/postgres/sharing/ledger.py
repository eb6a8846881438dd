"""The ledger of shared spaces: entries whose postings balance, which the database checks too.

All within the caller's transaction, in the platform's scope. It knows no payment.
"""

from collections.abc import Sequence

from parking.principal import Principal
from parking.sharing.booking_states import BookingEvent
from parking.sharing.ledger import (
    EntryKind,
    Posting,
    Sum,
    driver_account,
    owner_account,
    settlement,
    transfer,
)
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.booking_rows import BookingRow
from parking.storage.postgres.sharing.stored_terms import terms_from_stored


async def post(
    connection: Connection, kind: EntryKind, booking_key: int | None, postings: Sequence[Posting]
) -> None:
    """Write one entry; one without postings is not written."""
    if postings:
        await connection.execute(
            query("sharing/ledger_post"), kind, booking_key,
            [posting.account for posting in postings], [posting.unit for posting in postings],
            [posting.amount for posting in postings],
        )  # fmt: skip


async def balance_of(connection: Connection, account: str) -> Sum:
    """Read what an account comes to."""
    row = await connection.fetchrow(query("sharing/ledger_balance"), account)
    return Sum(int(row["fen"]), int(row["credits"])) if row else Sum()


async def paid_for(connection: Connection, booking: BookingRow) -> Sum:
    """Read what the driver has paid for a booking, less what it got back."""
    row = await connection.fetchrow(
        query("sharing/ledger_paid"), booking.booking_key, driver_account(booking.driver_key)
    )
    return -Sum(int(row["fen"]), int(row["credits"])) if row else Sum()


async def charge(connection: Connection, kind: EntryKind, booking: BookingRow, amount: Sum) -> None:
    """Let the driver pay the owner for a booking; a negative amount is paid back."""
    driver = driver_account(booking.driver_key)
    owner = owner_account(booking.owner_operator_key, booking.owner_key_id)
    await post(connection, kind, booking.booking_key, transfer(driver, owner, amount))


async def follow(
    connection: Connection, booking: BookingRow, event: BookingEvent, principal: Principal
) -> None:
    """Let the money follow a step; `booking` as it was before it."""
    if event not in {"confirm", "gate_knows", "cancel", "revoke"} or booking.is_free:
        return
    stored = await connection.fetchval(
        query("sharing/terms_of_version"), booking.agreement_key, booking.agreement_version
    )
    steps = settlement(
        event,
        paid=await paid_for(connection, booking),
        price=Sum(booking.price_fen, booking.price_credits),
        before_start_us=booking.from_us - booking.now_us,
        cancel_min=terms_from_stored(stored).notice.cancel_min,
        is_platform=booking.is_at_risk
        or (principal.role == "admin" and principal.key_id is None)
        or (event == "cancel" and await is_disturbed(connection, booking)),
    )
    for kind, amount in steps:
        await charge(connection, kind, booking, amount)


async def is_disturbed(connection: Connection, booking: BookingRow) -> bool:
    """Tell whether its space is not surely the driver's for all of its time, who may go freely."""
    found: bool = await connection.fetchval(
        query("sharing/booking_is_disturbed"), booking.booking_key
    )
    return found
