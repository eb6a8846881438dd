"""Whom an operator wants told of its feeds: a webhook whose secret is sealed, addresses of mail."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg

from parking.principal import Principal
from parking.sharing.sealing import NONCE_BYTES, SealBrokenError, seal, unseal
from parking.storage.postgres import audit
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.secrets import platform_secret
from parking.words import Lang

SEAL_SECRET: Final = "webhook-seal"  # noqa: S105 - its name


@dataclass(frozen=True, slots=True)
class Contact:
    """As it is stored; the secret is never shown again."""

    url: str | None
    mail_to: tuple[str, ...]
    lang: Lang
    changed_at: datetime


class Contacts:
    """Over the app pool: an operator has its own, an admin anybody's."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def put(
        self,
        principal: Principal,
        operator_key: int,
        *,
        url: str | None,
        secret: str | None,
        mail_to: tuple[str, ...],
        lang: Lang,
    ) -> None:
        """Store it; a webhook has an address and a secret, or neither."""
        async with scoped(self._pool, PLATFORM) as connection:
            key = await platform_secret(connection, SEAL_SECRET)
        sealed = None
        if secret is not None:
            sealed = seal(key, secret, _purpose(operator_key), secrets.token_bytes(NONCE_BYTES))
        async with scoped(self._pool, principal) as connection:
            await connection.execute(
                query("operator/contact_put"), operator_key, url, sealed, list(mail_to), lang
            )
            detail = {"host": host_of(url), "mail": len(mail_to), "lang": lang}
            await audit.record(
                connection, principal, "webhook.put", str(operator_key),
                operator_key=operator_key, detail=detail,
            )  # fmt: skip

    async def find(self, principal: Principal, operator_key: int) -> Contact | None:
        async with scoped(self._pool, principal) as connection:
            row = await connection.fetchrow(query("operator/contact_read"), operator_key)
        if row is None:
            return None
        return Contact(row["url"], tuple(row["mail_to"]), row["lang"], row["changed_at"])

    async def remove(self, principal: Principal, operator_key: int) -> bool:
        """Tell nobody any more; False where nobody was told."""
        async with scoped(self._pool, principal) as connection:
            removed = await connection.fetchval(query("operator/contact_remove"), operator_key)
            if removed is not None:
                await audit.record(
                    connection, principal, "webhook.delete", str(operator_key),
                    operator_key=operator_key,
                )  # fmt: skip
        return removed is not None


def opened(key: bytes, operator_key: int, sealed: bytes | None) -> str | None:
    """Open a webhook's secret; one that was sealed elsewhere is none."""
    if sealed is None:
        return None
    try:
        return unseal(key, sealed, _purpose(operator_key))
    except SealBrokenError:
        return None


def host_of(url: str | None) -> str | None:
    """Return scheme, host and port; the rest may hold what nobody else is to read."""
    return None if url is None else "/".join(url.split("/", 3)[:3])


def _purpose(operator_key: int) -> str:
    return f"webhook {operator_key}"
