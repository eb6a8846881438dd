"""A caller's own keys: listed, one put in another's place while both are good, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.key_secrets import fresh_key
from parking.storage.postgres.keys import IssuedKey, KeyInfo
from parking.storage.postgres.pool import scoped
from parking.storage.postgres.queries import query

MOST_KEYS: Final = 100
"""Good at once, of one operator: rotating is no way to make more of them without end."""


class TooManyKeysError(Exception):
    """The operator has as many good keys as one may have."""


class KeyGoneError(Exception):
    """The key that was shown is no longer good."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The new key, how long the city lets it be good, and until when the old one still is."""

    issued: IssuedKey
    expires_at: datetime | None
    old_key_id: str
    old_retires_at: datetime


class OwnKeys:
    """Over the app pool. Own keys are those of the caller's operator and role."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def rotate(self, caller: Principal, overlap: timedelta) -> Rotated:
        """Issue a key with the caller's role, operator and source, and let the caller's retire.

        The new key reports as the same source, so that what both send is one feed's. Who lost
        the answer may do it again: the old key retires no later for it. TooManyKeysError and
        KeyGoneError where that cannot be.
        """
        fresh = fresh_key()
        async with scoped(self._pool, caller) as connection:
            live = await connection.fetchval(
                query("operator/keys_live"), caller.role, caller.operator_key
            )
            if live >= MOST_KEYS:
                raise TooManyKeysError
            row = await connection.fetchrow(
                query("operator/key_copy"), caller.key_id, fresh.key_id, fresh.secret_hash
            )
            if row is None or caller.key_id is None:
                raise KeyGoneError
            retires_at = await connection.fetchval(
                query("operator/key_retire"), caller.key_id, overlap
            )
            detail = {"replaces": caller.key_id, "old_valid_until": retires_at}
            await audit.record(connection, caller, "key.rotate", fresh.key_id, detail=detail)
        issued = IssuedKey(
            fresh.key_id, fresh.text, row["role"], row["operator_id"], row["source_id"]
        )
        return Rotated(issued, row["expires_at"], caller.key_id, retires_at)

    async def list(self, caller: Principal, *, after: str, limit: int) -> list[KeyInfo]:
        """List by id, those above `after`, without anything secret."""
        async with scoped(self._pool, caller) as connection:
            rows = await connection.fetch(
                query("operator/keys_own"), caller.role, caller.operator_key, after, limit
            )
        return [KeyInfo(**dict(row)) for row in rows]

    async def revoke(self, caller: Principal, key_id: str) -> bool:
        """Revoke for ever; False where the caller has no such key."""
        async with scoped(self._pool, caller) as connection:
            revoked = await connection.fetchval(
                query("operator/key_revoke_own"), key_id, caller.role, caller.operator_key
            )
            if revoked is not None:
                await audit.record(connection, caller, "key.revoke", key_id)
        return revoked is not None
