"""The platform's keys for gates: which signs, which are published, and a new one with overlap.

Each is a secret named `gate-signing.<number>`. The newest two are published, and any older one as
long as something that it signed may still open a gate.
"""

from collections.abc import Sequence
from typing import Final

import asyncpg

from parking.principal import Principal
from parking.sharing.signing import SigningKey
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.gate_grants import lot_key
from parking.storage.postgres.sharing.secrets import platform_secret

_NAME: Final = "gate-signing."
_OVERLAP: Final = 2


class KeyTooFreshError(Exception):
    """The newest key does not sign yet; gates first get a day to fetch it."""


class GateKeys:
    """Keys as the doors show them."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def published(self) -> list[dict[str, str]]:
        """Return the public keys a gate may meet, as JWKs, the newest first."""
        async with scoped(self._pool, PLATFORM) as connection:
            keys = [key for key, _ in await _keys(connection)]
            used = {row["kid"] for row in await connection.fetch(query("sharing/gate_keys_used"))}
        shown = [key for key in keys[:-_OVERLAP] if key.kid in used] + keys[-_OVERLAP:]
        return [key.public_jwk for key in reversed(shown)]

    async def of_lot(self, actor: Principal, lot_id: str) -> bytes | None:
        """Return the key under which a lot's gate knows plates; None: no such lot of theirs."""
        async with scoped(self._pool, PLATFORM) as connection:
            row = await connection.fetchrow(query("sharing/lot_for_sharing"), lot_id)
            if row is None or not actor.may_act_for(row["operator_key"]):
                return None
            await audit.record(
                connection, actor, "gate_key.read", lot_id, operator_key=row["operator_key"]
            )
            return await lot_key(connection, lot_id)


async def add_key(connection: Connection, actor: Principal) -> str:
    """Make the next key and return its id; KeyTooFreshError while one waits for its turn."""
    keys = await _keys(connection)
    if not keys[-1][1] and len(keys) > 1:
        raise KeyTooFreshError
    seed = await platform_secret(connection, f"{_NAME}{len(keys) + 1}")
    kid = SigningKey.from_seed(seed).kid
    await audit.record(connection, actor, "gate_key.add", kid)
    return kid


async def signing_key(connection: Connection) -> SigningKey:
    """Return the key that signs now: the newest that gates have had a day to fetch."""
    keys = await _keys(connection)
    ripe = [key for key, is_ripe in keys if is_ripe]
    return ripe[-1] if ripe else keys[0][0]


async def _keys(connection: Connection) -> Sequence[tuple[SigningKey, bool]]:
    """Read all, the oldest first, and whether each may sign; the first is made when asked for."""
    await platform_secret(connection, f"{_NAME}1")
    rows = await connection.fetch(query("sharing/gate_keys"))
    return [(SigningKey.from_seed(row["secret"]), row["is_ripe"]) for row in rows]
