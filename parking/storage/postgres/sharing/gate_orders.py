"""What gates are told of bookings, until they say that they know: signed, sent, sent again.

    await order_authorisation(connection, booking_key)   # where a booking becomes pending_gate

in the caller's transaction, in the platform's scope; again whenever its times change, as when it is
extended. What is off is withdrawn by `transitions`. The gate channel of `onelot work` does the rest
with `GateOrders`. It knows no transport.
"""

from dataclasses import dataclass
from typing import Final

import asyncpg

from parking.clock import to_us
from parking.sharing.authorisation import authorise, jti_of, revocation_jti, revoke
from parking.sharing.booking_states import IllegalStepError
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.booking_rows import read_bookings
from parking.storage.postgres.sharing.gate_grants import grant_of
from parking.storage.postgres.sharing.gate_keys import signing_key
from parking.storage.postgres.sharing.transitions import move_booking

AT_ONCE: Final = 100
"""Orders taken in one go."""
_TELLING: Final = frozenset(("due", "sent"))
_TAKING_BACK: Final = frozenset(("revoke_due", "revoke_sent"))


@dataclass(frozen=True, slots=True)
class GateMessage:
    """One signed word for the gate of one lot."""

    lot_id: str
    token: str


async def order_authorisation(connection: Connection, booking_key: int) -> None:
    """Sign what the booking's gate is to know; the channel sends it once this is committed."""
    booking = (await read_bookings(connection, [booking_key]))[0]
    key = await signing_key(connection)
    token = authorise(await grant_of(connection, booking), key, booking.now_us)
    await connection.execute(query("sharing/gate_order_put"), booking_key, token, key.kid)


async def authorisation_of(connection: Connection, booking_key: int) -> str | None:
    """Read what a booking's gate is told, for its driver to show where the gate was cut off."""
    token: str | None = await connection.fetchval(query("sharing/gate_order_shown"), booking_key)
    return token


class GateOrders:
    """The orders as the gate channel sees them; each call is a transaction of its own."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def take(self, limit: int = AT_ONCE) -> list[GateMessage]:
        """Take what is due now; what is never acknowledged comes again, ever less often."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("sharing/gate_orders_take"), limit)
            return [await _message(connection, row) for row in rows]

    async def hasten(self) -> None:
        """Let what is not acknowledged go out at once: the way was shut."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("sharing/gate_orders_hasten"))

    async def repeat(self, lot_id: str) -> None:
        """Tell one lot's gate everything anew; it has forgotten."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("sharing/gate_orders_repeat"), lot_id)

    async def forget(self) -> None:
        """Drop what was said of bookings whose time is over."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("sharing/gate_orders_forget"))

    async def acknowledge(self, lot_id: str, booking_id: str, jti: str) -> bool:
        """Take a gate's word that it knows; False where it speaks of nothing that it was told.

        Twice does nothing; nor does a late word on what was said anew, or taken back, meanwhile.
        """
        async with scoped(self._pool, PLATFORM) as connection:
            row = await connection.fetchrow(query("sharing/gate_order_find"), lot_id, booking_id)
            if row is None:
                return False
            if row["state"] in _TELLING and jti_of(row["authorisation"]) == jti:
                return await _gate_knows(connection, row)
            if row["state"] in _TAKING_BACK and jti == revocation_jti(booking_id, row["version"]):
                await connection.execute(query("sharing/gate_order_revoked"), row["booking_key"])
                return True
            return row["state"] in {"acknowledged", "revoked"}


async def _message(connection: Connection, row: asyncpg.Record) -> GateMessage:
    token = row["authorisation"]
    if row["state"] == "revoke_sent":
        key = await signing_key(connection)
        token = revoke(row["booking_id"], row["lot_id"], row["version"], key, to_us(row["now"]))
    return GateMessage(row["lot_id"], token)


async def _gate_knows(connection: Connection, row: asyncpg.Record) -> bool:
    if row["status"] == "pending_gate":
        try:
            await move_booking(connection, row["booking_key"], "gate_knows", PLATFORM)
        except IllegalStepError:  # it ended a moment ago, and the gate will be told that too
            return True
    await connection.execute(
        query("sharing/gate_order_acknowledge"), row["booking_key"], row["authorisation"]
    )
    return True
