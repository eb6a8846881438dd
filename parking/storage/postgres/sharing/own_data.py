"""A driver's own data: handed out whole, and forgotten on demand. In the platform's scope.

Forgetting cuts every tie: the key is shut, plates, notices and answers are erased, and the books,
which must add up, keep bookings of a driver and a plate that are nobody's. Offences stay with the
hash of the plate they bar, and with no driver.
"""

from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from parking.principal import Principal
from parking.sharing.ledger import driver_account
from parking.sharing.whose import PLACE_TOLD
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.notices import Notice, list_notices
from parking.storage.postgres.sharing.plates import opened

RETENTION_DAYS: Final = 30
NOTICES_MAX: Final = 100_000
EXPORT_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class OwnExport:
    """All that is kept of one driver."""

    driver_id: str
    created_at: Any
    bookings: list[dict[str, Any]]
    notices: list[Notice]
    postings: list[dict[str, Any]]
    communities: list[dict[str, Any]]
    offences: list[dict[str, Any]]
    bans: list[dict[str, Any]]


class OpenBookingsError(Exception):
    """The driver has bookings that are not over yet."""

    def __init__(self, booking_ids: list[str]) -> None:
        super().__init__(f"{len(booking_ids)} bookings are not over")
        self.booking_ids = booking_ids


class OwnData:
    """`retention_days`: so long after a booking's end the plate that its gate needed is kept."""

    def __init__(self, pool: asyncpg.Pool, retention_days: int = RETENTION_DAYS) -> None:
        self._pool = pool
        self._retention_days = retention_days

    async def export(self, principal: Principal) -> OwnExport | None:
        """Read all that is kept of the caller; None where there is no such driver."""
        async with scoped(
            self._pool, PLATFORM, isolation="repeatable_read", within_s=EXPORT_S
        ) as connection:
            driver = await connection.fetchrow(query("sharing/own_driver"), principal.key_id)
            if driver is None:
                return None
            key = driver["driver_key"]
            bookings = await _rows(connection, "own_bookings", key, list(PLACE_TOLD))
            for booking in bookings:
                booking["plate"] = await _plate(connection, booking)
            postings = await _rows(connection, "own_postings", driver_account(key))
            communities = await _rows(connection, "own_communities", key)
            offences = await _rows(connection, "own_offences", key)
            bans = await _rows(connection, "own_bans", key)
        notices = await list_notices(self._pool, principal, limit=NOTICES_MAX)
        return OwnExport(
            driver["driver_id"], driver["created_at"], bookings, notices, postings, communities,
            offences, bans,
        )  # fmt: skip

    async def forget(self, principal: Principal) -> bool:
        """Forget the caller; False where that is done. Raises OpenBookingsError meanwhile."""
        async with scoped(self._pool, PLATFORM, within_s=EXPORT_S) as connection:
            key = await connection.fetchval(query("sharing/driver_to_forget"), principal.key_id)
            if key is None:
                return False
            rows = await connection.fetch(query("sharing/driver_open_bookings"), key)
            if rows:
                raise OpenBookingsError([row["booking_id"] for row in rows])
            nobody = new_id()
            await connection.execute(query("sharing/driver_forget"), key, nobody)
            await audit.record(connection, PLATFORM, "driver.forget", nobody)
        return True

    async def forget_plates(self) -> None:
        """Erase the plates of bookings that ended long enough ago."""
        async with scoped(self._pool, PLATFORM, within_s=EXPORT_S) as connection:
            await connection.execute(query("sharing/plates_forget"), self._retention_days)


async def _rows(connection: Connection, name: str, *of: object) -> list[dict[str, Any]]:
    return [dict(row) for row in await connection.fetch(query(f"sharing/{name}"), *of)]


async def _plate(connection: Connection, booking: dict[str, Any]) -> str | None:
    sealed = booking.pop("plate_sealed")
    return None if sealed is None else await opened(connection, sealed, booking["booking_id"])
