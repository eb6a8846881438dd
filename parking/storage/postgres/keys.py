"""API keys: issued once, found by what a caller presents, revoked. Only hashes are stored."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import asyncpg

from parking.clock import to_us
from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.found_keys import FoundKey, FoundKeys
from parking.storage.postgres.key_secrets import fresh_key, hash_of
from parking.storage.postgres.operators import ensure_operator, ensure_source
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from parking.vocabulary import Role

PLATFORM_SOURCE: Final = "@platform"
LOOK_UP_S: Final = 0.8
"""A report is answered within a second, be it by 503; its key is looked up before."""


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A fresh key; `key` is shown to the caller once and can never be read again."""

    key_id: str
    key: str
    role: Role
    operator_id: str | None
    source_id: str | None


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What a list of keys shows of one. `retires_at`: it was replaced, and is good until then."""

    key_id: str
    role: Role
    operator_id: str | None
    source_id: str | None
    name: str | None
    created_at: datetime
    expires_at: datetime | None
    retires_at: datetime | None
    revoked_at: datetime | None


class PostgresKeys:
    """Implements `KeyStore`. A found key is believed for 2 s; a miss is never remembered.

    With the city's clock at hand it is believed no longer than the key is good.
    """

    def __init__(self, pool: asyncpg.Pool, now_us: Callable[[], int] | None = None) -> None:
        self._pool = pool
        self._found = FoundKeys(now_us or (lambda: 0))

    async def find(self, key: str) -> Principal | None:
        prefix, _, rest = key.partition("_")
        key_id, _, secret = rest.partition("_")
        if prefix != "ol" or not key_id.isalnum() or not secret or not key.isascii():
            return None
        presented = (key_id, sha256(key.encode()).digest())
        return await self._found.find(presented, lambda: self._look_up(key_id, secret))

    async def find_by_id(self, key_id: str) -> Principal | None:
        """Find whom a key is, for a caller that has proved by a signature that it has it."""
        found = await self._read(key_id) if key_id.isalnum() else None
        return None if found is None else found[0].principal

    def forget(self, key_id: str) -> None:
        """Drop what is remembered of a key that was changed."""
        self._found.forget(key_id)

    async def create(
        self,
        actor: Principal,
        *,
        role: Role,
        operator_id: str | None = None,
        name: str | None = None,
        expires_at: datetime | None = None,
    ) -> IssuedKey:
        """Issue a key; the operator is created where it is new.

        Everybody sees where a number comes from, so a source is called after the operator and the
        key's id; the key's own name stays between those who manage keys. Keys of one operator with
        the same name, one issued to replace the other, are one source.
        """
        fresh = fresh_key()
        async with scoped(self._pool, actor) as connection:
            operator_key = source_key = source_id = None
            if operator_id is not None:
                operator, _ = await ensure_operator(connection, operator_id)
                operator_key = operator.operator_key
            if role == "operator" and operator_id is not None:
                source_id = operator_id
                if name:
                    earlier = await connection.fetchval(
                        query("key_source_named"), operator_key, name
                    )
                    source_id = earlier or f"{operator_id}/{fresh.key_id}"
            elif role == "admin":
                source_id = PLATFORM_SOURCE
            if source_id is not None:
                owner = operator_key if role == "operator" else None
                source_key = await ensure_source(connection, source_id, owner)
            await connection.execute(
                query("key_insert"), fresh.key_id, fresh.secret_hash, role, operator_key,
                source_key, name, expires_at,
            )  # fmt: skip
            detail = {"role": role, "operator": operator_id, "name": name}
            await audit.record(
                connection, actor, "key.create", fresh.key_id, operator_key=operator_key,
                detail=detail,
            )  # fmt: skip
        return IssuedKey(fresh.key_id, fresh.text, role, operator_id, source_id)

    async def revoke(self, actor: Principal, key_id: str) -> bool:
        """Revoke for ever; False where there is no such key the actor may see."""
        async with scoped(self._pool, actor) as connection:
            row = await connection.fetchrow(query("key_revoke"), key_id)
            if row is None:
                return False
            await audit.record(
                connection, actor, "key.revoke", key_id, operator_key=row["operator_key"]
            )
        self.forget(key_id)
        return True

    async def list(self, actor: Principal, *, after: str = "", limit: int = 1_000) -> list[KeyInfo]:
        """List keys by id, those above `after`, without anything secret."""
        async with scoped(self._pool, actor) as connection:
            rows = await connection.fetch(query("keys_list"), after, limit)
        return [KeyInfo(**dict(row)) for row in rows]

    async def _look_up(self, key_id: str, secret: str) -> FoundKey | None:
        found = await self._read(key_id)
        if found is None or not hmac.compare_digest(found[1], hash_of(secret)):
            return None
        return found[0]

    async def _read(self, key_id: str) -> tuple[FoundKey, bytes] | None:
        """Read a key that is good now, and the hash of its secret."""
        async with scoped(self._pool, PLATFORM, within_s=LOOK_UP_S) as connection:
            row = await connection.fetchrow(query("key_find"), key_id)
        if row is None:
            return None
        operator_key, source_key = row["operator_key"], row["source_key"]
        principal = Principal(
            role=row["role"],
            key_id=key_id,
            operator_id=OperatorId(row["operator_id"]) if row["operator_id"] else None,
            operator_key=OperatorKey(operator_key) if operator_key is not None else None,
            source_key=SourceKey(source_key) if source_key is not None else None,
        )
        expires_us = to_us(row["expires_at"]) if row["expires_at"] else None
        return FoundKey(principal, expires_us), row["secret_hash"]
